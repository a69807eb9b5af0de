"""A conversation to take away: a page to read and print, or its log for programs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from chat import access, presenting, queries, shapes
from chat.models import Thread
from chat.protocol import SUBPROTOCOL
from chat.views.guards import needs_organization


@needs_organization
@require_safe
def export_page(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """The conversation as its reader sees it, in one file that needs nothing else and prints on A4."""
    thread = access.thread_for(request.user, thread_id)
    page = render_to_string("thread/export.html", _page_context(request, thread), request)
    return _download(HttpResponse(page), thread, "html")


@needs_organization
@require_safe
def export_log(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Every durable event from the first, in the shapes of the protocol."""
    thread = access.thread_for(request.user, thread_id)
    record = {
        "protocol": SUBPROTOCOL,
        "thread": str(thread.pk),
        "subject": thread.subject,
        "buyer": thread.buyer.name,
        "supplier": thread.supplier.name if thread.supplier else None,
        "exported_at": shapes.instant(timezone.now()),
        "participants": [one.model_dump() for one in queries.participants_of(thread)],
        "events": [event.model_dump() for event in queries.whole_log(thread)],
    }
    form = {"ensure_ascii": False, "indent": 1}
    return _download(JsonResponse(record, json_dumps_params=form), thread, "json")


def _page_context(request: HttpRequest, thread: Thread) -> dict[str, Any]:
    user: Any = request.user
    people = queries.participants_of(thread)
    viewer = presenting.Viewer(str(user.pk), access.require_side(user, thread).value, user.reads)
    return {
        "thread": thread,
        "people": people,
        "items": presenting.present(queries.whole_history(thread), viewer, people),
        "now": timezone.now(),
        "time_zone": user.time_zone,
    }


def _download(response: HttpResponse, thread: Thread, ending: str) -> HttpResponse:
    name = f"parley-{slugify(thread.subject) or 'conversation'}-{timezone.localdate():%Y-%m-%d}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [
    path("threads/<uuid:thread_id>/export.html", export_page, name="thread-export-page"),
    path("threads/<uuid:thread_id>/export.json", export_log, name="thread-export-log"),
]
