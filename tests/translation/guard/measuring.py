"""How much of what goes wrong the guard catches, and how often it cries for nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.translation.guard.corruptions import FIGURES, WORDS, Case, spoil
from tests.translation.guard.pairs import DIRECTIONS, Pair
from translation import degeneration, fidelity
from translation.translator import Check, LanguagePair, Reason

FALSE_ALARM = "false alarm"
OF_FIGURES = frozenset({Reason.FIGURE_DIFFERS, Reason.FIGURES_MOVED})
"""Only these count where a figure was spoilt: that the text is too long as well would be luck."""


@dataclass(slots=True)
class Tally:
    """One kind of corruption in one direction."""

    tried: int = 0
    caught: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)
    """What got past the guard (of false alarms: what did not), with the original."""

    def count(self, original: str, spoilt: str, *, caught: bool) -> None:
        self.tried += 1
        self.caught += caught
        if not caught:
            self.missed.append((original, spoilt))

    @property
    def rate(self) -> float:
        return self.caught / self.tried if self.tried else 1.0


Report = dict[str, dict[LanguagePair, Tally]]


def findings(original: str, translation: str, pair: LanguagePair) -> tuple[Check, ...]:
    """All that the guard has to say."""
    return degeneration.inspect(original, translation, pair) + fidelity.compare(original, translation, pair)


def recall(pairs: Sequence[Pair], seed: int) -> Report:
    """Of each kind of corruption, how much is caught."""
    report: Report = defaultdict(lambda: defaultdict(Tally))
    for kind in (*FIGURES, *WORDS):
        for direction in DIRECTIONS:
            rng = Random(f"{seed} {kind.__name__} {direction}")
            for original, translation in (pair.sides(direction) for pair in pairs):
                spoilt = spoil(Case(original, translation, direction, rng), kind)
                if spoilt is not None:
                    reasons = {check.reason for check in findings(original, spoilt, direction)}
                    caught = bool(reasons & OF_FIGURES if kind in FIGURES else reasons)
                    report[kind.__name__][direction].count(original, spoilt, caught=caught)
    return report


def false_alarms(pairs: Sequence[Pair]) -> dict[LanguagePair, Tally]:
    """Of correct translations, how many are held back or marked."""
    report: dict[LanguagePair, Tally] = defaultdict(Tally)
    for direction in DIRECTIONS:
        for original, translation in (pair.sides(direction) for pair in pairs):
            tally = report[direction]
            tally.tried += 1
            if findings(original, translation, direction):
                tally.caught += 1
                tally.missed.append((original, translation))
    return report


def table(report: Report, alarms: dict[LanguagePair, Tally]) -> str:
    """Both as a table of per cents, a row a kind and a column a direction; behind them, how many were tried."""
    rows = [["", *map(str, DIRECTIONS), "tried"]]
    rows += [_row(kind, of_kind) for kind, of_kind in report.items()]
    rows.append(_row(FALSE_ALARM, alarms))
    return "\n".join(f"{row[0]:22}" + "".join(f"{cell:>8}" for cell in row[1:]) for row in rows)


def samples(tallies: Iterable[Tally], number: int = 5) -> str:
    """Some of what was missed."""
    return "\n".join(f"  {original}\n    {spoilt}" for tally in tallies for original, spoilt in tally.missed[:number])


def _row(name: str, tallies: dict[LanguagePair, Tally]) -> list[str]:
    cells = [f"{100 * tallies[pair].rate:.1f}" if tallies[pair].tried else "-" for pair in DIRECTIONS]
    return [name, *cells, str(sum(tally.tried for tally in tallies.values()))]
