"""Bringing in a colleague, and coming in by a link."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.contrib import messages as flash
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from chat import access, invitations
from chat.actions import accounts, threads
from chat.forms.accounts import PersonForm, SupplierForm
from chat.forms.profile import ColleagueForm
from chat.invitations import ExpiredInvitation, InvalidInvitation, Invitation
from chat.models import Organization, Thread, User
from chat.protocol import ErrorCode, Refusal
from chat.refusals import sentence
from chat.views.accounts import sign_in_new_person
from chat.views.guards import needs_organization
from chat.views.profile import colleagues_page

logger = logging.getLogger(__name__)


@needs_organization
@require_POST
def invite_colleague(request: HttpRequest) -> HttpResponse:
    """Mail a link, and show it to copy."""
    form = ColleagueForm(request.POST)
    organization = access.organization_of(request.user)
    if not form.is_valid() or organization is None:
        return colleagues_page(request, form)
    link = _link_for(request, organization, form.cleaned_data["email"])
    request.session["invitation_link"] = link
    return redirect("profile-colleagues")


def _link_for(request: HttpRequest, organization: Organization, email: str) -> str:
    user: Any = request.user
    token = invitations.for_colleague(user, organization.pk, email)
    link = request.build_absolute_uri(reverse("invitation", args=[token]))
    try:
        _mail(email, link, inviter=user.name, purpose=organization.name)
    except OSError:
        # The link stands on the next page all the same.
        logger.exception("an invitation could not be mailed")
        flash.warning(request, _("The mail could not be sent. Pass the link on yourself."))
    else:
        flash.success(request, _("The invitation was sent to %(email)s.") % {"email": email})
    return link


def _mail(email: str, link: str, *, inviter: str, purpose: str) -> None:
    values = {"inviter": inviter, "purpose": purpose, "link": link, "days": settings.INVITATION_DAYS}
    subject = _("%(name)s invites you to Parley") % {"name": " ".join(inviter.split())}
    text, html = (render_to_string(f"email/invitation.{kind}", values) for kind in ("txt", "html"))
    send_mail(subject, text, None, [email], html_message=html)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, token: str) -> HttpResponse:
    """What is behind a link: sign up, or accept, or why it cannot be."""
    try:
        invitation = invitations.read(token)
    except ExpiredInvitation as expired:
        return _told_expired(request, expired.inviter_name)
    except InvalidInvitation:
        raise Refusal(ErrorCode.NOT_FOUND) from None
    return _take_colleague(request, invitation) if invitation.kind == "colleague" else _take_seat(request, invitation)


def _take_colleague(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    organization = get_object_or_404(Organization, pk=invitation.organization_id)
    if not _holds(invitation, organization):
        return _told_expired(request, invitation.inviter_name)
    if request.user.is_authenticated:
        return _join_signed_in(request, invitation, organization)
    form = PersonForm(request.POST or None, initial={"email": invitation.email})
    # The address is the one that was invited, whatever the form says.
    form.fields["email"].disabled = True
    if form.is_valid():
        user = sign_in_new_person(request, **form.cleaned_data)
        accounts.join_organization(user, organization.pk)
        accounts.change_profile(user, time_zone=organization.time_zone)
        return redirect("sign-up-languages")
    return _page(request, invitation, organization.name, forms=[form])


def _holds(invitation: Invitation, organization: Organization) -> bool:
    """Whether who invited is still there, and who was invited has not been sent away since."""
    if _organization_of_inviter(invitation) != organization.pk:
        return False
    departure = organization.departures.filter(user__email=invitation.email).first()
    return departure is None or departure.left_at.timestamp() < invitation.issued_at


def _join_signed_in(request: HttpRequest, invitation: Invitation, organization: Organization) -> HttpResponse:
    user: Any = request.user
    if user.email != invitation.email:
        text = _("This invitation is for %(email)s. Sign out and open the link again.") % {"email": invitation.email}
        return _told(request, text, status=403)
    if request.method != "POST":
        return _page(request, invitation, organization.name, forms=[])
    try:
        accounts.join_organization(user, organization.pk)
    except Refusal:
        return _told(request, _("You work for another organization here. One account belongs to one."), status=409)
    return redirect("inbox")


def _take_seat(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    thread = get_object_or_404(Thread, pk=invitation.thread_id)
    if _organization_of_inviter(invitation) != thread.buyer_id:
        return _told_expired(request, invitation.inviter_name)
    if request.user.is_authenticated and access.organization_id_of(request.user) is not None:
        return _accept_seat(request, invitation, thread)
    if thread.supplier_id is not None:
        return _told_refusal(request, Refusal(ErrorCode.CONFLICT))
    return _found_and_take_seat(request, invitation, thread)


def _found_and_take_seat(request: HttpRequest, invitation: Invitation, thread: Thread) -> HttpResponse:
    person = None if request.user.is_authenticated else PersonForm(request.POST or None, prefix="person")
    organization = SupplierForm(request.POST or None, prefix="organization")
    shown = [form for form in (person, organization) if form is not None]
    if request.method == "POST" and all([form.is_valid() for form in shown]):  # noqa: C419  # each shows its errors
        user: Any = sign_in_new_person(request, **person.cleaned_data) if person else request.user
        founded = accounts.found_organization(user, **organization.values())
        accounts.change_profile(user, time_zone=founded.time_zone)
        threads.take_invitation(user, thread.pk)
        return redirect(f"{reverse('sign-up-languages')}?next={reverse('thread', args=[thread.pk])}")
    return _page(request, invitation, thread.subject, forms=shown)


def _accept_seat(request: HttpRequest, invitation: Invitation, thread: Thread) -> HttpResponse:
    if request.method != "POST":
        return _page(request, invitation, thread.subject, forms=[])
    try:
        threads.take_invitation(request.user, thread.pk)  # type: ignore[arg-type]
    except Refusal as refusal:
        return _told_refusal(request, refusal)
    return redirect("thread", thread.pk)


def _organization_of_inviter(invitation: Invitation) -> int | None:
    return access.organization_id_of(User(pk=invitation.inviter_id))


def _page(request: HttpRequest, invitation: Invitation, purpose: str, forms: list[Any]) -> HttpResponse:
    shown = {"invitation": invitation, "purpose": purpose, "forms": forms}
    return render(request, "accounts/invitation.html", shown)


def _told_expired(request: HttpRequest, inviter_name: str) -> HttpResponse:
    text = _("This link has expired. Ask %(name)s for a new one.") % {"name": inviter_name}
    return _told(request, text, status=410)


def _told_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    texts = {
        ErrorCode.FORBIDDEN: _("Only a supplier can take this place. Your organization buys here."),
        ErrorCode.CONFLICT: _("Another supplier has taken this place already."),
    }
    return _told(request, texts.get(refusal.code) or sentence(refusal), status=409)


def _told(request: HttpRequest, text: str, status: int) -> HttpResponse:
    shown = {"told_title": _("Invitation"), "told_text": text}
    return render(request, "accounts/told.html", shown, status=status)


urlpatterns = [
    path("profile/colleagues/invite/", invite_colleague, name="invite-colleague"),
    path("invitation/<str:token>/", take, name="invitation"),
]
