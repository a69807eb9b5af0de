"""Attachments and pictures of people, for those who may see them."""

from __future__ import annotations

import re
from http import HTTPStatus
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from chat import access
from chat.models import User
from chat.protocol import ErrorCode, Refusal

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
private_for_a_day = cache_control(private=True, max_age=86400, immutable=True)


@login_required
@require_safe
@private_for_a_day
def show_file(request: HttpRequest, attachment_id: UUID, name: str) -> HttpResponseBase:
    """A file under its own name. A PDF is always a download: it is not made anew as pictures are."""
    attachment = access.attachment_for(request.user, attachment_id)
    is_picture = attachment.content_type.startswith("image/")
    return _respond(attachment.file, attachment.content_type, attachment.name, download=not is_picture)


@login_required
@require_safe
@private_for_a_day
def show_thumbnail(request: HttpRequest, attachment_id: UUID) -> HttpResponseBase:
    attachment = access.attachment_for(request.user, attachment_id)
    if not attachment.thumbnail:
        raise Refusal(ErrorCode.NOT_FOUND)
    return _respond(attachment.thumbnail, "image/webp", "thumbnail.webp")


@login_required
@require_safe
@cache_control(private=True, max_age=300)
def show_picture(request: HttpRequest, user_id: int) -> HttpResponseBase:
    if not access.may_see_person(request.user, user_id):
        raise Refusal(ErrorCode.FORBIDDEN)
    person = get_object_or_404(User, pk=user_id)
    if not person.picture:
        raise Refusal(ErrorCode.NOT_FOUND)
    return _respond(person.picture, "image/webp", "picture.webp")


@login_required
@require_safe
@private_for_a_day
def show_recording(request: HttpRequest, recording_id: UUID) -> HttpResponseBase:
    """The sound of a spoken message. Players jump about in it: they ask for ranges."""
    recording = access.recording_for(request.user, recording_id)
    response = _ranged(request, recording.file) or _respond(recording.file, "audio/flac", "recording.flac")
    response["Accept-Ranges"] = "bytes"
    return response


def _ranged(request: HttpRequest, file: FieldFile) -> HttpResponseBase | None:
    """The one range that was asked for; None where the whole was, or several at once."""
    match = _RANGE.fullmatch(request.headers.get("Range", ""))
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    start = int(first) if first else max(file.size - int(last), 0)
    end = min(int(last), file.size - 1) if first and last else file.size - 1
    if start > end:
        return HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
    with file.open("rb") as content:
        content.seek(start)
        part = HttpResponse(content.read(end - start + 1), status=HTTPStatus.PARTIAL_CONTENT, content_type="audio/flac")
    part["Content-Range"] = f"bytes {start}-{end}/{file.size}"
    return part


def _respond(file: FieldFile, content_type: str, name: str, *, download: bool = False) -> FileResponse:
    response = FileResponse(file.open("rb"), content_type=content_type, filename=name, as_attachment=download)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


urlpatterns = [
    path("recordings/<uuid:recording_id>", show_recording, name="recording"),
    path("files/<uuid:attachment_id>/thumbnail", show_thumbnail, name="thumbnail"),
    path("files/<uuid:attachment_id>/<str:name>", show_file, name="file"),
    path("people/<int:user_id>/picture", show_picture, name="picture"),
]
