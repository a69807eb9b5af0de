"""How good each engine is, and the pipeline as people get it, on lines that none of them has seen.

Run by `make translation-eval`, with the models that are installed. chrF and BLEU by sacrebleu; `exact` is the share of
lines whose figures, codes and dates are the original's by value; `flagged` the share that reaches people with a finding
(marked, or withheld with its reason); `wrong and silent` what nobody is warned of. Engines that take seconds a line get
fewer lines, to and from English only. What was said of each line is written to `var/translation-eval`.
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
SLOW_SETS = {"trade": 24, "plain": 16, "short": 100, "tatoeba": 8}
"""The lines of each set for an engine that takes seconds a line."""
SLOW = {"llama", "openai"}
TEXTS = Path("var/translation-eval")


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


@dataclass
class Trial:
    """One engine and the lines it is given."""

    name: str
    translator: Translator
    is_slow: bool

    def pairs(self, languages: Sequence[str]) -> list[LanguagePair]:
        every = [LanguagePair(*codes) for codes in permutations(languages, 2)]
        wanted = [pair for pair in every if not self.is_slow or "en" in (pair.source, pair.target)]
        return [pair for pair in wanted if pair in self.translator.pairs()]

    def lines(self, name: str) -> list[list[str]]:
        return rows(name)[: (SLOW_SETS if self.is_slow else SETS)[name]]

    def run(self, name: str, pair: LanguagePair) -> Result:
        """Translate a set in one direction."""
        lines = self.lines(name)
        source, target = LANGUAGES.index(pair.source), LANGUAGES.index(pair.target)
        shown: list[Hypothesis] = []
        seconds = []
        for line in tqdm(lines, desc=f"{name} {pair}", leave=False, disable=None):
            start = time.perf_counter()
            shown.append(_translated(self.translator, line[source], pair))
            seconds.append(time.perf_counter() - start)
        self._write(name, pair, [line[source] for line in lines], shown)
        return scored(shown, [line[source] for line in lines], [line[target] for line in lines], pair, median(seconds))

    def _write(self, name: str, pair: LanguagePair, sources: Sequence[str], shown: Sequence[Hypothesis]) -> None:
        TEXTS.mkdir(parents=True, exist_ok=True)
        said = ((one.text, one.engine, " ".join(check.reason for check in one.checks)) for one in shown)
        lines = ("\t".join((source, *told)) for source, told in zip(sources, said, strict=True))
        (TEXTS / f"{self.name}.{name}.{pair}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def scored(
    shown: Sequence[Hypothesis], sources: Sequence[str], wanted: Sequence[str], pair: LanguagePair, line_s: float
) -> Result:
    texts, references = [hypothesis.text for hypothesis in shown], [list(wanted)]
    wrong = [bool(fidelity.compare(source, text, pair)) for source, text in zip(sources, texts, strict=True)]
    flagged = [bool(hypothesis.checks) or not hypothesis.usable for hypothesis in shown]
    return Result(
        sacrebleu.corpus_chrf(texts, references).score,
        sacrebleu.corpus_bleu(texts, references, tokenize="zh" if pair.target == "zh" else "13a").score,
        1 - sum(wrong) / len(wrong),
        sum(flagged) / len(flagged),
        sum(bad and not told for bad, told in zip(wrong, flagged, strict=True)) / len(wrong),
        line_s,
    )


def _translated(translator: Translator, text: str, pair: LanguagePair) -> Hypothesis:
    try:
        return translator.translate([text], pair)[0]
    except EngineError:
        return Hypothesis("", "none", usable=False)


def report(trial: Trial) -> str:
    """The table of one engine."""
    found = []
    for chosen in SETS:
        lines = trial.lines(chosen)
        found += [
            (chosen, len(lines), pair, trial.run(chosen, pair)) for pair in trial.pairs(LANGUAGES[: len(lines[0])])
        ]
    memory = trial.translator.info().memory_bytes / 2**20
    head = ("set", "lines", "pair", "chrF", "BLEU", "exact", "flagged", "wrong and silent", "a line")
    return table(f"{trial.name} ({memory:.0f} MiB in memory)", head, [_row(*one) for one in found])


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
        print(report(Trial(name, translator, slow)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
