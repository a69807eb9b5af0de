"""Django's own errors, on the same page as ours."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from chat.middleware import error_page

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return error_page(request, 400, _("This request cannot be read."))


def forbidden(request: HttpRequest, exception: Any = None, reason: str = "") -> HttpResponse:
    """Also Django's answer to a form without its token, most often from a page that stood open too long."""
    return error_page(request, 403, _("You have no access to this page."))


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return error_page(request, 404, _("This page does not exist."))


def server_error(request: HttpRequest) -> HttpResponse:
    code = uuid.uuid4().hex[:8]
    logger.error("a page failed, code %s", code)
    text = _("Something failed on our side. Nothing you sent is lost. Code %(id)s.") % {"id": code}
    return error_page(request, 500, text)
