"""The GGUF model on lines of twelve words, one at a time and four at once, against the same model asked the plain way.

The plain way is what one would write in an evening: "Translate into Chinese:" and the line, to the same process. What
Parley asks beside it, so that its answers are right, costs time; the table says how much. Aim: a line within 2.5 s on
two idle cores, four at once within 5 s.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial

from tests.benchmarks.lines import trade_lines
from tests.benchmarks.machine import quantile, table
from tests.gguf import PATIENCE_S, llama
from translation import prompts
from translation.engines.chat_endpoint import Request
from translation.engines.llama import LlamaTranslator
from translation.translator import LanguagePair

WORDS = 12
LINES = 16
AT_ONCE = 4
THERE, BACK = LanguagePair("en", "zh"), LanguagePair("zh", "en")


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _plainly(engine: LlamaTranslator, line: str) -> None:
    host = engine._host  # the same process, without what Parley puts around it
    assert host
    message = prompts.ChatMessage(role="user", content=f"Translate into Chinese: {line}")
    host.endpoint.complete(Request([message], prompts.answer_limit(line, THERE), time.monotonic() + PATIENCE_S))


def main() -> str:
    """Measure; gives the table."""
    lines = [line for line in trade_lines(2000) if len(line.split()) == WORDS and line.isascii()]
    alone, together, plain, turns = (lines[first * LINES : (first + 1) * LINES] for first in range(4))
    engine = llama()
    try:
        answers = [engine.translate([line], THERE)[0].text for line in turns[: LINES // 2]]
        engine.translate(answers[:1], BACK)
        taken = {
            "the plain way, one line": [_seconds(partial(_plainly, engine, line)) for line in plain],
            "one line": [_seconds(partial(engine.translate, [line], THERE)) for line in alone],
            "a line there, a line back, in turn": [
                _seconds(partial(engine.translate, [text], pair))
                for line, answer in zip(turns[LINES // 2 :], answers, strict=True)
                for text, pair in ((line, THERE), (answer, BACK))
            ],
            f"{AT_ONCE} lines at once": [
                _seconds(partial(engine.translate, together[first : first + AT_ONCE], THERE))
                for first in range(0, LINES, AT_ONCE)
            ],
        }
    finally:
        engine.close()
    base = statistics.median(taken["the plain way, one line"])
    rows = [
        (
            name,
            f"{statistics.median(times):.2f} s",
            f"{quantile(times, 0.95):.2f} s",
            f"{statistics.median(times) / base:.2f}",
        )
        for name, times in taken.items()
    ]
    title = f"A language model (Qwen2.5-Coder-1.5B, Q4_K_M) on lines of {WORDS} words"
    return table(title, ("", "p50", "p95", "of the plain way"), rows)


if __name__ == "__main__":
    print(main())
