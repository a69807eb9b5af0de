"""Saying something, and saying it better."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from chat import access, events, queries, shapes
from chat.actions.saying import MAX_TRANSCRIPT_CHARS, Saying, Sent, checked_text, say_all
from chat.actions.translations import promise, void_translations
from chat.engines import language_of
from chat.models import Message, MessageRevision, Participant, Recording, Thread, User
from chat.protocol import ErrorCode, Refusal


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
    [outcome] = say_all([Saying(user, thread_id, client_id, text, language, attachments)])
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def edit(user: User, thread_id: UUID, message_id: str | int, revision: int, text: str) -> Sent:
    """Replace the text of one's own message, of which `revision` is the one seen. Its translations become void.

    Raises `Refusal`: EMPTY, TEXT_TOO_LONG, FORBIDDEN (not the author), CONFLICT (edited elsewhere meanwhile).
    """
    text = checked_text(text, limit=MAX_TRANSCRIPT_CHARS)
    with events.writing(thread_id) as log:
        message = access.message_for(user, log.thread, message_id)
        access.require_author(user, message)
        if message.kind != Message.Kind.VOICE:
            checked_text(text)
        if message.revision == revision + 1 and message.text == text:
            return Sent(message.pk, message.seq, message.revision)
        access.require_open(log.thread)
        if message.revision != revision:
            raise Refusal(ErrorCode.CONFLICT)
        _replace_text(log, message, text)
    return Sent(message.pk, message.seq, message.revision)


def _replace_text(log: events.Log, message: Message, text: str) -> None:
    MessageRevision.objects.create(
        message=message, revision=message.revision, language=message.language, text=message.text
    )
    languages = queries.languages_of(log.thread)
    if message.kind != Message.Kind.VOICE:
        message.language = language_of(text, message.language, languages.plausible)
    message.text = text
    message.revision += 1
    message.edited_at = timezone.now()
    message.save(update_fields=["language", "text", "revision", "edited_at"])
    # Whoever corrects what was heard has looked at its figures.
    Recording.objects.filter(message=message).update(confirmed_by=message.sender)
    void_translations(message)
    promise(message, languages.wanted_for(message.language))
    log.record("message.edited", message, queries.one_message(message.pk))


def say_system(log: events.Log, user: User, change: str, **values: str) -> Message:
    """A line that each screen words in its own language: joined, renamed, assigned, unassigned, (un)blocked."""
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
