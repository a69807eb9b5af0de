"""A hypothesis with its runners-up, among which one may have its figures right where the first has not."""

from __future__ import annotations

from dataclasses import dataclass

from translation.translator import Hypothesis


@dataclass(frozen=True, slots=True)
class NBest(Hypothesis):
    """What an engine that keeps several hypotheses returns: the best, and the others."""

    others: tuple[str, ...] = ()
    """The other translations, the likeliest first."""


def candidates(hypothesis: Hypothesis) -> tuple[str, ...]:
    """Every translation that `hypothesis` offers, the likeliest first."""
    others = hypothesis.others if isinstance(hypothesis, NBest) else ()
    return (hypothesis.text, *others)
