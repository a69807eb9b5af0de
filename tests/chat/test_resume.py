"""A screen's state plus the missed events equals a fresh load, for every action."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from chat import jobs, queries
from chat.actions import corrections, messages, threads, translations
from chat.models import Event, Translation, User
from tests.cast import INQUIRY, Cast, say
from translation.translator import Reason

State = dict[str, Any]
NO_TRANSLATION: State = {"state": "pending", "text": "", "engine": "", "via": "", "checks": [], "corrected_by": ""}


def fresh(cast: Cast) -> State:
    """What a screen shows that is loaded now."""
    cast.thread.refresh_from_db()
    shown, _more = queries.history(cast.thread, limit=200)
    head = {"subject": cast.thread.subject, "blocked_by": cast.thread.blocked_by}
    return {**head, "messages": {message.id: message.model_dump() for message in shown}}


def apply(state: State, event: dict[str, Any]) -> State:
    """What a screen does with an event, in its simplest form."""
    shown = {key: dict(value) for key, value in state["messages"].items()}
    match event["type"]:
        case "message.sent" | "message.edited":
            shown[event["message"]["id"]] = event["message"]
        case "translation.started":
            _translate(shown, event, {"state": "pending"})
        case "translation.finished" | "translation.corrected":
            _translate(shown, event, {"state": "done", **event})
        case "thread.changed":
            return {"subject": event["subject"], "blocked_by": event["blocked_by"], "messages": shown}
    return {**state, "messages": shown}


def _translate(shown: dict[str, Any], event: dict[str, Any], translation: dict[str, Any]) -> None:
    message = shown[event["message_id"]]
    translation = {key: translation.get(key, empty) for key, empty in NO_TRANSLATION.items()}
    if message["revision"] == event["revision"]:
        message["translations"] = {**message["translations"], event["language"]: translation}


def verify(cast: Cast, action: Callable[[], object]) -> list[str]:
    """Run an action; old state + missed events == fresh state. Gives the types of the events."""
    cast.thread.refresh_from_db()
    old, cursor = fresh(cast), cast.thread.last_seq
    action()
    missed = queries.events_since(cast.thread.pk, cursor) or []
    for event in missed:
        old = apply(old, event.model_dump())
    assert old == fresh(cast)
    numbers = list(Event.objects.filter(thread=cast.thread).order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    return [str(event.model_dump()["type"]) for event in missed]


@pytest.fixture(autouse=True)
def settled(cast: Cast) -> None:
    jobs.drain()


def test_sending(cast: Cast) -> None:
    assert verify(cast, lambda: say(cast.jordan, cast.thread, "What is the lead time?")) == ["message.sent"]


def test_sending_and_translating(cast: Cast) -> None:
    def action() -> None:
        say(cast.liwei, cast.thread, "交期是35天。")
        jobs.drain()

    assert verify(cast, action) == ["message.sent", "translation.finished"]


def test_sending_twice_under_one_client_id(cast: Cast) -> None:
    client_id = uuid.uuid4()

    def action() -> None:
        messages.send(cast.jordan, cast.thread.pk, client_id, "Once.")
        messages.send(cast.jordan, cast.thread.pk, client_id, "Once.")

    assert verify(cast, action) == ["message.sent"]


def test_editing(cast: Cast) -> None:
    message = say(cast.jordan, cast.thread, "We take the red one.")
    jobs.drain()
    edit = lambda: messages.edit(cast.jordan, cast.thread.pk, message.pk, 1, "We take the blue one.")  # noqa: E731
    assert verify(cast, edit) == ["message.edited"]
    assert verify(cast, jobs.drain) == ["translation.finished"]


def test_a_translation_of_an_old_revision_is_dropped(cast: Cast) -> None:
    message = say(cast.jordan, cast.thread, "We take the red one.")
    claimed = translations.claim()
    messages.edit(cast.jordan, cast.thread.pk, message.pk, 1, "We take the blue one.")
    late = [translations.Outcome(row, jobs._translate_group([row])[0].hypothesis) for row in claimed]
    assert verify(cast, lambda: translations.finish(late)) == []


def test_a_failed_translation_and_its_retry(cast: Cast) -> None:
    message = say(cast.jordan, cast.thread, "This one fails.")
    row = Translation.objects.get(message=message)
    fail = lambda: translations.finish([translations.failure(row, Reason.TIMED_OUT)])  # noqa: E731
    assert verify(cast, fail) == ["translation.finished"]
    retry = lambda: translations.retry(cast.liwei, cast.thread.pk, message.pk, "zh")  # noqa: E731
    assert verify(cast, retry) == ["translation.started"]
    assert verify(cast, jobs.drain) == ["translation.finished"]


def test_correcting_a_translation(cast: Cast) -> None:
    message = say(cast.jordan, cast.thread, "We take the red one.")
    jobs.drain()
    seen = (cast.thread.pk, message.pk, 1)
    correct = lambda: corrections.correct(cast.liwei, *seen, "zh", "我们要红色的。")  # noqa: E731
    assert verify(cast, correct) == ["translation.corrected"]
    assert verify(cast, correct) == []


def test_renaming(cast: Cast) -> None:
    rename = lambda: threads.rename(cast.liwei, cast.thread.pk, "Bottles, second order")  # noqa: E731
    assert verify(cast, rename) == ["message.sent", "thread.changed"]
    assert verify(cast, rename) == []


def test_blocking_and_lifting_the_block(cast: Cast) -> None:
    block = lambda: threads.block(cast.liwei, cast.thread.pk, blocked=True)  # noqa: E731
    assert verify(cast, block) == ["message.sent", "thread.changed"]
    assert verify(cast, block) == []
    assert verify(cast, lambda: threads.block(cast.jordan, cast.thread.pk, blocked=False)) == []
    assert verify(cast, lambda: threads.block(cast.liwei, cast.thread.pk, blocked=False)) == [
        "message.sent",
        "thread.changed",
    ]


def test_assigning(cast: Cast) -> None:
    assign = lambda: threads.assign(cast.jordan, cast.thread.pk, cast.chen.pk)  # noqa: E731
    assert verify(cast, assign) == ["message.sent", "thread.changed"]
    assert verify(cast, assign) == []


def test_an_invited_supplier_comes_in(cast: Cast) -> None:
    inquiry = threads.send_inquiry(cast.jordan, uuid.uuid4(), INQUIRY, [], by_invitation=True)
    invited = Cast(cast.jordan, cast.chen, cast.liwei, cast.olga, inquiry.threads.get())
    join = lambda: threads.take_invitation(cast.olga, invited.thread.pk)  # noqa: E731
    assert "message.sent" in verify(invited, join)
    assert verify(invited, join) == []


def test_too_much_missed_asks_for_a_fresh_load(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MAX_REPLAY_EVENTS", 2)
    for text in ("One.", "Two.", "Three."):
        say(cast.jordan, cast.thread, text)
    assert queries.events_since(cast.thread.pk, 0) is None


@pytest.mark.django_db(transaction=True)
def test_an_event_is_written_with_its_message_or_not_at_all(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fresh(cast)
    monkeypatch.setattr(Event.objects, "bulk_create", lambda rows: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        say(cast.jordan, cast.thread, "Never said.")
    assert fresh(cast) == before


def test_colleagues_who_read_the_language_need_no_translation(cast: Cast) -> None:
    User.objects.filter(pk=cast.liwei.pk).update(also_reads=["en"])
    message = say(cast.jordan, cast.thread, "You can read this yourself.")
    assert not message.translations.exists()
