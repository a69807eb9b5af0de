"""What the engines on general language models share: asking, several texts at once, and giving up in time."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

from translation import prompts
from translation.engines.chat_endpoint import ChatEndpoint, Request
from translation.translator import Context, EngineError, Hypothesis, LanguagePair, PairUnavailable

TIMEOUT_S = 20.0
"""How long one text may take, the waiting for a free slot included."""
FIRST_GUESS_S = 2.0
_LINE_BREAKS = re.compile(r"(\s*\n\s*)")


class Generator:
    """Translates by a chat endpoint, `slots` lines at once.

    A text that could not be done in time, judging by how long the last ones took, is refused at once: whoever asks
    has another engine. `examples_when_busy` is False where prompts are dear: texts that come together then go without
    the line like each, which makes them better but takes longer to read than the text itself.
    """

    def __init__(
        self,
        endpoint: Callable[[], ChatEndpoint],
        label: str,
        languages: Iterable[str],
        slots: int,
        timeout_s: float,
        *,
        examples_when_busy: bool = True,
    ) -> None:
        self._endpoint = endpoint
        self._label = label
        self._pairs = frozenset(LanguagePair(*pair) for pair in permutations(languages, 2))
        self._slots = slots
        self._timeout_s = timeout_s
        self._examples_when_busy = examples_when_busy
        self._pool = ThreadPoolExecutor(slots, thread_name_prefix="generator")
        self._lock = threading.Lock()
        self._unfinished = 0
        self._text_s = FIRST_GUESS_S

    def pairs(self) -> frozenset[LanguagePair]:
        return self._pairs

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None) -> list[Hypothesis]:
        """As promised by `Translator`; the first failure is raised when all are done."""
        if pair not in self._pairs:
            raise PairUnavailable(pair)
        deadline = time.monotonic() + self._timeout_s
        layouts = [_LINE_BREAKS.split(text) for text in texts]
        lines = [line for layout in layouts for line in layout[::2]]
        self._admit(sum(1 for line in lines if line.strip()))
        futures = [self._pool.submit(self._line, line, pair, context, deadline) for line in lines]
        answers = iter([future.result() for future in futures])
        return [Hypothesis(_filled(layout, answers), self._label) for layout in layouts]

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _admit(self, texts: int) -> None:
        with self._lock:
            expected_s = self._text_s * (self._unfinished + texts) / self._slots
            if self._unfinished and expected_s > self._timeout_s:
                raise EngineError("too many texts are waiting for the language model")
            self._unfinished += texts

    def _line(self, line: str, pair: LanguagePair, context: Context | None, deadline: float) -> str:
        if not line.strip():
            return ""
        start = time.monotonic()
        try:
            turns = prompts.conversation(line, pair, context, like=self._examples_when_busy or self._unfinished == 1)
            answer = self._endpoint().complete(_request(turns, line, pair, context, deadline))
        finally:
            self._leave(time.monotonic() - start)
        return _cleaned(answer, line)

    def _leave(self, took_s: float) -> None:
        with self._lock:
            self._unfinished -= 1
            self._text_s += 0.2 * (took_s - self._text_s)


def _filled(layout: Sequence[str], answers: Iterator[str]) -> str:
    """The lines of a text replaced by the next answers, its line breaks kept."""
    return "".join(part if index % 2 else next(answers) for index, part in enumerate(layout))


def _request(
    turns: Sequence[prompts.ChatMessage], text: str, pair: LanguagePair, context: Context | None, deadline: float
) -> Request:
    return Request(
        turns,
        prompts.answer_limit(text, pair),
        deadline,
        stop=("\n",),  # a line gives a line: what follows would be an explanation
        cancelled=context.cancelled if context else None,
    )


def _cleaned(answer: str, text: str) -> str:
    answer = prompts.plain(answer).strip()
    quoted = len(answer) > 1 and (answer[0], answer[-1]) in {('"', '"'), ("“", "”"), ("「", "」")}
    return answer[1:-1].strip() if quoted and text.strip()[0] not in '"“「' else answer
