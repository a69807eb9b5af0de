"""What a socket promises to those who use it well."""

from __future__ import annotations

import asyncio
import uuid

import pytest
from asgiref.sync import sync_to_async

from chat import jobs
from chat.actions import accounts
from chat.models import ApiToken, Message, Translation
from tests.cast import Cast
from tests.chat.screen import Screen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_connection_left")]


async def cast_of() -> Cast:
    from tests.cast import make_cast

    made = await sync_to_async(make_cast)()
    await sync_to_async(jobs.drain)()
    return made


async def test_a_message_reaches_the_other_side_with_its_translation() -> None:
    cast = await cast_of()
    async with Screen(cast.jordan) as jordan, Screen(cast.liwei) as liwei:
        await jordan.follow(cast.thread)
        await liwei.follow(cast.thread)
        answer = await jordan.say(
            "message.send", thread=str(cast.thread.pk), client_id=str(uuid.uuid4()), text="Hello there, my friend."
        )
        assert answer["type"] == "ack"
        assert liwei.seen[-1]["type"] == "thread.subscribed"
        sent = await liwei.until("message.sent")
        finished = await liwei.until("translation.finished")
        assert sent["message"]["text"] == "Hello there, my friend."
        assert (finished["language"], finished["state"]) == ("zh", "done")
        assert finished["seq"] == sent["seq"] + 1


async def test_the_sender_sees_the_echo_at_once() -> None:
    cast = await cast_of()
    async with Screen(cast.jordan) as jordan:
        await jordan.follow(cast.thread)
        client_id = str(uuid.uuid4())
        await jordan.say("message.send", thread=str(cast.thread.pk), client_id=client_id, text="Hello there.")
        echoed = [event for event in jordan.seen if event["type"] == "message.sent"]
        echo = echoed[-1] if len(echoed) > 1 else await jordan.until("message.sent")
        assert echo["message"]["client_id"] == client_id


async def test_a_repeated_command_is_acknowledged_with_the_first_result() -> None:
    cast = await cast_of()
    async with Screen(cast.jordan) as jordan:
        command = {"thread": str(cast.thread.pk), "client_id": str(uuid.uuid4()), "text": "Only once, please."}
        first = await jordan.say("message.send", **command)
        second = await jordan.say("message.send", **command)
        assert (first["message_id"], first["seq"]) == (second["message_id"], second["seq"])
        assert await Message.objects.filter(text="Only once, please.").acount() == 1


async def test_a_screen_that_was_away_is_replayed_what_it_missed() -> None:
    cast = await cast_of()
    async with Screen(cast.liwei) as liwei:
        cursor = (await liwei.follow(cast.thread))["cursor"]
    async with Screen(cast.jordan) as jordan:
        for text in ("One.", "Two.", "Three."):
            await jordan.say("message.send", thread=str(cast.thread.pk), client_id=str(uuid.uuid4()), text=text)
    await sync_to_async(jobs.drain)()
    async with Screen(cast.liwei) as liwei:
        subscribed = await liwei.follow(cast.thread, cursor)
        durable = [event for event in liwei.seen if "seq" in event and event["type"] != "ack"]
        assert [event["seq"] for event in durable] == list(range(cursor + 1, subscribed["cursor"] + 1))
        texts = [event["message"]["text"] for event in durable if event["type"] == "message.sent"]
        assert texts == ["One.", "Two.", "Three."]


async def test_a_dead_translator_delays_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = await cast_of()
    monkeypatch.setattr(jobs, "drain", lambda: 0)
    async with Screen(cast.jordan) as jordan, Screen(cast.liwei) as liwei:
        await liwei.follow(cast.thread)
        await jordan.say("message.send", thread=str(cast.thread.pk), client_id=str(uuid.uuid4()), text="Still there?")
        before = asyncio.get_running_loop().time()
        sent = await liwei.until("message.sent")
        waited_s = asyncio.get_running_loop().time() - before
        assert sent["message"]["translations"]["zh"]["state"] == "pending"
        assert 0.5 < waited_s < 3
    assert await Translation.objects.filter(state="pending").acount() == 1


async def test_typing_and_presence_reach_the_others_only() -> None:
    cast = await cast_of()
    async with Screen(cast.jordan) as jordan:
        await jordan.follow(cast.thread)
        async with Screen(cast.liwei) as liwei:
            came = await jordan.until("presence.changed")
            assert (came["user"], came["online"]) == (str(cast.liwei.pk), True)
            await liwei.follow(cast.thread)
            await liwei.say("typing.start", thread=str(cast.thread.pk))
            assert (await jordan.until("typing.started"))["name"] == "Li Wei"
            assert "typing.started" not in {event["type"] for event in liwei.seen}
        left = await jordan.until("presence.changed")
        assert (left["user"], left["online"]) == (str(cast.liwei.pk), False)


async def test_a_receipt_is_told_to_the_sender_and_never_goes_back() -> None:
    cast = await cast_of()
    async with Screen(cast.jordan) as jordan, Screen(cast.liwei) as liwei:
        await jordan.follow(cast.thread)
        cursor = (await liwei.follow(cast.thread))["cursor"]
        await liwei.say("receipt.read", thread=str(cast.thread.pk), seq=cursor)
        receipt = await jordan.until("receipt.changed")
        assert (receipt["user"], receipt["read_seq"]) == (str(cast.liwei.pk), cursor)
        await liwei.say("receipt.read", thread=str(cast.thread.pk), seq=0)
        again = await jordan.follow(cast.thread, cursor)
        assert [p["read_seq"] for p in again["participants"] if p["id"] == str(cast.liwei.pk)] == [cursor]


async def test_an_edit_replaces_the_text_and_voids_the_translation() -> None:
    cast = await cast_of()
    async with Screen(cast.jordan) as jordan, Screen(cast.liwei) as liwei:
        await liwei.follow(cast.thread)
        command = {"thread": str(cast.thread.pk), "client_id": str(uuid.uuid4()), "text": "We take the red one."}
        sent = await jordan.say("message.send", **command)
        await liwei.until("translation.finished")
        edit = {"thread": str(cast.thread.pk), "message_id": sent["message_id"], "revision": 1, "text": "The blue one."}
        assert (await jordan.say("message.edit", **edit))["revision"] == 2
        assert (await jordan.say("message.edit", **edit))["revision"] == 2
        edited = await liwei.until("message.edited")
        assert edited["message"]["text"] == "The blue one."
        assert edited["message"]["translations"]["zh"]["state"] == "pending"
        finished = await liwei.until("translation.finished")
        assert finished["revision"] == 2


async def test_a_program_may_come_in_with_a_bearer_token() -> None:
    cast = await cast_of()
    await ApiToken.objects.acreate(user=cast.jordan, digest=ApiToken.digest_of("a-token"))
    async with Screen(None, headers=[(b"authorization", b"Bearer a-token")]) as program:
        assert program.subprotocol == "parley.v1"
        assert (await program.follow(cast.thread))["thread"] == str(cast.thread.pk)


async def test_ones_own_screens_are_told_of_another_reading_language() -> None:
    cast = await cast_of()
    async with Screen(cast.liwei) as liwei:
        change = sync_to_async(accounts.change_languages)
        await change(cast.liwei, reading="es", speaking="zh", interface="zh-hans", also_reads=["en"])
        assert (await liwei.until("person.changed"))["reads"] == ["es", "en"]


async def test_a_draft_in_another_language_is_told_before_it_is_sent() -> None:
    cast = await cast_of()
    async with Screen(cast.jordan) as jordan:
        draft = {"thread": str(cast.thread.pk)}
        assert (await jordan.say("language.detect", **draft, text="这个多少钱？"))["language"] == "zh"
        assert (await jordan.say("language.detect", **draft, text="¿Cuánto cuesta el envío?"))["language"] == "es"
        assert (await jordan.say("language.detect", **draft, text="How much is this one?"))["language"] is None
        assert (await jordan.say("language.detect", **draft, text="OK 2.35"))["language"] is None
    async with Screen(cast.olga) as olga:
        assert (await olga.say("language.detect", **draft, text="¿Cuánto cuesta?"))["code"] == "not_participant"
