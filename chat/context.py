"""What the frame around every page needs. Nothing is read from the database before a template asks for it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from chat import access, queries
from chat.models import User
from chat.models.accounts import Appearance


def frame(request: HttpRequest) -> dict[str, Any]:
    """Who looks and how, their organization, what waits unread. Serves strangers and error pages too."""
    person = _person(request)
    if person is None:
        return {"person_id": None, "appearance": Appearance.SYSTEM.value, **_NOBODY}
    return {
        "person_id": person.pk,
        "appearance": person.appearance,
        "organization": SimpleLazyObject(partial(access.organization_of, person)),
        "unread_total": SimpleLazyObject(partial(queries.unread_total, person)),
        "may_inquire": SimpleLazyObject(partial(access.may_create_inquiry, person)),
    }


_NOBODY = {"organization": None, "unread_total": 0, "may_inquire": False}


def _person(request: HttpRequest) -> User | None:
    """Who is signed in. An error page must still appear when the database is what failed."""
    try:
        user = getattr(request, "user", None)
        return user if isinstance(user, User) else None
    except DatabaseError:
        return None
