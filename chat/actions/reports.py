"""Asking the operator to look at a message."""

from __future__ import annotations

from uuid import UUID

from chat import access, events
from chat.models import Report, User


def report(user: User, thread_id: UUID, message_id: str | int, reason: Report.Reason, note: str = "") -> Report:
    """Report a message of a thread of one's own. Repeated, it gives the first report.

    Raises `Refusal`: THREAD_NOT_FOUND, NOT_PARTICIPANT, NOT_FOUND.
    """
    message = access.message_for(user, access.thread_for(user, thread_id), message_id)
    said = {"reason": reason, "note": " ".join(note.split())[:500]}
    with events.write_lock():
        return Report.objects.get_or_create(message=message, reporter=user, defaults=said)[0]
