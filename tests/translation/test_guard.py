"""What goes wrong with translations is caught; correct ones are left alone."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.translation.guard.measuring import FALSE_ALARM, Report, Tally, false_alarms, recall, samples, table
from tests.translation.guard.pairs import DIRECTIONS, Pair, messages, pairs
from translation.translator import LanguagePair

SEED = 1

EXACT = {
    "figures": (
        "figure_altered",
        "figure_scaled",
        "figure_dropped",
        "figure_moved",
        "figure_invented",
        "price_carried_in",
        "unit_swapped",
    ),
    "codes": ("code_mangled",),
    "currencies": ("currency_swapped",),
    "dates": ("date_shifted",),
}
MIN_RECALL_EXACT = 0.99
"""Of what must be exact, for each class in each direction."""
MIN_RECALL = 0.9
"""Of every kind, and of every kind of words in each direction."""
MAX_FALSE_ALARMS = 0.02
"""Of correct pairs, in each direction."""
MAX_FALSE_ALARMS_FREE = 0.06
"""The same for translations as a good writer makes them and no engine does."""
MIN_TRIED = 20
"""Of fewer a rate says nothing."""


@pytest.mark.slow
@pytest.mark.parametrize("part", ["seen", "held_out"])
def test_the_guard_catches_what_goes_wrong_and_leaves_correct_translations_alone(part: str) -> None:
    check(pairs(part))


@pytest.mark.slow
@pytest.mark.parametrize("part", ["seen", "held_out"])
def test_the_guard_serves_whole_messages(part: str) -> None:
    check(messages(part))


@pytest.mark.slow
def test_free_translations_seldom_make_the_guard_cry() -> None:
    alarms = false_alarms(pairs("free"))
    assert max(tally.rate for tally in alarms.values()) <= MAX_FALSE_ALARMS_FREE, samples(alarms.values())


def test_a_sample_of_what_goes_wrong_is_caught() -> None:
    sample = pairs("seen")[::12]
    report, alarms = recall(sample, SEED), false_alarms(sample)
    for name, kinds in EXACT.items():
        assert _together(report, kinds).rate >= MIN_RECALL_EXACT, f"{name}\n{table(report, alarms)}"
    for kind in report:
        assert _together(report, (kind,)).rate >= MIN_RECALL, f"{kind}\n{table(report, alarms)}"
    assert _sum(alarms.values()).rate <= MAX_FALSE_ALARMS, samples(alarms.values())


def check(tried: list[Pair]) -> None:
    report, alarms = recall(tried, SEED), false_alarms(tried)
    faults = [*_missing(report), *_crying(alarms)]
    assert not faults, "\n".join([*faults, "", table(report, alarms)])
    print(table(report, alarms))


def _missing(report: Report) -> list[str]:
    """The classes and kinds of which too much is missed."""
    missed = []
    for direction in DIRECTIONS:
        for name, kinds in EXACT.items():
            tally = _together(report, kinds, direction)
            if tally.rate < MIN_RECALL_EXACT:
                missed.append(f"{name} {direction}: {tally.rate:.3f}\n{samples([tally])}")
    for kind in report:
        rates = {str(pair): tally for pair, tally in report[kind].items() if tally.tried >= MIN_TRIED}
        rates["all"] = _together(report, (kind,))
        low = {pair: tally for pair, tally in rates.items() if tally.rate < MIN_RECALL}
        missed += [f"{kind} {pair}: {tally.rate:.3f}\n{samples([tally])}" for pair, tally in low.items()]
    return missed


def _crying(alarms: dict[LanguagePair, Tally]) -> list[str]:
    """The directions with too many false alarms."""
    return [
        f"{FALSE_ALARM} {direction}: {tally.rate:.3f}\n{samples([tally])}"
        for direction, tally in alarms.items()
        if tally.rate > MAX_FALSE_ALARMS
    ]


def _together(report: Report, kinds: tuple[str, ...], direction: LanguagePair | None = None) -> Tally:
    return _sum(report[kind][pair] for kind in kinds for pair in ([direction] if direction else DIRECTIONS))


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.tried += tally.tried
        total.caught += tally.caught
        total.missed += tally.missed
    return total
