"""Coming in and going out: sign in, sign up, a new password, the language before all that."""

from __future__ import annotations

from typing import Any

from axes.helpers import get_cool_off
from axes.utils import reset
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from chat import access, samples
from chat.actions import accounts
from chat.forms.accounts import LanguagesForm, NewPasswordForm, OrganizationForm, PersonForm, ResetForm, SignInForm
from chat.models import User
from chat.protocol import ErrorCode, Refusal
from chat.refusals import sentence
from translation import languages

BACKEND = "django.contrib.auth.backends.ModelBackend"
STEPS = 3

# --- sign in and out ----------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail and password. Too many wrong ones from one place lock the address for a while."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if isinstance(user, User):
            login(request, user)
            return redirect(_next(request))
        form.add_error(None, _("The e-mail or the password is wrong."))
    return _sign_in_page(request, form)


def _sign_in_page(request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
    ended = sentence(Refusal(ErrorCode.SESSION_ENDED)) if "ended" in request.GET else ""
    shown = {"form": form, "next": _next(request), "ended": ended}
    return render(request, "accounts/sign_in.html", shown, status=status)


def tried_address(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Whose password is tried, by whichever door: wrong tries are counted together for each address."""
    tried = credentials or request.POST
    return str(tried.get("email") or tried.get("username") or "").strip().lower()


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any]) -> HttpResponse:
    """What answers any try while the address is locked; each new try locks it anew."""
    cool_off = get_cool_off(request)
    minutes = int(cool_off.total_seconds() // 60) if cool_off else 0
    text = _("Too many attempts. Try again in %(n)s minutes.") % {"n": minutes}
    if request.path.startswith("/api/"):
        return JsonResponse({"code": ErrorCode.RATE_LIMITED, "detail": text}, status=429)
    form = SignInForm({"email": tried_address(request, credentials), "password": ""})
    form.errors.clear()
    form.add_error(None, text)
    return _sign_in_page(request, form, status=429)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else settings.LOGIN_REDIRECT_URL


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, here and on the sockets that it opened."""
    if isinstance(request.user, User):
        accounts.end_session(request.user, request.session.session_key or "")
    logout(request)
    return redirect("sign-in")


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The switch at the foot of a card. Whoever is signed in already is spoken to in it from then on."""
    code = request.POST.get("language")
    if isinstance(request.user, User) and code in dict(settings.LANGUAGES):
        accounts.change_profile(request.user, interface_language=code)
    return set_language(request)


# --- sign up ------------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """The first page: the person. Saved at once, so that the next pages can be finished another day."""
    if request.user.is_authenticated:
        return redirect("sign-up-organization")
    form = PersonForm(request.POST or None)
    if form.is_valid():
        sign_in_new_person(request, **form.cleaned_data)
        return redirect("sign-up-organization")
    return render(request, "accounts/sign_up.html", {"form": form, "step": 1, "steps": STEPS})


def sign_in_new_person(request: HttpRequest, *, name: str, email: str, password: str) -> User:
    """Make the account, with the languages of the browser until the person chooses, and sign it in."""
    interface = get_language() or "en"
    spoken = _spoken_in(request) or interface.split("-")[0]
    user = accounts.sign_up(
        email,
        password,
        name=name,
        interface_language=interface,
        reading_language=spoken,
        speaking_language=spoken,
    )
    login(request, user, backend=BACKEND)
    return user


def _spoken_in(request: HttpRequest) -> str:
    """The first language of the browser that can be read here; empty where another was chosen at the foot."""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return ""
    wanted = parse_accept_lang_header(request.headers.get("accept-language", ""))
    return next((code for tag, _weight in wanted if languages.is_known(code := tag.split("-")[0])), "")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_organization(request: HttpRequest) -> HttpResponse:
    """The second page: for whom the person works."""
    user: Any = request.user
    if access.organization_id_of(user) is not None and not access.may_manage_organization(user):
        return redirect("inbox")
    form = OrganizationForm(request.POST or None, instance=access.organization_of(user))
    if form.is_valid():
        organization = accounts.found_organization(user, **form.values())
        accounts.change_profile(user, time_zone=organization.time_zone)
        return redirect("sign-up-languages")
    return render(request, "accounts/sign_up.html", {"form": form, "step": 2, "steps": STEPS})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_languages(request: HttpRequest) -> HttpResponse:
    """The third page: what the person reads and writes."""
    user: Any = request.user
    form = LanguagesForm(request.POST or None, initial=languages_of(user))
    if form.is_valid():
        accounts.change_languages(user, **form.cleaned_data)
        return redirect(_next(request))
    return render(request, "accounts/sign_up.html", {"form": form, "step": 3, "steps": STEPS, **sample_of(form)})


def languages_of(user: User) -> dict[str, Any]:
    """A person's languages as the form holds them."""
    return {
        "reading": user.reading_language,
        "speaking": user.speaking_language,
        "interface": user.interface_language,
        "also_reads": user.also_reads,
    }


def sample_of(form: LanguagesForm) -> dict[str, Any]:
    """The sample pair for what the form holds, and the lines from which the page makes others."""
    reading = form["reading"].value()
    known = reading if reading in samples.SENTENCES else "en"
    return {"sample": samples.sample(known, form["also_reads"].value() or []), "sample_lines": samples.lines()}


# --- a new password -----------------------------------------------------------------------------------------------


class PasswordReset(auth.PasswordResetView):
    """Never tells whether there is an account with the address."""

    form_class = ResetForm
    template_name = "accounts/password_reset.html"
    email_template_name = "email/password_reset.txt"
    html_email_template_name = "email/password_reset.html"
    subject_template_name = "email/password_reset_subject.txt"
    success_url = reverse_lazy("password-reset-done")


class PasswordResetConfirm(auth.PasswordResetConfirmView):
    """The page behind the link of the e-mail."""

    form_class = NewPasswordForm
    template_name = "accounts/password_confirm.html"
    success_url = reverse_lazy("password-reset-complete")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        accounts.end_all_sessions(form.user)
        # Who had forgotten the password tried wrong ones first.
        reset(username=form.user.email)
        return response


def reset_sent(request: HttpRequest) -> HttpResponse:
    text = _("If there is an account with this e-mail, a link is on its way. It works for three days.")
    return render(request, "accounts/told.html", {"told_title": _("Check your mail"), "told_text": text})


def reset_complete(request: HttpRequest) -> HttpResponse:
    text = _("Sign in with the new password.")
    return render(request, "accounts/told.html", {"told_title": _("Password changed"), "told_text": text})


urlpatterns = [
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-out/", sign_out, name="sign-out"),
    path("sign-up/", sign_up, name="sign-up"),
    path("sign-up/organization/", sign_up_organization, name="sign-up-organization"),
    path("sign-up/languages/", sign_up_languages, name="sign-up-languages"),
    path("language/", choose_language, name="set-language"),
    path("password-reset/", PasswordReset.as_view(), name="password-reset"),
    path("password-reset/sent/", reset_sent, name="password-reset-done"),
    path("reset/<uidb64>/<token>/", PasswordResetConfirm.as_view(), name="password-reset-confirm"),
    path("reset/done/", reset_complete, name="password-reset-complete"),
]
