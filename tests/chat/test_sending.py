"""What arrives while one transaction is written is the next one; nobody suffers from a neighbour."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat.actions.saying import Saying, Sent, say_all
from chat.models import Event, Message, Thread
from chat.protocol import ErrorCode, Refusal
from chat.sending import MAX_BATCH, Outcome, Sender
from tests.cast import Cast, make_inquiry
from translation.translator import LanguagePair


def saying(cast: Cast, text: str, **more: object) -> Saying:
    fields = {"user": cast.jordan, "thread_id": cast.thread.pk, "client_id": uuid.uuid4(), "text": text, **more}
    return Saying(**fields)  # type: ignore[arg-type]


class Pen:
    """Writes nothing, slowly, and remembers how much it was given at once."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    async def write(self, batch: list[Saying]) -> list[Outcome]:
        self.sizes.append(len(batch))
        await asyncio.sleep(0.01)
        if any(one.text == "poison" for one in batch):
            raise RuntimeError("the pen broke")
        refused = Refusal(ErrorCode.EMPTY)
        return [refused if one.text == "refuse" else Sent(len(one.text), 1, 1) for one in batch]


def anybody(text: str) -> Saying:
    return Saying(None, uuid.uuid4(), uuid.uuid4(), text)  # type: ignore[arg-type]


async def test_an_idle_sender_writes_at_once_and_a_busy_one_together() -> None:
    pen = Pen()
    sender = Sender(pen.write)
    sent = await asyncio.gather(*(sender.say(anybody("x" * number)) for number in range(150)))
    assert [one.message_id for one in sent] == list(range(150))
    assert max(pen.sizes) == MAX_BATCH
    assert len(pen.sizes) < 10
    await sender.say(anybody("later"))
    assert pen.sizes[-1] == 1


async def test_a_refusal_and_a_failure_harm_no_neighbour() -> None:
    sender = Sender(Pen().write)
    texts = ["first", "good", "refuse", "poison", "fine"]
    outcomes = await asyncio.gather(*(sender.say(anybody(text)) for text in texts), return_exceptions=True)
    assert [type(outcome).__name__ for outcome in outcomes] == ["Sent", "Sent", "Refusal", "RuntimeError", "Sent"]


async def test_one_who_left_while_waiting_harms_nobody() -> None:
    sender = Sender(Pen().write)
    gone = asyncio.create_task(sender.say(anybody("gone")))
    stays = asyncio.create_task(sender.say(anybody("stays")))
    await asyncio.sleep(0)
    gone.cancel()
    assert (await stays).message_id == 5


def test_messages_of_several_threads_are_written_in_their_order(cast: Cast) -> None:
    supplier = cast.thread.supplier
    assert supplier is not None
    other = make_inquiry(cast.jordan, [supplier]).threads.get()
    sayings = [
        saying(cast, "One."),
        saying(cast, "Two.", thread_id=other.pk),
        saying(cast, "Three."),
        saying(cast, "四。", user=cast.liwei),
    ]
    sent = say_all(sayings)
    assert [type(one) for one in sent] == [Sent] * 4
    assert list(cast.thread.messages.order_by("seq").values_list("text", flat=True))[-3:] == ["One.", "Three.", "四。"]
    for thread in Thread.objects.all():
        numbers = list(Event.objects.filter(thread=thread).order_by("seq").values_list("seq", flat=True))
        assert numbers == list(range(1, thread.last_seq + 1))
    assert set(Message.objects.get(text="四。").translations.values_list("language", flat=True)) == {"en"}


def test_one_that_is_refused_harms_no_other(cast: Cast) -> None:
    outcomes = say_all(
        [
            saying(cast, "Good."),
            saying(cast, "  "),
            saying(cast, "Let me in.", user=cast.olga),
            saying(cast, "Nowhere.", thread_id=uuid.uuid4()),
            saying(cast, "No such file.", attachments=[uuid.uuid4()]),
            saying(cast, "Fine."),
        ]
    )
    codes = [outcome.code.value if isinstance(outcome, Refusal) else "sent" for outcome in outcomes]
    assert codes == ["sent", "empty", "not_participant", "thread_not_found", "not_found", "sent"]
    assert not Message.objects.filter(text__in=["Let me in.", "No such file."]).exists()


def test_what_there_will_be_to_translate_is_told_before_it_is_written(cast: Cast) -> None:
    told: list[tuple[list[str], str, int]] = []

    def begin(texts: Sequence[str], pair: LanguagePair) -> None:
        told.append((list(texts), str(pair), Message.objects.filter(text__in=texts).count()))

    say_all(
        [
            saying(cast, "Good morning."),
            saying(cast, "Let me in.", user=cast.olga),
            saying(cast, "您好，您需要什么？", user=cast.liwei),
            saying(cast, "We need samples."),
        ],
        begin,
    )
    assert told == [(["Good morning.", "We need samples."], "en-zh", 0), (["您好，您需要什么？"], "zh-en", 0)]


def test_a_repetition_within_one_batch_is_said_once(cast: Cast) -> None:
    one = saying(cast, "Only once.")
    first, second, other = say_all([one, one, saying(cast, "Another thing.", client_id=one.client_id)])
    assert first == second
    assert isinstance(other, Refusal)
    assert Message.objects.filter(text="Only once.").count() == 1


@pytest.mark.parametrize("number", [2, 20])
def test_the_number_of_statements_does_not_grow_with_the_messages(cast: Cast, number: int) -> None:
    with CaptureQueriesContext(connection) as queries:
        say_all([saying(cast, f"Line {index}.") for index in range(number)])
    assert len(queries) <= 12
