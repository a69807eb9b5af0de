"""The pages of the service. Each view module lists its own."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import JavaScriptCatalog

from chat.api import api
from chat.views import accounts, directory, export, files, inbox, inquiries, invitations, profile, status, threads

urlpatterns = [
    *inbox.urlpatterns,
    *threads.urlpatterns,
    *export.urlpatterns,
    *files.urlpatterns,
    *accounts.urlpatterns,
    *profile.urlpatterns,
    *invitations.urlpatterns,
    *directory.urlpatterns,
    *inquiries.urlpatterns,
    *status.urlpatterns,
    path("jsi18n/", JavaScriptCatalog.as_view(packages=["chat"]), name="jsi18n"),
    path("api/", api.urls),
]
