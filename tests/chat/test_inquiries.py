"""A buyer writes one inquiry to several suppliers, sees how far each has come, and brings in new ones by a link."""

from __future__ import annotations

import re
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from chat.actions import receipts, threads
from chat.demo.pictures import draw
from chat.forms.inquiries import parse_figure
from chat.inquiries import Reach, recipients_of
from chat.models import Attachment, Inquiry, Organization, User
from tests.cast import Cast, make_inquiry, make_supplier, say

NEW = "inquiry-new"


@pytest.fixture
def buyer(client: Client, jordan: User) -> Client:
    client.force_login(jordan, "django.contrib.auth.backends.ModelBackend")
    return client


def fields(**changed: Any) -> dict[str, Any]:
    supplier = Organization.objects.get(name="Ningbo Hengda")
    written = {
        "client_id": str(uuid.uuid4()),
        "subject": "Flasks",
        "product_name": "Flask",
        "quantity": "6,000",
        "unit": "pcs",
        "currency": "USD",
        "text": "What is your price?",
        "suppliers": [supplier.pk],
        "step": "send",
    }
    return {**written, **changed}


def post(client: Client, **changed: Any) -> HttpResponse:
    return client.post(reverse(NEW), fields(**changed))  # type: ignore[return-value]


def picture(name: str = "tote.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, draw("tote"), "image/png")


# --- figures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "figure"),
    [
        ("500", "500"),
        ("15,000", "15000"),
        ("15000", "15000"),
        ("15 000", "15000"),
        ("1,500,000.5", "1500000.5"),
        ("1.500.000", "1500000"),
        ("1.5", "1.5"),
        ("1,5", "1.5"),
        ("0.125", "0.125"),
        ("１５０００", "15000"),
    ],
)
def test_a_figure_is_read_as_people_write_it(written: str, figure: str) -> None:
    assert parse_figure(written) == Decimal(figure)


@pytest.mark.parametrize("written", ["", "many", "15.000", "1,50,000", "-5", "1e9", "5 pcs", "1,000,00"])
def test_what_is_no_figure_or_may_be_two_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(written)}$"):
        parse_figure(written)


# --- writing ------------------------------------------------------------------------------------------------------


def test_one_inquiry_opens_a_private_thread_with_each_supplier(buyer: Client) -> None:
    other = make_supplier("Yiwu Tianrui")
    response = post(buyer, suppliers=[Organization.objects.get(name="Ningbo Hengda").pk, other.pk])
    inquiry = Inquiry.objects.get(subject="Flasks")
    assert response.headers["Location"] == reverse("inquiry", args=[inquiry.pk])
    assert inquiry.quantity == 6000
    assert inquiry.threads.count() == 2


def test_sent_twice_it_is_one_inquiry(buyer: Client) -> None:
    client_id = str(uuid.uuid4())
    first, second = (post(buyer, client_id=client_id, picture_files=picture()) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Inquiry.objects.filter(subject="Flasks").count() == 1
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("quantity", ["", "0", "many", "15.000", "1e400", "999999999999", "1.2345", "9" * 30])
def test_a_wrong_quantity_is_answered_with_an_example_and_kept(buyer: Client, quantity: str) -> None:
    response = post(buyer, quantity=quantity)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Enter a quantity, for example 500." in page
    assert f'value="{quantity}"' in page or not quantity
    assert "What is your price?" in page


def test_without_a_supplier_or_an_invitation_it_is_not_sent(buyer: Client) -> None:
    response = post(buyer, suppliers=[])
    assert "Choose a supplier, or invite one." in response.content.decode()
    assert not Inquiry.objects.filter(subject="Flasks").exists()


def test_at_most_ten_suppliers_are_asked_at_once(buyer: Client) -> None:
    many = [make_supplier(f"Supplier {number}").pk for number in range(11)]
    assert "Choose at most 10 suppliers." in post(buyer, suppliers=many).content.decode()


def test_a_text_of_more_than_5000_characters_is_refused_with_the_surplus(buyer: Client) -> None:
    assert post(buyer, text="x\r\n" * 2500).status_code == 302, "a line break counts once"
    assert "1 characters too many" in post(buyer, text="x" * 5001).content.decode()


def test_a_supplier_out_of_reach_cannot_be_chosen(buyer: Client) -> None:
    own = Organization.objects.get(name="Lone Star Supply")
    assert post(buyer, suppliers=[own.pk]).status_code == 422


def test_looking_for_a_supplier_without_script_keeps_what_was_written(buyer: Client) -> None:
    page = post(buyer, step="find", find="qiming", quantity="many").content.decode()
    assert "Foshan Qiming" in page
    assert "Ningbo Hengda" in page, "the chosen one stays in the list"
    assert 'value="many"' in page
    assert "Check" not in page


def test_the_form_is_for_buyers(client: Client, liwei: User) -> None:
    client.force_login(liwei, "django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse(NEW)).status_code == 403
    assert post(client).status_code == 403


# --- pictures -----------------------------------------------------------------------------------------------------


def test_pictures_come_with_the_form_or_before_it(buyer: Client) -> None:
    answer = buyer.post("/api/pictures", {"client_id": str(uuid.uuid4()), "file": picture("before.png")}).json()
    post(buyer, picture=[answer["id"]], picture_files=picture("with.png"))
    names = Inquiry.objects.get(subject="Flasks").pictures.values_list("name", flat=True)
    assert sorted(names) == ["before.png", "with.png"]


def test_a_picture_survives_an_error_in_another_field(buyer: Client) -> None:
    page = post(buyer, quantity="many", picture_files=picture()).content.decode()
    kept = Attachment.objects.get()
    assert f'name="picture" value="{kept.pk}"' in page


def test_a_file_that_is_no_picture_is_named_with_its_reason(buyer: Client) -> None:
    page = post(buyer, picture_files=SimpleUploadedFile("x.png", b"<svg/>", "image/png")).content.decode()
    assert "x.png: This kind of file cannot be sent. Pictures and PDF can." in page
    assert not Inquiry.objects.filter(subject="Flasks").exists()


def test_somebody_elses_upload_is_not_taken(buyer: Client, cast: Cast, client: Client) -> None:
    post(buyer, quantity="many", picture_files=picture())
    theirs = Attachment.objects.get()
    client.force_login(cast.chen, "django.contrib.auth.backends.ModelBackend")
    post(client, picture=[str(theirs.pk), "no id"])
    assert not Inquiry.objects.get(subject="Flasks").pictures.exists()


# --- how far it has come ------------------------------------------------------------------------------------------


def test_the_state_of_each_supplier_goes_from_sent_to_answered(cast: Cast) -> None:
    def reach() -> Reach:
        return recipients_of(cast.thread.inquiry)[0].reach

    cast.thread.refresh_from_db()
    assert reach() is Reach.SENT
    receipts.deliver(cast.liwei, cast.thread.pk, cast.thread.last_seq)
    assert reach() is Reach.DELIVERED
    receipts.read(cast.liwei, cast.thread.pk, cast.thread.last_seq)
    assert reach() is Reach.READ
    say(cast.liwei, cast.thread, "您好。")
    assert reach() is Reach.ANSWERED


def test_the_page_of_an_inquiry_shows_its_suppliers_and_terms(buyer: Client, cast: Cast) -> None:
    page = buyer.get(reverse("inquiry", args=[cast.thread.inquiry_id])).content.decode()
    for expected in ("Ningbo Hengda", "15,000", "USD 2.20", reverse("thread", args=[cast.thread.pk]), ">Sent<"):
        assert expected in page


def test_only_the_own_organization_sees_an_inquiry(client: Client, cast: Cast) -> None:
    client.force_login(cast.liwei, "django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("inquiry", args=[cast.thread.inquiry_id])).status_code == 404


def test_a_buyer_lists_what_was_sent_and_a_supplier_what_came(client: Client, cast: Cast) -> None:
    client.force_login(cast.jordan, "django.contrib.auth.backends.ModelBackend")
    assert "0 of 1 answered" in client.get(reverse("inquiries")).content.decode()
    client.force_login(cast.liwei, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("inquiries")).content.decode()
    assert reverse("thread", args=[cast.thread.pk]) in page
    assert "Lone Star Supply" in page
    client.force_login(cast.olga, "django.contrib.auth.backends.ModelBackend")
    assert "Steel bottles" not in client.get(reverse("inquiries")).content.decode()


# --- who is not here yet ------------------------------------------------------------------------------------------


def link_in(page: str) -> str:
    found = re.search(r'http://testserver(/invitation/[^"\s]+)', page)
    assert found
    return found[1]


def test_an_invited_supplier_gets_a_link_that_can_be_copied(buyer: Client) -> None:
    response = post(buyer, suppliers=[], by_invitation="on")
    page = buyer.get(response.headers["Location"]).content.decode()
    assert link_in(page)
    assert "Nobody has come in by the link yet." in page


def test_the_link_is_mailed_where_an_address_is_given(buyer: Client) -> None:
    post(buyer, suppliers=[], by_invitation="on")
    thread = Inquiry.objects.get(subject="Flasks").threads.get()
    buyer.post(reverse("invite-counterpart", args=[thread.pk]), {"email": "new@example.com"})
    (letter,) = mail.outbox
    assert letter.to == ["new@example.com"]
    assert "Flasks" in letter.subject
    assert link_in(str(letter.body))


def test_a_wrong_address_is_answered_on_the_page_and_mails_nothing(buyer: Client) -> None:
    post(buyer, suppliers=[], by_invitation="on")
    thread = Inquiry.objects.get(subject="Flasks").threads.get()
    assert buyer.post(reverse("invite-counterpart", args=[thread.pk]), {"email": "new@"}).status_code == 422
    assert mail.outbox == []


def test_nobody_is_invited_to_a_seat_that_is_taken(buyer: Client, cast: Cast) -> None:
    assert buyer.post(reverse("invite-counterpart", args=[cast.thread.pk])).status_code == 409


def test_an_outsider_invites_nobody(client: Client, cast: Cast) -> None:
    inquiry = threads.send_inquiry(
        cast.jordan,
        uuid.uuid4(),
        {"subject": "s", "product_name": "p", "quantity": 1, "text": "t"},
        [],
        by_invitation=True,
    )
    client.force_login(cast.olga, "django.contrib.auth.backends.ModelBackend")
    assert client.post(reverse("invite-counterpart", args=[inquiry.threads.get().pk])).status_code == 403


# --- the preview --------------------------------------------------------------------------------------------------


def preview(client: Client, **changed: Any) -> HttpResponse:
    supplier = Organization.objects.get(name="Ningbo Hengda")
    written = {"text": "What is your price?", "suppliers": [supplier.pk], **changed}
    return client.post(reverse("inquiry-preview"), written)  # type: ignore[return-value]


def test_the_preview_shows_the_text_in_each_language_that_the_chosen_read(buyer: Client) -> None:
    cache.clear()
    (line,) = preview(buyer).json()["lines"]  # type: ignore[attr-defined]
    assert (line["language"], line["own_name"]) == ("zh", "中文")
    assert line["text"]


def test_the_preview_is_not_asked_for_more_than_once_a_second(buyer: Client) -> None:
    cache.clear()
    assert [preview(buyer).status_code for _ in range(2)] == [200, 429]


def test_the_preview_is_for_buyers_who_are_signed_in(client: Client, cast: Cast) -> None:
    cache.clear()
    assert preview(client).status_code == 302
    client.force_login(cast.liwei, "django.contrib.auth.backends.ModelBackend")
    assert preview(client).status_code == 403


def test_suppliers_that_were_asked_are_counted_once_each(cast: Cast) -> None:
    inquiry = make_inquiry(cast.jordan, list(Organization.objects.filter(is_supplier=True)))
    assert [row.name for row in recipients_of(inquiry)] == ["Foshan Qiming", "Ningbo Hengda"]
