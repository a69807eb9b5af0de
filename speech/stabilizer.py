"""LocalAgreement: which words of a growing transcript will stay. Sans I/O.

Two successive hypotheses of a speech that goes on agree at their beginning; what they agree on is committed. From
Macháček, Dabre, Bojar: Turning Whisper into Real-Time Transcription System (2023), after Liu et al. (2020).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# A Han or Kana character is a unit by itself; elsewhere a word is, with the space before it. Punctuation hangs on.
_UNIT = re.compile(r"\s*(?:[\u3040-\u30ff\u3400-\u9fff]|[^\s\u3040-\u30ff\u3400-\u9fff]+)")
_SIGNS = re.compile(r"[\W_]+")


def units_of(text: str) -> list[str]:
    """The text cut into the units that are committed one by one. Joined they are the text, but for trailing space."""
    return _UNIT.findall(text)


def agreement(one: Sequence[str], other: Sequence[str]) -> int:
    """How many units at the beginning are the same in both, whatever their case and punctuation."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if _bare(left) != _bare(right):
            break
        count += 1
    return count


def _bare(unit: str) -> str:
    return _SIGNS.sub("", unit).lower() or unit.strip()


class Stabilizer:
    """Takes one hypothesis after the other of the same utterance; keeps what is committed and what is tentative."""

    def __init__(self, *, hold_back: int = 0) -> None:
        """`hold_back` units at the end of a hypothesis are never committed: the last word may be half spoken."""
        self.committed = ""
        self.tentative = ""
        self._hold_back = hold_back
        self._last: list[str] = []

    def take(self, hypothesis: str) -> bool:
        """Look at what the utterance is now thought to say, from its beginning. Gives whether `committed` grew.

        A hypothesis that contradicts what is committed changes nothing but the tentative words: none are shown.
        """
        rest = self._after_committed(hypothesis)
        if rest is None:
            self.tentative, self._last = "", []
            return False
        units = units_of(rest)
        agreed = min(agreement(self._last, units), max(len(units) - self._hold_back, 0))
        self.committed += "".join(units[:agreed])
        self.tentative, self._last = "".join(units[agreed:]), units[agreed:]
        return agreed > 0

    def drop(self, characters: int) -> None:
        """Forget the first characters of what is committed: the audio in which they are said is looked at no more."""
        self.committed = self.committed[characters:]

    def _after_committed(self, hypothesis: str) -> str | None:
        if hypothesis.startswith(self.committed):
            return hypothesis[len(self.committed) :]
        settled, units = units_of(self.committed), units_of(hypothesis)
        if agreement(settled, units) < len(settled):
            return None
        return "".join(units[len(settled) :])
