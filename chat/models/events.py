"""The log of a thread. Every screen is a replay of it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from chat.models.messages import Message
from chat.models.threads import Thread


class Event(models.Model):
    """Something that happened in a thread, numbered without gaps."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveBigIntegerField()
    type = models.CharField(max_length=32)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, blank=True, related_name="events")
    data = models.JSONField(default=dict, blank=True)
    """What the event says beside its message, as in the protocol."""
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "seq"], name="event_order")]

    def __str__(self) -> str:
        return f"{self.seq} {self.type}"
