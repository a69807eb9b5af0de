"""Keeping a file until it is sent."""

from __future__ import annotations

from uuid import UUID

from django.core.files.base import ContentFile

from chat import access, events
from chat.models import Attachment, Thread, User
from chat.uploads import CleanFile


def keep(user: User, thread_id: UUID | None, client_id: UUID, file: CleanFile) -> Attachment:
    """Store a clean file for a thread (or, with None, for an inquiry to be written). Repeated, it gives the first.

    Only its uploader sees it until a message carries it. Raises `Refusal` where the thread is not the person's.
    """
    thread = access.thread_for(user, thread_id) if thread_id else None
    existing = Attachment.objects.filter(uploader=user, client_id=client_id).first()
    return existing or _store(user, thread, client_id, file)


def _store(user: User, thread: Thread | None, client_id: UUID, file: CleanFile) -> Attachment:
    row = Attachment(
        uploader=user,
        thread=thread,
        client_id=client_id,
        name=file.name,
        content_type=file.content_type,
        size_bytes=len(file.content),
        width=file.width,
        height=file.height,
    )
    # Names of our own: what the sender called it never reaches the disk.
    row.file.save(f"{row.pk.hex}{file.suffix}", ContentFile(file.content), save=False)
    if file.thumbnail:
        row.thumbnail.save(f"{row.pk.hex}.webp", ContentFile(file.thumbnail), save=False)
    with events.write_lock():
        row.save()
    return row
