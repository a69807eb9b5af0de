"""Translating better than the machine did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from chat import access, events, memories, queries
from chat.actions.saying import checked_text
from chat.actions.translations import as_dict
from chat.models import Correction, Message, Organization, Translation, User
from chat.protocol import ErrorCode, Refusal
from translation import fidelity
from translation.memory import Line
from translation.translator import LanguagePair


@dataclass(frozen=True, slots=True)
class _Wording:
    """A translation by a person, held to the figures of the original as an engine's is."""

    text: str
    checks: list[dict[str, str]]

    @classmethod
    def of(cls, text: str, message: Message, language: str) -> _Wording:
        pair = LanguagePair(message.language, language)
        checks = fidelity.compare(message.text, text, pair)
        return cls(fidelity.mark(text, checks, pair), [as_dict(check) for check in checks])


def correct(user: User, thread_id: UUID, message_id: str | int, revision: int, language: str, text: str) -> None:
    """Write a better translation of `revision` of a message, or confirm the one there is by saying the same.

    Repeated, it changes nothing. What was corrected or confirmed is remembered for the user's organization.

    Anybody of the two organizations may. Raises `Refusal`: EMPTY, TEXT_TOO_LONG, CONFLICT (edited meanwhile),
    BLOCKED, NOT_FOUND (the message, or a language that nobody here reads or writes).
    """
    text = checked_text(text)
    with events.writing(thread_id) as log:
        _side, organization = access.standing(user, log.thread)
        message = access.message_for(user, log.thread, message_id)
        if message.revision != revision:
            raise Refusal(ErrorCode.CONFLICT)
        row = _row(log, message, language)
        wording = _Wording.of(text, message, language)
        if row.state != Translation.State.DONE or row.text != wording.text:
            access.require_open(log.thread)
            _keep(row, message, user, organization, wording)
            _replace(row, user, wording)
            log.record("translation.corrected", message, **_told(row, user))
        # Saved as it was, it is confirmed: the next time it needs no machine either.
        memories.remember(
            organization, [Line(message.text, text)], LanguagePair(message.language, language), author=user
        )


def _row(log: events.Log, message: Message, language: str) -> Translation:
    row = message.translations.filter(language=language, revision=message.revision).first()
    if row is not None:
        return row
    if not message.text or language not in queries.languages_of(log.thread).plausible - {message.language}:
        raise Refusal(ErrorCode.NOT_FOUND)
    return Translation(message=message, language=language, revision=message.revision)


def _keep(row: Translation, message: Message, user: User, organization: Organization, wording: _Wording) -> None:
    if row.pk is None:
        row.save()
    Correction.objects.create(
        translation=row,
        author=user,
        organization=organization,
        source_language=message.language,
        target_language=row.language,
        source=message.text,
        target=wording.text,
        replaced=row.text,
        replaced_engine=row.engine,
        replaced_author=row.corrected_by,
    )


def _replace(row: Translation, user: User, wording: _Wording) -> None:
    row.state, row.text, row.checks = Translation.State.DONE, wording.text, wording.checks
    row.engine, row.via, row.corrected_by = "", "", user
    row.finished_at, row.claimed_until = timezone.now(), None
    row.save()


def _told(row: Translation, user: User) -> dict[str, Any]:
    return {
        "message_id": str(row.message_id),
        "revision": row.revision,
        "language": row.language,
        "text": row.text,
        "checks": row.checks,
        "corrected_by": user.name,
    }
