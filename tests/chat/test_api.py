"""REST: the same actions, permissions and idempotency as the socket."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from chat import jobs
from chat.models import ApiToken, Inquiry, Message, User
from tests.cast import PASSWORD, Cast, make_supplier, say


class Program:
    """A program of a person: bearer token, JSON in and out."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        answer = self.post("/api/token", {"email": user.email, "password": PASSWORD}, token="")
        self.token: str = answer.json()["token"]

    def get(self, path: str) -> Any:
        return self.client.get(path, headers={"authorization": f"Bearer {self.token}"})

    def post(self, path: str, body: dict[str, Any], token: str | None = None) -> Any:
        token = self.token if token is None else token
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return self.client.post(path, json.dumps(body), "application/json", headers=headers)


@pytest.fixture
def program(cast: Cast) -> Program:
    return Program(cast.jordan)


def test_a_token_is_given_for_the_password_and_kept_only_as_a_hash(program: Program) -> None:
    assert program.get("/api/me").json()["email"] == "jordan@example.com"
    row = ApiToken.objects.get()
    assert program.token not in row.digest
    assert row.digest == ApiToken.digest_of(program.token)


def test_a_wrong_password_gives_none(cast: Cast) -> None:
    answer = Client().post(
        "/api/token", json.dumps({"email": cast.jordan.email, "password": "wrong"}), "application/json"
    )
    assert answer.status_code == 401
    assert not ApiToken.objects.exists()


def test_a_revoked_token_opens_nothing(program: Program, cast: Cast) -> None:
    from django.utils import timezone

    ApiToken.objects.update(revoked_at=timezone.now())
    assert program.get("/api/me").status_code == 401
    assert program.get(f"/api/threads/{cast.thread.pk}/events").json()["code"] == "session_ended"


def test_threads_are_those_of_ones_organization(program: Program, cast: Cast) -> None:
    [thread] = program.get("/api/threads").json()
    assert thread["id"] == str(cast.thread.pk)
    assert (thread["side"], thread["supplier"], thread["waits_on"]) == ("buyer", "Ningbo Hengda", "supplier")
    assert Program(cast.olga).get("/api/threads").json() == []


def test_events_after_a_cursor_come_in_the_shapes_of_the_socket(program: Program, cast: Cast) -> None:
    jobs.drain()
    say(cast.liwei, cast.thread, "可以做。")
    jobs.drain()
    answer = program.get(f"/api/threads/{cast.thread.pk}/events?after=2").json()
    assert [event["type"] for event in answer["events"]] == ["message.sent", "translation.finished"]
    assert answer["cursor"] == 4
    assert program.get(f"/api/threads/{cast.thread.pk}/events?after=4").json()["events"] == []


def test_a_message_sent_twice_is_said_once(program: Program, cast: Cast) -> None:
    body = {"client_id": str(uuid.uuid4()), "text": "From a program."}
    first = program.post(f"/api/threads/{cast.thread.pk}/messages", body)
    second = program.post(f"/api/threads/{cast.thread.pk}/messages", body)
    assert first.status_code == 200
    assert first.json() == second.json()
    assert Message.objects.filter(text="From a program.").count() == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"client_id": str(uuid.uuid4()), "text": "  "}, "empty"),
        ({"client_id": str(uuid.uuid4()), "text": "x" * 5001}, "text_too_long"),
        ({"client_id": "nonsense", "text": "Hi."}, "invalid"),
        ({"client_id": str(uuid.uuid4()), "text": "Hi.", "sender": 1}, "invalid"),
        ({"text": "Hi."}, "invalid"),
    ],
)
def test_a_bad_message_gets_its_code(program: Program, cast: Cast, body: dict[str, Any], code: str) -> None:
    before = Message.objects.count()
    answer = program.post(f"/api/threads/{cast.thread.pk}/messages", body)
    assert 400 <= answer.status_code < 500
    assert answer.json()["code"] == code
    assert answer.json()["detail"]
    assert Message.objects.count() == before


def test_an_outsider_can_neither_read_nor_write(cast: Cast) -> None:
    olga = Program(cast.olga)
    body = {"client_id": str(uuid.uuid4()), "text": "Let me in."}
    assert olga.post(f"/api/threads/{cast.thread.pk}/messages", body).json()["code"] == "not_participant"
    assert olga.get(f"/api/threads/{cast.thread.pk}").status_code == 403
    assert olga.get(f"/api/threads/{uuid.uuid4()}").json()["code"] == "thread_not_found"


def test_history_pages_upward(program: Program, cast: Cast) -> None:
    for number in range(5):
        say(cast.jordan, cast.thread, f"Line {number}.")
    page = program.get(f"/api/threads/{cast.thread.pk}/messages?limit=3").json()
    assert [message["text"] for message in page["messages"]] == ["Line 2.", "Line 3.", "Line 4."]
    assert page["more"]
    older = program.get(f"/api/threads/{cast.thread.pk}/messages?limit=9&before={page['messages'][0]['seq']}").json()
    assert [message["text"] for message in older["messages"]][1:] == ["Line 0.", "Line 1."]
    assert not older["more"]


def test_an_inquiry_opens_one_private_thread_each_and_once(program: Program, cast: Cast) -> None:
    suppliers = [make_supplier("Yiwu Tianrui").pk, make_supplier("Dongguan Lihua").pk]
    body = {
        "client_id": str(uuid.uuid4()),
        "suppliers": suppliers,
        "subject": "Cotton totes",
        "product_name": "Cotton tote 220 g",
        "quantity": 500,
        "text": "What is your price for 500 pcs?",
    }
    first = program.post("/api/inquiries", body)
    assert len(first.json()["threads"]) == 2
    assert program.post("/api/inquiries", body).json() == first.json()
    assert Inquiry.objects.filter(subject="Cotton totes").count() == 1


def test_a_supplier_writes_no_inquiry(cast: Cast) -> None:
    body = {
        "client_id": str(uuid.uuid4()),
        "suppliers": [1],
        "subject": "x",
        "product_name": "x",
        "quantity": 1,
        "text": "x",
    }
    assert Program(cast.liwei).post("/api/inquiries", body).json()["code"] == "forbidden"


def test_a_page_needs_its_csrf_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.jordan, backend="django.contrib.auth.backends.ModelBackend")
    body = json.dumps({"client_id": str(uuid.uuid4()), "text": "Forged."})
    answer = client.post(f"/api/threads/{cast.thread.pk}/messages", body, "application/json")
    assert answer.status_code in {401, 403}
    assert not Message.objects.filter(text="Forged.").exists()


def test_the_documentation_needs_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    assert "swagger" in page.lower()
    assert "https://" not in page
    assert client.get("/api/openapi.json").json()["paths"]["/api/threads"]
