"""Who is at the other end of a socket: a session's cookie from our own pages, or a program's bearer token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.utils import timezone

from chat import access
from chat.models import User


@dataclass(slots=True)
class Identity:
    """A person as one socket knows them: read once, and again when told that something changed."""

    user: User
    organization_id: int | None
    session_key: str = ""
    """Of a program: `token:` and the number of its token."""
    expires_at: datetime | None = None

    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    def needs(self, pending: list[str]) -> str:
        """The language in which this reader waits for a message of which `pending` are on their way; or empty."""
        return self.user.reading_language if self.user.reading_language in pending else ""


def identify(scope: dict[str, Any]) -> Identity | None:
    """The person behind a connection; None where there is none, or a foreign page sent its visitor's cookie."""
    headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        row = access.token_row(token.strip())
        return Identity(row.user, access.organization_id_of(row.user), f"token:{row.pk}") if row else None
    return _of_session(headers) if _is_own_page(headers) else None


def refresh(identity: Identity) -> Identity:
    """The same person as the database knows them now."""
    user = User.objects.get(pk=identity.user.pk)
    return Identity(user, access.organization_id_of(user), identity.session_key, identity.expires_at)


def _of_session(headers: dict[str, str]) -> Identity | None:
    key = _cookie(headers, settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    user = get_user(request)
    if not isinstance(user, User):
        return None
    return Identity(user, access.organization_id_of(user), key, request.session.get_expiry_date())


def _cookie(headers: dict[str, str], name: str) -> str:
    try:
        cookies: SimpleCookie = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies[name].value if name in cookies else ""


def _is_own_page(headers: dict[str, str]) -> bool:
    # A browser sends cookies whichever page opens the socket, but it always tells which page that is.
    origin = headers.get("origin", "")
    return not origin or urlsplit(origin).netloc == headers.get("host") or origin in settings.CSRF_TRUSTED_ORIGINS
