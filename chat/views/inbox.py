"""The inbox page and its rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from chat import access, inbox, news
from chat.views.guards import needs_organization


@needs_organization
@require_safe
def show_inbox(request: HttpRequest) -> HttpResponse:
    """All threads, or what was searched for; no thread is open."""
    return render(request, "inbox.html", list_context(request))


@needs_organization
@require_safe
def show_row(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """One row, for a list that is already on the screen."""
    thread = access.thread_for(request.user, thread_id)
    row = inbox.row(request.user, thread.pk)  # type: ignore[arg-type]
    return render(request, "inbox/row.html", {"row": row})


@needs_organization
@require_safe
def show_news(request: HttpRequest, thread_id: UUID) -> JsonResponse:
    """What a page is told when the thread has changed."""
    thread = access.thread_for(request.user, thread_id)
    return JsonResponse(news.news(request.user, thread))  # type: ignore[arg-type]


def list_context(request: HttpRequest, open_thread: UUID | None = None) -> dict[str, Any]:
    """What the list pane shows, beside a thread or alone."""
    user: Any = request.user
    chosen = request.GET.get("filter", "all")
    chosen = chosen if chosen in inbox.FILTERS else "all"
    query = request.GET.get("q", "").strip()[:200]
    here = open_thread if request.GET.get("here") == "1" else None
    return {
        "nav_current": "inbox",
        "filter": chosen,
        "q": query,
        "here": here,
        "results": inbox.search(user, query, here) if query else None,
        "rows": [] if query else inbox.rows(user, chosen, open_thread),
        "may_inquire": access.may_create_inquiry(user),
    }


urlpatterns = [
    path("", show_inbox, name="inbox"),
    path("threads/<uuid:thread_id>/row/", show_row, name="thread-row"),
    path("threads/<uuid:thread_id>/news/", show_news, name="thread-news"),
]
