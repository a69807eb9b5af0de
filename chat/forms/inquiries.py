"""What a buyer writes in a new inquiry."""

from __future__ import annotations

import re
import unicodedata
import uuid
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from chat.models import Organization
from chat.protocol import MAX_ATTACHMENTS, MAX_TEXT_CHARS

MAX_SUPPLIERS = 10
MAX_DIGITS = 14
MAX_FIGURE_CHARS = 24
UNITS = [
    ("pcs", _("pcs")),
    ("sets", _("sets")),
    ("pairs", _("pairs")),
    ("cartons", _("cartons")),
    ("rolls", _("rolls")),
    ("kg", "kg"),
    ("t", "t"),
    ("m", "m"),
    ("m²", "m²"),
    ("m³", "m³"),
    ("l", "l"),
]
CURRENCIES = [(code, code) for code in ("USD", "EUR", "CNY", "MXN", "GBP", "JPY", "HKD", "CAD", "AUD", "INR")]

_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d{1,3}(\.\d{3}){2,}(,\d+)?|\d{1,3}( \d{3})+([.,]\d+)?")
_PLAIN = re.compile(r"\d+([.,]\d+)?")
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}\.\d{3}")


def parse_figure(text: str) -> Decimal:
    """`15,000`, `15000`, `15 000`, `1.500.000` and `1.5` as numbers. Raises `ValueError` for anything else.

    `15.000` is refused: half the world reads fifteen, the other half fifteen thousand.
    """
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    if _AMBIGUOUS.fullmatch(text):
        raise ValueError(text)
    if _GROUPED.fullmatch(text):
        return _grouped(text)
    if _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", "."))
    raise ValueError(text)


def _grouped(text: str) -> Decimal:
    # The last sign that comes only once and is not the one that parts groups begins the decimals.
    group = next(sign for sign in text if not sign.isdigit())
    return Decimal(text.replace(group, "").replace(",", "."))


class FigureField(forms.CharField):
    """A positive number as people write it. Shown again exactly as it was typed."""

    def __init__(self, *, decimals: int, **options: Any) -> None:
        super().__init__(**options)
        self.decimals = decimals
        self.widget.attrs.update(maxlength=MAX_FIGURE_CHARS, inputmode="decimal", autocomplete="off", dir="ltr")

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value) or "")
        if not text:
            return None
        try:
            figure = parse_figure(text[: MAX_FIGURE_CHARS + 1])
        except (ValueError, InvalidOperation):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not 0 < figure < 10 ** (MAX_DIGITS - self.decimals) or figure != round(figure, self.decimals):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return figure


def _line(limit: int, label: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, required=required)


TERMS = (
    *("subject", "product_name", "sku", "quantity", "unit", "target_price", "currency"),
    *("destination", "text"),
)
"""What an inquiry asks for, in the order of the form."""


class SuppliersForm(forms.Form):
    """The suppliers to whom an inquiry goes. `suppliers` are the organizations that may be chosen."""

    suppliers = forms.ModelMultipleChoiceField(
        label=_("Suppliers"),
        queryset=Organization.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose a supplier.")},
    )

    def __init__(self, data: Any = None, *, suppliers: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.label_suffix = ""
        field: Any = self.fields["suppliers"]
        field.queryset = suppliers

    def clean_suppliers(self) -> list[Organization]:
        chosen = list(self.cleaned_data["suppliers"])
        if len(chosen) > MAX_SUPPLIERS:
            raise forms.ValidationError(_("Choose at most %(n)s suppliers."), params={"n": MAX_SUPPLIERS})
        return chosen


class InquiryForm(SuppliersForm):
    """One inquiry and the suppliers it goes to, of whom one may be invited."""

    field_order = ("client_id", *TERMS)
    client_id = forms.UUIDField(widget=forms.HiddenInput)
    subject = _line(120, _("Subject"))
    product_name = _line(120, _("Product"))
    sku = _line(60, _("SKU"), required=False)
    quantity = FigureField(
        decimals=3,
        label=_("Quantity"),
        error_messages={
            "invalid": _("Enter a quantity, for example 500."),
            "required": _("Enter a quantity, for example 500."),
        },
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=UNITS)
    target_price = FigureField(
        decimals=4,
        label=_("Target price"),
        required=False,
        help_text=_("Optional, for one unit."),
        error_messages={"invalid": _("Enter a price, for example 2.35.")},
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    destination = _line(120, _("Deliver to"), required=False)
    text = forms.CharField(label=_("Details"), widget=forms.Textarea(attrs={"rows": 7}))
    by_invitation = forms.BooleanField(label=_("Invite a supplier who is not here yet"), required=False)

    def __init__(self, data: Any = None, *, suppliers: Any, **options: Any) -> None:
        super().__init__(data, suppliers=suppliers, **options)
        self.fields["suppliers"].required = False
        self.initial.setdefault("client_id", uuid.uuid4())

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        if len(text) > MAX_TEXT_CHARS:
            values = {"n": len(text) - MAX_TEXT_CHARS, "limit": f"{MAX_TEXT_CHARS:,}"}
            raise forms.ValidationError(_("%(n)s characters too many. The limit is %(limit)s."), params=values)
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("suppliers")
        if chosen == [] and not cleaned.get("by_invitation"):
            self.add_error("suppliers", _("Choose a supplier, or invite one."))
        return cleaned

    @property
    def terms(self) -> dict[str, Any]:
        """What the action stores, without recipients and pictures."""
        return {name: self.cleaned_data[name] for name in TERMS}


def kept_pictures(values: list[str]) -> list[UUID]:
    """The ids of pictures that were uploaded before, as far as they are ids at all."""
    found: dict[UUID, None] = {}
    for value in values:
        try:
            found[UUID(value)] = None
        except ValueError:
            continue
    return list(found)[:MAX_ATTACHMENTS]


class InvitationForm(forms.Form):
    """To whom an invitation is mailed; without an address there is only the link to copy."""

    email = forms.EmailField(label=_("E-mail of the supplier"), required=False, max_length=254)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.label_suffix = ""
