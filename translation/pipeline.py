"""From a message to a translation that can be trusted: segments, phrases, protection, engine, comparison.

Every segment of every text goes to the engine in one call. A segment that comes back with a wrong figure or as
garbage is tried once more; what is still wrong is marked, and garbage is not shown as a translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from translation import degeneration, fidelity, languages, phrasebook, protect, segments
from translation.protect import Protected
from translation.segments import Piece
from translation.translator import Check, Context, EngineInfo, Hypothesis, LanguagePair, Reason, Translator

VERBATIM = "verbatim"
"""The label of a text in which there is nothing to translate."""
PHRASEBOOK = "phrasebook"

_HAN = "\u3400-\u9fff"
_FULL_WIDTH = {",": "，", "?": "？", "!": "！", ";": "；", ":": "："}
_NARROW_SIGN = re.compile(rf"(?<=[{_HAN}])\s*([,?!;:])(?=\s*(?:[{_HAN}]|$))\s*")
_SPACE_IN_HAN = re.compile(rf"(?<=[{_HAN}，。？！；：、])[ \t]+(?=[{_HAN}，。？！；：、])")


@dataclass(slots=True)
class _Segment:
    """One sentence on its way."""

    original: str
    text: str = ""
    engine: str = ""
    via: str = ""
    wrong: tuple[Check, ...] = ()
    """Figures that differ."""
    garbage: tuple[Check, ...] = ()
    """Why the text is no translation."""

    @property
    def badness(self) -> tuple[int, int]:
        return len(self.garbage), len(self.wrong)


@dataclass(slots=True)
class _Work:
    """One text on its way."""

    text: str
    pieces: list[Piece] = field(default_factory=list)
    segments: list[_Segment] = field(default_factory=list)
    phrase: str | None = None


class Pipeline:
    """An engine with everything around it that makes its output fit to be shown. Itself a `Translator`.

    `careful` translates segments that came out badly the first time (the same engine, searched more widely);
    `engine` itself where None.
    """

    name = "pipeline"

    def __init__(self, engine: Translator, careful: Translator | None = None) -> None:
        self._engine = engine
        self._careful = careful or engine

    def pairs(self) -> frozenset[LanguagePair]:
        return self._engine.pairs()

    def info(self) -> EngineInfo:
        return self._engine.info()

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        if pair.source == pair.target:
            return [Hypothesis(text, VERBATIM) for text in texts]
        works = [_open(text, pair) for text in texts]
        waiting = [segment for work in works for segment in work.segments if not segment.engine]
        self._fill(self._engine, waiting, pair, context, strict=False)
        self._second_look([segment for segment in waiting if segment.badness > (0, 0)], pair, context)
        return [_close(work, pair) for work in works]

    def _second_look(self, bad: list[_Segment], pair: LanguagePair, context: Context | None) -> None:
        again = [_Segment(segment.original) for segment in bad]
        self._fill(self._careful, again, pair, context, strict=True)
        for segment, second in zip(bad, again, strict=True):
            if second.badness < segment.badness:
                segment.text, segment.engine, segment.via = second.text, second.engine, second.via
                segment.wrong, segment.garbage = second.wrong, second.garbage

    def _fill(
        self, engine: Translator, waiting: list[_Segment], pair: LanguagePair, context: Context | None, *, strict: bool
    ) -> None:
        if not waiting:
            return
        safe = [protect.protect(segment.original, pair, strict=strict) for segment in waiting]
        hypotheses = engine.translate([one.text for one in safe], pair, context)
        for segment, one, hypothesis in zip(waiting, safe, hypotheses, strict=True):
            _take(segment, one, hypothesis, pair)


def _open(text: str, pair: LanguagePair) -> _Work:
    phrase = phrasebook.lookup(text, pair)
    if phrase is not None:
        return _Work(text, phrase=phrase)
    pieces = segments.split(text)
    return _Work(text, pieces, [_segment(piece.text, pair) for piece in pieces if piece.translatable])


def _segment(text: str, pair: LanguagePair) -> _Segment:
    phrase = phrasebook.lookup(text, pair)
    return _Segment(text) if phrase is None else _Segment(text, phrase, PHRASEBOOK)


def _take(segment: _Segment, safe: Protected, hypothesis: Hypothesis, pair: LanguagePair) -> None:
    restored = protect.restore(hypothesis.text, safe, pair.target)
    segment.text = polished(restored.text, pair.target)
    segment.engine, segment.via = hypothesis.engine, hypothesis.via
    lost = tuple(Check(Reason.FIGURE_DIFFERS, token) for token in restored.lost)
    segment.wrong = lost + fidelity.compare(segment.original, segment.text, pair)
    segment.garbage = degeneration.inspect(segment.original, segment.text, pair)
    if not hypothesis.usable:
        segment.garbage += hypothesis.checks


def _close(work: _Work, pair: LanguagePair) -> Hypothesis:
    if work.phrase is not None:
        return Hypothesis(work.phrase, PHRASEBOOK)
    garbage = _once(check for segment in work.segments for check in segment.garbage)
    engine = next((one.engine for one in work.segments if one.engine != PHRASEBOOK), "") or _label(work)
    via = next((segment.via for segment in work.segments if segment.via), "")
    if garbage:
        return Hypothesis("", engine, garbage, via, usable=False)
    wrong = _once(check for segment in work.segments for check in segment.wrong)
    marked = [_marked(segment, pair) for segment in work.segments]
    return Hypothesis(segments.join(work.pieces, marked, pair.target), engine, wrong, via)


def _label(work: _Work) -> str:
    return PHRASEBOOK if work.segments else VERBATIM


def _marked(segment: _Segment, pair: LanguagePair) -> str:
    # What `restore` has put at the end already is in the text: marking it again would show it twice.
    missing = (check for check in segment.wrong if check.translated or check.original not in segment.text)
    return fidelity.mark(segment.text, missing, pair)


def _once(checks: Iterable[Check]) -> tuple[Check, ...]:
    return tuple(dict.fromkeys(checks))


def polished(text: str, target: str) -> str:
    """Chinese and Japanese with full-width signs and without spaces between characters; others as they are."""
    if not languages.is_known(target) or languages.get(target).code not in {"zh", "ja"}:
        return text
    text = _SPACE_IN_HAN.sub("", text)
    return _NARROW_SIGN.sub(lambda sign: _FULL_WIDTH[sign.group(1)], text)
