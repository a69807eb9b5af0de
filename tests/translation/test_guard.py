"""What goes wrong with translations is caught; correct ones are left alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import pytest

from tests.translation.guard.measuring import FALSE_ALARM, Report, Tally, false_alarms, recall, samples, table
from tests.translation.guard.pairs import DIRECTIONS, messages, pairs
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
MAX_FALSE_ALARMS_FREE = 0.08
"""The same for translations as a good writer makes them and no engine does."""
MAX_FALSE_ALARMS_MESSAGES = 3 * MAX_FALSE_ALARMS
"""Of whole messages, which are made of three pairs each."""
MIN_TRIED = 20
"""Of fewer a rate says nothing."""
MIN_TRIED_MESSAGES = 60
"""Messages are few, so that their kinds are judged in all directions together."""


@pytest.mark.slow
@pytest.mark.parametrize("part", ["seen", "held_out"])
def test_the_guard_catches_what_goes_wrong_and_leaves_correct_translations_alone(part: str) -> None:
    report, alarms = _measured(part)
    faults = [*_inexact(report, DIRECTIONS), *_missed(report), *_crying(alarms, MAX_FALSE_ALARMS)]
    assert not faults, _explained(faults, report, alarms)


@pytest.mark.slow
def test_of_no_kind_is_more_missed_in_all_500_pairs() -> None:
    reports = [_measured(part)[0] for part in ("seen", "held_out")]
    for kind in reports[0]:
        tally = _sum(_together(report, (kind,)) for report in reports)
        assert tally.rate >= MIN_RECALL, _told(kind, None, tally)


@pytest.mark.slow
@pytest.mark.parametrize("part", ["seen", "held_out"])
def test_the_guard_serves_whole_messages(part: str) -> None:
    report, alarms = _measured(f"messages {part}")
    faults = [
        *_inexact(report, [None]),
        *_missed(report, MIN_TRIED_MESSAGES),
        *_crying(alarms, MAX_FALSE_ALARMS_MESSAGES),
    ]
    assert not faults, _explained(faults, report, alarms)


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


@cache
def _measured(name: str) -> tuple[Report, dict[LanguagePair, Tally]]:
    part = name.removeprefix("messages ")
    tried = pairs(part) if name == part else messages(part)
    report, alarms = recall(tried, SEED), false_alarms(tried)
    print(table(report, alarms))
    return report, alarms


def _explained(faults: list[str], report: Report, alarms: dict[LanguagePair, Tally]) -> str:
    return "\n".join([*faults, "", table(report, alarms)])


def _inexact(report: Report, directions: Sequence[LanguagePair | None]) -> list[str]:
    """The classes that must be exact of which too much is missed; the direction None is all of them together."""
    tallies = [(name, pair, _together(report, kinds, pair)) for name, kinds in EXACT.items() for pair in directions]
    return [_told(name, pair, tally) for name, pair, tally in tallies if tally.rate < MIN_RECALL_EXACT]


def _missed(report: Report, min_tried: int = MIN_TRIED) -> list[str]:
    """The kinds of which too much is missed."""
    places = [(kind, pair) for kind in report for pair in (*DIRECTIONS, None)]
    tallies = [(kind, pair, _together(report, (kind,), pair)) for kind, pair in places]
    enough = [(kind, pair, tally) for kind, pair, tally in tallies if tally.tried >= min_tried]
    return [_told(kind, pair, tally) for kind, pair, tally in enough if tally.rate < MIN_RECALL]


def _crying(alarms: dict[LanguagePair, Tally], most: float) -> list[str]:
    """The directions with too many false alarms."""
    return [_told(FALSE_ALARM, pair, tally) for pair, tally in alarms.items() if tally.rate > most]


def _told(name: str, pair: LanguagePair | None, tally: Tally) -> str:
    return f"{name} {pair or 'all'}: {tally.rate:.3f} of {tally.tried}\n{samples([tally])}"


def _together(report: Report, kinds: tuple[str, ...], direction: LanguagePair | None = None) -> Tally:
    return _sum(report[kind][pair] for kind in kinds for pair in ([direction] if direction else DIRECTIONS))


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.tried += tally.tried
        total.caught += tally.caught
        total.missed += tally.missed
    return total
