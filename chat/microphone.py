"""One socket's microphone: opens a session of voice, feeds it, and carries what comes of it to workers and thread."""

from __future__ import annotations

import base64
import time
from dataclasses import asdict
from typing import Any

from chat import access, engines, events, queries
from chat.actions import utterances
from chat.models import User
from chat.offloop import act
from chat.protocol import CaptionPartial, ErrorCode, Refusal, UtteranceEnded, UtteranceStart
from chat.voice import Guess, VoiceSession
from config.broker import enqueue
from speech.recognizer import Hints, Word


class Microphone:
    """Takes what one person says over one socket, whose channel is `channel`."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self._session: VoiceSession | None = None
        self._hotwords: tuple[str, ...] = ()
        self._user: User | None = None

    async def open(self, user: User, command: UtteranceStart) -> None:
        """Somebody begins to speak. Raises `Refusal`: UTTERANCE_OPEN, NO_RECOGNIZER, BLOCKED, and of the thread."""
        if self._session is not None:
            raise Refusal(ErrorCode.UTTERANCE_OPEN)
        self._hotwords, self._session = await act(_prepared, user, command)
        self._user = user

    async def hear(self, chunk: bytes) -> None:
        """A binary frame. Raises `Refusal`: BINARY_UNEXPECTED, AUDIO_MALFORMED, AUDIO_TOO_FAST."""
        session = self._session
        if session is None:
            raise Refusal(ErrorCode.BINARY_UNEXPECTED)
        now = time.monotonic()
        try:
            ended = session.take(chunk, now)
        except Refusal as refusal:
            if refusal.code == ErrorCode.AUDIO_TOO_FAST:
                await self.close()
            raise
        for utterance in ended:
            await act(utterances.keep, self._user, utterance)
        await self._tell_silent(session)
        await self._ask(session)

    async def close(self, *, is_cut: bool = False) -> None:
        """The speaker has finished, or is gone. Raises `Refusal`: UTTERANCE_NOT_OPEN."""
        session, self._session = self._session, None
        if session is None:
            raise Refusal(ErrorCode.UTTERANCE_NOT_OPEN)
        utterance = session.stop(is_cut=is_cut)
        if utterance is not None:
            await act(utterances.keep, self._user, utterance)
        await self._tell_silent(session)

    async def hang_up(self) -> None:
        """The socket is gone: what was heard so far is kept, and marked as cut."""
        if self._session is not None:
            await self.close(is_cut=True)

    # --- what workers answer --------------------------------------------------------------------------------------

    async def guessed(self, message: dict[str, Any]) -> None:
        """A worker's guess at what is being said."""
        session, utterance = self._session, message["utterance"]
        if session is None:
            return
        if message["text"] is None:
            session.fail(utterance)
            return
        lag_s = time.monotonic() - message["asked_at"]
        words = [Word(*word) for word in message["words"]]
        shown = session.answer(utterance, message["text"], words, lag_s)
        if shown is not None:
            await act(events.announce_utterance, session.thread_id, shown)
        await self._ask_captions(session, utterance)
        await self._ask(session)

    async def captioned(self, message: dict[str, Any]) -> None:
        """A worker's translation of what is settled."""
        session, utterance = self._session, message["utterance"]
        track = session.track(utterance, message["language"]) if session else None
        if session is None or track is None:
            return
        track.take(message["texts"])
        event = CaptionPartial(
            thread=str(session.thread_id),
            utterance=utterance,
            language=track.language,
            committed=track.committed,
            tentative=track.tentative,
        )
        if event.committed or event.tentative:
            await act(events.announce_utterance, session.thread_id, event)
        await self._ask_captions(session, utterance)

    async def _ask(self, session: VoiceSession) -> None:
        wanted = session.wanted_guess(time.monotonic())
        if wanted is not None:
            await enqueue("chat.guess", **_request(self._channel, wanted, self._hotwords))

    async def _ask_captions(self, session: VoiceSession, utterance: str) -> None:
        for track, spoken in session.tracks(utterance):
            wanted = track.wanted(spoken)
            if wanted is not None:
                await enqueue(
                    "chat.caption",
                    channel=self._channel,
                    utterance=utterance,
                    source=session.language,
                    target=track.language,
                    sentences=list(wanted.sentences),
                    prefix=wanted.prefix,
                )

    async def _tell_silent(self, session: VoiceSession) -> None:
        while session.silent:
            ended = UtteranceEnded(
                thread=str(session.thread_id),
                utterance=session.silent.pop(),
                speaker=str(self._user.pk if self._user else ""),
                outcome="silent",
            )
            await act(events.announce_utterance, session.thread_id, ended)


def _prepared(user: User, command: UtteranceStart) -> tuple[tuple[str, ...], VoiceSession]:
    thread = access.thread_for(user, command.thread)
    access.require_open(thread)
    language = spoken_by(user, command.language)
    captions = queries.languages_of(thread).wanted_for(language)
    session = VoiceSession(
        thread.pk, str(user.pk), command.client_id, language, captions, hands_free=command.hands_free
    )
    return queries.hotwords_of(thread), session


def spoken_by(user: User, language: str | None) -> str:
    """What somebody speaks: as they say, or as their profile says. Raises `Refusal`: NO_RECOGNIZER."""
    spoken = language or user.speaking_language
    if spoken.split("-", maxsplit=1)[0] not in engines.get_recognizer().languages():
        raise Refusal(ErrorCode.NO_RECOGNIZER)
    return spoken


def _request(channel: str, guess: Guess, hotwords: tuple[str, ...]) -> dict[str, Any]:
    hints = Hints(guess.language, before=guess.before, hotwords=hotwords, committed=guess.committed)
    return {
        "channel": channel,
        "utterance": guess.utterance,
        "pcm": base64.b64encode(guess.pcm.astype("<i2").tobytes()).decode("ascii"),
        "asked_at": guess.asked_at,
        "hints": asdict(hints),
    }
