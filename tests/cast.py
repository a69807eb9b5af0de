"""The cast of the tests, and small builders for what they do."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from chat.actions import messages, threads
from chat.models import Inquiry, Membership, Message, Organization, Thread, User

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Cast:
    """Jordan buys in Texas and reads English; Chen is his colleague. Li Wei supplies from Ningbo and reads Chinese.

    Olga works for another supplier and should have no access to their thread.
    """

    jordan: User
    chen: User
    liwei: User
    olga: User
    thread: Thread


def make_person(name: str, language: str, organization: Organization, zone: str = "UTC") -> User:
    interface = "zh-hans" if language == "zh" else language
    user = User.objects.create_user(
        f"{name.lower().replace(' ', '')}@example.com",
        PASSWORD,
        name=name,
        interface_language=interface,
        reading_language=language,
        speaking_language=language,
        time_zone=zone,
    )
    Membership.objects.create(user=user, organization=organization, role=Membership.Role.OWNER)
    return user


def make_organization(name: str, **fields: Any) -> Organization:
    defaults = {"country": "US", "city": "Houston", "time_zone": "America/Chicago"}
    return Organization.objects.create(name=name, **{**defaults, **fields})


def make_supplier(name: str, **fields: Any) -> Organization:
    defaults = {"country": "CN", "city": "Ningbo", "time_zone": "Asia/Shanghai", "is_supplier": True}
    return make_organization(name, **{**defaults, **fields})


INQUIRY = {
    "subject": "Steel bottles 500 ml",
    "product_name": "Steel bottle",
    "sku": "SB-500",
    "quantity": 15000,
    "unit": "pcs",
    "target_price": "2.20",
    "currency": "USD",
    "destination": "Houston, US",
    "text": "Can you quote 15,000 pcs?",
}


def make_inquiry(author: User, suppliers: list[Organization], **fields: Any) -> Inquiry:
    return threads.send_inquiry(author, uuid.uuid4(), {**INQUIRY, **fields}, suppliers)


def make_cast() -> Cast:
    buyer = make_organization("Lone Star Supply", is_buyer=True)
    supplier = make_supplier("Ningbo Hengda", makes="Steel bottles, flasks")
    other = make_supplier("Foshan Qiming")
    jordan = make_person("Jordan", "en", buyer, "America/Chicago")
    chen = make_person("Chen", "en", buyer, "America/Chicago")
    liwei = make_person("Li Wei", "zh", supplier, "Asia/Shanghai")
    olga = make_person("Olga", "es", other)
    thread = make_inquiry(jordan, [supplier]).threads.get()
    return Cast(jordan, chen, liwei, olga, thread)


def say(user: User, thread: Thread, text: str, **more: Any) -> Message:
    """A message of `user`, as the socket would send it."""
    sent = messages.send(user, thread.pk, uuid.uuid4(), text, **more)
    return Message.objects.get(pk=sent.message_id)
