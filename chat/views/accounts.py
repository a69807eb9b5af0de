"""PLACEHOLDER of the lead until PEOPLE-2's file comes: overwrite it."""

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse
from django.urls import path
from django.views.i18n import set_language

urlpatterns = [
    path("sign-in/", LoginView.as_view(template_name="accounts/placeholder.html"), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("sign-up/", lambda r: HttpResponse(""), name="sign-up"),
    path("language/", set_language, name="set-language"),
    path("password-reset/", lambda r: HttpResponse(""), name="password-reset"),
]
