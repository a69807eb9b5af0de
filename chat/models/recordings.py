"""What was spoken: kept from the moment it is over, transcribed by a worker, then a message."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from chat.models.accounts import User
from chat.models.messages import Message
from chat.models.threads import Thread


class Recording(models.Model):
    """An utterance or a voice note. The waiting row is the promise that it will be a message, if anybody spoke."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        SILENT = "silent"
        """Nothing was said in it; there is no message and the sound is gone."""
        FAILED = "failed"
        """It could not be sent: the thread was blocked meanwhile."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="recordings")
    speaker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recordings")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, null=True, blank=True, related_name="recording")
    client_id = models.UUIDField(default=uuid.uuid4)
    language = models.CharField(max_length=8)
    file = models.FileField(upload_to="recordings/%Y/%m/")
    """FLAC, mono, 16 kHz."""
    duration_ms = models.PositiveIntegerField()
    peaks = models.JSONField(default=list)
    words = models.JSONField(default=list)
    """Of the transcript: `[text, start_ms, end_ms]` each."""
    is_live = models.BooleanField(default=False)
    """Somebody waits for it now: it goes before voice notes."""
    is_cut = models.BooleanField(default=False)
    """The connection was lost while it was spoken."""
    is_transcribed = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Who said that the figures in it are right, or corrected them."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["speaker", "client_id"], name="recording_once")]
        indexes = [
            models.Index(fields=["-is_live", "created_at"], condition=Q(state="waiting"), name="recording_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.duration_ms / 1000:.1f} s by {self.speaker_id}"
