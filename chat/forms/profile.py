"""What a person changes about themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
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
    """How the person is told of messages, and how conversations are kept."""

    TELLING = ("notice_shows_text", "notice_sounds", "mail_when_away")
    """The fields about being told; the others are about keys and what stands first."""

    notice_shows_text = forms.BooleanField(
        label=_("Show the message in notifications"),
        required=False,
        help_text=_("Otherwise they say only that there is a new message."),
    )
    notice_sounds = forms.BooleanField(label=_("Play a sound with notifications"), required=False)
    mail_when_away = forms.BooleanField(
        label=_("E-mail me when I am away"),
        required=False,
        help_text=_("At most one e-mail a conversation in 15 minutes."),
    )

    enter_sends = forms.BooleanField(
        label=_("Enter sends a message"), required=False, help_text=_("Otherwise Ctrl+Enter or Cmd+Enter does.")
    )
    original_first = forms.BooleanField(label=_("Show originals first"), required=False)

    @classmethod
    def values_of(cls, user: User) -> dict[str, bool]:
        return {name: getattr(user, name) for name in cls.base_fields}

    @property
    def telling(self) -> list[BoundField]:
        return [field for field in self if field.name in self.TELLING]

    @property
    def keeping(self) -> list[BoundField]:
        return [field for field in self if field.name not in self.TELLING]


class ColleagueForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        error_messages={"required": _("Enter an e-mail address."), "invalid": _("Enter an e-mail address.")},
    )
