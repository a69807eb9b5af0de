"""What somebody is saying, in another language, while it is said: which words of it are shown, and which may change.

Only what is committed of the speech is translated. Sentences that are finished are translated once; the one that is
growing is translated again and again, each time beginning with the words on which the last two translations agreed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from speech.stabilizer import Stabilizer
from translation import segments
from translation.scripts import is_cjk

MIN_UNITS = 3
"""A beginning shorter than this is not worth translating yet."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be translated: sentences, the first of which goes on from `prefix`."""

    sentences: tuple[str, ...]
    prefix: str
    is_open: bool
    """The last sentence is still growing."""


class Track:
    """The caption of one utterance in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.is_busy = False
        """A translation is under way."""
        self._done_source = ""
        self._done = ""
        self._growing = Stabilizer()
        self._asked = ""
        self._pending: Wanted | None = None

    @property
    def committed(self) -> str:
        """The words that stay."""
        return _put_together(self._done, self._growing.committed)

    @property
    def tentative(self) -> str:
        """The words after them."""
        return self._growing.tentative

    def wanted(self, spoken: str) -> Wanted | None:
        """What to have translated now that this much is committed of the speech; None while nothing new is."""
        rest = spoken[len(self._done_source) :]
        if self.is_busy or rest == self._asked or not rest.strip():
            return None
        sentences = [piece.text for piece in segments.split(rest) if piece.translatable]
        if not sentences or (len(sentences) == 1 and len(sentences[0]) < MIN_UNITS):
            return None
        self.is_busy, self._asked = True, rest
        self._pending = Wanted(tuple(sentences), self._growing.committed, is_open=not _is_finished(rest))
        return self._pending

    def take(self, translations: Sequence[str]) -> None:
        """The translations of what was wanted, in its order; none where that failed."""
        wanted, self._pending, self.is_busy = self._pending, None, False
        if wanted is None or len(translations) != len(wanted.sentences):
            return
        finished = len(translations) - wanted.is_open
        for translation in translations[:finished]:
            self._finish(translation)
        if finished:
            open_source = wanted.sentences[-1] if wanted.is_open else ""
            end = self._asked.rfind(open_source) if open_source else len(self._asked)
            self._done_source += self._asked[:end]
            self._asked = self._asked[end:]
        if wanted.is_open:
            self._growing.take(translations[-1])

    def _finish(self, translation: str) -> None:
        kept = self._growing.committed
        # Words that have been shown as settled are not taken back.
        whole = translation if translation.startswith(kept) else kept
        self._done = _put_together(self._done, whole)
        self._growing = Stabilizer()


def _is_finished(text: str) -> bool:
    return text.rstrip()[-1:] in ".?!。？！"


def _put_together(before: str, after: str) -> str:
    if not before or not after:
        return before or after
    glue = "" if is_cjk(before[-1]) or is_cjk(after[0]) or after[0].isspace() else " "
    return f"{before}{glue}{after}"
