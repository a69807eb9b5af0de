"""Rows as the protocol shows them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from chat.heard import carried, figures_of
from chat.models import Attachment, Event, Message, Organization, Participant, Recording, Translation, User
from chat.payments import names_payment
from chat.protocol import (
    AttachmentOut,
    CheckOut,
    FiguresConfirmed,
    MessageEdited,
    MessageOut,
    MessageSent,
    ParticipantOut,
    Person,
    ThreadChanged,
    TranslationCorrected,
    TranslationFinished,
    TranslationOut,
    TranslationStarted,
    VoiceOut,
    Wire,
    WordOut,
)


def instant(moment: datetime | None) -> str | None:
    """An ISO 8601 instant in UTC, to the millisecond."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None


def picture_of(user: User) -> str:
    """The path of a person's picture, or empty."""
    return reverse("picture", args=[user.pk]) if user.picture else ""


def person(user: User, organization: Organization | None) -> Person:
    return Person(
        id=str(user.pk),
        name=user.name,
        organization=organization.name if organization else "",
        organization_id=str(organization.pk) if organization else "",
        picture=picture_of(user),
    )


def checks_out(checks: Iterable[dict[str, str]]) -> list[CheckOut]:
    return [CheckOut(**check) for check in checks]


def translation_out(row: Translation) -> TranslationOut:
    return TranslationOut(
        state=row.state,  # type: ignore[arg-type]
        text=row.text,
        engine=row.engine,
        via=row.via,
        checks=checks_out(row.checks),
        corrected_by=row.corrected_by.name if row.corrected_by else "",
    )


def attachment_out(row: Attachment) -> AttachmentOut:
    return AttachmentOut(
        id=str(row.pk),
        name=row.name,
        content_type=row.content_type,
        size_bytes=row.size_bytes,
        width=row.width,
        height=row.height,
        url=reverse("file", args=[row.pk, row.name]),
        thumbnail=reverse("thumbnail", args=[row.pk]) if row.thumbnail else "",
    )


def voice_out(message: Message, row: Recording) -> VoiceOut:
    """What a spoken message has beside its text. A corrected transcript has its figures from a person."""
    confirmed_by = row.confirmed_by.name if row.confirmed_by else ""
    stored: list[tuple[str, int, int]] = [tuple(word) for word in row.words]
    words = stored if message.revision == 1 else carried(stored, message.text)
    return VoiceOut(
        url=reverse("recording", args=[row.pk]),
        duration_ms=row.duration_ms,
        peaks=row.peaks,
        words=[WordOut(text=text, start_ms=start_ms, end_ms=end_ms) for text, start_ms, end_ms in words],
        cut=row.is_cut,
        transcribed=row.is_transcribed,
        figures=[] if confirmed_by else figures_of(message.text, message.language),
        confirmed_by=confirmed_by,
    )


def message_out(
    message: Message,
    organization: Organization,
    translations: Iterable[Translation],
    attachments: Iterable[Attachment],
    recording: Recording | None = None,
) -> MessageOut:
    """A message with its living translations: those of its present revision that are not stale."""
    living = [row for row in translations if row.revision == message.revision and row.state != "stale"]
    return MessageOut(
        id=str(message.pk),
        client_id=str(message.client_id),
        seq=message.seq,
        sender=person(message.sender, organization),
        side=message.side,  # type: ignore[arg-type]
        kind=message.kind,  # type: ignore[arg-type]
        language=message.language,
        text=message.text,
        revision=message.revision,
        created_at=instant(message.created_at) or "",
        edited_at=instant(message.edited_at),
        translations={row.language: translation_out(row) for row in living},
        attachments=[attachment_out(row) for row in attachments],
        voice=voice_out(message, recording) if recording else None,
        data=message.data,
        payment=names_payment(message.text),
    )


def participant_out(
    user: User, organization: Organization, side: str, state: Participant | None, *, online: bool
) -> ParticipantOut:
    return ParticipantOut(
        id=str(user.pk),
        name=user.name,
        organization=organization.name,
        organization_id=str(organization.pk),
        side=side,  # type: ignore[arg-type]
        reads=user.reading_language,
        speaks=user.speaking_language,
        time_zone=user.time_zone,
        online=online,
        last_seen_at=instant(user.last_seen_at),
        delivered_seq=state.delivered_seq if state else 0,
        read_seq=state.read_seq if state else 0,
        picture=picture_of(user),
    )


_OF_MESSAGE: dict[str, type[MessageSent | MessageEdited]] = {
    "message.sent": MessageSent,
    "message.edited": MessageEdited,
}
_OF_DATA: dict[str, type[Wire]] = {
    "translation.started": TranslationStarted,
    "translation.finished": TranslationFinished,
    "translation.corrected": TranslationCorrected,
    "figures.confirmed": FiguresConfirmed,
    "thread.changed": ThreadChanged,
}


def event_out(event: Event, message: MessageOut | None) -> Wire:
    """A durable event of the log. Those about a message carry it as it is now."""
    thread = str(event.thread_id)
    if event.type in _OF_MESSAGE and message is not None:
        return _OF_MESSAGE[event.type](thread=thread, seq=event.seq, message=message)
    data: dict[str, Any] = event.data
    return _OF_DATA[event.type].model_validate({"thread": thread, "seq": event.seq, **data})
