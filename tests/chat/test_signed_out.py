"""Guessing by other doors, and the way back in after a session ended or a password was forgotten."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from chat.actions import accounts
from chat.models import User
from tests.cast import PASSWORD, Cast

NEW = "a kettle on the roof"
ENDED = "You were signed out. Sign in again; your draft is kept."


def _sign_in(email: str, password: str) -> Any:
    return Client().post("/sign-in/", {"email": email, "password": password})


def _ask_token(email: str, password: str) -> Any:
    credentials = json.dumps({"email": email, "password": password})
    return Client().post("/api/token", credentials, content_type="application/json")


def _enter_admin(email: str, password: str) -> Any:
    return Client().post("/admin/login/", {"username": email, "password": password})


def _reset(email: str) -> Any:
    client = Client()
    client.post("/password-reset/", {"email": email})
    found = re.search(r"http://testserver(/reset/\S+)", str(mail.outbox[-1].body))
    assert found
    address = client.get(found[1]).headers["Location"]
    return client.post(address, {"new_password1": NEW, "new_password2": NEW})


@pytest.mark.django_db
def test_who_was_signed_out_is_told_so_and_nobody_else(client: Client) -> None:
    assert ENDED in client.get("/sign-in/?ended=1&next=/status/").content.decode()
    assert ENDED not in client.get("/sign-in/").content.decode()


def test_who_is_still_signed_in_goes_straight_back(client: Client, jordan: User) -> None:
    client.force_login(jordan)
    assert client.get("/sign-in/?ended=1&next=/status/").headers["Location"] == "/status/"


def test_every_spelling_of_an_address_counts_as_one(cast: Cast) -> None:
    for email in ("Jordan@example.com", "jOrdan@example.com", "joRdan@example.com", "jorDan@example.com"):
        _sign_in(email, "not this one")
    assert _sign_in("JORDAN@example.com", "not this one").status_code == 429
    assert _sign_in("jordan@example.com", PASSWORD).status_code == 429


def test_programs_guess_no_longer_than_people(cast: Cast) -> None:
    assert [_ask_token("jordan@example.com", "not this one").status_code for _ in range(5)] == [401] * 4 + [429]
    locked = _ask_token("jordan@example.com", PASSWORD)
    assert (locked.status_code, locked.json()["code"]) == (429, "rate_limited")
    assert "Too many attempts. Try again in 15 minutes." in locked.json()["detail"]
    assert _sign_in("jordan@example.com", PASSWORD).status_code == 429, "both doors are one lock"
    assert _ask_token("chen@example.com", PASSWORD).status_code == 200


def test_the_back_office_is_locked_as_well(cast: Cast) -> None:
    User.objects.filter(pk=cast.jordan.pk).update(is_staff=True)
    for _ in range(5):
        _enter_admin("jordan@example.com", "not this one")
    assert _enter_admin("jordan@example.com", PASSWORD).status_code == 429


def test_a_new_password_by_mail_opens_the_lock(cast: Cast) -> None:
    for _ in range(5):
        _sign_in("jordan@example.com", "not this one")
    assert _reset("jordan@example.com").headers["Location"] == "/reset/done/"
    assert _sign_in("jordan@example.com", NEW).status_code == 302


@pytest.mark.parametrize("way", ["profile", "mail"])
def test_a_new_password_voids_the_tokens_of_programs(client: Client, jordan: User, way: str) -> None:
    token = accounts.issue_token(jordan)
    if way == "mail":
        _reset("jordan@example.com")
    else:
        client.force_login(jordan)
        change = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
        client.post("/profile/password/", change)
    assert Client().get("/api/me", headers={"authorization": f"Bearer {token}"}).status_code == 401


@pytest.mark.parametrize("path", ["/", "/inquiries/", "/inquiries/new/", "/suppliers/", "/profile/"])
def test_who_has_not_finished_signing_up_is_led_on(client: Client, db: None, path: str) -> None:
    client.force_login(User.objects.create_user("half@example.com", PASSWORD, name="Half"))
    assert client.get(path).headers["Location"] == "/sign-up/organization/"


def test_the_page_with_a_token_is_kept_by_no_browser(client: Client, jordan: User) -> None:
    client.force_login(jordan)
    assert "no-store" in client.post("/profile/tokens/").headers["Cache-Control"]
