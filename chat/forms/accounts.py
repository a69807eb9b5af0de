"""Coming in: who one is, for whom one works, what one reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.forms import PasswordChangeForm, PasswordResetForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from chat import zones
from chat.models import Organization, User
from translation import languages

PASSWORD_HELP = _("At least 10 characters.")
LANGUAGES = [(one.code, one.own_name) for one in languages.ALL]


def password_field(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    """A field for a password. Longer than its bound it would only cost time to hash."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=1000, help_text=help_text, widget=widget)


class NameField(forms.CharField):
    """A name of one line, however it was pasted: it also stands in the subject of letters."""

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value)).split())


class SignInForm(forms.Form):
    """E-mail and password."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = password_field(_("Password"), "current-password")

    def clean_email(self) -> str:
        # One spelling, so that wrong tries are counted together.
        return str(self.cleaned_data["email"]).lower()


class ResetForm(PasswordResetForm):
    """Where the link to a new password goes; the letter speaks the reader's language."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        texts = (subject_template_name, email_template_name)
        with translation.override(context["user"].interface_language):
            super().send_mail(*texts, context, from_email, to_email, html_email_template_name)


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # generic at type-checking time only
    """A new password behind the link of the letter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = PASSWORD_HELP
        self.fields["new_password2"].help_text = ""


class PasswordForm(NewPasswordForm, PasswordChangeForm):
    """A new password of somebody who shows the old one."""


class PersonForm(forms.Form):
    """The first page of signing up."""

    name = NameField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = password_field(_("Password"), "new-password", PASSWORD_HELP)

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError(_("There is an account with this e-mail. Sign in instead."))
        return email

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        person = User(name=self.cleaned_data.get("name", ""), email=self.cleaned_data.get("email", ""))
        password_validation.validate_password(password, person)
        return password


class OrganizationForm(forms.ModelForm):  # type: ignore[type-arg]  # generic at type-checking time only
    """What an organization is and where."""

    ROLES = [("buyer", _("We buy")), ("supplier", _("We supply")), ("both", _("Both"))]

    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)
    country = forms.ChoiceField(label=_("Country"), choices=lambda: [("", ""), *countries])
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=lambda: [("", ""), *zones.choices()])

    class Meta:
        model = Organization
        fields = ["name", "country", "city", "time_zone", "makes"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "makes": forms.Textarea(attrs={"rows": 3}),
        }
        field_classes = {"name": NameField}
        labels = {"name": _("Organization"), "city": _("City"), "makes": _("What you make")}
        help_texts = {"makes": _("Buyers find you by this. Buyers leave it empty.")}

    field_order = ["role", "name", "country", "city", "time_zone", "makes"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.setdefault("role", _role_of(self.instance))
        else:
            self.initial["time_zone"] = ""

    def values(self) -> dict[str, Any]:
        """The fields of the organization, its role as two switches."""
        fields = {name: value for name, value in self.cleaned_data.items() if name != "role"}
        role = self.cleaned_data["role"]
        return {**fields, "is_buyer": role in {"buyer", "both"}, "is_supplier": role in {"supplier", "both"}}


class SupplierForm(OrganizationForm):
    """The organization of somebody who was invited to supply."""

    role = forms.ChoiceField(
        label=_("Role"), choices=OrganizationForm.ROLES[1:], initial="supplier", widget=forms.RadioSelect
    )


def _role_of(organization: Organization) -> str:
    if organization.is_buyer and organization.is_supplier:
        return "both"
    return "supplier" if organization.is_supplier else "buyer"


class LanguagesForm(forms.Form):
    """The three languages of a person, and those they read without help."""

    reading = forms.ChoiceField(label=_("I read"), choices=LANGUAGES, help_text=_("Messages appear in this."))
    speaking = forms.ChoiceField(label=_("I speak and write"), choices=LANGUAGES, help_text=_("Others are told this."))
    interface = forms.ChoiceField(label=_("Interface"), choices=settings.LANGUAGES)
    also_reads = forms.MultipleChoiceField(
        label=_("I also read"), choices=LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
