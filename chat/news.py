"""What a page is told of a conversation that changed: how much waits unread, and what a notification would say."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from chat import queries
from chat.inbox import line_of
from chat.models import Message, Participant, Thread, Translation, User

NEWS_FOR = timedelta(minutes=5)
"""What is older is no news: a conversation that was renamed or marked unread tells of nothing."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a browser's notification says of a message."""

    message_id: str
    name: str
    subject: str
    line: str
    """In the reader's language; empty for a file, and where the person wants no text shown."""
    language: str
    is_final: bool
    """The line stands: no translation is still on its way."""
    silent: bool
    url: str


def news(user: User, thread: Thread) -> dict[str, Any]:
    """`unread_total`, and `notice`: of the newest message of others not read yet, or None."""
    found = notice(user, thread)
    return {"unread_total": queries.unread_total(user), "notice": asdict(found) if found else None}


def notice(user: User, thread: Thread) -> Notice | None:
    """Of the newest message that the person has not read; None where there is none that is news."""
    state = Participant.objects.filter(thread=thread, user=user).first()
    if state and state.is_archived:
        return None
    said = thread.messages.filter(seq__gt=state.read_seq if state else 0, created_at__gt=timezone.now() - NEWS_FOR)
    others = said.exclude(sender=user).exclude(kind=Message.Kind.SYSTEM).select_related("sender")
    living = Translation.objects.filter(language=user.reading_language).exclude(state=Translation.State.STALE)
    message = others.prefetch_related(Prefetch("translations", living)).order_by("-seq").first()
    return _notice(user, thread, message) if message else None


def _notice(user: User, thread: Thread, message: Message) -> Notice:
    line, language = line_of(message, user)
    return Notice(
        message_id=str(message.pk),
        name=message.sender.name,
        subject=thread.subject,
        line=line if user.notice_shows_text else "",
        language=language,
        is_final=not user.notice_shows_text or not any(_is_coming(row, message) for row in message.translations.all()),
        silent=not user.notice_sounds,
        url=reverse("thread", args=[thread.pk]),
    )


def _is_coming(row: Translation, message: Message) -> bool:
    return row.revision == message.revision and row.state == Translation.State.PENDING
