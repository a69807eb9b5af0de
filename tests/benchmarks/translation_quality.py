"""How good each engine is, and the pipeline as people get it, on lines that none of them has seen.

Run by `make translation-eval`, with the models that are installed. chrF and BLEU by sacrebleu; `exact` is the share of
lines whose figures, codes and dates are the original's by value; `flagged` the share that reaches people with a finding
(marked, or withheld with its reason); `exact or flagged` is what nobody may fall short of silently.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

import sacrebleu
from tqdm import tqdm

from chat.engines import get_translator, translation_engines
from tests.benchmarks.machine import machine, table
from translation import fidelity
from translation.training.corpus import FOLDER, LANGUAGES
from translation.translator import EngineError, Hypothesis, LanguagePair, Translator

SETS = {"trade": 300, "plain": 150, "short": 100, "tatoeba": 400}
SLOW_LINES = 24
"""Of each set, for an engine that takes seconds a line."""
SLOW = {"llama", "openai"}


@dataclass(frozen=True)
class Result:
    """One engine on one set in one direction."""

    chrf: float
    bleu: float
    exact: float
    flagged: float
    silent: float
    """Share of lines with a wrong figure and no finding."""
    line_s: float


def rows(name: str) -> list[list[str]]:
    path: Path = FOLDER / "held_out" / f"{name}.tsv"
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def evaluate(translator: Translator, pair: LanguagePair, lines: Sequence[Sequence[str]]) -> Result:
    source, target = LANGUAGES.index(pair.source), LANGUAGES.index(pair.target)
    shown, seconds = [], []
    for line in tqdm(lines, desc=str(pair), leave=False, disable=None):
        start = time.perf_counter()
        shown.append(_translated(translator, line[source], pair))
        seconds.append(time.perf_counter() - start)
    texts = [hypothesis.text for hypothesis in shown]
    references = [[line[target] for line in lines]]
    wrong = [bool(fidelity.compare(line[source], text, pair)) for line, text in zip(lines, texts, strict=True)]
    flagged = [bool(hypothesis.checks) or not hypothesis.usable for hypothesis in shown]
    return Result(
        sacrebleu.corpus_chrf(texts, references).score,
        sacrebleu.corpus_bleu(texts, references, tokenize="zh" if pair.target == "zh" else "13a").score,
        1 - sum(wrong) / len(wrong),
        sum(flagged) / len(flagged),
        sum(bad and not told for bad, told in zip(wrong, flagged, strict=True)) / len(wrong),
        median(seconds),
    )


def _translated(translator: Translator, text: str, pair: LanguagePair) -> Hypothesis:
    try:
        return translator.translate([text], pair)[0]
    except EngineError:
        return Hypothesis("", "none", usable=False)


def report(name: str, translator: Translator, sets: Sequence[str], limit: int) -> str:
    """The table of one engine."""
    found = []
    for chosen in sets:
        lines = rows(chosen)[: limit or SETS[chosen]]
        languages = LANGUAGES[: len(lines[0])]
        pairs = (LanguagePair(*codes) for codes in permutations(languages, 2))
        served = [pair for pair in pairs if pair in translator.pairs()]
        found += [(chosen, len(lines), pair, evaluate(translator, pair, lines)) for pair in served]
    memory = translator.info().memory_bytes / 2**20
    head = ("set", "lines", "pair", "chrF", "BLEU", "exact", "flagged", "wrong and silent", "a line")
    return table(f"{name} ({memory:.0f} MiB in memory)", head, [_row(*one) for one in found])


def _row(name: str, lines: int, pair: LanguagePair, result: Result) -> tuple[object, ...]:
    scores = (f"{result.chrf:.1f}", f"{result.bleu:.1f}")
    shares = (f"{share:.3f}" for share in (result.exact, result.flagged, result.silent))
    return name, lines, pair, *scores, *shares, f"{result.line_s:.3f} s"


def main(names: Sequence[str]) -> None:
    engines = {**translation_engines(), "pipeline": get_translator()}
    print(f"Measured on {machine()}.\n", flush=True)
    for name, translator in engines.items():
        if (names and name not in names) or not translator.pairs():
            continue
        slow = name in SLOW or (name == "pipeline" and any(engines[one].pairs() for one in SLOW & set(engines)))
        print(report(name, translator, list(SETS), SLOW_LINES if slow else 0), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
