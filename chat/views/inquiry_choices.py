"""The suppliers among whom a buyer chooses, and the links for those who are not here yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from chat import directory, glosses, invitations
from chat.directory import Search, SupplierCard
from chat.models import Inquiry, Thread

MAX_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """A supplier with its box."""

    card: SupplierCard
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """A seat in a thread that waits for its supplier."""

    thread_id: UUID
    link: str


def choices(user: Any, chosen: set[str], find: str, without: Iterable[int] = ()) -> list[Choice]:
    """The chosen ones, whatever is searched for, and then what was found; none of `without`."""
    everybody = directory.find_suppliers(user, Search()).exclude(pk__in=without)
    first = list(everybody.filter(pk__in=[int(pk) for pk in chosen if pk.isdecimal()]))
    found = directory.find_suppliers(user, Search(query=find)).exclude(pk__in=without)
    others = found.exclude(pk__in=[one.pk for one in first])
    cards = glosses.glossed(user, directory.cards([*first, *others[:MAX_SHOWN]]))
    return [Choice(card, str(card.id) in chosen) for card in cards]


def open_invitations(request: HttpRequest, inquiry: Inquiry) -> list[OpenInvitation]:
    """A link for each seat of the inquiry that no supplier has taken yet."""
    seats = inquiry.threads.filter(supplier=None).order_by("created_at")
    return [OpenInvitation(thread.pk, link_of(request, thread)) for thread in seats]


def link_of(request: HttpRequest, thread: Thread) -> str:
    """The address under which an invited supplier comes into the thread."""
    user: Any = request.user
    token = invitations.for_thread(user, thread)
    return request.build_absolute_uri(reverse("invitation", args=[token]))


def mail_invitation(request: HttpRequest, thread: Thread, email: str) -> None:
    """The link as a short letter that reads well as plain text."""
    user: Any = request.user
    context = {
        "name": user.name,
        "organization": thread.buyer.name,
        "subject": thread.subject,
        "link": link_of(request, thread),
        "days": settings.INVITATION_DAYS,
    }
    title = _("%(name)s of %(organization)s sends you an inquiry: %(subject)s") % context
    send_mail(" ".join(title.split()), render_to_string("inquiries/invitation.txt", context), None, [email])
