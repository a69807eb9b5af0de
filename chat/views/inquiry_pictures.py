"""The pictures of an inquiry that is being written: uploaded before by script, or with the form."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from chat.actions import attachments
from chat.forms.inquiries import kept_pictures
from chat.models import Attachment
from chat.protocol import MAX_ATTACHMENTS, Refusal
from chat.refusals import sentence
from chat.uploads import MAX_FILE_BYTES, clean, too_large


def keep_all(request: HttpRequest) -> tuple[list[Attachment], list[str]]:
    """The pictures that the inquiry would carry, and a sentence for each file that cannot be one of them."""
    problems: list[str] = []
    kept = _kept_before(request)
    for file in request.FILES.getlist("picture_files"):
        if len(kept) >= MAX_ATTACHMENTS:
            problems.append(_("At most %(n)s pictures.") % {"n": MAX_ATTACHMENTS})
            break
        try:
            kept.append(_keep(request, file))
        except Refusal as refusal:
            problems.append(f"{file.name}: {sentence(refusal)}")
    return list({picture.pk: picture for picture in kept}.values()), problems


def _kept_before(request: HttpRequest) -> list[Attachment]:
    removed = set(kept_pictures(request.POST.getlist("remove_picture")))
    ids = [pk for pk in kept_pictures(request.POST.getlist("picture")) if pk not in removed]
    return list(own_pictures(request.user, ids).order_by("created_at"))


def own_pictures(user: Any, ids: list[UUID]) -> Any:
    """Those of the uploads that are the person's own and belong nowhere yet."""
    return Attachment.objects.filter(pk__in=ids, uploader=user, thread=None, message=None, inquiry=None)


def _keep(request: HttpRequest, file: Any) -> Attachment:
    user: Any = request.user
    if (file.size or 0) > MAX_FILE_BYTES:
        raise too_large(file.size or 0)
    content = file.read()
    return attachments.keep(user, None, _client_id(request, content), clean(file.name or "", content))


def _client_id(request: HttpRequest, content: bytes) -> UUID:
    # The same file in the same form is the same picture, however often the form is sent.
    form_id = next(iter(kept_pictures(request.POST.getlist("client_id"))), uuid.NAMESPACE_OID)
    return uuid.uuid5(form_id, hashlib.sha256(content).hexdigest())
