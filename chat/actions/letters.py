"""Letters to who is away: whose turn it is to write one, and what has been told by it."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from chat import events
from chat.letters import INTERVAL, Due
from chat.models import Participant


def claim(due: Due) -> bool:
    """Take one's turn to write. False where somebody else did, in this `INTERVAL`.

    A letter that is never sent, because its writer died or no post was to be had, is due again after it.
    """
    now = timezone.now()
    with events.write_lock():
        row, _made = Participant.objects.get_or_create(thread_id=due.thread_id, user_id=due.user_id)
        free = Participant.objects.filter(Q(mailed_at=None) | Q(mailed_at__lt=now - INTERVAL), pk=row.pk)
        return bool(free.update(mailed_at=now))


def told(due: Due, seq: int) -> None:
    """Everything up to `seq` has been told by letter. Never goes backward."""
    with events.write_lock():
        rows = Participant.objects.filter(thread_id=due.thread_id, user_id=due.user_id, mailed_seq__lt=seq)
        rows.update(mailed_seq=seq)
