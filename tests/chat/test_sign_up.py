"""Signing up: three short pages, each saved, and where people land who left in the middle."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from chat.models import Membership, Organization, User
from tests.cast import Cast, make_person, make_supplier

pytestmark = pytest.mark.django_db

PERSON = {"name": "Ana Ruiz", "email": "Ana@Example.com", "password": "a door of blue glass"}
FIRM = {
    "role": "supplier",
    "name": "Vidrios Ruiz",
    "country": "MX",
    "city": "Monterrey",
    "time_zone": "America/Monterrey",
    "makes": "Glass doors",
}
LANGUAGES = {"reading": "es", "speaking": "es", "interface": "es", "also_reads": ["en", "es"]}


def _text(response: Any) -> str:
    return str(response.content.decode())


def _sign_up(client: Client, **person: str) -> User:
    client.post("/sign-up/", {**PERSON, **person})
    return User.objects.get(name=person.get("name", PERSON["name"]))


def test_three_pages_make_a_person_an_organization_and_languages(client: Client) -> None:
    assert client.post("/sign-up/", PERSON).headers["Location"] == "/sign-up/organization/"
    assert client.post("/sign-up/organization/", FIRM).headers["Location"] == "/sign-up/languages/"
    assert client.post("/sign-up/languages/", LANGUAGES).headers["Location"] == "/"
    user = User.objects.get(email="ana@example.com")
    firm = user.membership.organization
    assert (firm.name, firm.is_supplier, firm.is_buyer, firm.country) == ("Vidrios Ruiz", True, False, "MX")
    assert user.membership.role == Membership.Role.OWNER
    assert (user.reading_language, user.interface_language, user.also_reads) == ("es", "es", ["en"])
    assert user.time_zone == "America/Monterrey"


def test_each_page_says_how_far_it_is(client: Client) -> None:
    assert "1 of 3" in _text(client.get("/sign-up/"))
    _sign_up(client)
    assert "2 of 3" in _text(client.get("/sign-up/organization/"))
    assert "3 of 3" in _text(client.get("/sign-up/languages/"))


def test_a_new_person_gets_the_language_of_their_browser(client: Client) -> None:
    client.post("/sign-up/", PERSON, headers={"accept-language": "zh-CN,zh;q=0.9"})
    user = User.objects.get()
    assert (user.interface_language, user.reading_language, user.speaking_language) == ("zh-hans", "zh", "zh")


def test_a_new_person_reads_the_first_language_of_the_browser_that_can_be_read_here(client: Client) -> None:
    client.post("/sign-up/", PERSON, headers={"accept-language": "tlh,de-DE;q=0.9,en;q=0.5"})
    user = User.objects.get()
    assert (user.interface_language, user.reading_language, user.speaking_language) == ("en", "de", "de")


def test_the_language_chosen_at_the_foot_counts_more_than_the_browser_s(client: Client) -> None:
    client.post("/language/", {"language": "es", "next": "/sign-up/"})
    client.post("/sign-up/", PERSON, headers={"accept-language": "de"})
    assert User.objects.get().reading_language == "es"


def test_the_language_at_the_foot_can_be_changed_in_the_middle(client: Client) -> None:
    _sign_up(client)
    path = "/sign-up/organization/"
    page = client.post("/language/", {"language": "zh-hans", "next": path}, follow=True)
    assert '<html lang="zh-Hans"' in _text(page)
    client.post("/language/", {"language": "tlh", "next": path})
    assert User.objects.get().interface_language == "zh-hans"


def test_who_is_in_the_middle_can_sign_out(client: Client) -> None:
    _sign_up(client)
    for path in ("/sign-up/organization/", "/sign-up/languages/"):
        assert 'action="/sign-out/"' in _text(client.get(path))


def test_the_password_is_kept_as_a_hash_only(client: Client) -> None:
    user = _sign_up(client)
    assert PERSON["password"] not in user.password
    assert user.check_password(PERSON["password"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": "short"}, "at least 10 characters"),
        ({"password": "ana ruiz ana"}, "too similar"),
        ({"email": "nowhere"}, "valid email"),
        ({"name": ""}, "required"),
    ],
)
def test_the_first_page_says_which_field_is_wrong(client: Client, change: dict[str, str], said: str) -> None:
    page = _text(client.post("/sign-up/", {**PERSON, **change}))
    assert said in page
    assert "Check 1 field." in page
    assert not User.objects.exists()


def test_an_address_makes_one_account_however_it_is_written(client: Client) -> None:
    _sign_up(client)
    page = _text(Client().post("/sign-up/", {**PERSON, "email": "ANA@example.COM"}))
    assert "There is an account with this e-mail." in page
    assert User.objects.count() == 1


def test_an_organization_needs_its_time_zone_and_a_real_country(client: Client) -> None:
    _sign_up(client)
    page = client.post("/sign-up/organization/", {**FIRM, "time_zone": "", "country": "XX"})
    assert "Check 2 fields." in _text(page)
    assert not Organization.objects.exists()


def test_going_back_to_the_second_page_changes_the_organization_and_makes_no_other(client: Client) -> None:
    user = _sign_up(client)
    client.post("/sign-up/organization/", FIRM)
    client.post("/sign-up/organization/", {**FIRM, "name": "Ruiz Glass", "role": "both"})
    assert [(one.name, one.is_buyer) for one in Organization.objects.all()] == [("Ruiz Glass", True)]
    assert Membership.objects.get().user == user


def test_who_left_in_the_middle_is_led_to_the_second_page(client: Client) -> None:
    _sign_up(client)
    for path in ("/profile/", "/profile/languages/", "/profile/colleagues/"):
        assert client.get(path).headers["Location"] == "/sign-up/organization/"


def test_a_member_cannot_change_the_organization_by_the_sign_up_pages(client: Client, cast: Cast) -> None:
    organization = make_supplier("Third")
    person = make_person("Mei", "zh", organization)
    Membership.objects.update(role=Membership.Role.MEMBER)
    client.force_login(person)
    assert client.post("/sign-up/organization/", FIRM).headers["Location"] == "/"
    organization.refresh_from_db()
    assert organization.name == "Third"


def test_an_unknown_language_is_refused(client: Client) -> None:
    _sign_up(client)
    client.post("/sign-up/organization/", FIRM)
    page = _text(client.post("/sign-up/languages/", {**LANGUAGES, "reading": "tlh"}))
    assert "Check 1 field." in page


def test_the_last_page_shows_a_sample_pair_for_the_languages_on_it(client: Client) -> None:
    _sign_up(client)
    page = _text(client.get("/sign-up/languages/"))
    assert "Lead time is 35 days." in page
    assert "交货期为 35 天。" in page
