"""What every request passes: the person's language and zone, the security policy, refusals as pages."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from chat.models import User
from chat.protocol import ErrorCode, Refusal
from chat.refusals import sentence, status_of
from chat.zones import zone_of

Handler = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class PersonMiddleware:
    """Speaks the interface language of a person who is signed in, and tells times in their zone."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, User):
            return self.get_response(request)
        translation.activate(request.user.interface_language)
        request.LANGUAGE_CODE = translation.get_language() or "en"
        with timezone.override(zone_of(request.user.time_zone)):
            return self.get_response(request)


class SecurityPolicyMiddleware:
    """Scripts, styles and pictures come from this server only."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "microphone=(self), camera=(), geolocation=()")
        return response


class RefusalMiddleware:
    """A refusal that a view did not handle becomes a page that says what happened and what to do next."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OverflowError):
            # A number in the address that no row can have: larger than the database counts.
            exception = Refusal(ErrorCode.NOT_FOUND)
        if not isinstance(exception, Refusal):
            return None
        return error_page(request, status_of(exception), sentence(exception))


def error_page(request: HttpRequest, status: int, text: str) -> HttpResponse:
    """The one page for everything that went wrong."""
    return render(request, "error.html", {"status": status, "sentence": text}, status=status)
