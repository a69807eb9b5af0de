"""Recordings that are sent whole."""

from __future__ import annotations

import uuid
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chat import queries, voice_jobs
from chat.actions import messages, utterances
from chat.actions.utterances import Utterance
from chat.models import Event, Message, Recording, Translation
from chat.protocol import ErrorCode, Refusal
from speech.audio import encode
from speech.recognizer import RATE_HZ, Final, RecognizerError, Word
from tests.cast import Cast
from tests.speech.clips import NOT_SPEECH, clips

NOTE = clips()["en_08"]


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def upload(cast: Cast, content: bytes, client_id: uuid.UUID | None = None, **fields: str) -> Any:
    file = SimpleUploadedFile("note.webm", content)
    data = {"file": file, "client_id": str(client_id or uuid.uuid4()), **fields}
    return client_of(cast.jordan).post(f"/api/threads/{cast.thread.pk}/voice", data)


def transcribe_all() -> None:
    for live in (True, False):
        voice_jobs._transcribe_all(live=live)


def spoken(cast: Cast, text: str, words: tuple[Word, ...] = ()) -> Message:
    """A message that Jordan spoke."""
    recording = utterances.keep(cast.jordan, Utterance(cast.thread.pk, uuid.uuid4(), "en", NOTE.pcm))
    utterances.finish(recording, Final(text, words))
    return Message.objects.get(client_id=recording.client_id)


def test_a_note_becomes_a_message_with_sound_words_and_translations(cast: Cast) -> None:
    client_id = uuid.uuid4()
    answer = upload(cast, NOTE.path.read_bytes(), client_id)
    assert answer.status_code == 200, answer.content
    assert answer.json() == {"client_id": str(client_id), "duration_ms": pytest.approx(4750, abs=50)}
    assert not Message.objects.filter(client_id=client_id).exists()
    transcribe_all()
    message = queries.one_message(Message.objects.get(client_id=client_id).pk)
    assert (message.kind, message.language) == ("voice", "en")
    assert message.voice is not None
    assert "".join(word.text for word in message.voice.words) == message.text
    assert len(message.voice.peaks) == 64
    assert message.translations["zh"].state == "pending"


def test_sent_twice_it_is_said_once(cast: Cast) -> None:
    client_id = uuid.uuid4()
    for _ in range(2):
        assert upload(cast, NOTE.path.read_bytes(), client_id).status_code == 200
    transcribe_all()
    assert upload(cast, NOTE.path.read_bytes(), client_id).status_code == 200
    transcribe_all()
    assert Message.objects.filter(client_id=client_id).count() == Recording.objects.count() == 1


@pytest.mark.parametrize("kind", NOT_SPEECH)
def test_where_nobody_speaks_nothing_is_kept(cast: Cast, kind: str) -> None:
    sound = (NOT_SPEECH[kind](4) * 32767).astype(np.int16)
    answer = upload(cast, encode(sound))
    assert (answer.status_code, answer.json()["code"]) == (422, "no_speech")
    assert Recording.objects.count() == 0


def test_what_the_recognizer_takes_for_silence_is_thrown_away(cast: Cast) -> None:
    recording = utterances.keep(cast.jordan, Utterance(cast.thread.pk, uuid.uuid4(), "en", NOTE.pcm))
    before = Message.objects.count()
    utterances.finish(recording, Final(""))
    assert Message.objects.count() == before
    assert (recording.state, bool(recording.file)) == ("silent", False)


def test_bad_files_are_refused_in_words(cast: Cast) -> None:
    long = encode(np.zeros(RATE_HZ * 601, np.int16))
    for content, code in ((b"", "invalid"), (b"no sound" * 100, "audio_unreadable"), (long, "audio_too_long")):
        answer = upload(cast, content)
        assert answer.json()["code"] in {code, "audio_unreadable"}
        assert answer.json()["detail"]
    assert Recording.objects.count() == 0


def test_a_stranger_may_neither_send_nor_listen(cast: Cast) -> None:
    message = spoken(cast, "Hello.")
    stranger = client_of(cast.olga)
    data = {"file": SimpleUploadedFile("a.flac", NOTE.path.read_bytes()), "client_id": str(uuid.uuid4())}
    assert stranger.post(f"/api/threads/{cast.thread.pk}/voice", data).status_code == 403
    url = queries.one_message(message.pk).voice.url  # type: ignore[union-attr]
    assert stranger.get(url).status_code == 403
    assert recording_of(client_of(cast.liwei), url)


def test_a_player_may_jump_about(cast: Cast) -> None:
    url = queries.one_message(spoken(cast, "Hello.").pk).voice.url  # type: ignore[union-attr]
    client = client_of(cast.liwei)
    whole = recording_of(client, url)
    part = client.get(url, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, whole[100:200])
    assert part["Content-Range"] == f"bytes 100-199/{len(whole)}"
    assert client.get(url, headers={"Range": "bytes=-50"}).content == whole[-50:]
    assert client.get(url, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    assert recording_of(client, url, "bytes=nonsense") == whole


def recording_of(client: Client, url: str, asked: str = "") -> bytes:
    response = client.get(url, headers={"Range": asked} if asked else None)
    assert response.status_code == 200
    content: bytes = response.getvalue()
    # Closing the response would close the test's connection to the database.
    for close in response._resource_closers:  # type: ignore[attr-defined]
        close()
    return content


def test_what_cannot_be_transcribed_is_heard_all_the_same(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def transcribe(self, *_: Any) -> Final:
            raise RecognizerError("out of order", permanent=True)

    monkeypatch.setattr(voice_jobs, "get_recognizer", Broken)
    recording = utterances.keep(cast.jordan, Utterance(cast.thread.pk, uuid.uuid4(), "en", NOTE.pcm))
    transcribe_all()
    message = queries.one_message(Message.objects.get(client_id=recording.client_id).pk)
    assert (message.text, message.translations) == ("", {})
    assert message.voice is not None
    assert not message.voice.transcribed


def test_a_dead_worker_delays_a_note_and_loses_nothing(cast: Cast) -> None:
    recording = utterances.keep(cast.jordan, Utterance(cast.thread.pk, uuid.uuid4(), "en", NOTE.pcm))
    assert utterances.claim(live=False) == recording
    assert utterances.claim(live=False) is None
    Recording.objects.update(claimed_until="2020-01-01T00:00Z")
    assert utterances.claim(live=False) == recording


def test_figures_that_were_heard_wait_for_their_speaker(cast: Cast) -> None:
    message = spoken(cast, "We take fifteen thousand at $2.35, this one in 35 days.")
    voice = queries.one_message(message.pk).voice
    assert voice is not None
    assert voice.figures == ["fifteen thousand", "$2.35", "35 days"]
    with pytest.raises(Refusal, match=ErrorCode.FORBIDDEN):
        utterances.confirm_figures(cast.liwei, cast.thread.pk, message.pk, 1)
    for _ in range(2):
        utterances.confirm_figures(cast.jordan, cast.thread.pk, message.pk, 1)
    voice = queries.one_message(message.pk).voice
    assert voice is not None
    assert (voice.figures, voice.confirmed_by) == ([], cast.jordan.name)
    assert Event.objects.filter(type="figures.confirmed").count() == 1


def test_a_transcript_is_corrected_by_its_speaker_and_translated_again(cast: Cast) -> None:
    words = (Word("Fifty", 0.0, 0.5), Word(" pieces.", 0.5, 1.0))
    message = spoken(cast, "Fifty pieces.", words)
    messages.edit(cast.jordan, cast.thread.pk, message.pk, 1, "Fifteen pieces.")
    shown = queries.one_message(message.pk)
    assert (shown.text, shown.revision, shown.language) == ("Fifteen pieces.", 2, "en")
    assert shown.voice is not None
    assert [(word.text, word.start_ms) for word in shown.voice.words] == [("Fifteen", 0), (" pieces.", 500)]
    assert (shown.voice.figures, shown.voice.confirmed_by) == ([], cast.jordan.name)
    assert Translation.objects.filter(message=message, revision=2, state="pending").exists()


def test_a_thread_blocked_meanwhile_gets_nothing(cast: Cast) -> None:
    from chat.actions import threads

    recording = utterances.keep(cast.jordan, Utterance(cast.thread.pk, uuid.uuid4(), "en", NOTE.pcm))
    threads.block(cast.liwei, cast.thread.pk, blocked=True)
    utterances.finish(recording, Final("Too late."))
    assert recording.state == "failed"
    assert not Message.objects.filter(text="Too late.").exists()
