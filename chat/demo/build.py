"""Makes the demo by the same actions that people use, then dates it back."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.utils import timezone

from chat import events
from chat.actions import attachments, letters, messages, receipts, threads
from chat.demo import pictures
from chat.demo.script import InquiryScript, LineScript, OrganizationScript, PersonScript, ThreadScript
from chat.letters import Due
from chat.models import Attachment, Event, Inquiry, Membership, Message, Organization, Thread, Translation, User
from chat.uploads import clean

PASSWORD = "parley-demo"  # noqa: S105 - known to everybody, and printed
NAMESPACE = uuid.UUID("6f1c7d3e-2f0b-4c59-9d51-0c6a0a3d9b11")
"""From it follow the client ids, so that the demo made again is the same one."""


def _id(*parts: object) -> UUID:
    return uuid.uuid5(NAMESPACE, "/".join(map(str, parts)))


# --- people -------------------------------------------------------------------------------------------------------


def make_organization(script: OrganizationScript) -> None:
    """The firm and its people. What is there already stays as it is."""
    organization, _made = Organization.objects.get_or_create(
        name=script.name,
        is_demo=True,
        defaults={
            "is_buyer": script.buys,
            "is_supplier": script.supplies,
            "is_verified": script.verified,
            "country": script.country,
            "city": script.city,
            "time_zone": script.time_zone,
            "makes": script.makes,
        },
    )
    for person in script.people:
        if not User.objects.filter(email=person.email).exists():
            _make_person(person, organization)


def _make_person(script: PersonScript, organization: Organization) -> None:
    user = User.objects.create_user(
        script.email,
        PASSWORD,
        name=script.name,
        interface_language=script.interface,
        reading_language=script.language,
        speaking_language=script.language,
        time_zone=organization.time_zone,
        is_demo=True,
        last_seen_at=timezone.now() - timedelta(hours=2),
    )
    Membership.objects.create(user=user, organization=organization, role=Membership.Role.OWNER)


# --- inquiries and what followed ----------------------------------------------------------------------------------


def make_inquiry(script: InquiryScript) -> bool:
    """The inquiry with its conversations, whole or not at all. False where it exists already."""
    author = User.objects.get(email=script.by, is_demo=True)
    if Inquiry.objects.filter(author=author, client_id=_id(script.key)).exists():
        return False
    now = timezone.now()
    with events.write_lock():
        inquiry = _send(author, script, now - script.ago)
        for thread in script.thread:
            _talk(inquiry, script.key, thread, now)
        # Nobody is connected to what is only just being made, and who made it also has it translated.
        connection.run_on_commit.clear()
    return True


def _send(author: User, script: InquiryScript, at: datetime) -> Inquiry:
    suppliers = [Organization.objects.get(name=thread.supplier, is_demo=True) for thread in script.thread]
    shown = [_picture(author, None, script.picture).pk] if script.picture else []
    terms = script.model_dump(include={"subject", "product_name", "sku", "unit", "currency", "destination", "text"})
    terms["quantity"] = Decimal(script.quantity)
    terms["target_price"] = Decimal(script.target_price) if script.target_price else None
    inquiry = threads.send_inquiry(author, _id(script.key), terms, suppliers, pictures=shown)
    Inquiry.objects.filter(pk=inquiry.pk).update(created_at=at)
    inquiry.threads.update(created_at=at, last_activity_at=at)
    for message in Message.objects.filter(thread__inquiry=inquiry):
        _date_back(message, at)
    return inquiry


def _talk(inquiry: Inquiry, key: str, said: ThreadScript, now: datetime) -> None:
    thread = inquiry.threads.get(supplier__name=said.supplier)
    for number, line in enumerate(said.lines):
        _say(thread, _id(key, said.supplier, number), line, now - line.ago)
    thread.refresh_from_db()
    _read(thread, said)


def _say(thread: Thread, client_id: UUID, line: LineScript, at: datetime) -> None:
    person = User.objects.get(email=line.by, is_demo=True)
    files = [_picture(person, thread, line.picture).pk] if line.picture else []
    sent = messages.send(person, thread.pk, client_id, line.text, language=person.speaking_language, attachments=files)
    _date_back(Message.objects.get(pk=sent.message_id), at)
    Thread.objects.filter(pk=thread.pk).update(last_activity_at=at)


def _date_back(message: Message, at: datetime) -> None:
    Message.objects.filter(pk=message.pk).update(created_at=at)
    Event.objects.filter(message=message).update(created_at=at)
    Translation.objects.filter(message=message).update(created_at=at)
    Attachment.objects.filter(message=message).update(created_at=at)


def _picture(person: User, thread: Thread | None, name: str) -> Attachment:
    file = clean(f"{name}.png", pictures.draw(name))
    return attachments.keep(person, thread.pk if thread else None, _id("picture", person.email, name), file)


def _read(thread: Thread, said: ThreadScript) -> None:
    organizations = [thread.buyer_id, thread.supplier_id]
    for person in User.objects.filter(membership__organization_id__in=organizations):
        foreign = list(thread.messages.exclude(sender=person).order_by("-seq").values_list("seq", flat=True))
        unread = said.unread.get(person.email, 0)
        receipts.deliver(person, thread.pk, thread.last_seq)
        if unread < len(foreign) or not unread:
            receipts.read(person, thread.pk, foreign[unread] if unread else thread.last_seq)
        letters.told(Due(person.pk, thread.pk), thread.last_seq)
