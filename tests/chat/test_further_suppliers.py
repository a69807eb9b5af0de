"""An inquiry can go to more suppliers later: each gets it once, in a thread of its own."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from chat.actions import threads
from chat.models import Inquiry, Organization, User
from chat.protocol import ErrorCode, Refusal
from tests.cast import Cast, make_inquiry, make_supplier


@pytest.fixture
def inquiry(cast: Cast) -> Inquiry:
    return cast.thread.inquiry


@pytest.fixture
def newcomer(cast: Cast) -> Organization:
    return make_supplier("Yiwu Tianrui")


def texts(inquiry: Inquiry, supplier: Organization) -> list[str]:
    return list(inquiry.threads.get(supplier=supplier).messages.values_list("text", flat=True))


def test_the_newcomer_gets_what_the_others_got_and_sees_nothing_of_them(
    cast: Cast, inquiry: Inquiry, newcomer: Organization
) -> None:
    threads.send_further(cast.jordan, inquiry.pk, [newcomer])
    assert texts(inquiry, newcomer) == [inquiry.text]
    assert inquiry.threads.count() == 2


def test_sent_again_nobody_gets_it_twice(cast: Cast, inquiry: Inquiry, newcomer: Organization) -> None:
    present = cast.thread.supplier
    assert present
    for _ in range(2):
        threads.send_further(cast.jordan, inquiry.pk, [newcomer, present, newcomer])
    assert inquiry.threads.count() == 2
    assert texts(inquiry, newcomer) == [inquiry.text]
    assert texts(inquiry, present) == [inquiry.text]


def test_a_colleague_of_the_author_may_send_it_on(cast: Cast, inquiry: Inquiry, newcomer: Organization) -> None:
    threads.send_further(cast.chen, inquiry.pk, [newcomer])
    assert texts(inquiry, newcomer) == [inquiry.text]


@pytest.mark.parametrize(("name", "code"), [("liwei", ErrorCode.FORBIDDEN), ("olga", ErrorCode.FORBIDDEN)])
def test_suppliers_send_nothing(cast: Cast, inquiry: Inquiry, newcomer: Organization, name: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        threads.send_further(getattr(cast, name), inquiry.pk, [newcomer])
    assert refused.value.code == code


def test_nobody_sends_the_inquiry_of_another_buyer(cast: Cast, newcomer: Organization) -> None:
    Organization.objects.filter(name="Foshan Qiming").update(is_buyer=True)
    with pytest.raises(Refusal) as refused:
        threads.send_further(cast.olga, cast.thread.inquiry_id, [newcomer])
    assert refused.value.code == ErrorCode.NOT_FOUND


def test_a_firm_that_does_not_supply_is_out_of_reach(cast: Cast, inquiry: Inquiry) -> None:
    with pytest.raises(Refusal) as refused:
        threads.send_further(cast.jordan, inquiry.pk, [inquiry.buyer])
    assert refused.value.code == ErrorCode.NOT_FOUND


# --- the page -----------------------------------------------------------------------------------------------------


@pytest.fixture
def page(client: Client, jordan: User, inquiry: Inquiry) -> str:
    client.force_login(jordan, "django.contrib.auth.backends.ModelBackend")
    return reverse("inquiry-further", args=[inquiry.pk])


def test_the_page_offers_only_who_has_not_got_it(client: Client, page: str, newcomer: Organization) -> None:
    shown = client.get(page).content.decode()
    assert "Yiwu Tianrui" in shown
    assert "Foshan Qiming" in shown
    assert "Ningbo Hengda" not in shown


def test_searching_keeps_what_was_chosen(client: Client, page: str, newcomer: Organization) -> None:
    found = client.post(page, {"step": "find", "find": "foshan", "suppliers": [newcomer.pk]}).content.decode()
    assert f'value="{newcomer.pk}" checked' in found
    assert "Foshan Qiming" in found


def test_it_sends_and_leads_back_to_the_inquiry(
    client: Client, page: str, inquiry: Inquiry, newcomer: Organization
) -> None:
    answer = client.post(page, {"step": "send", "suppliers": [newcomer.pk]}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("inquiry", args=[inquiry.pk])
    assert "Yiwu Tianrui" in answer.content.decode()


def test_nobody_chosen_is_told(client: Client, page: str, inquiry: Inquiry) -> None:
    answer = client.post(page, {"step": "send"})
    assert answer.status_code == 422
    assert "Choose a supplier." in answer.content.decode()
    assert inquiry.threads.count() == 1


def test_the_page_of_anothers_inquiry_is_not_there(client: Client, cast: Cast) -> None:
    other = make_inquiry(cast.chen, [make_supplier("Wuxi")])
    client.force_login(cast.olga, "django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("inquiry-further", args=[other.pk])).status_code == 404
