"""Who may open a page at all: people who have signed in and have finished signing up."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from chat import access

View = Callable[..., HttpResponseBase]


def needs_organization(view: View) -> View:
    """A page for people who work somewhere; the others are led to where they left off signing up."""

    @login_required
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if access.organization_id_of(request.user) is None:
            return redirect("sign-up-organization")
        return view(request, *args, **kwargs)

    return checked
