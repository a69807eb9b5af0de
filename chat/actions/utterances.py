"""What is spoken: kept, claimed by a worker, and made a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import F, Q
from django.utils import timezone

from chat import access, events, queries
from chat.actions.saying import Saying, say_all
from chat.models import Recording, Thread, User
from chat.protocol import ErrorCode, Refusal, UtteranceEnded
from speech import audio
from speech.audio import Pcm
from speech.recognizer import RATE_HZ, Final

LEASE = timedelta(seconds=60)
"""How long a worker may hold a recording without telling of progress."""
MAX_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something spoken, before it is kept."""

    thread_id: UUID
    client_id: UUID
    language: str
    pcm: Pcm
    is_live: bool = False
    is_cut: bool = False


def keep(user: User, utterance: Utterance) -> Recording:
    """Keep what was spoken and have it transcribed. Repeated under one `client_id`, it gives the first.

    Raises `Refusal`: THREAD_NOT_FOUND, NOT_PARTICIPANT, BLOCKED, CONFLICT (said in another thread before).
    """
    thread = access.thread_for(user, utterance.thread_id)
    existing = Recording.objects.filter(speaker=user, client_id=utterance.client_id).first()
    if existing is not None:
        if existing.thread_id != thread.pk:
            raise Refusal(ErrorCode.CONFLICT)
        return existing
    access.require_open(thread)
    recording = _store(user, thread, utterance)
    events.wake_transcriber()
    return recording


def _store(user: User, thread: Thread, utterance: Utterance) -> Recording:
    row = Recording(
        thread=thread,
        speaker=user,
        client_id=utterance.client_id,
        language=utterance.language,
        duration_ms=round(1000 * len(utterance.pcm) / RATE_HZ),
        peaks=audio.peaks_of(utterance.pcm),
        is_live=utterance.is_live,
        is_cut=utterance.is_cut,
    )
    row.file.save(f"{row.pk.hex}.flac", ContentFile(audio.encode(utterance.pcm)), save=False)
    with events.write_lock():
        row.save()
    return row


def claim(*, live: bool) -> Recording | None:
    """Take the oldest recording that waits, under a lease. Nobody else gets it meanwhile."""
    now = timezone.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    with events.write_lock():
        waiting = queries.waiting_recordings().filter(free, is_live=live, attempts__lt=MAX_ATTEMPTS)
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True, of=("self",))
        row = waiting.select_related("speaker", "thread__inquiry").order_by("created_at").first()
        if row is not None:
            taken = Recording.objects.filter(pk=row.pk)
            taken.update(claimed_until=now + LEASE, attempts=F("attempts") + 1)
            row.attempts += 1
    return row


def go_on(recording: Recording, share: float) -> None:
    """A worker is still at it, and has come so far (0 to 1): its lease begins anew."""
    with events.write_lock():
        Recording.objects.filter(pk=recording.pk).update(claimed_until=timezone.now() + LEASE)
    percent = min(99, round(100 * share))
    events.announce_progress(recording.thread_id, recording.speaker_id, str(recording.client_id), percent)


def finish(recording: Recording, final: Final) -> None:
    """Make it a message with what was heard; where nobody spoke, none. Done already, it changes nothing."""
    if not final:
        _end(recording, Recording.State.SILENT)
        return
    recording.words = [[word.text, round(1000 * word.start_s), round(1000 * word.end_s)] for word in final.words]
    recording.is_transcribed = True
    _send(recording, final.text)


def fail(recording: Recording) -> None:
    """It could not be transcribed: the sound is sent alone."""
    _send(recording, "")


def _send(recording: Recording, text: str) -> None:
    saying = Saying(
        recording.speaker,
        recording.thread_id,
        recording.client_id,
        text,
        recording.language,
        recording=recording,
    )
    [outcome] = say_all([saying])
    _end(recording, Recording.State.FAILED if isinstance(outcome, Refusal) else Recording.State.SENT)


def _end(recording: Recording, state: Recording.State) -> None:
    recording.state, recording.claimed_until = state, None
    with events.write_lock():
        recording.save(update_fields=["state", "claimed_until"])
    if state == Recording.State.SILENT:
        recording.file.delete(save=False)
    ended = UtteranceEnded(
        thread=str(recording.thread_id),
        utterance=str(recording.client_id),
        speaker=str(recording.speaker_id),
        outcome=state.value,  # type: ignore[arg-type]  # never still waiting
    )
    events.announce_utterance(recording.thread_id, ended)


def confirm_figures(user: User, thread_id: UUID, message_id: str | int, revision: int) -> None:
    """The speaker says that the figures heard in `revision` of a message are right. Repeated, it changes nothing.

    Raises `Refusal`: NOT_FOUND, FORBIDDEN (somebody else spoke), CONFLICT (edited meanwhile).
    """
    with events.writing(thread_id) as log:
        message = access.message_for(user, log.thread, message_id)
        access.require_author(user, message)
        recording = Recording.objects.filter(message=message).first()
        if recording is None:
            raise Refusal(ErrorCode.NOT_FOUND)
        if message.revision != revision:
            raise Refusal(ErrorCode.CONFLICT)
        if recording.confirmed_by_id is None:
            recording.confirmed_by = user
            recording.save(update_fields=["confirmed_by"])
            log.record(
                "figures.confirmed", message, message_id=str(message.pk), revision=revision, confirmed_by=user.name
            )


def give_up() -> int:
    """Send the sound alone of what has used up its attempts and whose last lease is over. Gives their number."""
    spent = queries.waiting_recordings().filter(attempts__gte=MAX_ATTEMPTS, claimed_until__lt=timezone.now())
    rows = list(spent.select_related("speaker", "thread")[:16])
    for row in rows:
        fail(row)
    return len(rows)
