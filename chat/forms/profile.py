"""What a person changes about themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from chat import zones
from chat.forms.accounts import NameField
from chat.models import User
from chat.models.accounts import Appearance
from chat.refusals import sentence
from chat.uploads import MAX_FILE_BYTES, too_large


class ProfileForm(forms.Form):
    """Name, zone and picture."""

    name = NameField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones.choices)
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("JPEG, PNG or WebP. The middle square is shown."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    def clean_picture(self) -> Any:
        """The upload, unread; one that is too large is not even taken into memory."""
        upload = self.cleaned_data["picture"]
        if upload and upload.size > MAX_FILE_BYTES:
            raise ValidationError(sentence(too_large(upload.size)))
        return upload

    @classmethod
    def values_of(cls, user: User) -> dict[str, str]:
        return {"name": user.name, "time_zone": user.time_zone}


class AppearanceForm(forms.Form):
    """Light, dark, or as the system has it."""

    appearance = forms.ChoiceField(label=_("Appearance"), choices=Appearance.choices, widget=forms.RadioSelect)


class NotificationsForm(forms.Form):
    """Keys and what stands first."""

    enter_sends = forms.BooleanField(
        label=_("Enter sends a message"), required=False, help_text=_("Otherwise Ctrl+Enter or Cmd+Enter does.")
    )
    original_first = forms.BooleanField(label=_("Show originals first"), required=False)


class ColleagueForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        error_messages={"required": _("Enter an e-mail address."), "invalid": _("Enter an e-mail address.")},
    )
