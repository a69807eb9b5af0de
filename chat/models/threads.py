"""Inquiries, the private threads they open, and who takes part."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat.models.accounts import Organization, User


class Side(models.TextChoices):
    """The two sides of a thread."""

    BUYER = "buyer", _("Buyer")
    SUPPLIER = "supplier", _("Supplier")

    @property
    def other(self) -> Side:
        return Side.SUPPLIER if self is Side.BUYER else Side.BUYER


class Inquiry(models.Model):
    """What a buyer asks for, written once and sent to one or several suppliers: one private thread each."""

    buyer = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="inquiries")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="inquiries")
    client_id = models.UUIDField(default=uuid.uuid4)
    subject = models.CharField(_("Subject"), max_length=120)
    product_name = models.CharField(_("Product"), max_length=120)
    sku = models.CharField(_("SKU"), max_length=60, blank=True)
    quantity = models.DecimalField(_("Quantity"), max_digits=14, decimal_places=3)
    unit = models.CharField(_("Unit"), max_length=16, default="pcs")
    target_price = models.DecimalField(_("Target price"), max_digits=14, decimal_places=4, null=True, blank=True)
    """For one unit, in `currency`."""
    currency = models.CharField(_("Currency"), max_length=3, default="USD")
    """ISO 4217."""
    destination = models.CharField(_("Deliver to"), max_length=120, blank=True)
    text = models.TextField(_("Details"), max_length=5000)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "client_id"], name="inquiry_once")]
        indexes = [models.Index(fields=["buyer", "-created_at"], name="inquiry_of_buyer")]

    def __str__(self) -> str:
        return self.subject


class Thread(models.Model):
    """One inquiry between one buyer organization and one supplier organization."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="threads")
    buyer = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="threads_as_buyer")
    supplier = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="threads_as_supplier", null=True, blank=True
    )
    """None until an invited supplier has come in."""
    subject = models.CharField(_("Subject"), max_length=120)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    buyer_assignee = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    supplier_assignee = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    last_seq = models.PositiveBigIntegerField(default=0)
    """The number of the newest event. Raised first in every writing transaction, which locks the row."""
    last_message = models.ForeignKey("chat.Message", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    last_activity_at = models.DateTimeField(default=timezone.now)
    waits_on = models.CharField(max_length=8, choices=Side.choices, blank=True)
    """Whose turn it is to answer."""
    buyer_blocks = models.BooleanField(default=False)
    supplier_blocks = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inquiry", "supplier"], name="thread_per_supplier")]
        indexes = [
            models.Index(fields=["buyer", "-last_activity_at"], name="thread_inbox_buyer"),
            models.Index(fields=["supplier", "-last_activity_at"], name="thread_inbox_supplier"),
            models.Index(fields=["-last_activity_at"], name="thread_latest"),
        ]

    def __str__(self) -> str:
        return self.subject

    def side_of(self, organization_id: int | None) -> Side | None:
        """The side on which an organization stands in this thread; None for an outsider."""
        if organization_id is None:
            return None
        if organization_id == self.buyer_id:
            return Side.BUYER
        return Side.SUPPLIER if organization_id == self.supplier_id else None

    @property
    def blocked_by(self) -> list[str]:
        """The sides that have blocked the thread."""
        blocks = {Side.BUYER: self.buyer_blocks, Side.SUPPLIER: self.supplier_blocks}
        return [side.value for side, is_blocking in blocks.items() if is_blocking]


class Participant(models.Model):
    """What one person has read of a thread and how they keep it. Made when first needed."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="participations")
    delivered_seq = models.PositiveBigIntegerField(default=0)
    read_seq = models.PositiveBigIntegerField(default=0)
    is_archived = models.BooleanField(default=False)
    original_first = models.BooleanField(default=False)
    mailed_seq = models.PositiveBigIntegerField(default=0)
    """Up to here the person has been told by letter."""
    mailed_at = models.DateTimeField(null=True, blank=True)
    """When a letter was last tried: the next one waits."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "user"], name="participant_once"),
            models.CheckConstraint(condition=Q(read_seq__lte=models.F("delivered_seq")), name="read_is_delivered"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.thread}"
