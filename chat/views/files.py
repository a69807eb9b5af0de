"""Attachments and pictures of people, for those who may see them."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from chat import access
from chat.models import User
from chat.protocol import ErrorCode, Refusal

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


def _respond(file: FieldFile, content_type: str, name: str, *, download: bool = False) -> FileResponse:
    response = FileResponse(file.open("rb"), content_type=content_type, filename=name, as_attachment=download)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


urlpatterns = [
    path("files/<uuid:attachment_id>/thumbnail", show_thumbnail, name="thumbnail"),
    path("files/<uuid:attachment_id>/<str:name>", show_file, name="file"),
    path("people/<int:user_id>/picture", show_picture, name="picture"),
]
