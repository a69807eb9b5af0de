"""PLACEHOLDER of the lead until PEOPLE-2's file comes: overwrite it."""

from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("profile/", lambda r: HttpResponse(""), name="profile")]
