"""From a message to its translation: cut, protect, translate, put back, compare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from translation import remarks
from translation.draft import VERBATIM, Draft, Segment
from translation.protect import Protected
from translation.translator import Context, Hypothesis, LanguagePair, PairUnavailable, Translator
from translation.wrapper import Wrapper

MAX_WHOLE_CHARS = 400
"""A generative engine reads longer messages sentence by sentence, several at once."""


class Pipeline(Wrapper):
    """A translator that makes of `engine` what the service shows to people.

    All segments of all texts of a call go to the engine at once. A segment that comes back as garbage, or with
    wrong figures, goes once more: to `second_look` where given (the same models, searched more thoroughly), and
    with more or less of it protected.

    A `generative` engine reads whole messages, with nothing held back, and is told what was wrong.
    """

    def __init__(self, engine: Translator, second_look: Translator | None = None, *, generative: bool = False) -> None:
        super().__init__(engine)
        self._second_look = second_look or engine
        self._generative = generative

    @property
    def reads_context(self) -> bool:
        """Whether the engine makes use of the conversation around a text."""
        return self._generative

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        """As promised by `Translator`; a text that needs no translation comes back as it is, from `verbatim`."""
        if pair.source == pair.target:
            return [Hypothesis(text, VERBATIM) for text in texts]
        if pair not in self.pairs():
            raise PairUnavailable(pair)
        drafts = [Draft.of(text, pair, context, whole=self._reads_whole(text)) for text in texts]
        self._translate_segments(drafts, pair, context)
        if self._generative:
            self._ask_again(drafts, pair, context)
        else:
            self._look_again(drafts, pair, context)
        return [draft.hypothesis() for draft in drafts]

    def _reads_whole(self, text: str) -> bool:
        return self._generative and len(text) <= MAX_WHOLE_CHARS

    def _translate_segments(self, drafts: Iterable[Draft], pair: LanguagePair, context: Context | None) -> None:
        work = [
            (segment, segment.bare() if draft.captions or self._generative else segment.shielded())
            for draft in drafts
            for segment in draft.open_segments()
        ]
        _translate(self._translator, work, pair, context)

    def _look_again(self, drafts: Iterable[Draft], pair: LanguagePair, context: Context | None) -> None:
        # Captions are not worth the time: a better one follows at once.
        troubled = [segment for draft in drafts if not draft.captions for segment in _troubled(draft)]
        work = [(segment, _other_shield(segment)) for segment in troubled]
        work = [(segment, shield) for segment, shield in work if self._may_differ(segment, shield)]
        _translate(self._second_look, work, pair, context)

    def _ask_again(self, drafts: Iterable[Draft], pair: LanguagePair, context: Context | None) -> None:
        for segment in [segment for draft in drafts if not draft.captions for segment in _troubled(draft)]:
            told = replace(context or Context(), remark=remarks.about(segment.faults + segment.wrong))
            _translate(self._translator, [(segment, segment.bare())], pair, told)

    def _may_differ(self, segment: Segment, shield: Protected) -> bool:
        return self._second_look is not self._translator or shield.text != segment.shown


def _translate(
    engine: Translator, work: Sequence[tuple[Segment, Protected]], pair: LanguagePair, context: Context | None
) -> None:
    if not work:
        return
    hypotheses = engine.translate([protected.text for _, protected in work], pair, context)
    for (segment, protected), hypothesis in zip(work, hypotheses, strict=True):
        segment.consider(hypothesis, protected)


def _troubled(draft: Draft) -> list[Segment]:
    return [segment for segment in draft.open_segments() if segment.is_troubled()]


def _other_shield(segment: Segment) -> Protected:
    """Garbage may come from the placeholders, a wrong figure from the lack of one."""
    return segment.bare() if segment.faults else segment.shielded(strict=True)
