"""The directory in which buyers find suppliers."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from chat import access, directory, glosses
from chat.models import Organization
from chat.protocol import ErrorCode, Refusal
from chat.views.guards import needs_organization

MAX_QUERY_CHARS = 100


@needs_organization
@require_safe
def list_suppliers(request: HttpRequest) -> HttpResponse:
    """The suppliers that match, 24 a page."""
    user: Any = request.user
    search = _search(request)
    pages = Paginator(directory.find_suppliers(user, search), directory.PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "nav_current": "suppliers",
        "search": search,
        "found": pages.count,
        "page": page,
        "cards": glosses.glossed(user, directory.cards(list(page))),
        "countries": directory.countries_to_choose(user),
        "languages": directory.languages_to_choose(user),
        "address": _address_without_page(request),
    }
    return render(request, "directory/list.html", context)


def _search(request: HttpRequest) -> directory.Search:
    asked = {
        name: request.GET.get(name, "").strip()[:MAX_QUERY_CHARS] for name in ("q", "country", "makes", "language")
    }
    return directory.Search(
        query=asked["q"],
        country=asked["country"].upper()[:2],
        makes=asked["makes"],
        language=asked["language"][:8],
        answers_in_a_day=request.GET.get("quick") == "1",
    )


def _address_without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return f"?{query.urlencode()}&" if query else "?"


@needs_organization
@require_safe
def show_supplier(request: HttpRequest, organization_id: int) -> HttpResponse:
    """One supplier, and the conversations that the own organization has with it."""
    user: Any = request.user
    supplier: Organization | None = access.suppliers_for(user).filter(pk=organization_id).first()
    if supplier is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    own = access.threads_of(user).filter(supplier=supplier).order_by("-last_activity_at")
    [card] = glosses.glossed(user, directory.cards([supplier]))
    context = {"nav_current": "suppliers", "card": card, "threads": own[: directory.PAGE_SIZE]}
    return render(request, "directory/supplier.html", context)


urlpatterns = [
    path("suppliers/", list_suppliers, name="suppliers"),
    path("suppliers/<int:organization_id>/", show_supplier, name="supplier"),
]
