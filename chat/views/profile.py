"""The person's own pages: who they are, what they read, how it looks, for whom they work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages as flash
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat import access, directory, queries
from chat.actions import accounts
from chat.forms.accounts import LanguagesForm, OrganizationForm, PasswordForm
from chat.forms.profile import AppearanceForm, ColleagueForm, NotificationsForm, ProfileForm
from chat.models import Membership
from chat.naming import language_name
from chat.protocol import ErrorCode, Refusal
from chat.refusals import sentence
from chat.views.accounts import languages_of, sample_of
from chat.views.guards import needs_organization

SECTIONS = (
    ("profile", gettext_lazy("Profile")),
    ("profile-languages", gettext_lazy("Languages")),
    ("profile-notifications", gettext_lazy("Notifications")),
    ("profile-appearance", gettext_lazy("Appearance")),
    ("profile-password", gettext_lazy("Password")),
    ("profile-organization", gettext_lazy("Organization")),
    ("profile-colleagues", gettext_lazy("Colleagues")),
    ("profile-tokens", gettext_lazy("Programs")),
)

edits = require_http_methods(["GET", "HEAD", "POST"])


@needs_organization
@edits
def show_profile(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = ProfileForm(request.POST or None, request.FILES or None, initial=ProfileForm.values_of(user))
    if form.is_valid():
        try:
            _save_profile(user, form)
            return _saved(request, "profile")
        except Refusal as refusal:
            form.add_error("picture", _picture_sentence(refusal))
    return _section(request, "profile", form=form, multipart=True)


def _picture_sentence(refusal: Refusal) -> str:
    # The sentence of a wrong kind of file speaks of what may be sent: a PDF is no picture of a person.
    wrong_kind = refusal.code == ErrorCode.FILE_TYPE
    return sentence(Refusal(ErrorCode.FILE_UNREADABLE) if wrong_kind else refusal)


def _save_profile(user: Any, form: ProfileForm) -> None:
    picture = form.cleaned_data["picture"]
    if picture:
        accounts.change_picture(user, picture.read())
    accounts.change_profile(user, name=form.cleaned_data["name"], time_zone=form.cleaned_data["time_zone"])


@needs_organization
@edits
def show_languages(request: HttpRequest) -> HttpResponse:
    """Three languages, a sample of them, and how far the history has been translated."""
    user: Any = request.user
    form = LanguagesForm(request.POST or None, initial=languages_of(user))
    if form.is_valid():
        accounts.change_languages(user, **form.cleaned_data)
        translation.activate(user.interface_language)
        return _saved(request, "profile-languages")
    done, total = queries.translation_progress(user)
    progress = {"done": done, "total": total, "language": language_name(user.reading_language)}
    return _section(request, "profile-languages", form=form, progress=progress, **sample_of(form))


@needs_organization
@edits
def show_appearance(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    return _simple(request, "profile-appearance", AppearanceForm, {"appearance": user.appearance})


@needs_organization
@edits
def show_notifications(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    return _simple(request, "profile-notifications", NotificationsForm, NotificationsForm.values_of(user))


def _simple(request: HttpRequest, section: str, form_class: type[forms.Form], values: dict[str, Any]) -> HttpResponse:
    form = form_class(request.POST if request.method == "POST" else None, initial=values)
    if form.is_valid():
        accounts.change_profile(request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return _saved(request, section)
    return _section(request, section, form=form)


@needs_organization
@edits
def show_password(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = PasswordForm(user, request.POST or None)
    if form.is_valid():
        form.save()
        update_session_auth_hash(request, user)
        accounts.end_all_sessions(user)
        return _saved(request, "profile-password")
    return _section(request, "profile-password", form=form)


@needs_organization
@edits
def show_organization(request: HttpRequest) -> HttpResponse:
    """Owners change it, everybody else reads it."""
    user: Any = request.user
    organization = access.organization_of(user)
    may_manage = access.may_manage_organization(user)
    form = OrganizationForm(request.POST or None, instance=organization)
    if form.is_valid():
        accounts.change_organization(user, **form.values())
        return _saved(request, "profile-organization")
    facts = {
        "organization": organization,
        "country": directory.country_name(organization.country if organization else ""),
    }
    return _section(request, "profile-organization", form=form if may_manage else None, **facts)


@needs_organization
@require_safe
def show_colleagues(request: HttpRequest) -> HttpResponse:
    return colleagues_page(request, ColleagueForm())


def colleagues_page(request: HttpRequest, form: ColleagueForm) -> HttpResponse:
    """The people of the organization, the form to invite one, and once the link that was made last."""
    user: Any = request.user
    memberships = Membership.objects.filter(organization_id=access.organization_id_of(user)).select_related("user")
    return _section(
        request,
        "profile-colleagues",
        form=form,
        members=memberships.order_by("user__name"),
        may_manage=access.may_manage_organization(user),
        link=request.session.pop("invitation_link", ""),
    )


@needs_organization
@require_POST
def remove_colleague(request: HttpRequest, user_id: int) -> HttpResponse:
    accounts.remove_colleague(request.user, user_id)  # type: ignore[arg-type]
    return _saved(request, "profile-colleagues")


@needs_organization
@never_cache
@edits
def show_tokens(request: HttpRequest) -> HttpResponse:
    """Bearer tokens of the person's programs. A new one is shown this once."""
    user: Any = request.user
    token = accounts.issue_token(user) if request.method == "POST" else ""
    living = user.tokens.filter(revoked_at__isnull=True).order_by("-created_at")
    return _section(request, "profile-tokens", form=None, token=token, tokens=living)


@needs_organization
@require_POST
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    accounts.revoke_token(request.user, token_id)  # type: ignore[arg-type]
    return _saved(request, "profile-tokens")


def _saved(request: HttpRequest, section: str) -> HttpResponse:
    flash.success(request, _("Saved"))
    return redirect(section)


def _section(request: HttpRequest, section: str, **context: Any) -> HttpResponse:
    title = next(title for name, title in SECTIONS if name == section)
    shown = {"section": section, "sections": SECTIONS, "section_title": title, "nav_current": "profile", **context}
    return render(request, f"profile/{section.removeprefix('profile-')}.html", shown)


urlpatterns = [
    path("profile/", show_profile, name="profile"),
    path("profile/languages/", show_languages, name="profile-languages"),
    path("profile/notifications/", show_notifications, name="profile-notifications"),
    path("profile/appearance/", show_appearance, name="profile-appearance"),
    path("profile/password/", show_password, name="profile-password"),
    path("profile/organization/", show_organization, name="profile-organization"),
    path("profile/colleagues/", show_colleagues, name="profile-colleagues"),
    path("profile/colleagues/<int:user_id>/remove/", remove_colleague, name="remove-colleague"),
    path("profile/tokens/", show_tokens, name="profile-tokens"),
    path("profile/tokens/<int:token_id>/revoke/", revoke_token, name="revoke-token"),
]
