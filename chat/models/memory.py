"""What an organization's people have made of lines, remembered for the next time."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from chat.models.accounts import Organization, User


class MemoryLine(models.Model):
    """A line and its translation, written or confirmed by a person. It serves the conversations of its organization."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    source_language = models.CharField(max_length=8)
    target_language = models.CharField(max_length=8)
    key = models.CharField(max_length=500)
    """By `translation.memory.key_of`: what a line must have in common with this one."""
    source = models.TextField()
    target = models.TextField()
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "source_language", "target_language", "key"], name="remembered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source[:60]} = {self.target[:60]}"
