"""Somebody speaks over the socket, and the other side reads it while they do."""

from __future__ import annotations

import asyncio
import itertools
import uuid
from typing import Any

import numpy as np
import pytest
from asgiref.sync import sync_to_async

from chat import jobs, queries
from chat.engines import get_recognizer
from chat.models import Message, Recording
from speech.audio import Pcm
from speech.recognizer import RATE_HZ
from tests.cast import Cast, make_cast
from tests.chat.screen import Screen
from tests.speech.clips import clips, noise

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_connection_left")]

SPOKEN = clips()["en_08"].pcm
CHUNK_SAMPLES = RATE_HZ // 5


async def cast_of() -> Cast:
    made = await sync_to_async(make_cast)()
    await sync_to_async(jobs.drain)()
    return made


def chunks(pcm: Pcm) -> list[bytes]:
    return [pcm[at : at + CHUNK_SAMPLES].astype("<i2").tobytes() for at in range(0, len(pcm), CHUNK_SAMPLES)]


async def start(screen: Screen, cast: Cast, client_id: uuid.UUID, **fields: Any) -> dict[str, Any]:
    return await screen.say("utterance.start", thread=str(cast.thread.pk), client_id=str(client_id), **fields)


async def speak(screen: Screen, pcm: Pcm, pause_s: float = 0.03) -> None:
    """Faster than speech, yet within what may come ahead of time; with room for the recognizer's answers."""
    for chunk in chunks(pcm):
        await screen.socket.send_to(bytes_data=chunk)
        await asyncio.sleep(pause_s)


async def silent_for_a_while(screen: Screen) -> None:
    await speak(screen, np.zeros(RATE_HZ * 3 // 2, np.int16))


async def test_the_other_side_reads_while_somebody_speaks_and_a_message_stands_after_it() -> None:
    cast, client_id = await cast_of(), uuid.uuid4()
    async with Screen(cast.jordan) as jordan, Screen(cast.liwei) as liwei:
        await jordan.follow(cast.thread)
        await liwei.follow(cast.thread)
        assert (await start(jordan, cast, client_id))["type"] == "ack"
        await speak(jordan, SPOKEN)
        partial = await liwei.until("utterance.partial")
        assert (partial["utterance"], partial["speaker"]) == (str(client_id), str(cast.jordan.pk))
        assert (partial["committed"] + partial["tentative"]).startswith("one")
        caption = await liwei.until("caption.partial")
        assert (caption["language"], caption["utterance"]) == ("zh", str(client_id))
        assert (await jordan.say("utterance.stop"))["type"] == "ack"
        sent = await liwei.until("message.sent")
        assert (sent["message"]["client_id"], sent["message"]["kind"]) == (str(client_id), "voice")
        # Whoever reads a translation gets the message with it, and so after the end.
        assert [event["outcome"] for event in liwei.seen if event["type"] == "utterance.ended"] == ["sent"]


async def test_committed_words_are_never_taken_back() -> None:
    cast = await cast_of()
    async with Screen(cast.jordan) as jordan:
        await jordan.follow(cast.thread)
        await start(jordan, cast, uuid.uuid4())
        await speak(jordan, SPOKEN)
        await jordan.say("utterance.stop")
        await jordan.until("utterance.ended")
        committed = [event["committed"] for event in jordan.seen if event["type"] == "utterance.partial"]
        assert len(committed) >= 2
        assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(committed))


async def test_hands_free_each_pause_makes_a_message() -> None:
    cast, client_id = await cast_of(), uuid.uuid4()
    async with Screen(cast.jordan) as jordan:
        await jordan.follow(cast.thread)
        await start(jordan, cast, client_id, hands_free=True)
        for _ in range(2):
            await speak(jordan, clips()["es_05"].pcm, pause_s=0.12)
            await silent_for_a_while(jordan)
        await jordan.say("utterance.stop")
        wanted = {str(client_id), str(uuid.uuid5(client_id, "2"))}
        while not wanted <= {event.get("utterance") for event in jordan.seen if event["type"] == "utterance.ended"}:
            await jordan.next()
        messages = [event["message"] for event in jordan.seen if event["type"] == "message.sent"]
        assert {message["client_id"] for message in messages if message["kind"] == "voice"} == wanted


async def test_noise_makes_no_message() -> None:
    cast = await cast_of()
    before = await Message.objects.acount()
    async with Screen(cast.jordan) as jordan:
        await jordan.follow(cast.thread)
        await start(jordan, cast, uuid.uuid4())
        await speak(jordan, (noise(3) * 32767).astype(np.int16))
        await jordan.raw('{"type": "utterance.stop", "ref": "stop"}')
        assert (await jordan.until("utterance.ended"))["outcome"] == "silent"
        assert not [event for event in jordan.seen if event["type"] == "utterance.partial"]
    assert await Message.objects.acount() == before
    assert await Recording.objects.acount() == 0


async def test_a_socket_lost_in_mid_utterance_leaves_what_was_heard_marked_as_cut() -> None:
    cast, client_id = await cast_of(), uuid.uuid4()
    async with Screen(cast.liwei) as liwei:
        await liwei.follow(cast.thread)
        async with Screen(cast.jordan) as jordan:
            await start(jordan, cast, client_id)
            await speak(jordan, SPOKEN[: RATE_HZ * 3])
        sent = await liwei.until("message.sent")
        assert sent["message"]["client_id"] == str(client_id)
        assert sent["message"]["voice"]["cut"]


async def test_both_sides_talk_at_once() -> None:
    cast, mine, theirs = await cast_of(), uuid.uuid4(), uuid.uuid4()
    async with Screen(cast.jordan) as jordan, Screen(cast.liwei) as liwei:
        await jordan.follow(cast.thread)
        await liwei.follow(cast.thread)
        await start(jordan, cast, mine)
        await start(liwei, cast, theirs)
        await asyncio.gather(speak(jordan, SPOKEN), speak(liwei, clips()["zh_21"].pcm))
        await jordan.say("utterance.stop")
        await liwei.say("utterance.stop")
        sent = [await jordan.until("message.sent"), await jordan.until("message.sent")]
        assert {event["message"]["client_id"] for event in sent} == {str(mine), str(theirs)}
        assert {event["message"]["language"] for event in sent} == {"en", "zh"}


async def test_bad_audio_is_refused_and_harms_nobody() -> None:
    cast, client_id = await cast_of(), uuid.uuid4()
    async with Screen(cast.jordan) as jordan:
        await jordan.follow(cast.thread)

        async def refused(chunk: bytes) -> str:
            await jordan.socket.send_to(bytes_data=chunk)
            return str((await jordan.until("error"))["code"])

        assert await refused(b"\x00\x00") == "binary_unexpected"
        assert (await jordan.say("utterance.stop"))["code"] == "utterance_not_open"
        await start(jordan, cast, client_id)
        assert (await start(jordan, cast, uuid.uuid4()))["code"] == "utterance_open"
        assert await refused(b"\x00") == "audio_malformed"
        # Half a minute of sound at once: it is ended with what was heard, and can be begun anew.
        for chunk in chunks(np.tile(SPOKEN, 6)):
            await jordan.socket.send_to(bytes_data=chunk)
        assert (await jordan.until("error"))["code"] == "audio_too_fast"
        assert (await jordan.until("message.sent"))["message"]["client_id"] == str(client_id)
        assert (await start(jordan, cast, uuid.uuid4()))["type"] == "ack"


async def test_nobody_speaks_where_nothing_can_be_recognized(settings: Any) -> None:
    cast = await cast_of()
    settings.RECOGNIZER = "whisper"
    get_recognizer.cache_clear()
    try:
        async with Screen(cast.jordan) as jordan:
            assert (await start(jordan, cast, uuid.uuid4()))["code"] == "no_recognizer"
    finally:
        get_recognizer.cache_clear()


async def test_a_stranger_does_not_speak_in_a_thread() -> None:
    cast = await cast_of()
    async with Screen(cast.olga) as olga:
        assert (await start(olga, cast, uuid.uuid4()))["code"] == "not_participant"


async def test_a_recognizer_is_told_the_product() -> None:
    cast = await cast_of()
    async with Screen(cast.jordan) as jordan:
        await jordan.follow(cast.thread)
        await start(jordan, cast, uuid.uuid4())
        await speak(jordan, SPOKEN)
        await jordan.say("utterance.stop")
        await jordan.until("message.sent")
    expected = await sync_to_async(lambda: queries.hotwords_of(cast.thread))()
    assert get_recognizer().heard[-1].hotwords == expected  # type: ignore[attr-defined]
    assert expected
