"""Which parts of a recording are speech, and in which pieces it is best read. Works on the frames of the detector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from speech.endpointer import FRAME_S

THRESHOLD = 0.5
RELEASE = 0.35
MIN_SPEECH_S = 0.2
"""Less than this is a click, a cough or a key."""
MARGIN_S = 0.25
"""Kept before and after speech: soft first and last sounds."""
BRIDGED_S = 2.0
"""Pauses up to this stay within a piece: a model reads better what belongs together."""
MAX_PIECE_S = 26.0
_GOOD_PAUSE_S = 0.3


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the audio, in seconds."""

    start_s: float
    end_s: float
    speech_s: float
    """How much of it is speech."""


def spans_of(probabilities: Sequence[float]) -> list[Span]:
    """The stretches of speech, in order, each at least `MIN_SPEECH_S` long."""
    spans: list[Span] = []
    start: int | None = None
    for at, probability in enumerate([*probabilities, 0.0]):
        if start is None and probability >= THRESHOLD:
            start = at
        elif start is not None and probability < RELEASE:
            spans.append(Span(start * FRAME_S, at * FRAME_S, (at - start) * FRAME_S))
            start = None
    return [span for span in spans if span.speech_s >= MIN_SPEECH_S]


def pieces_of(probabilities: Sequence[float], duration_s: float) -> list[Span]:
    """What to read at once: speech with its short pauses, at most `MAX_PIECE_S`, with a margin. Empty for no speech."""
    pieces: list[Span] = []
    for span in (part for whole in spans_of(probabilities) for part in _bounded(whole)):
        last = pieces[-1] if pieces else None
        if last and _belongs(last, span):
            pieces[-1] = Span(last.start_s, span.end_s, last.speech_s + span.speech_s)
        else:
            pieces.append(span)
    return _with_margins(pieces, duration_s)


def _bounded(span: Span) -> list[Span]:
    # Nobody speaks for so long without a breath; but what a detector takes for speech may.
    parts, start = [], span.start_s
    while span.end_s - start > MAX_PIECE_S:
        parts.append(Span(start, start + MAX_PIECE_S, MAX_PIECE_S))
        start += MAX_PIECE_S
    return [*parts, Span(start, span.end_s, span.end_s - start)]


def _belongs(last: Span, span: Span) -> bool:
    pause = span.start_s - last.end_s
    length = span.end_s - last.start_s
    # A long piece is ended at the next good pause, so that none has to be cut between two words.
    limit = MAX_PIECE_S / 2 if pause >= _GOOD_PAUSE_S else MAX_PIECE_S
    return pause <= BRIDGED_S and length <= limit


def _with_margins(pieces: list[Span], duration_s: float) -> list[Span]:
    widened = []
    for at, piece in enumerate(pieces):
        before = (pieces[at - 1].end_s + piece.start_s) / 2 if at else 0.0
        after = (piece.end_s + pieces[at + 1].start_s) / 2 if at + 1 < len(pieces) else duration_s
        start, end = max(before, piece.start_s - MARGIN_S), min(after, piece.end_s + MARGIN_S)
        widened.append(Span(start, end, piece.speech_s))
    return widened
