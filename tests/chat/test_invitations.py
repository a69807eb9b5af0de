"""Invitations: a colleague joins the organization, a supplier takes the empty seat, an old link says whom to ask."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail, signing
from django.test import Client

from chat import access, invitations
from chat.actions import accounts, threads
from chat.invitations import ExpiredInvitation, InvalidInvitation
from chat.models import Membership, Organization, Thread, User
from tests.cast import INQUIRY, Cast, make_organization, make_person

pytestmark = pytest.mark.usefixtures("english")

PERSON = {"name": "Rosa Gil", "email": "rosa@example.com", "password": "a door of blue glass"}
FIRM = {
    "role": "supplier",
    "name": "Tazas Gil",
    "country": "MX",
    "city": "Puebla",
    "time_zone": "America/Mexico_City",
    "makes": "Cups",
}


def _text(response: Any) -> str:
    return str(response.content.decode())


def _colleague(cast: Cast, email: str = "rosa@example.com") -> str:
    return f"/invitation/{invitations.for_colleague(cast.jordan, cast.jordan.membership.organization_id, email)}/"


@pytest.fixture
def english(cast: Cast) -> None:
    """Everybody has the English interface: the sentences here are read in it."""
    User.objects.update(interface_language="en")


@pytest.fixture
def seat(cast: Cast) -> Thread:
    """A thread whose supplier is still to come."""
    inquiry = threads.send_inquiry(cast.jordan, uuid.uuid4(), INQUIRY, [], by_invitation=True)
    return inquiry.threads.get()


def _named(prefix: str, fields: dict[str, str]) -> dict[str, str]:
    return {f"{prefix}-{name}": value for name, value in fields.items()}


def _seat(cast: Cast, seat: Thread) -> str:
    return f"/invitation/{invitations.for_thread(cast.jordan, seat)}/"


# --- the link -----------------------------------------------------------------------------------------------------


def test_a_changed_link_is_refused(cast: Cast) -> None:
    token = invitations.for_colleague(cast.jordan, 1, "rosa@example.com")
    for broken in (token[:-1], f"x{token}", "x", signing.dumps({"kind": "colleague"}, salt=invitations.SALT)):
        with pytest.raises(InvalidInvitation):
            invitations.read(broken)


def test_a_link_signed_for_another_purpose_is_refused(cast: Cast) -> None:
    token = invitations.for_colleague(cast.jordan, 1, "rosa@example.com")
    content = signing.loads(token, salt=invitations.SALT)
    with pytest.raises(InvalidInvitation):
        invitations.read(signing.dumps(content, salt="something.else"))


def test_an_old_link_names_who_can_send_a_new_one(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _colleague(cast)
    later = (datetime.now(UTC) + timedelta(days=8)).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    with pytest.raises(ExpiredInvitation):
        invitations.read(path.split("/")[2])
    response = client.get(path)
    assert response.status_code == 410
    assert "This link has expired. Ask Jordan for a new one." in _text(response)


def test_a_link_that_never_was_is_a_page_that_does_not_exist(client: Client, cast: Cast) -> None:
    assert client.get("/invitation/nonsense/").status_code == 404


# --- a colleague --------------------------------------------------------------------------------------------------


def test_a_member_sends_a_link_by_mail_and_sees_it_once(client: Client, cast: Cast) -> None:
    client.force_login(cast.jordan)
    client.post("/profile/colleagues/invite/", {"email": "rosa@example.com"})
    letter: Any = mail.outbox[0]
    link = re.search(r"http://testserver(/invitation/\S+)", letter.body)
    assert link
    assert letter.to == ["rosa@example.com"]
    assert link[1] in letter.alternatives[0][0]
    assert link[1] in _text(client.get("/profile/colleagues/"))
    assert link[1] not in _text(client.get("/profile/colleagues/"))


def test_a_wrong_address_sends_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.jordan)
    page = client.post("/profile/colleagues/invite/", {"email": "nowhere"}, follow=True)
    assert "Enter an e-mail address." in _text(page)
    assert mail.outbox == []


def test_a_colleague_signs_up_straight_into_the_organization(client: Client, cast: Cast) -> None:
    path = _colleague(cast)
    page = _text(client.get(path))
    assert "Jordan invites you to Lone Star Supply." in page
    assert 'value="rosa@example.com"' in page
    assert client.post(path, PERSON).headers["Location"] == "/sign-up/languages/"
    rosa = User.objects.get(email="rosa@example.com")
    assert rosa.membership.organization == cast.jordan.membership.organization
    assert rosa.membership.role == Membership.Role.MEMBER
    assert client.get(f"/threads/{cast.thread.pk}/").status_code == 200


def test_nobody_takes_the_link_of_another_address(client: Client, cast: Cast) -> None:
    client.post(_colleague(cast), {**PERSON, "email": "mallory@example.com"})
    assert not User.objects.filter(email="mallory@example.com").exists()
    assert User.objects.filter(email="rosa@example.com").exists()


def test_who_is_signed_in_under_another_address_is_told_why_not(client: Client, cast: Cast) -> None:
    client.force_login(cast.olga)
    response = client.post(_colleague(cast))
    assert response.status_code == 403
    assert "This invitation is for rosa@example.com." in _text(response)


def test_who_works_for_another_organization_is_told_why_not(client: Client, cast: Cast) -> None:
    client.force_login(cast.olga)
    response = client.post(_colleague(cast, "olga@example.com"))
    assert response.status_code == 409
    assert "You work for another organization here." in _text(response)


def test_an_invitation_by_somebody_who_has_left_is_an_old_one(client: Client, cast: Cast) -> None:
    path = _colleague(cast)
    cast.jordan.membership.delete()
    assert client.get(path).status_code == 410
    assert client.post(path, PERSON).status_code == 410
    assert not User.objects.filter(email="rosa@example.com").exists()


def test_a_removed_colleague_does_not_come_back_by_the_old_link(client: Client, cast: Cast) -> None:
    path = _colleague(cast)
    client.post(path, PERSON)
    rosa = User.objects.get(email="rosa@example.com")
    accounts.remove_colleague(cast.jordan, rosa.pk)
    assert client.post(path).status_code == 410
    assert access.organization_id_of(rosa) is None
    assert client.post(_colleague(cast)).status_code == 302, "a new link brings them in"
    assert access.organization_id_of(rosa) == access.organization_id_of(cast.jordan)


def test_an_account_that_was_there_before_does_not_come_back_by_the_old_link_either(client: Client, cast: Cast) -> None:
    rosa = User.objects.create_user("rosa@example.com", name="Rosa")
    path = _colleague(cast)
    client.force_login(rosa, "django.contrib.auth.backends.ModelBackend")
    assert client.post(path).status_code == 302
    accounts.remove_colleague(cast.jordan, rosa.pk)
    client.force_login(rosa, "django.contrib.auth.backends.ModelBackend")
    assert client.post(path).status_code == 410
    assert access.organization_id_of(rosa) is None


def test_who_was_sent_away_elsewhere_may_still_come(client: Client, cast: Cast) -> None:
    rosa = User.objects.create_user("rosa@example.com", name="Rosa")
    path = _colleague(cast)
    accounts.join_organization(rosa, access.organization_id_of(cast.liwei) or 0)
    accounts.remove_colleague(cast.liwei, rosa.pk)
    client.force_login(rosa, "django.contrib.auth.backends.ModelBackend")
    assert client.post(path).status_code == 302


def test_a_mail_server_that_is_down_costs_the_letter_and_not_the_link(
    client: Client, cast: Cast, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    client.force_login(cast.jordan)
    page = _text(client.post("/profile/colleagues/invite/", {"email": "rosa@example.com"}, follow=True))
    assert "The mail could not be sent. Pass the link on yourself." in page
    assert "http://testserver/invitation/" in page


# --- a counterpart ------------------------------------------------------------------------------------------------


def test_an_invited_supplier_signs_up_with_their_firm_and_is_in_the_conversation(
    client: Client, cast: Cast, seat: Thread
) -> None:
    assert "Jordan invites you to a conversation: Steel bottles 500 ml." in _text(client.get(_seat(cast, seat)))
    client.post(_seat(cast, seat), {**_named("person", PERSON), **_named("organization", FIRM)})
    seat.refresh_from_db()
    rosa = User.objects.get(email="rosa@example.com")
    assert (rosa.name, rosa.membership.organization.name) == ("Rosa Gil", "Tazas Gil")
    assert seat.supplier == rosa.membership.organization
    assert seat.supplier.is_supplier


def test_an_invited_supplier_lands_in_the_conversation_after_choosing_languages(
    client: Client, cast: Cast, seat: Thread
) -> None:
    founded = client.post(_seat(cast, seat), {**_named("person", PERSON), **_named("organization", FIRM)})
    languages = {"reading": "es", "speaking": "es", "interface": "es"}
    landed = client.post(founded.headers["Location"], languages)
    assert landed.headers["Location"] == f"/threads/{seat.pk}/"
    assert client.get(landed.headers["Location"]).status_code == 200


def test_an_invited_supplier_cannot_say_that_they_only_buy(client: Client, cast: Cast, seat: Thread) -> None:
    buyer = {**FIRM, "role": "buyer"}
    page = _text(client.post(_seat(cast, seat), {**_named("person", PERSON), **_named("organization", buyer)}))
    assert "Check 1 field." in page
    assert 'value="buyer"' not in page


def test_half_a_form_makes_nobody(client: Client, cast: Cast, seat: Thread) -> None:
    before = User.objects.count(), Organization.objects.count()
    page = client.post(_seat(cast, seat), _named("person", PERSON))
    assert "Check" in _text(page)
    assert (User.objects.count(), Organization.objects.count()) == before


def test_a_supplier_who_is_signed_in_accepts_with_one_button(client: Client, cast: Cast, seat: Thread) -> None:
    client.force_login(cast.olga)
    assert "Accept" in _text(client.get(_seat(cast, seat)))
    assert client.post(_seat(cast, seat)).headers["Location"] == f"/threads/{seat.pk}/"
    assert client.get(f"/threads/{seat.pk}/").status_code == 200


def test_the_second_supplier_is_told_that_the_place_is_taken(client: Client, cast: Cast, seat: Thread) -> None:
    threads.take_invitation(cast.olga, seat.pk)
    client.force_login(cast.liwei)
    assert "Another supplier has taken this place already." in _text(client.post(_seat(cast, seat)))


def test_a_stranger_makes_no_account_for_a_place_that_is_taken(client: Client, cast: Cast, seat: Thread) -> None:
    threads.take_invitation(cast.olga, seat.pk)
    response = client.get(_seat(cast, seat))
    assert response.status_code == 409
    assert "Another supplier has taken this place already." in _text(response)


def test_a_buyer_cannot_take_a_supplier_s_place(client: Client, cast: Cast, seat: Thread) -> None:
    buyer = make_person("Pat", "en", make_organization("Other Buyer", is_buyer=True))
    client.force_login(buyer)
    assert "Only a supplier can take this place." in _text(client.post(_seat(cast, seat)))
    seat.refresh_from_db()
    assert seat.supplier is None
