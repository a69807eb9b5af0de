"""What a socket answers to what it should not get: a stable code, a sentence, and nothing half written."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.utils import timezone

from chat import events
from chat.models import Message
from tests.cast import Cast, make_cast
from tests.chat.screen import Screen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_connection_left")]

NOWHERE = str(uuid.uuid4())


async def answer_to(frame: str | dict[str, Any]) -> dict[str, Any]:
    """What the server says to one frame of Jordan's; the socket must live on."""
    cast = await sync_to_async(make_cast)()
    before = await Message.objects.acount()
    text = frame if isinstance(frame, str) else json.dumps(frame).replace("THREAD", str(cast.thread.pk))
    async with Screen(cast.jordan) as jordan:
        await jordan.raw(text)
        answer = await jordan.until("error")
        assert (await jordan.say("ping"))["type"] == "ack"
    assert await Message.objects.acount() == before
    assert answer["detail"]
    return answer


SEND = {"type": "message.send", "ref": "1", "thread": "THREAD", "client_id": NOWHERE, "text": "Hi."}


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("{", "malformed"),
        ("[]", "malformed"),
        ('"text"', "malformed"),
        ('{"type": "ping"}', "malformed"),
        ({"type": "offer.eat", "ref": "1"}, "unknown_command"),
        ({**SEND, "extra": 1}, "invalid"),
        ({key: value for key, value in SEND.items() if key != "client_id"}, "invalid"),
        ({**SEND, "text": 5}, "invalid"),
        ({**SEND, "client_id": "me"}, "invalid"),
        ({**SEND, "thread": "THREAD;--"}, "invalid"),
        ({**SEND, "language": "klingon!"}, "invalid"),
        ({**SEND, "thread": NOWHERE}, "thread_not_found"),
        ({**SEND, "text": "   "}, "empty"),
        ({**SEND, "text": "x" * 5001}, "text_too_long"),
        ({**SEND, "attachments": [NOWHERE]}, "not_found"),
        ({**SEND, "text": "x" * 1_000_000}, "frame_too_large"),
        ({"type": "thread.subscribe", "ref": "1", "thread": NOWHERE, "cursor": 0}, "thread_not_found"),
        ({"type": "thread.subscribe", "ref": "1", "thread": "THREAD", "cursor": -1}, "invalid"),
        (
            {
                "type": "message.edit",
                "ref": "1",
                "thread": "THREAD",
                "message_id": "999999",
                "revision": 1,
                "text": "x",
            },
            "not_found",
        ),
        (
            {"type": "translation.retry", "ref": "1", "thread": "THREAD", "message_id": "999999", "language": "zh"},
            "not_found",
        ),
    ],
)
async def test_each_bad_command_gets_its_code(frame: str | dict[str, Any], code: str) -> None:
    answer = await answer_to(frame)
    assert answer["code"] == code
    assert answer["ref"] == (None if code in {"malformed", "frame_too_large"} else "1")


async def test_the_field_at_fault_is_named() -> None:
    assert (await answer_to({**SEND, "text": 5}))["field"] == "text"


async def test_audio_is_refused_where_no_utterance_is_open() -> None:
    cast = await sync_to_async(make_cast)()
    async with Screen(cast.jordan) as jordan:
        await jordan.socket.send_to(bytes_data=b"\0" * 3200)
        assert (await jordan.until("error"))["code"] == "binary_unexpected"


async def test_the_sentence_is_in_the_users_language() -> None:
    cast = await sync_to_async(make_cast)()
    async with Screen(cast.liwei) as liwei:
        answer = await liwei.say("message.send", thread=str(cast.thread.pk), client_id=NOWHERE, text="x" * 5001)
    assert answer["detail"] == "超出 1 个字符，上限为 5,000。"


@pytest.mark.parametrize("command", ["thread.subscribe", "message.send", "receipt.read", "typing.start"])
async def test_an_outsider_gets_nothing(command: str) -> None:
    cast = await sync_to_async(make_cast)()
    fields: dict[str, dict[str, Any]] = {
        "thread.subscribe": {"cursor": 0},
        "message.send": {"client_id": NOWHERE, "text": "Let me in."},
        "receipt.read": {"seq": 1},
        "typing.start": {},
    }
    async with Screen(cast.olga) as olga:
        answer = await olga.say(command, thread=str(cast.thread.pk), **fields[command])
        assert answer["code"] == "not_participant"
        assert {event["type"] for event in olga.seen} == {"error"}


async def test_a_forged_client_id_of_another_person_is_just_a_message_of_ones_own() -> None:
    cast = await sync_to_async(make_cast)()
    command = {"thread": str(cast.thread.pk), "client_id": str(uuid.uuid4())}
    async with Screen(cast.jordan) as jordan, Screen(cast.liwei) as liwei:
        mine = await jordan.say("message.send", text="From Jordan.", **command)
        theirs = await liwei.say("message.send", text="不是他写的。", **command)
        assert mine["message_id"] != theirs["message_id"]
        original = await Message.objects.aget(pk=mine["message_id"])
        assert original.text == "From Jordan."


async def test_a_client_id_that_said_something_else_before_is_a_conflict() -> None:
    cast = await sync_to_async(make_cast)()
    command = {"thread": str(cast.thread.pk), "client_id": str(uuid.uuid4())}
    async with Screen(cast.jordan) as jordan:
        await jordan.say("message.send", text="This.", **command)
        assert (await jordan.say("message.send", text="That.", **command))["code"] == "conflict"


async def test_nobody_edits_what_another_wrote() -> None:
    cast = await sync_to_async(make_cast)()
    async with Screen(cast.jordan) as jordan, Screen(cast.liwei) as liwei:
        thread = str(cast.thread.pk)
        sent = await jordan.say("message.send", thread=thread, client_id=str(uuid.uuid4()), text="Mine.")
        edit = {"message_id": sent["message_id"], "revision": 1, "text": "Not mine."}
        assert (await liwei.say("message.edit", thread=thread, **edit))["code"] == "forbidden"


async def test_200_commands_at_once_are_slowed_and_the_socket_lives() -> None:
    cast = await sync_to_async(make_cast)()
    async with Screen(cast.jordan) as jordan:
        for number in range(200):
            await jordan.raw(json.dumps({"type": "ping", "ref": str(number)}))
        answers = [await jordan.next() for _ in range(200)]
        limited = [answer for answer in answers if answer["type"] == "error"]
        assert 100 < len(limited) < 150
        assert {answer["code"] for answer in limited} == {"rate_limited"}
        assert all(answer["retry_after_ms"] > 0 for answer in limited)


async def test_abuse_that_goes_on_is_closed_with_a_code_that_says_why() -> None:
    cast = await sync_to_async(make_cast)()
    async with Screen(cast.jordan) as jordan:
        for _ in range(250):
            await jordan.raw("{")
        assert await jordan.closed() == 4429


async def test_without_a_session_the_socket_is_closed_with_signed_out() -> None:
    async with Screen(None) as nobody:
        assert await nobody.closed() == 4401


async def test_a_foreign_page_cannot_use_its_visitors_cookie() -> None:
    cast = await sync_to_async(make_cast)()
    own = Screen(cast.jordan)
    async with own:
        pass
    foreign = Screen(None, headers=[*own.headers, (b"origin", b"https://evil.example")])
    async with foreign:
        assert await foreign.closed() == 4401


async def test_an_expired_session_is_told_and_closed() -> None:
    cast = await sync_to_async(make_cast)()
    screen = Screen(cast.jordan)
    async with screen:
        pass
    await Session.objects.aupdate(expire_date=timezone.now())
    async with Screen(None, headers=screen.headers) as again:
        assert await again.closed() == 4401


async def test_signing_out_closes_the_sockets_of_that_session() -> None:
    cast = await sync_to_async(make_cast)()
    async with Screen(cast.jordan) as jordan:
        key = jordan.headers[0][1].decode().split("=")[1]
        await sync_to_async(events.announce_person)(cast.jordan.pk, session_ended=key)
        assert await jordan.closed() == 4401


async def test_a_removed_member_hears_no_more() -> None:
    cast: Cast = await sync_to_async(make_cast)()
    async with Screen(cast.chen) as chen:
        await chen.follow(cast.thread)
        await cast.chen.membership.adelete()
        await sync_to_async(events.announce_person)(cast.chen.pk, removed=True)
        assert await chen.closed() == 4401
