"""Saying something, and saying it better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from chat import access, events, queries, shapes
from chat.actions.translations import promise, void_translations
from chat.engines import language_of
from chat.models import Attachment, Message, MessageRevision, Participant, Side, Thread, User
from chat.protocol import MAX_TEXT_CHARS, ErrorCode, Refusal


@dataclass(frozen=True, slots=True)
class Sent:
    """What an acknowledgement says."""

    message_id: int
    seq: int
    revision: int


def send(
    user: User,
    thread_id: UUID,
    client_id: UUID,
    text: str = "",
    *,
    language: str | None = None,
    attachments: Sequence[UUID] = (),
) -> Sent:
    """Say something in a thread. Repeated under one `client_id`, it gives the first result.

    Raises `Refusal`: EMPTY, TEXT_TOO_LONG, THREAD_NOT_FOUND, NOT_PARTICIPANT, NOT_FOUND (a file), CONFLICT (the
    `client_id` said something else before).
    """
    text = checked_text(text, may_be_empty=bool(attachments))
    with events.writing(thread_id) as log:
        side, organization = access.standing(user, log.thread)
        for earlier in Message.objects.filter(thread=log.thread, sender=user, client_id=client_id):
            return _repeated(earlier, text)
        languages = queries.languages_of(log.thread)
        language = language or language_of(text, user.speaking_language, languages.plausible)
        message = _insert(log, user, side, client_id, text, language)
        files = _attach(log, message, attachments)
        promises = promise(message, languages.wanted_for(language))
        log.record("message.sent", message, shapes.message_out(message, organization, promises, files))
    return Sent(message.pk, message.seq, message.revision)


def edit(user: User, thread_id: UUID, message_id: str | int, revision: int, text: str) -> Sent:
    """Replace the text of one's own message, of which `revision` is the one seen. Its translations become void.

    Raises `Refusal`: EMPTY, TEXT_TOO_LONG, FORBIDDEN (not the author), CONFLICT (edited elsewhere meanwhile).
    """
    text = checked_text(text)
    with events.writing(thread_id) as log:
        message = access.message_for(user, log.thread, message_id)
        access.require_author(user, message)
        if message.revision == revision + 1 and message.text == text:
            return Sent(message.pk, message.seq, message.revision)
        if message.revision != revision:
            raise Refusal(ErrorCode.CONFLICT)
        _replace_text(log, message, text)
    return Sent(message.pk, message.seq, message.revision)


def checked_text(text: str, *, may_be_empty: bool = False) -> str:
    """The text without white space around it. Raises `Refusal` where it is empty or too long."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > MAX_TEXT_CHARS:
        raise Refusal(ErrorCode.TEXT_TOO_LONG, n=len(text) - MAX_TEXT_CHARS, limit=MAX_TEXT_CHARS)
    if not text and not may_be_empty:
        raise Refusal(ErrorCode.EMPTY)
    return text


def _repeated(earlier: Message, text: str) -> Sent:
    said_before = {earlier.text, *earlier.revisions.values_list("text", flat=True)}
    if text not in said_before:
        raise Refusal(ErrorCode.CONFLICT)
    return Sent(earlier.pk, earlier.seq, earlier.revision)


def _insert(log: events.Log, user: User, side: Side, client_id: UUID, text: str, language: str) -> Message:
    message = Message.objects.create(
        thread=log.thread,
        seq=log.next_seq,
        sender=user,
        side=side,
        client_id=client_id,
        kind=Message.Kind.TEXT if text else Message.Kind.FILE,
        language=language,
        text=text,
    )
    log.thread.last_message = message
    log.thread.last_activity_at = message.created_at
    log.thread.waits_on = side.other
    return message


def _attach(log: events.Log, message: Message, attachment_ids: Sequence[UUID]) -> list[Attachment]:
    if not attachment_ids:
        return []
    own = Attachment.objects.filter(pk__in=attachment_ids, uploader=message.sender, thread=log.thread)
    files = list(own.filter(message__isnull=True).order_by("created_at"))
    if len(files) != len(set(attachment_ids)):
        raise Refusal(ErrorCode.NOT_FOUND)
    Attachment.objects.filter(pk__in=[file.pk for file in files]).update(message=message)
    return files


def _replace_text(log: events.Log, message: Message, text: str) -> None:
    MessageRevision.objects.create(
        message=message, revision=message.revision, language=message.language, text=message.text
    )
    languages = queries.languages_of(log.thread)
    message.language = language_of(text, message.language, languages.plausible)
    message.text = text
    message.revision += 1
    message.edited_at = timezone.now()
    message.save(update_fields=["language", "text", "revision", "edited_at"])
    void_translations(message)
    promise(message, languages.wanted_for(message.language))
    log.record("message.edited", message, queries.one_message(message.pk))


def say_system(log: events.Log, user: User, change: str, **values: str) -> Message:
    """A line that each screen words in its own language: joined, renamed, assigned, unassigned."""
    side, organization = access.standing(user, log.thread)
    message = Message.objects.create(
        thread=log.thread,
        seq=log.next_seq,
        sender=user,
        side=side,
        kind=Message.Kind.SYSTEM,
        language=user.interface_language,
        data={"change": change, "name": user.name, **values},
    )
    log.record("message.sent", message, shapes.message_out(message, organization, [], []))
    return message


def participant_in(thread: Thread, user: User) -> Participant:
    """The person's own row of a thread, made when first needed."""
    return Participant.objects.get_or_create(thread=thread, user=user)[0]
