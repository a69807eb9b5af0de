"""The inbox: rows in the reader's language, filters, and the search in originals and translations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from chat.access import organization_id_of, threads_of
from chat.models import Message, Participant, Side, Thread, Translation, User
from chat.naming import initials

MAX_ROWS = 200
MAX_HITS = 50
MAX_UNREAD_SHOWN = 100
FILTERS = ("all", "unread", "turn", "mine", "archived")


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One thread as its row shows it to one person."""

    thread_id: str
    url: str
    counterpart: str
    initials: str
    subject: str
    line: str
    line_language: str
    line_prefix: str
    """`you` before one's own line, else empty."""
    kind: str
    data: dict[str, Any]
    """Of a system line: what it tells."""
    at: datetime
    unread: int
    """Messages of others not yet read, at most 100."""
    our_turn: bool
    waiting_s: int
    """For how many seconds the other side has been waiting for us."""
    archived: bool
    assignee_initials: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A message that holds what was searched for."""

    thread_id: str
    message_id: str
    url: str
    subject: str
    sender: str
    at: datetime
    line_parts: list[tuple[str, bool]]
    """The line in the reader's language, in parts: text, and whether it is the hit."""
    line_language: str
    original_parts: list[tuple[str, bool]]
    """The original, where the hit is there and not in the line; else empty."""
    original_language: str


# --- rows ---------------------------------------------------------------------------------------------------------


def rows(user: User, filter: str = "all", open_thread: UUID | None = None) -> list[InboxRow]:
    """The person's threads, the latest activity first."""
    organization_id = organization_id_of(user)
    threads = _filtered(_with_rows(threads_of(user), user), filter, user, organization_id)
    found = [_row(thread, user, organization_id) for thread in threads.order_by("-last_activity_at")[:MAX_ROWS]]
    return [replace(row, is_open=row.thread_id == str(open_thread)) for row in found]


def row(user: User, thread_id: UUID) -> InboxRow:
    """One row, for a list that is already on the screen. The caller has checked that the thread may be seen."""
    thread = _with_rows(threads_of(user), user).get(pk=thread_id)
    return _row(thread, user, organization_id_of(user))


def _with_rows(threads: QuerySet[Thread], user: User) -> QuerySet[Thread]:
    mine = Participant.objects.filter(thread=OuterRef("pk"), user=user)
    unread = (
        Message.objects.filter(thread=OuterRef("pk"), seq__gt=OuterRef("my_read_seq"))
        .exclude(sender=user)
        .order_by()
        .values("thread")
        .annotate(number=Count("pk"))
        .values("number")
    )
    living = Translation.objects.filter(language=user.reading_language).exclude(state=Translation.State.STALE)
    return (
        threads.select_related("buyer", "supplier", "last_message__sender", "buyer_assignee", "supplier_assignee")
        .prefetch_related(Prefetch("last_message__translations", living))
        .annotate(my_read_seq=Coalesce(Subquery(mine.values("read_seq")), 0))
        .annotate(my_archived=Coalesce(Subquery(mine.values("is_archived")), False))
        .annotate(unread_number=Coalesce(Subquery(unread), 0))
    )


def _filtered(threads: QuerySet[Thread], filter: str, user: User, organization_id: int | None) -> QuerySet[Thread]:
    threads = threads.filter(my_archived=filter == "archived")
    if filter == "unread":
        return threads.filter(unread_number__gt=0)
    if filter == "turn":
        return threads.filter(
            Q(buyer_id=organization_id, waits_on=Side.BUYER) | Q(supplier_id=organization_id, waits_on=Side.SUPPLIER)
        )
    if filter == "mine":
        return threads.filter(Q(buyer_assignee=user) | Q(supplier_assignee=user))
    return threads


def _row(thread: Any, user: User, organization_id: int | None) -> InboxRow:
    side = thread.side_of(organization_id)
    counterpart = thread.supplier if side == Side.BUYER else thread.buyer
    assignee = thread.buyer_assignee if side == Side.BUYER else thread.supplier_assignee
    last = thread.last_message
    line, language = line_of(last, user) if last else ("", user.reading_language)
    our_turn = thread.waits_on == side
    return InboxRow(
        thread_id=str(thread.pk),
        url=reverse("thread", args=[thread.pk]),
        counterpart=counterpart.name if counterpart else "",
        initials=initials(counterpart.name) if counterpart else "?",
        subject=thread.subject,
        line=line,
        line_language=language,
        line_prefix="you" if last and last.sender_id == user.pk and last.kind != "system" else "",
        kind=last.kind if last else "",
        data=last.data if last else {},
        at=thread.last_activity_at,
        unread=min(thread.unread_number, MAX_UNREAD_SHOWN),
        our_turn=our_turn,
        waiting_s=int((timezone.now() - thread.last_activity_at).total_seconds()) if our_turn else 0,
        archived=thread.my_archived,
        assignee_initials=initials(assignee.name) if assignee else "",
    )


def line_of(message: Message, user: User) -> tuple[str, str]:
    """A message on one line in the reader's language where there is one, and the language it is in."""
    if message.language not in user.reads:
        for translation in message.translations.all():
            living = translation.revision == message.revision and translation.state == Translation.State.DONE
            if living and translation.language == user.reading_language:
                return " ".join(translation.text.split()), translation.language
    return " ".join(message.text.split()), message.language


# --- search -------------------------------------------------------------------------------------------------------


def search(user: User, query: str, within: UUID | None = None) -> list[SearchHit]:
    """The newest messages whose original or any living translation holds `query`, in any language and case.

    In all of the person's threads, or in the one that `within` names.
    """
    query = query.strip()
    if not query:
        return []
    threads = threads_of(user).filter(pk=within) if within else threads_of(user)
    translated = Translation.objects.filter(text__icontains=query, state=Translation.State.DONE)
    living = Translation.objects.filter(state=Translation.State.DONE)
    found = (
        Message.objects.filter(thread__in=threads)
        .filter(Q(text__icontains=query) | Q(pk__in=translated.values("message")))
        .select_related("thread", "sender")
        .prefetch_related(Prefetch("translations", living))
        .order_by("-created_at")[:MAX_HITS]
    )
    return [hit for message in found if (hit := _hit(message, user, query))]


def _hit(message: Message, user: User, query: str) -> SearchHit | None:
    current = [row.text for row in message.translations.all() if row.revision == message.revision]
    if not any(query.casefold() in text.casefold() for text in [message.text, *current]):
        return None  # the hit was in a revision that no longer holds
    line, language = line_of(message, user)
    parts = parts_of(line, query)
    shows_original = language != message.language and query.casefold() in message.text.casefold()
    return SearchHit(
        thread_id=str(message.thread_id),
        message_id=str(message.pk),
        url=f"{reverse('thread', args=[message.thread_id])}?message={message.pk}",
        subject=message.thread.subject,
        sender=message.sender.name,
        at=message.created_at,
        line_parts=parts,
        line_language=language,
        original_parts=parts_of(" ".join(message.text.split()), query) if shows_original else [],
        original_language=message.language,
    )


def parts_of(text: str, query: str, around: int = 60) -> list[tuple[str, bool]]:
    """`text` cut at the hits of `query`, beginning a little before the first."""
    folded, needle = text.lower(), query.lower()
    start = max(folded.find(needle) - around, 0)
    parts: list[tuple[str, bool]] = [("…", False)] if start else []
    while (at := folded.find(needle, start)) >= 0 and len(folded) == len(text):
        parts += [(text[start:at], False), (text[at : at + len(query)], True)]
        start = at + len(query)
    return [part for part in [*parts, (text[start:], False)] if part[0]]
