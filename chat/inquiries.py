"""Inquiries as their pages show them: to whom each went, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet

from chat.access import inquiries_of, organization_id_of
from chat.directory import languages_of
from chat.models import Attachment, Inquiry, Message, Participant, Side, Thread, User
from chat.naming import initials

PAGE_SIZE = 24


class Reach(StrEnum):
    """How far an inquiry has come with one supplier."""

    INVITED = "invited"
    """Nobody has come in by the link yet."""
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One supplier of an inquiry, and the thread with it."""

    thread_id: UUID
    name: str
    """Empty while the invited supplier has not come in."""
    initials: str
    city: str
    time_zone: str
    languages: list[str]
    reach: Reach
    last_activity_at: datetime


@dataclass(frozen=True, slots=True)
class InquiryLine:
    """One inquiry as the list shows it."""

    inquiry: Inquiry
    picture: Attachment | None
    recipients: int
    answered: int


# --- one inquiry --------------------------------------------------------------------------------------------------


def recipients_of(inquiry: Inquiry) -> list[Recipient]:
    """One row a supplier, in the order of their names; the invited who have not come in yet are the last."""
    threads = list(inquiry.threads.select_related("supplier").order_by("supplier__name", "created_at"))
    threads.sort(key=lambda thread: thread.supplier_id is None)
    reach = _reach_of(threads)
    languages = languages_of([thread.supplier_id for thread in threads if thread.supplier_id])
    return [_recipient(thread, languages[thread.supplier_id or 0], reach[thread.pk]) for thread in threads]


def _recipient(thread: Thread, languages: list[str], reach: Reach) -> Recipient:
    supplier = thread.supplier
    return Recipient(
        thread_id=thread.pk,
        name=supplier.name if supplier else "",
        initials=initials(supplier.name) if supplier else "?",
        city=supplier.city if supplier else "",
        time_zone=supplier.time_zone if supplier else "",
        languages=languages,
        reach=reach,
        last_activity_at=thread.last_activity_at,
    )


def _reach_of(threads: Iterable[Thread]) -> dict[UUID, Reach]:
    ids = [thread.pk for thread in threads]
    answered = set(_answers().filter(thread__in=ids).values_list("thread_id", flat=True))
    return {thread.pk: _reach(thread, thread.pk in answered) for thread in threads}


def _reach(thread: Thread, answered: bool) -> Reach:
    if thread.supplier_id is None:
        return Reach.INVITED
    if answered:
        return Reach.ANSWERED
    first = thread.messages.order_by("seq").values_list("seq", flat=True).first() or 0
    theirs = Participant.objects.filter(thread=thread, user__membership__organization_id=thread.supplier_id)
    far = theirs.aggregate(read=Max("read_seq"), delivered=Max("delivered_seq"))
    if first and (far["read"] or 0) >= first:
        return Reach.READ
    return Reach.DELIVERED if first and (far["delivered"] or 0) >= first else Reach.SENT


def _answers() -> QuerySet[Message]:
    return Message.objects.filter(side=Side.SUPPLIER).exclude(kind=Message.Kind.SYSTEM)


# --- lists --------------------------------------------------------------------------------------------------------


def sent_by(user: User) -> QuerySet[Inquiry]:
    """What the person's organization has asked, the newest first, with counts of recipients and answers."""
    answered = Exists(_answers().filter(thread=OuterRef("threads__pk")))
    return (
        inquiries_of(user)
        .prefetch_related(Prefetch("pictures", Attachment.objects.order_by("created_at")))
        .annotate(recipients=Count("threads", distinct=True))
        .annotate(answered=Count("threads", filter=Q(answered), distinct=True))
        .order_by("-created_at")
    )


def lines(inquiries: Iterable[Inquiry]) -> list[InquiryLine]:
    """The rows of one page of `sent_by`."""
    return [
        InquiryLine(
            inquiry=inquiry,
            picture=next(iter(inquiry.pictures.all()), None),
            recipients=inquiry.recipients,  # type: ignore[attr-defined]
            answered=inquiry.answered,  # type: ignore[attr-defined]
        )
        for inquiry in inquiries
    ]


def received_by(user: User) -> QuerySet[Thread]:
    """The threads by which inquiries have come to the person's organization, the newest inquiry first."""
    received = Thread.objects.filter(supplier_id=organization_id_of(user) or 0)
    pictures = Prefetch("inquiry__pictures", Attachment.objects.order_by("created_at"))
    return received.select_related("inquiry", "buyer").prefetch_related(pictures).order_by("-inquiry__created_at")
