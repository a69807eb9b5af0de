"""Opening, naming, keeping and handing over threads."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from chat import access, events, queries
from chat.actions import messages
from chat.actions.saying import checked_text
from chat.actions.translations import announce_start, promise
from chat.models import Attachment, Inquiry, Message, Organization, Participant, Thread, User
from chat.protocol import ErrorCode, Refusal


def send_inquiry(
    user: User,
    client_id: UUID,
    fields: dict[str, Any],
    suppliers: Sequence[Organization],
    *,
    pictures: Sequence[UUID] = (),
    by_invitation: bool = False,
) -> Inquiry:
    """Write one inquiry and open a private thread with each supplier. Repeated, it gives the first result.

    `by_invitation` opens one more thread whose supplier comes in by a link. Raises `Refusal`: FORBIDDEN where the
    organization does not buy, EMPTY where it would go to nobody, NOT_FOUND for a supplier out of reach.
    """
    buyer = access.require_buyer(user)
    text = checked_text(fields["text"])
    _check_recipients(user, suppliers, by_invitation=by_invitation)
    with events.write_lock():
        inquiry, is_new = Inquiry.objects.get_or_create(
            author=user, client_id=client_id, defaults={**fields, "text": text, "buyer": buyer}
        )
        if is_new:
            _add_pictures(user, inquiry, pictures)
            for supplier in [*suppliers, *([None] if by_invitation else [])]:
                _open_thread(user, inquiry, supplier)
    return inquiry


def send_further(user: User, inquiry_id: int, suppliers: Sequence[Organization]) -> Inquiry:
    """Open a private thread of an inquiry with suppliers who have not got it yet. Those who have keep theirs.

    Raises `Refusal`: NOT_FOUND for an inquiry of others and for a supplier out of reach, EMPTY where it would go
    to nobody.
    """
    _check_recipients(user, suppliers, by_invitation=False)
    with events.write_lock():
        inquiry = access.inquiry_for(user, inquiry_id, lock=True)
        present = set(inquiry.threads.values_list("supplier_id", flat=True))
        new = {supplier.pk: supplier for supplier in suppliers if supplier.pk not in present}
        for supplier in new.values():
            _open_thread(user, inquiry, supplier)
    return inquiry


def take_invitation(user: User, thread_id: UUID) -> Thread:
    """Come into a thread as the supplier who was invited. Coming in twice changes nothing.

    Raises `Refusal`: FORBIDDEN where the organization does not supply, or buys here; CONFLICT where another
    supplier came first.
    """
    organization = access.organization_of(user)
    with events.writing(thread_id) as log:
        if organization is None or not organization.is_supplier or organization.pk == log.thread.buyer_id:
            raise Refusal(ErrorCode.FORBIDDEN)
        if log.thread.supplier_id == organization.pk:
            return log.thread
        if log.thread.supplier_id is not None:
            raise Refusal(ErrorCode.CONFLICT)
        log.thread.supplier = organization
        log.thread.save(update_fields=["supplier"])
        messages.say_system(log, user, "joined")
        _promise_to_newcomers(log)
    return log.thread


def rename(user: User, thread_id: UUID, subject: str) -> None:
    """Give the thread another subject, for both sides."""
    subject = " ".join(subject.split())[:120]
    if not subject:
        raise Refusal(ErrorCode.EMPTY)
    with events.writing(thread_id) as log:
        access.require_side(user, log.thread)
        if log.thread.subject == subject:
            return
        access.require_open(log.thread)
        log.thread.subject = subject
        messages.say_system(log, user, "renamed", value=subject)
        _record_change(log)


def assign(user: User, thread_id: UUID, assignee_id: int | None) -> None:
    """Make a colleague (or nobody) answerable for the thread on one's own side."""
    with events.writing(thread_id) as log:
        side = access.require_side(user, log.thread)
        assignee = _colleague(user, assignee_id)
        field = f"{side.value}_assignee"
        if getattr(log.thread, f"{field}_id") == (assignee.pk if assignee else None):
            return
        setattr(log.thread, field, assignee)
        log.thread.save(update_fields=[field])
        change = {"change": "assigned", "value": assignee.name} if assignee else {"change": "unassigned"}
        messages.say_system(log, user, **change)
        _record_change(log)


def block(user: User, thread_id: UUID, *, blocked: bool) -> None:
    """Let nobody write in the thread until one's own organization lifts its block. Repeated, it changes nothing."""
    with events.writing(thread_id) as log:
        field = f"{access.require_side(user, log.thread).value}_blocks"
        if getattr(log.thread, field) == blocked:
            return
        setattr(log.thread, field, blocked)
        log.thread.save(update_fields=[field])
        messages.say_system(log, user, "blocked" if blocked else "unblocked")
        _record_change(log)


def archive(user: User, thread_id: UUID, *, archived: bool) -> None:
    """Put the thread out of (or back into) this person's inbox."""
    thread = access.thread_for(user, thread_id)
    with events.write_lock():
        Participant.objects.update_or_create(thread=thread, user=user, defaults={"is_archived": archived})
    events.announce_inbox(thread.pk, user.pk)


def swap(user: User, thread_id: UUID, *, original_first: bool) -> None:
    """Show originals (or translations) first in this thread, for this person."""
    thread = access.thread_for(user, thread_id)
    with events.write_lock():
        Participant.objects.update_or_create(thread=thread, user=user, defaults={"original_first": original_first})


def _check_recipients(user: User, suppliers: Sequence[Organization], *, by_invitation: bool) -> None:
    if not suppliers and not by_invitation:
        raise Refusal(ErrorCode.EMPTY)
    reachable = access.suppliers_for(user).filter(pk__in=[supplier.pk for supplier in suppliers]).count()
    if reachable != len({supplier.pk for supplier in suppliers}):
        raise Refusal(ErrorCode.NOT_FOUND)


def _add_pictures(user: User, inquiry: Inquiry, pictures: Sequence[UUID]) -> None:
    own = Attachment.objects.filter(pk__in=pictures, uploader=user, message=None, inquiry=None)
    own.update(inquiry=inquiry)


def _open_thread(user: User, inquiry: Inquiry, supplier: Organization | None) -> Thread:
    thread = Thread.objects.create(inquiry=inquiry, buyer=inquiry.buyer, supplier=supplier, subject=inquiry.subject)
    Participant.objects.create(thread=thread, user=user)
    # The first message of each thread follows from the inquiry, so that a repetition gives the same one.
    messages.send(user, thread.pk, uuid.uuid5(inquiry.client_id, str(thread.pk)), inquiry.text)
    return thread


def _promise_to_newcomers(log: events.Log) -> None:
    languages = queries.languages_of(log.thread)
    for message in log.thread.messages.filter(kind__in=Message.SAID):
        for row in promise(message, languages.wanted_for(message.language)):
            announce_start(log, message, row.language)


def _colleague(user: User, assignee_id: int | None) -> User | None:
    if assignee_id is None:
        return None
    organization_id = access.organization_id_of(user)
    colleague = User.objects.filter(pk=assignee_id, membership__organization_id=organization_id).first()
    if colleague is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    return colleague


def _record_change(log: events.Log) -> None:
    thread = log.thread
    thread.last_activity_at = timezone.now()
    log.record(
        "thread.changed",
        subject=thread.subject,
        status=thread.status,
        buyer_assignee=str(thread.buyer_assignee_id) if thread.buyer_assignee_id else None,
        supplier_assignee=str(thread.supplier_assignee_id) if thread.supplier_assignee_id else None,
        blocked_by=thread.blocked_by,
    )
