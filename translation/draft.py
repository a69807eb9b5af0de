"""A text on its way through the pipeline: its pieces, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from translation import degeneration, fidelity, memory, phrasebook, segments
from translation.alternatives import candidates
from translation.protect import Protected, protect, restore
from translation.segments import Piece
from translation.translator import Check, Context, Hypothesis, LanguagePair
from translation.typography import after_model, before_model

VERBATIM = "verbatim"
PHRASEBOOK = "phrasebook"
MEMORY = "memory"
MAX_KEPT_SHARE = 0.5  # of a text's letters may stay as written because their translation was garbage


@dataclass(slots=True)
class Segment:
    """A stretch that the model translates, and its best translation so far."""

    original: str
    pair: LanguagePair
    engine: str = ""
    via: str = ""
    text: str = ""
    shown: str = ""
    """What the model saw."""
    faults: tuple[Check, ...] = ()
    """Why the translation is garbage; empty where it is not."""
    wrong: tuple[Check, ...] = ()
    """The figures in which the translation differs."""
    lost: tuple[str, ...] = ()
    """Protected tokens that the model dropped."""
    known: bool = False
    """Whether the translation was there without a model."""

    def shielded(self, *, strict: bool = False) -> Protected:
        """What the model gets to see."""
        return protect(before_model(self.original, self.pair), self.pair, strict=strict)

    def bare(self) -> Protected:
        """The same with nothing held back."""
        return Protected(before_model(self.original, self.pair))

    def consider(self, hypothesis: Hypothesis, protected: Protected) -> None:
        """Take a translation of `protected`, or the one of its runners-up with the fewest faults."""
        for text in candidates(hypothesis):
            trial = self._with(text, hypothesis, protected)
            if not self.engine or trial.badness() < self.badness():
                self._accept(trial)
            if not self.is_troubled():
                return

    def _with(self, text: str, hypothesis: Hypothesis, protected: Protected) -> Segment:
        restored = restore(after_model(text, protected.text, self.pair), protected, self.pair.target)
        return replace(
            self,
            engine=hypothesis.engine,
            via=hypothesis.via,
            text=restored.text,
            shown=protected.text,
            lost=restored.lost,
            faults=degeneration.inspect(self.original, restored.text, self.pair)
            + (() if hypothesis.usable else hypothesis.checks),
            wrong=fidelity.compare(self.original, restored.text, self.pair),
        )

    def _accept(self, other: Segment) -> None:
        for name in ("engine", "via", "text", "shown", "lost", "faults", "wrong"):
            setattr(self, name, getattr(other, name))

    def is_troubled(self) -> bool:
        """Whether a second translation may be better."""
        return bool(self.faults or self.wrong or self.lost)

    def badness(self) -> tuple[int, int]:
        """For comparing two translations of the same segment: the lower the better."""
        return len(self.faults), len(self.lost) + len(self.wrong)


@dataclass(slots=True)
class Draft:
    """One text of a request."""

    original: str
    pair: LanguagePair
    pieces: list[Piece] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    """One for each translatable piece, in order."""
    captions: bool = False
    """Whether the translation goes on from words already shown, so that nothing may be put into it."""

    @classmethod
    def of(cls, text: str, pair: LanguagePair, context: Context | None, *, whole: bool = False) -> Draft:
        """Cut `text` into what the model has to translate and what it has not; not at all when it reads it `whole`."""
        if context and (context.live or context.forced_prefix):
            return cls(text, pair, [Piece(text, translatable=True)], [Segment(text, pair)], captions=True)
        known = _remembered(text, pair)
        if known is not None:
            return cls(text, pair, [Piece(text, translatable=True)], [known])
        pieces = segments.split(text)
        if whole and any(piece.translatable for piece in pieces):
            return cls(text, pair, [Piece(text, translatable=True)], [Segment(text, pair)])
        return cls(text, pair, pieces, [_segment(piece.text, text, pair) for piece in pieces if piece.translatable])

    def open_segments(self) -> list[Segment]:
        """Those that need a model."""
        return [segment for segment in self.segments if not segment.known]

    def text(self) -> str:
        """The translation as it stands, with the original where a segment's translation is garbage."""
        best = [segment.original if segment.faults else segment.text for segment in self.segments]
        return segments.join(self.pieces, best, self.pair.target)

    def hypothesis(self) -> Hypothesis:
        """The result, with everything that is known about it."""
        if not self.segments:
            return Hypothesis(self.original, VERBATIM)
        if self._is_garbage():
            return self._withheld()
        text = self.text()
        wrong = self._wrong_figures(text)
        if wrong and not self.captions:
            text = fidelity.mark(text, wrong, self.pair)
        kept = tuple(Check(segment.faults[0].reason, segment.original) for segment in self.segments if segment.faults)
        return Hypothesis(text, self._engine(), kept + wrong, self._via())

    def _wrong_figures(self, text: str) -> tuple[Check, ...]:
        # A figure may move from one sentence to the next, so the whole is what counts.
        if len(self.segments) == 1 and not self.segments[0].wrong and not self.segments[0].faults:
            return ()
        return fidelity.compare(self.original, text, self.pair)

    def _is_garbage(self) -> bool:
        garbage = sum(len(segment.original) for segment in self.segments if segment.faults)
        return garbage > MAX_KEPT_SHARE * sum(len(segment.original) for segment in self.segments)

    def _withheld(self) -> Hypothesis:
        text = segments.join(self.pieces, [segment.text for segment in self.segments], self.pair.target)
        checks = {fault.reason: fault for segment in self.segments for fault in segment.faults}
        return Hypothesis(text, self._engine(), tuple(checks.values()), self._via(), usable=False)

    def _engine(self) -> str:
        return "+".join(dict.fromkeys(segment.engine for segment in self.segments))

    def _via(self) -> str:
        return next((segment.via for segment in self.segments if segment.via), "")


def _segment(text: str, whole: str, pair: LanguagePair) -> Segment:
    known = None if text == whole else _remembered(text, pair)
    return known or Segment(text, pair)


def _remembered(text: str, pair: LanguagePair) -> Segment | None:
    """A stretch whose translation is there without a model."""
    for engine, lookup in ((PHRASEBOOK, phrasebook.lookup), (MEMORY, memory.lookup)):
        translation = lookup(text, pair)
        if translation is not None:
            return Segment(text, pair, engine, text=translation, known=True)
    return None
