"""The organization and its people: who changes it, who removes whom, and what a removed person still sees."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from chat import access
from chat.actions import accounts, threads
from chat.models import Event, Membership, User
from chat.protocol import CloseCode, ErrorCode, Refusal
from tests.cast import Cast, make_cast, make_person
from tests.chat.screen import Screen

FIRM = {
    "role": "buyer",
    "name": "Lone Star Trade",
    "country": "US",
    "city": "Austin",
    "time_zone": "America/Chicago",
    "makes": "",
}


def _text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def mei(cast: Cast) -> User:
    """A member, not an owner, of Jordan's organization."""
    mei = make_person("Mei", "zh", cast.jordan.membership.organization)
    Membership.objects.filter(user=mei).update(role=Membership.Role.MEMBER)
    User.objects.filter(pk=mei.pk).update(interface_language="en")
    return mei


def test_an_owner_changes_the_organization(client: Client, cast: Cast) -> None:
    client.force_login(cast.jordan)
    client.post("/profile/organization/", FIRM)
    organization = access.organization_of(cast.jordan)
    assert organization is not None
    assert (organization.name, organization.city) == ("Lone Star Trade", "Austin")


def test_a_member_reads_the_organization_and_cannot_change_it(client: Client, cast: Cast, mei: User) -> None:
    client.force_login(mei)
    page = _text(client.get("/profile/organization/"))
    assert "Owners of the organization can change this." in page
    assert 'name="country"' not in page
    assert client.post("/profile/organization/", FIRM).status_code == 403
    assert getattr(access.organization_of(mei), "name", "") == "Lone Star Supply"


def test_everybody_sees_their_colleagues_and_nobody_else(client: Client, cast: Cast, mei: User) -> None:
    client.force_login(mei)
    page = _text(client.get("/profile/colleagues/"))
    assert all(email in page for email in ("jordan@example.com", "chen@example.com"))
    assert "liwei@example.com" not in page


def test_only_owners_get_and_use_the_button_that_removes(client: Client, cast: Cast, mei: User) -> None:
    remove = f"/profile/colleagues/{cast.chen.pk}/remove/"
    client.force_login(mei)
    assert remove not in _text(client.get("/profile/colleagues/"))
    assert client.post(remove).status_code == 403
    assert access.organization_id_of(cast.chen) is not None


def test_a_removed_colleague_sees_no_conversation_any_more(client: Client, cast: Cast, mei: User) -> None:
    client.force_login(cast.jordan)
    assert client.post(f"/profile/colleagues/{mei.pk}/remove/").status_code == 302
    client.force_login(mei)
    assert client.get(f"/threads/{cast.thread.pk}/").headers["Location"] == "/sign-up/organization/"
    assert client.get(f"/api/threads/{cast.thread.pk}").status_code == 403
    assert client.get("/profile/colleagues/").headers["Location"] == "/sign-up/organization/"


def test_the_threads_of_a_removed_colleague_go_back_to_the_team(cast: Cast) -> None:
    threads.assign(cast.jordan, cast.thread.pk, cast.chen.pk)
    accounts.remove_colleague(cast.jordan, cast.chen.pk)
    cast.thread.refresh_from_db()
    assert cast.thread.buyer_assignee is None
    assert Event.objects.filter(type="thread.changed").count() == 2, "screens that are open hear of it"


@pytest.mark.parametrize("colleague_id", ["0", "9" * 40])
def test_a_colleague_who_never_was_is_not_found(client: Client, cast: Cast, colleague_id: str) -> None:
    client.force_login(cast.jordan)
    assert client.post(f"/profile/colleagues/{colleague_id}/remove/").status_code == 404


@pytest.mark.parametrize(("who", "code"), [("jordan", ErrorCode.FORBIDDEN), ("liwei", ErrorCode.NOT_FOUND)])
def test_nobody_removes_themselves_or_the_people_of_others(cast: Cast, who: str, code: ErrorCode) -> None:
    target: User = getattr(cast, who)
    with pytest.raises(Refusal) as refused:
        accounts.remove_colleague(cast.jordan, target.pk)
    assert refused.value.code == code
    assert access.organization_id_of(target) is not None


@pytest.mark.django_db(transaction=True)
async def test_a_removed_colleague_s_sockets_are_closed() -> None:
    cast = await sync_to_async(make_cast)()
    async with Screen(cast.chen) as removed, Screen(cast.jordan) as staying:
        await sync_to_async(accounts.remove_colleague)(cast.jordan, cast.chen.pk)
        assert await removed.closed() == CloseCode.SIGNED_OUT
        assert (await staying.say("ping"))["type"] == "ack"
