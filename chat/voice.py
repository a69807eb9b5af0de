"""From a socket's audio to utterances, and to guesses at the one that goes on. Bounded; knows no socket, no clock.

At most one guess is under way for an utterance: a slow recognizer gives fewer partials, never a queue. The worker that
guesses keeps nothing: it is told the words that are settled and gets the audio that is not yet left behind.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import numpy as np

from chat.actions.utterances import Utterance
from chat.captions import Track
from chat.protocol import ErrorCode, Refusal, UtterancePartial
from speech.activity import VoiceActivity
from speech.audio import Pcm, UnreadableAudio, pcm_of, samples_of
from speech.endpointer import HANDS_FREE, HELD, Edge, Endpointer
from speech.recognizer import RATE_HZ, Word
from speech.stabilizer import Stabilizer

PRE_ROLL_S = 0.6
"""Kept from before speech was noticed: its first sound."""
TAIL_S = 0.5
"""Kept of the pause at the end."""
MIN_SPEECH_S = 0.25
NEW_AUDIO_S = 0.4
"""A guess is asked for when this much has come since the last one."""
WINDOW_S = 12.0
"""A window longer than this has its beginning left behind, once the words in it are settled."""
KEPT_WORDS = 4
"""Of the settled words, these stay in the window: a model hears better what it knows the beginning of."""
MAX_PACE = 1.1
BURST_S = 5.0
"""Audio may come this much ahead of time: what was said while the socket was being opened."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a recognizer is asked about the utterance that goes on."""

    utterance: str
    pcm: Pcm
    language: str
    before: str
    committed: str
    asked_at: float


@dataclass(slots=True)
class _Open:
    """The utterance that is being spoken."""

    client_id: UUID
    started_at: datetime
    blocks: list[Pcm] = field(default_factory=list)
    samples: int = 0
    left_behind: int = 0
    """Samples at the beginning that guesses do not look at any more."""
    before: str = ""
    """What was said in them."""
    words: Stabilizer = field(default_factory=Stabilizer)
    """Of what the window says."""
    asked: int = 0
    """How many samples there were at the last guess."""
    is_busy: bool = False
    tracks: dict[str, Track] = field(default_factory=dict)

    @property
    def committed(self) -> str:
        return self.before + self.words.committed

    def add(self, pcm: Pcm) -> None:
        self.blocks.append(pcm)
        self.samples += len(pcm)

    def pcm(self, start: int = 0, end: int | None = None) -> Pcm:
        return np.concatenate(self.blocks)[start:end]


class VoiceSession:
    """Somebody who speaks over one socket, from `utterance.start` to `utterance.stop`."""

    def __init__(
        self,
        thread_id: UUID,
        speaker: str,
        client_id: UUID,
        language: str,
        languages: Sequence[str],
        *,
        hands_free: bool,
    ) -> None:
        """`languages` are those into which captions are wanted."""
        self.thread_id, self.language = thread_id, language
        self._speaker, self._first_id, self._languages = speaker, client_id, tuple(languages)
        self._endpointer = Endpointer(HANDS_FREE if hands_free else HELD)
        self._detector = VoiceActivity()
        self._recent = np.zeros(0, np.int16)
        self._count = 0
        self.silent: list[str] = []
        """Utterances that were begun, but in which nobody spoke."""
        self._open: _Open | None = None
        self._received = 0
        self._since: float | None = None

    # --- audio ----------------------------------------------------------------------------------------------------

    def take(self, chunk: bytes, now: float) -> list[Utterance]:
        """More audio; gives the utterances that ended with it. `now` is in seconds, of a clock that never jumps.

        Raises `Refusal`: AUDIO_MALFORMED; AUDIO_TOO_FAST, after which the session is to be stopped.
        """
        try:
            pcm = pcm_of(chunk)
        except UnreadableAudio as error:
            raise Refusal(ErrorCode.AUDIO_MALFORMED) from error
        self._pace(len(pcm), now)
        return [ended for edge in self._edges(pcm) if (ended := self._turn(edge)) is not None]

    def stop(self, *, is_cut: bool = False) -> Utterance | None:
        """The speaker has finished, or is gone: what was said since the last utterance, if anything."""
        if not self._count:
            self.silent.append(str(self._first_id))
        return self._close(is_cut=is_cut) if self._open is not None else None

    def _pace(self, samples: int, now: float) -> None:
        self._since = now if self._since is None else self._since
        self._received += samples
        if self._received > ((now - self._since) * MAX_PACE + BURST_S) * RATE_HZ:
            raise Refusal(ErrorCode.AUDIO_TOO_FAST)

    def _edges(self, pcm: Pcm) -> list[Edge]:
        if self._open is not None:
            self._open.add(pcm)
        self._recent = np.concatenate([self._recent, pcm])[-int(PRE_ROLL_S * RATE_HZ) - len(pcm) :]
        edges = [self._endpointer.take(float(probability)) for probability in self._detector.take(samples_of(pcm))]
        return [edge for edge in edges if edge is not Edge.NONE]

    def _turn(self, edge: Edge) -> Utterance | None:
        if edge is Edge.END:
            return self._close(is_cut=False)
        self._open = _Open(self._next_id(), datetime.now(UTC))
        self._open.tracks = {language: Track(language) for language in self._languages}
        self._open.add(self._recent)
        return None

    def _next_id(self) -> UUID:
        self._count += 1
        # Made from the first, so that every screen and a repetition come to the same.
        return self._first_id if self._count == 1 else uuid.uuid5(self._first_id, str(self._count))

    def _close(self, *, is_cut: bool) -> Utterance | None:
        current, self._open = self._open, None
        speech_s, pause_s = self._endpointer.speech_s, self._endpointer.silence_s
        self._endpointer.reset()
        if current is None:
            return None
        if speech_s < MIN_SPEECH_S:
            self.silent.append(str(current.client_id))
            return None
        surplus = int(max(pause_s - TAIL_S, 0) * RATE_HZ)
        pcm = current.pcm(end=current.samples - surplus)
        return Utterance(self.thread_id, current.client_id, self.language, pcm, is_live=True, is_cut=is_cut)

    # --- guesses --------------------------------------------------------------------------------------------------

    def wanted_guess(self, now: float) -> Guess | None:
        """What to ask the recognizer, where enough is new and nothing is under way."""
        current = self._open
        if current is None or current.is_busy or current.samples - current.asked < NEW_AUDIO_S * RATE_HZ:
            return None
        current.is_busy, current.asked = True, current.samples
        window = current.pcm(current.left_behind)
        return Guess(
            str(current.client_id), window, self.language, current.before, current.words.committed, asked_at=now
        )

    def answer(self, utterance: str, text: str, words: Sequence[Word], lag_s: float) -> UtterancePartial | None:
        """A guess came back. Gives what is to be shown; None where the utterance is over, or nothing was heard."""
        current = self._current(utterance)
        if current is None:
            return None
        current.is_busy = False
        current.words.take(text)
        shown = UtterancePartial(
            thread=str(self.thread_id),
            utterance=utterance,
            speaker=self._speaker,
            language=self.language,
            started_at=current.started_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            committed=current.committed.lstrip(),
            tentative=current.words.tentative,
            lag_ms=round(1000 * lag_s),
        )
        _leave_behind(current, words)
        return shown if shown.committed or shown.tentative else None

    def fail(self, utterance: str) -> None:
        """A guess will not come: the next may be asked for."""
        current = self._current(utterance)
        if current is not None:
            current.is_busy = False

    def tracks(self, utterance: str) -> list[tuple[Track, str]]:
        """The captions of the utterance, each with what is committed of the speech."""
        current = self._current(utterance)
        return [(track, current.committed.lstrip()) for track in current.tracks.values()] if current else []

    def track(self, utterance: str, language: str) -> Track | None:
        """The caption of the utterance in a language, while it goes on."""
        current = self._current(utterance)
        return current.tracks.get(language) if current else None

    def _current(self, utterance: str) -> _Open | None:
        return self._open if self._open is not None and str(self._open.client_id) == utterance else None


def _leave_behind(current: _Open, words: Sequence[Word]) -> None:
    """Shorten a long window to the last few settled words."""
    if current.samples - current.left_behind < WINDOW_S * RATE_HZ:
        return
    settled: list[Word] = []
    length = 0
    for word in words:
        length += len(word.text)
        if length > len(current.words.committed):
            break
        settled.append(word)
    gone = settled[:-KEPT_WORDS]
    if not gone:
        return
    text = "".join(word.text for word in gone)
    current.before += text
    current.left_behind += int(gone[-1].end_s * RATE_HZ)
    current.words.drop(len(text))
