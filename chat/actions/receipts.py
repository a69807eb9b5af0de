"""What has reached somebody and what they have read."""

from __future__ import annotations

from uuid import UUID

from chat import access, events
from chat.models import Participant, Thread, User


def deliver(user: User, thread_id: UUID, seq: int) -> None:
    """Everything up to `seq` has reached a screen of the person. Never goes backward."""
    _raise(user, thread_id, delivered_seq=seq)


def read(user: User, thread_id: UUID, seq: int) -> None:
    """Everything up to `seq` has been read. Never goes backward; what is read has been delivered."""
    _raise(user, thread_id, delivered_seq=seq, read_seq=seq)


def mark_unread(user: User, thread_id: UUID) -> None:
    """The last message of others is unread again, for this person's inbox. Where more is unread, that stays so."""
    thread = access.thread_for(user, thread_id)
    last = thread.messages.exclude(sender=user).order_by("-seq").values_list("seq", flat=True).first()
    read_seq = max((last or 1) - 1, 0)
    with events.write_lock():
        row, _made = Participant.objects.get_or_create(thread=thread, user=user)
        row.read_seq = min(row.read_seq, read_seq)
        row.save(update_fields=["read_seq"])
    events.announce_inbox(thread.pk, user.pk)


def _raise(user: User, thread_id: UUID, *, delivered_seq: int, read_seq: int = 0) -> None:
    thread = access.thread_for(user, thread_id)
    with events.write_lock():
        row, _made = Participant.objects.get_or_create(thread=thread, user=user)
        before = (row.delivered_seq, row.read_seq)
        row.delivered_seq = max(row.delivered_seq, min(delivered_seq, thread.last_seq))
        row.read_seq = max(row.read_seq, min(read_seq, thread.last_seq))
        changed = (row.delivered_seq, row.read_seq) != before
        if changed:
            row.save(update_fields=["delivered_seq", "read_seq"])
    if changed:
        _announce(thread, row, was_read=row.read_seq != before[1])


def _announce(thread: Thread, row: Participant, *, was_read: bool) -> None:
    events.announce_receipt(thread.pk, row.user_id, row.delivered_seq, row.read_seq)
    if was_read:
        events.announce_inbox(thread.pk, row.user_id)
