"""Signing in and out: who comes in, where they land, and how long guessing works."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from chat.models import User
from chat.protocol import CloseCode
from tests.cast import PASSWORD, Cast, make_cast
from tests.chat.screen import Screen

WRONG = "The e-mail or the password is wrong."
LOCKED = "Too many attempts. Try again in 15 minutes."


def _try(client: Client, email: str, password: str, **more: str) -> Any:
    return client.post("/sign-in/", {"email": email, "password": password, **more})


def _is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_address_may_be_written_in_capitals(client: Client, cast: Cast) -> None:
    assert _try(client, "Jordan@Example.com", PASSWORD).headers["Location"] == "/"
    assert _is_in(client)


@pytest.mark.parametrize("email", ["jordan@example.com", "nobody@example.com"])
def test_a_wrong_password_and_an_unknown_address_are_told_alike(client: Client, cast: Cast, email: str) -> None:
    response = _try(client, email, "not this one")
    assert WRONG in response.content.decode()
    assert not _is_in(client)


def test_the_fifth_wrong_try_locks_even_the_right_password_out(client: Client, cast: Cast) -> None:
    for _ in range(4):
        assert _try(client, "jordan@example.com", "not this one").status_code == 200
    for password in ("not this one", PASSWORD):
        response = _try(client, "jordan@example.com", password)
        assert response.status_code == 429
        assert LOCKED in response.content.decode()
        assert WRONG not in response.content.decode()
    assert not _is_in(client)


def test_the_lock_is_of_one_address_and_another_still_signs_in(client: Client, cast: Cast) -> None:
    for _ in range(5):
        _try(client, "jordan@example.com", "not this one")
    assert _try(client, "chen@example.com", PASSWORD).status_code == 302
    assert _try(client, "jordan@example.com", PASSWORD, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_a_right_password_forgets_the_wrong_tries(client: Client, cast: Cast) -> None:
    for _ in range(3):
        for _ in range(4):
            _try(client, "jordan@example.com", "not this one")
        assert _try(Client(), "jordan@example.com", PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("wanted", "lands"),
    [("/status/", "/status/"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("javascript:alert(1)", "/")],
)
def test_signing_in_leads_on_to_pages_of_this_server_only(client: Client, cast: Cast, wanted: str, lands: str) -> None:
    assert _try(client, "jordan@example.com", PASSWORD, next=wanted).headers["Location"] == lands


def test_the_page_that_was_asked_for_survives_a_wrong_password(client: Client, cast: Cast) -> None:
    response = _try(client, "jordan@example.com", "not this one", next="/status/")
    assert '<input type="hidden" name="next" value="/status/">' in response.content.decode()


def test_a_removed_account_does_not_come_in(client: Client, jordan: User) -> None:
    User.objects.filter(pk=jordan.pk).update(is_active=False)
    assert WRONG in _try(client, "jordan@example.com", PASSWORD).content.decode()


def test_signing_out_takes_a_post(client: Client, jordan: User) -> None:
    client.force_login(jordan)
    assert client.get("/sign-out/").status_code == 405
    assert _is_in(client)
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert not _is_in(client)


@pytest.mark.django_db
def test_the_language_before_signing_in_is_chosen_at_the_foot(client: Client) -> None:
    client.post("/language/", {"language": "es", "next": "/sign-in/"})
    assert '<html lang="es"' in client.get("/sign-in/").content.decode()


@pytest.mark.django_db(transaction=True)
async def test_signing_out_closes_the_sockets_of_that_session_and_no_others() -> None:
    cast = await sync_to_async(make_cast)()
    async with Screen(cast.jordan) as leaving, Screen(cast.jordan) as staying:
        await sync_to_async(_sign_out)(leaving)
        assert await leaving.closed() == CloseCode.SIGNED_OUT
        assert (await staying.say("ping"))["type"] == "ack"


def _sign_out(screen: Screen) -> None:
    cookie = dict(screen.headers)[b"cookie"].decode()
    assert Client(headers={"cookie": cookie}).post("/sign-out/").status_code == 302
