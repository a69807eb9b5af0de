"""Messages, what they said before, their translations and their files."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat.models.accounts import Organization, User
from chat.models.threads import Inquiry, Side, Thread


class Message(models.Model):
    """One thing said in a thread."""

    class Kind(models.TextChoices):
        TEXT = "text"
        VOICE = "voice"
        FILE = "file"
        OFFER = "offer"
        SYSTEM = "system"

    SAID = (Kind.TEXT, Kind.VOICE)
    """Kinds whose text is somebody's words: it is translated, and may be corrected."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    seq = models.PositiveBigIntegerField()
    """The number of the event that announced it: the order of the history."""
    sender = models.ForeignKey(User, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=8, choices=Side.choices)
    client_id = models.UUIDField(default=uuid.uuid4)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.TEXT)
    language = models.CharField(max_length=8)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    """What a system line tells: `change` and its values."""
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "sender", "client_id"], name="message_once"),
            models.UniqueConstraint(fields=["thread", "seq"], name="message_order"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class MessageRevision(models.Model):
    """What a message said before it was edited."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="revisions")
    revision = models.PositiveIntegerField()
    language = models.CharField(max_length=8)
    text = models.TextField()
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "revision"], name="revision_once")]

    def __str__(self) -> str:
        return self.text[:60]


class Translation(models.Model):
    """One revision of a message in one language. The pending row is the promise that it will come."""

    class State(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        FAILED = "failed"
        STALE = "stale"

    class Priority(models.IntegerChoices):
        CHAT = 0
        HISTORY = 10

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=8)
    revision = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    text = models.TextField(blank=True)
    engine = models.CharField(max_length=80, blank=True)
    via = models.CharField(max_length=8, blank=True)
    checks = models.JSONField(default=list, blank=True)
    """Findings as {reason, original, translated}; empty when clean."""
    corrected_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Who wrote the text where it is a person's; otherwise the engine's."""
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.CHAT)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "language", "revision"], name="translation_once")]
        indexes = [
            # Only what is waiting: the index stays small however long the history grows.
            models.Index(fields=["priority", "id"], condition=Q(state="pending"), name="translation_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.text[:60]}"


class Correction(models.Model):
    """A better translation that a person wrote, and what stood there before."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="corrections")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="corrections")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="corrections")
    source_language = models.CharField(max_length=8)
    target_language = models.CharField(max_length=8)
    source = models.TextField()
    target = models.TextField()
    replaced = models.TextField(blank=True)
    """What the translation said until then; empty where there was none."""
    replaced_engine = models.CharField(max_length=80, blank=True)
    replaced_author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.target[:60]


class Report(models.Model):
    """Somebody asks the operator to look at a message."""

    class Reason(models.TextChoices):
        FRAUD = "fraud", _("It looks like fraud")
        SPAM = "spam", _("It is advertising")
        ABUSE = "abuse", _("It is insulting or threatening")
        OTHER = "other", _("Another reason")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reports")
    reason = models.CharField(max_length=8, choices=Reason.choices)
    note = models.CharField(max_length=500, blank=True)
    is_settled = models.BooleanField(default=False)
    """The operator has looked at it."""
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "reporter"], name="report_once")]

    def __str__(self) -> str:
        return f"{self.reason}: {self.message}"


class Attachment(models.Model):
    """A picture or PDF, stored under a name of our own. Belongs to a message once that is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    uploader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="attachments")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments")
    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, null=True, blank=True, related_name="pictures")
    client_id = models.UUIDField(default=uuid.uuid4)
    file = models.FileField(upload_to="attachments/%Y/%m/")
    thumbnail = models.FileField(upload_to="thumbnails/%Y/%m/", blank=True)
    name = models.CharField(max_length=150)
    """As the sender's machine called it, for showing only."""
    content_type = models.CharField(max_length=40)
    size_bytes = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uploader", "client_id"], name="attachment_once")]
        indexes = [models.Index(fields=["thread", "-created_at"], name="attachment_of_thread")]

    def __str__(self) -> str:
        return self.name
