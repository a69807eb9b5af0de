"""Recordings that are sent whole: judged by their content, decoded within bounds, kept if somebody speaks in them."""

from __future__ import annotations

from uuid import UUID

from chat.actions import utterances
from chat.actions.utterances import Utterance
from chat.microphone import spoken_by
from chat.models import Recording, User
from chat.protocol import ErrorCode, Refusal
from speech import audio
from speech.activity import probabilities_of
from speech.audio import TooLongAudio, UnreadableAudio
from speech.pieces import spans_of


def take(user: User, thread_id: UUID, client_id: UUID, language: str, content: bytes) -> Recording:
    """Keep a voice note. Repeated under one `client_id`, it gives the first.

    Raises `Refusal`: AUDIO_UNREADABLE, AUDIO_TOO_LONG, NO_SPEECH, NO_RECOGNIZER, and as `utterances.keep` does.
    """
    spoken = spoken_by(user, language or None)
    recording = _decoded(content)
    if not spans_of(probabilities_of(recording.samples).tolist()):
        raise Refusal(ErrorCode.NO_SPEECH)
    return utterances.keep(user, Utterance(thread_id, client_id, spoken, recording.pcm))


def _decoded(content: bytes) -> audio.Recording:
    try:
        return audio.decode(content)
    except TooLongAudio as error:
        raise Refusal(ErrorCode.AUDIO_TOO_LONG, m=round(error.limit_s / 60)) from error
    except UnreadableAudio as error:
        raise Refusal(ErrorCode.AUDIO_UNREADABLE) from error
