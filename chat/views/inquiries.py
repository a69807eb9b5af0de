"""Inquiries: writing one to several suppliers, and looking at how far each has come."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat import access, inquiries
from chat.actions import threads
from chat.forms.inquiries import MAX_SUPPLIERS, InquiryForm, InvitationForm
from chat.models import Inquiry, Side, Thread
from chat.protocol import MAX_ATTACHMENTS, MAX_TEXT_CHARS, ErrorCode, Refusal
from chat.refusals import sentence
from chat.views import inquiry_choices, inquiry_further, inquiry_pictures, inquiry_preview
from chat.views.guards import needs_organization


@needs_organization
@require_safe
def list_inquiries(request: HttpRequest) -> HttpResponse:
    """What one's own organization asked, and what it was asked."""
    user: Any = request.user
    organization = access.organization_of(user)
    sent = Paginator(inquiries.sent_by(user), inquiries.PAGE_SIZE).get_page(request.GET.get("page"))
    received = Paginator(inquiries.received_by(user), inquiries.PAGE_SIZE).get_page(request.GET.get("received"))
    context = {
        "nav_current": "inquiries",
        "sent": sent,
        "lines": inquiries.lines(sent),
        "received": received,
        "supplies": bool(organization and organization.is_supplier),
        "may_inquire": access.may_create_inquiry(user),
    }
    return render(request, "inquiries/list.html", context)


# --- a new one ----------------------------------------------------------------------------------------------------


@needs_organization
@require_http_methods(["GET", "HEAD", "POST"])
def write_inquiry(request: HttpRequest) -> HttpResponse:
    """The form of a new inquiry. Sent twice under one `client_id`, there is one inquiry."""
    user: Any = request.user
    access.require_buyer(user)
    if request.method != "POST":
        return _show_form(request, _fresh_form(request), [])
    pictures, problems = inquiry_pictures.keep_all(request)
    if request.POST.get("step") == "find":
        return _show_form(request, _unsent_form(request), pictures)
    form = InquiryForm(request.POST, suppliers=access.suppliers_for(user))
    for problem in problems:
        form.add_error(None, problem)
    if not form.is_valid():
        return _show_form(request, form, pictures)
    return _send(request, form, pictures)


def _fresh_form(request: HttpRequest) -> InquiryForm:
    chosen = [int(value) for value in request.GET.getlist("supplier") if value.isdecimal() and len(value) < 18]
    initial = {"client_id": uuid4(), "suppliers": chosen[:MAX_SUPPLIERS], "destination": _home(request)}
    return InquiryForm(initial=initial, suppliers=access.suppliers_for(request.user))


def _home(request: HttpRequest) -> str:
    organization = access.organization_of(request.user)
    return ", ".join(filter(None, (organization.city, organization.country))) if organization else ""


def _unsent_form(request: HttpRequest) -> InquiryForm:
    """What has been written so far, not judged yet."""
    written: dict[str, Any] = request.POST.dict()
    return InquiryForm(
        initial={**written, "suppliers": request.POST.getlist("suppliers")},
        suppliers=access.suppliers_for(request.user),
    )


def _show_form(request: HttpRequest, form: InquiryForm, pictures: list[Any]) -> HttpResponse:
    chosen = {str(value) for value in form["suppliers"].value() or []}
    find = (request.POST.get("find") or "").strip()[:100]
    context = {
        "nav_current": "inquiries",
        "form": form,
        "find": find,
        "chosen": len(chosen),
        "choices": inquiry_choices.choices(request.user, chosen, find),
        "pictures": pictures,
        "max_suppliers": MAX_SUPPLIERS,
        "max_pictures": MAX_ATTACHMENTS,
        "max_chars": MAX_TEXT_CHARS,
        "recipients": len(chosen) + bool(form["by_invitation"].value()),
    }
    return render(request, "inquiries/new.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, form: InquiryForm, pictures: list[Any]) -> HttpResponse:
    user: Any = request.user
    try:
        inquiry = threads.send_inquiry(
            user,
            form.cleaned_data["client_id"],
            form.terms,
            form.cleaned_data["suppliers"],
            pictures=[picture.pk for picture in pictures],
            by_invitation=form.cleaned_data["by_invitation"],
        )
    except Refusal as refusal:
        form.add_error(None, sentence(refusal))
        return _show_form(request, form, pictures)
    return redirect("inquiry", inquiry.pk)


# --- one inquiry --------------------------------------------------------------------------------------------------


@needs_organization
@require_safe
def show_inquiry(request: HttpRequest, inquiry_id: int) -> HttpResponse:
    """How far the inquiry has come with each supplier, and what it asks."""
    inquiry = access.inquiry_for(request.user, inquiry_id)
    return _show_inquiry(request, inquiry, InvitationForm())


def _show_inquiry(request: HttpRequest, inquiry: Inquiry, form: InvitationForm) -> HttpResponse:
    context = {
        "nav_current": "inquiries",
        "inquiry": inquiry,
        "recipients": inquiries.recipients_of(inquiry),
        "invitations": inquiry_choices.open_invitations(request, inquiry),
        "pictures": inquiry.pictures.order_by("created_at"),
        "invitation_days": settings.INVITATION_DAYS,
        "form": form,
    }
    return render(request, "inquiries/inquiry.html", context, status=422 if form.errors else 200)


@needs_organization
@require_POST
def invite_counterpart(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """The link by which a supplier comes into the thread; mailed where an address is given."""
    thread = access.thread_for(request.user, thread_id)
    _require_open_seat(request, thread)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _show_inquiry(request, thread.inquiry, form)
    if form.cleaned_data["email"]:
        inquiry_choices.mail_invitation(request, thread, form.cleaned_data["email"])
        flash.success(request, _("The invitation was sent to %(email)s.") % {"email": form.cleaned_data["email"]})
    return redirect("inquiry", thread.inquiry_id)


def _require_open_seat(request: HttpRequest, thread: Thread) -> None:
    if access.require_side(request.user, thread) != Side.BUYER:
        raise Refusal(ErrorCode.FORBIDDEN)
    if thread.supplier_id is not None:
        raise Refusal(ErrorCode.CONFLICT)


urlpatterns = [
    path("inquiries/", list_inquiries, name="inquiries"),
    path("inquiries/new/", write_inquiry, name="inquiry-new"),
    path("inquiries/preview/", inquiry_preview.preview, name="inquiry-preview"),
    path("inquiries/<int:inquiry_id>/", show_inquiry, name="inquiry"),
    path("inquiries/<int:inquiry_id>/send/", inquiry_further.send_further, name="inquiry-further"),
    path("threads/<uuid:thread_id>/invite/", invite_counterpart, name="invite-counterpart"),
]
