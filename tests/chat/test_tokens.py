"""Bearer tokens of a person's programs: shown once, kept as a hash, revoked for good."""

from __future__ import annotations

import re

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from chat import access
from chat.actions import accounts
from chat.models import ApiToken, User
from chat.protocol import CloseCode
from tests.cast import make_cast
from tests.chat.screen import Screen


def _new_token(client: Client) -> str:
    page = client.post("/profile/tokens/").content.decode()
    found = re.search(r'id="token"[^>]* value="([\w-]+)"', page)
    assert found
    return found[1]


def test_a_token_opens_the_door_for_its_person(client: Client, jordan: User) -> None:
    client.force_login(jordan)
    assert access.user_of_token(_new_token(client)) == jordan


def test_a_token_is_shown_once_and_only_its_hash_is_kept(client: Client, jordan: User) -> None:
    client.force_login(jordan)
    token = _new_token(client)
    assert token not in client.get("/profile/tokens/").content.decode()
    assert ApiToken.objects.get().digest == ApiToken.digest_of(token)


def test_two_tokens_are_never_alike(jordan: User) -> None:
    assert len({accounts.issue_token(jordan) for _ in range(20)}) == 20


def test_a_revoked_token_opens_nothing_and_is_not_listed(client: Client, jordan: User) -> None:
    client.force_login(jordan)
    token = _new_token(client)
    revoke = f"/profile/tokens/{ApiToken.objects.get().pk}/revoke/"
    assert revoke in client.get("/profile/tokens/").content.decode()
    client.post(revoke)
    assert access.user_of_token(token) is None
    assert revoke not in client.get("/profile/tokens/").content.decode()


def test_nobody_revokes_the_token_of_another(client: Client, jordan: User, liwei: User) -> None:
    token = accounts.issue_token(jordan)
    client.force_login(liwei)
    assert client.post(f"/profile/tokens/{ApiToken.objects.get().pk}/revoke/").status_code == 404
    assert access.user_of_token(token) == jordan


@pytest.mark.django_db(transaction=True)
async def test_revoking_a_token_closes_the_sockets_that_it_opened() -> None:
    cast = await sync_to_async(make_cast)()
    token = await sync_to_async(accounts.issue_token)(cast.jordan)
    program = [(b"authorization", f"Bearer {token}".encode())]
    async with Screen(cast.jordan, headers=program) as revoked, Screen(cast.jordan) as staying:
        row = await ApiToken.objects.aget()
        await sync_to_async(accounts.revoke_token)(cast.jordan, row.pk)
        assert await revoked.closed() == CloseCode.SIGNED_OUT
        assert (await staying.say("ping"))["type"] == "ack"
