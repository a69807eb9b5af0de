"""The directory finds suppliers and tells how they answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from chat.directory import Search, answer_times, cards, find_suppliers
from chat.models import Message, Organization, User
from chat.protocol import Refusal
from tests.cast import Cast, make_person, make_supplier, say


@pytest.fixture
def mexican(cast: Cast) -> Organization:
    supplier = make_supplier("Élite Cerámica", country="MX", city="Puebla", makes="Azulejos y BALDOSAS 陶瓷砖")
    make_person("Rosa", "es", supplier)
    return supplier


def found(user: User, **search: object) -> list[str]:
    return [supplier.name for supplier in find_suppliers(user, Search(**search))]  # type: ignore[arg-type]


@pytest.mark.parametrize("query", ["élite", "ÉLITE", "baldosas", "瓷砖", "puebla", "mexico", "MX", "azulejos 陶瓷"])
def test_a_supplier_is_found_by_name_place_or_product_in_any_script_and_case(
    jordan: User, mexican: Organization, query: str
) -> None:
    assert found(jordan, query=query) == ["Élite Cerámica"]


def test_every_word_of_the_query_must_occur(jordan: User, mexican: Organization) -> None:
    assert found(jordan, query="élite bottles") == []


def test_the_filters_narrow_by_product_country_and_language(jordan: User, mexican: Organization) -> None:
    assert found(jordan, makes="flasks") == ["Ningbo Hengda"]
    assert found(jordan, country="MX") == ["Élite Cerámica"]
    assert found(jordan, language="zh") == ["Ningbo Hengda"]


def test_a_supplier_answers_in_the_median_of_its_waits(cast: Cast) -> None:
    assert cast.thread.supplier is not None
    for wait in (timedelta(hours=1), timedelta(hours=30), timedelta(hours=2)):
        asked = say(cast.jordan, cast.thread, "And the lead time?")
        answer = say(cast.liwei, cast.thread, "35天。")
        Message.objects.filter(pk=answer.pk).update(created_at=asked.created_at + wait)
    assert answer_times([cast.thread.supplier.pk]) == {cast.thread.supplier.pk: 7200}


def test_a_second_line_of_the_same_answer_is_no_answer_of_its_own(cast: Cast) -> None:
    first = say(cast.liwei, cast.thread, "您好。")
    Message.objects.filter(pk=cast.thread.messages.order_by("seq")[0].pk).update(
        created_at=first.created_at - timedelta(hours=3)
    )
    say(cast.liwei, cast.thread, "单价是2.35美元。")
    assert answer_times([cast.thread.supplier_id]) == {cast.thread.supplier_id: 10800}


def test_only_those_who_answer_in_a_day_stay_with_that_filter(cast: Cast, mexican: Organization) -> None:
    assert found(cast.jordan, answers_in_a_day=True) == []
    say(cast.liwei, cast.thread, "您好。")
    assert found(cast.jordan, answers_in_a_day=True) == ["Ningbo Hengda"]


def test_a_card_tells_languages_place_and_verification(cast: Cast) -> None:
    supplier = Organization.objects.get(name="Ningbo Hengda")
    (card,) = cards([supplier])
    assert (card.languages, card.city, card.country_name) == (["zh"], "Ningbo", "China")
    assert (card.is_verified, card.answers_in_s) == (False, None)


def test_a_page_costs_the_same_number_of_queries_for_two_cards_and_for_twenty(
    cast: Cast, django_assert_num_queries: object
) -> None:
    suppliers = [make_supplier(f"Supplier {number:02}") for number in range(20)]
    for some in (suppliers[:2], suppliers):
        with django_assert_num_queries(2):  # type: ignore[operator]
            cards(some)


def test_the_list_shows_24_a_page_and_keeps_the_search_in_its_links(client: Client, jordan: User) -> None:
    for number in range(25):
        make_supplier(f"Kiln {number:02}", makes="tiles")
    client.force_login(jordan, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("suppliers"), {"makes": "tiles"}).content.decode()
    assert page.count('class="supplier"') == 24
    assert "?makes=tiles&amp;page=2" in page
    assert client.get(reverse("suppliers"), {"makes": "tiles", "page": "2"}).content.decode().count('"supplier"') == 1


def test_add_leads_to_an_inquiry_with_that_supplier_chosen(client: Client, jordan: User) -> None:
    supplier = Organization.objects.get(name="Ningbo Hengda")
    client.force_login(jordan, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("supplier", args=[supplier.pk])).content.decode()
    address = f"{reverse('inquiry-new')}?supplier={supplier.pk}"
    assert address in page
    assert f'value="{supplier.pk}" checked' in client.get(address).content.decode()


def test_a_search_without_result_says_so_and_leads_back(client: Client, jordan: User) -> None:
    client.force_login(jordan, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("suppliers"), {"q": "zeppelins"}).content.decode()
    assert "No supplier matches." in page
    assert "Show all suppliers" in page


def test_the_directory_is_for_buyers(client: Client, liwei: User) -> None:
    client.force_login(liwei, "django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("suppliers")).status_code == 403
    with pytest.raises(Refusal):
        find_suppliers(liwei, Search())


def test_an_organization_that_does_not_supply_has_no_page(client: Client, jordan: User) -> None:
    client.force_login(jordan, "django.contrib.auth.backends.ModelBackend")
    own = Organization.objects.get(name="Lone Star Supply")
    assert client.get(reverse("supplier", args=[own.pk])).status_code == 404
