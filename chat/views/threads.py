"""A thread's page, and the forms that change how it is kept."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import translation as i18n
from django.views.decorators.http import require_http_methods, require_POST

from chat import access, presenting, queries, shapes
from chat.actions import messages, receipts, threads
from chat.models import Report, Side, Thread, User
from chat.naming import language_name
from chat.protocol import MAX_TEXT_CHARS, MessageOut, ParticipantOut, Refusal
from chat.refusals import sentence
from chat.uploads import MAX_FILE_BYTES
from chat.views.guards import needs_organization
from chat.views.inbox import list_context
from translation import languages


@dataclass(frozen=True, slots=True)
class ThreadHead:
    """What stands above a thread."""

    subject: str
    product_name: str
    picture_url: str
    counterpart: str
    counterpart_city: str
    counterpart_time_zone: str
    side: str
    people: list[ParticipantOut]
    """Of the other side."""
    language_line: dict[str, str]
    """`writes`, `name`, `reads`: You write {writes}, {name} reads {reads}."""
    is_archived: bool
    blocks: bool
    """Our side has blocked the thread."""
    is_blocked: bool
    """One of the sides has."""
    original_first: bool
    assignee_id: str
    colleagues: list[ParticipantOut]


@needs_organization
@require_http_methods(["GET", "HEAD", "POST"])
def show_thread(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """The thread with its newest messages. A POST sends a message without script."""
    thread = access.thread_for(request.user, thread_id)
    if request.method == "POST":
        return _send(request, thread)
    return render(request, "inbox.html", {**list_context(request, thread.pk), **_thread_context(request, thread)})


def _send(request: HttpRequest, thread: Thread) -> HttpResponse:
    user: Any = request.user
    try:
        client_id = UUID(request.POST.get("client_id", ""))
    except ValueError:
        client_id = uuid.uuid4()
    try:
        messages.send(user, thread.pk, client_id, request.POST.get("text", ""))
    except Refusal as refusal:
        flash.error(request, sentence(refusal))
    return redirect("thread", thread.pk)


def _thread_context(request: HttpRequest, thread: Thread) -> dict[str, Any]:
    user: Any = request.user
    state = messages.participant_in(thread, user)
    first_unread = queries.first_unread_seq(user, thread)
    open_at = _open_at(request, thread, first_unread)
    page, more = _page(request, thread, open_at)
    people = queries.participants_of(thread)
    viewer = _viewer(user, thread, original_first=state.original_first)
    items = presenting.present(page, viewer, people, first_unread)
    head = _head(user, thread, people, state)
    return {
        "thread": thread,
        "head": head,
        "items": items,
        "more": more,
        "first_unread_seq": first_unread,
        "inquiry": thread.inquiry,
        "inquiry_pictures": [shapes.attachment_out(row) for row in thread.inquiry.pictures.all()],
        "inquiry_pair": None if more or not items else items[0],
        "files": [(shapes.attachment_out(row), row.uploader.name, row.created_at) for row in queries.files_of(thread)],
        "client_id": uuid.uuid4(),
        "viewer": viewer,
        "people": people,
        "report_reasons": Report.Reason.choices,
        "state": _state(thread, viewer, people, page, first_unread, open_at=open_at, more=more, user=user),
    }


def _page(request: HttpRequest, thread: Thread, open_at: int | None) -> tuple[list[MessageOut], bool]:
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit():
        return queries.history(thread, int(before[:18]))
    return queries.history_from(thread, open_at) if open_at is not None else queries.history(thread)


def _open_at(request: HttpRequest, thread: Thread, first_unread: int | None) -> int | None:
    """Where the reading begins: at the message that was asked for, at the first unread one, or (None) at the end."""
    wanted = request.GET.get("message", "")
    found = queries.seq_of(thread, int(wanted[:18])) if wanted.isascii() and wanted.isdigit() else None
    return first_unread if found is None else found


def _viewer(user: User, thread: Thread, *, original_first: bool) -> presenting.Viewer:
    return presenting.Viewer(
        id=str(user.pk),
        side=access.require_side(user, thread).value,
        reads=user.reads,
        original_first=original_first or user.original_first,
    )


def _head(user: User, thread: Thread, people: list[ParticipantOut], state: Any) -> ThreadHead:
    side = access.require_side(user, thread)
    counterpart = thread.supplier if side == Side.BUYER else thread.buyer
    others = [one for one in people if one.side != side]
    assignee_id = thread.buyer_assignee_id if side == Side.BUYER else thread.supplier_assignee_id
    picture = thread.inquiry.pictures.first()
    return ThreadHead(
        subject=thread.subject,
        product_name=thread.inquiry.product_name,
        picture_url=shapes.attachment_out(picture).thumbnail if picture else "",
        counterpart=counterpart.name if counterpart else "",
        counterpart_city=counterpart.city if counterpart else "",
        counterpart_time_zone=counterpart.time_zone if counterpart else "",
        side=side.value,
        people=others,
        language_line=_language_line(user, others),
        is_archived=state.is_archived,
        blocks=side.value in thread.blocked_by,
        is_blocked=bool(thread.blocked_by),
        original_first=state.original_first or user.original_first,
        assignee_id=str(assignee_id or ""),
        colleagues=[one for one in people if one.side == side],
    )


def _language_line(user: User, others: list[ParticipantOut]) -> dict[str, str]:
    other = others[0] if others else None
    return {
        "writes": language_name(user.speaking_language),
        "name": other.name if other else "",
        "reads": language_name(other.reads) if other else "",
    }


def _state(
    thread: Thread,
    viewer: presenting.Viewer,
    people: list[ParticipantOut],
    page: list[MessageOut],
    first_unread: int | None,
    *,
    open_at: int | None,
    more: bool,
    user: User,
) -> dict[str, Any]:
    """What the page's scripts start from."""
    organization_id = next((one.organization_id for one in people if one.id == viewer.id), "")
    return {
        "thread": str(thread.pk),
        "subject": thread.subject,
        "cursor": thread.last_seq,
        "more": more,
        "first_unread_seq": first_unread,
        "open_at": open_at,
        "viewer": {
            "id": viewer.id,
            "name": user.name,
            "organization_id": organization_id,
            "side": viewer.side,
            "reads": list(viewer.reads),
            "speaks": user.speaking_language,
            "time_zone": user.time_zone,
            "original_first": viewer.original_first,
            "enter_sends": user.enter_sends,
        },
        "participants": [one.model_dump() for one in people],
        "messages": [one.model_dump() for one in page],
        "languages": {one.code: {"own": one.own_name, "name": language_name(one.code)} for one in languages.ALL},
        "limits": {"text_chars": MAX_TEXT_CHARS, "file_bytes": MAX_FILE_BYTES},
        "interface": i18n.get_language(),
    }


@needs_organization
@require_POST
def rename_thread(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    threads.rename(request.user, thread_id, request.POST.get("subject", ""))  # type: ignore[arg-type]
    return redirect("thread", thread_id)


@needs_organization
@require_POST
def archive_thread(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    archived = request.POST.get("archived", "1") == "1"
    threads.archive(request.user, thread_id, archived=archived)  # type: ignore[arg-type]
    return HttpResponseRedirect(reverse("inbox"))


@needs_organization
@require_POST
def block_thread(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    threads.block(request.user, thread_id, blocked=request.POST.get("blocked", "1") == "1")  # type: ignore[arg-type]
    return redirect("thread", thread_id)


@needs_organization
@require_POST
def assign_thread(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    chosen = request.POST.get("assignee", "")
    threads.assign(request.user, thread_id, int(chosen[:18]) if chosen.isdecimal() else None)  # type: ignore[arg-type]
    return redirect("thread", thread_id)


@needs_organization
@require_POST
def swap_thread(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    original_first = request.POST.get("original_first", "") == "1"
    threads.swap(request.user, thread_id, original_first=original_first)  # type: ignore[arg-type]
    return redirect("thread", thread_id)


@needs_organization
@require_POST
def mark_unread(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    receipts.mark_unread(request.user, thread_id)  # type: ignore[arg-type]
    return HttpResponseRedirect(reverse("inbox"))


urlpatterns = [
    path("threads/<uuid:thread_id>/", show_thread, name="thread"),
    path("threads/<uuid:thread_id>/rename/", rename_thread, name="thread-rename"),
    path("threads/<uuid:thread_id>/archive/", archive_thread, name="thread-archive"),
    path("threads/<uuid:thread_id>/block/", block_thread, name="thread-block"),
    path("threads/<uuid:thread_id>/assign/", assign_thread, name="thread-assign"),
    path("threads/<uuid:thread_id>/swap/", swap_thread, name="thread-swap"),
    path("threads/<uuid:thread_id>/unread/", mark_unread, name="thread-unread"),
]
