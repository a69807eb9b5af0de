"""A new password by e-mail: whom the link serves, how often, and what it tells a stranger."""

from __future__ import annotations

import re
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core import mail
from django.test import Client

from chat.models import User
from chat.protocol import CloseCode
from tests.cast import PASSWORD, Cast, make_cast
from tests.chat.screen import Screen

NEW = "a kettle on the roof"


def _ask(email: str) -> Any:
    return Client().post("/password-reset/", {"email": email})


def _link() -> str:
    found = re.search(r"http://testserver(/reset/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def _choose(client: Client, link: str, password: str = NEW) -> Any:
    form = client.get(link, follow=True).redirect_chain
    address = form[-1][0] if form else link
    return client.post(address, {"new_password1": password, "new_password2": password})


def test_the_link_of_the_mail_sets_a_new_password(client: Client, jordan: User) -> None:
    _ask("jordan@example.com")
    assert _choose(client, _link()).headers["Location"] == "/reset/done/"
    jordan.refresh_from_db()
    assert jordan.check_password(NEW)
    assert not jordan.check_password(PASSWORD)


def test_a_link_works_once(client: Client, jordan: User) -> None:
    _ask("jordan@example.com")
    _choose(client, _link())
    assert "This link has expired or was used already." in Client().get(_link()).content.decode()


@pytest.mark.parametrize("link", ["/reset/MQ/set-password/", "/reset/MQ/abc-def/", "/reset/%00/abc-def/"])
def test_a_link_that_is_not_ours_offers_a_new_one(client: Client, jordan: User, link: str) -> None:
    page = client.get(link).content.decode()
    assert "This link has expired or was used already." in page
    assert 'href="/password-reset/"' in page


def test_a_stranger_cannot_tell_whether_an_address_has_an_account(cast: Cast) -> None:
    answers = [_ask(email) for email in ("jordan@example.com", "nobody@example.com")]
    assert len({(answer.status_code, answer.headers["Location"]) for answer in answers}) == 1
    assert [letter.to for letter in mail.outbox] == [["jordan@example.com"]]


def test_the_page_after_asking_is_the_same_for_everybody(client: Client, cast: Cast) -> None:
    _ask("jordan@example.com")
    assert "If there is an account with this e-mail" in client.get("/password-reset/sent/").content.decode()


def test_the_letter_is_plain_text_and_html_alike_and_loads_nothing(cast: Cast) -> None:
    _ask("jordan@example.com")
    letter: Any = mail.outbox[0]
    html = letter.alternatives[0][0]
    assert _link() in html
    assert "<img" not in html
    assert "\n" not in letter.subject


def test_the_letter_speaks_the_language_of_its_reader(cast: Cast) -> None:
    _ask("LiWei@example.com")
    letter: Any = mail.outbox[0]
    assert letter.subject != "A new password for Parley"
    assert '<html lang="zh-Hans">' in letter.alternatives[0][0]


def test_a_weak_new_password_is_refused(client: Client, jordan: User) -> None:
    _ask("jordan@example.com")
    assert "too short" in _choose(client, _link(), "kettle").content.decode()
    jordan.refresh_from_db()
    assert jordan.check_password(PASSWORD)


@pytest.mark.django_db(transaction=True)
async def test_a_new_password_closes_every_socket_of_the_person() -> None:
    cast = await sync_to_async(make_cast)()
    async with Screen(cast.jordan) as forgotten:
        await sync_to_async(_ask)("jordan@example.com")
        await sync_to_async(_choose)(Client(), _link())
        assert await forgotten.closed() == CloseCode.SIGNED_OUT
