"""What is known of a transcript beside its text: the figures in it, and when each word is heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from speech.stabilizer import units_of
from translation import figures

SURELY_MEANT = 10
"""A number in words up to this is mostly no quantity: this one, a second, one moment."""

Timed = tuple[str, int, int]
"""A word, and the milliseconds at which it begins and ends."""


def figures_of(text: str, language: str) -> list[str]:
    """The prices, quantities, dates and codes of a transcript as they stand in it, each once, from left to right.

    Its speaker is asked to confirm them: fifteen and fifty are a bad line apart.
    """
    meant = (figure.text.strip() for figure in _apart(figures.find(text, language)) if _is_meant(figure))
    return list(dict.fromkeys(meant))


def _apart(found: Iterable[figures.Figure]) -> Iterator[figures.Figure]:
    """Without those that lie within another: of fifteen thousand, not fifteen."""
    end = 0
    for figure in sorted(found, key=lambda one: (one.start, -one.end)):
        if figure.end > end:
            yield figure
            end = figure.end


def _is_meant(figure: figures.Figure) -> bool:
    return not figure.soft or bool(figure.unit or figure.currency) or max(figure.values, default=0) > SURELY_MEANT


def carried(words: Sequence[Timed], text: str) -> list[Timed]:
    """The times of `words` for a text in which some of them were corrected; together the new words are all of it.

    A word that was put in is heard between its neighbours.
    """
    old = [(unit, start, end) for word, start, end in words for unit in units_of(word)]
    new = units_of(text)
    if not old or not new:
        return []
    matcher = SequenceMatcher(None, [_bare(unit) for unit, _start, _end in old], [_bare(unit) for unit in new], False)
    timed: list[Timed] = []
    for _tag, first, last, start, end in matcher.get_opcodes():
        if last - first == end - start:
            timed += [(unit, was[1], was[2]) for unit, was in zip(new[start:end], old[first:last], strict=True)]
        else:
            begin = old[first][1] if first < len(old) else old[-1][2]
            until = old[last - 1][2] if last > first else begin
            timed += [(unit, begin, until) for unit in new[start:end]]
    return timed


def _bare(unit: str) -> str:
    return "".join(letter for letter in unit.lower() if letter.isalnum()) or unit.strip()
