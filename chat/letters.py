"""Letters to who is away: to whom one is due, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from chat import presenting, queries
from chat.access import require_side
from chat.models import Connection, Membership, Message, Organization, Participant, Side, Thread, User
from chat.zones import zone_of

AWAY_FOR = timedelta(seconds=60)
"""For so long nobody is away: they open another page, and what they were told is translated meanwhile."""
INTERVAL = timedelta(minutes=15)
"""A person gets at most one letter about a thread in this time; the next one holds what came meanwhile."""
NEWS_FOR = timedelta(days=1)
"""Of what is older nobody is told any more."""
MAX_AT_ONCE = 50
MAX_SHOWN = 10
"""How many messages a letter shows, the newest; of the others it gives the number."""


class Due(NamedTuple):
    """Somebody to whom a letter about a thread is due."""

    user_id: int
    thread_id: UUID


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, ready to be sent."""

    to: str
    subject: str
    text: str
    html: str
    seq: int
    """Up to here it tells of the thread."""


# --- to whom ------------------------------------------------------------------------------------------------------


def due() -> list[Due]:
    """Who has no socket open, wants letters, and has neither read nor been told of what the other side said."""
    return [Due(*row) for side in Side for row in _due_on(side)][:MAX_AT_ONCE]


def _due_on(side: Side) -> QuerySet[Membership, tuple[int, UUID]]:
    now, threads = timezone.now(), f"organization__threads_as_{side.value}"
    state = Participant.objects.filter(thread=OuterRef("thread_id"), user=OuterRef("user_id"))
    settled = state.filter(Q(is_archived=True) | Q(mailed_at__gt=now - INTERVAL))
    said = _said_to(side).filter(created_at__lt=now - AWAY_FOR, thread=OuterRef("thread_id"))
    return (
        _away()
        .filter(**{f"{threads}__last_activity_at__gt": now - NEWS_FOR})
        .annotate(thread_id=F(f"{threads}__pk"))
        .annotate(read=Coalesce(Subquery(state.values("read_seq")), 0))
        .annotate(mailed=Coalesce(Subquery(state.values("mailed_seq")), 0))
        .exclude(Exists(settled))
        .filter(Exists(said.filter(seq__gt=OuterRef("read")).filter(seq__gt=OuterRef("mailed"))))
        .values_list("user_id", "thread_id")
    )


def _away() -> QuerySet[Membership]:
    now = timezone.now()
    online = Connection.objects.filter(user=OuterRef("user"), seen_at__gt=now - queries.ONLINE_FOR)
    people = Membership.objects.filter(user__is_active=True, user__mail_when_away=True)
    return people.exclude(user__last_seen_at__gt=now - AWAY_FOR).exclude(Exists(online))


def _said_to(side: Side) -> QuerySet[Message]:
    """What the other side of `side` has said of late, in any thread."""
    said = Message.objects.filter(side=side.other, created_at__gt=timezone.now() - NEWS_FOR)
    return said.exclude(kind=Message.Kind.SYSTEM)


# --- what it says -------------------------------------------------------------------------------------------------


def letter_for(due: Due) -> Letter | None:
    """The letter, in the person's language and zone; None where they have read it all meanwhile."""
    user = User.objects.get(pk=due.user_id)
    thread = Thread.objects.select_related("buyer", "supplier").get(pk=due.thread_id)
    side = require_side(user, thread)
    state = Participant.objects.filter(thread=thread, user=user).first() or Participant(thread=thread, user=user)
    known = max(state.read_seq, state.mailed_seq)
    said = _said_to(side).filter(thread=thread, seq__gt=known).order_by("seq")
    messages = list(queries.with_everything(said))
    if not messages:
        return None
    with translation.override(user.interface_language), timezone.override(zone_of(user.time_zone)):
        return _letter(user, thread, side, messages)


def _letter(user: User, thread: Thread, side: Side, messages: Sequence[Message]) -> Letter:
    viewer = presenting.Viewer(id=str(user.pk), side=side.value, reads=user.reads, original_first=user.original_first)
    shown = [queries.message_out(message) for message in messages[-MAX_SHOWN:]]
    subject = _subject(thread, messages)
    context = {
        "subject": subject,
        "items": presenting.present(shown, viewer, queries.participants_of(thread)),
        "earlier": len(messages) - len(shown),
        "link": settings.PUBLIC_URL + reverse("thread", args=[thread.pk]),
        "profile": settings.PUBLIC_URL + reverse("profile-notifications"),
        **_clock_of(thread.supplier if side == Side.BUYER else thread.buyer),
    }
    text, html = (render_to_string(f"email/away.{kind}", context) for kind in ("txt", "html"))
    return Letter(user.email, subject, text.strip() + "\n", html, messages[-1].seq)


def _subject(thread: Thread, messages: Sequence[Message]) -> str:
    words = ngettext("%(name)s: %(subject)s, %(n)s new", "%(name)s: %(subject)s, %(n)s new", len(messages))
    values = {"name": messages[-1].sender.name, "subject": thread.subject, "n": len(messages)}
    return " ".join((words % values).split())


def _clock_of(counterpart: Organization | None) -> dict[str, Any]:
    if counterpart is None or not counterpart.city:
        return {"city": "", "now": ""}
    return {"city": counterpart.city, "now": f"{timezone.now().astimezone(zone_of(counterpart.time_zone)):%H:%M}"}
