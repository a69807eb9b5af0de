"""An organization blocks the other side in a conversation: nobody writes, everybody still reads."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from chat.actions import corrections, messages, threads
from chat.models import Message, User
from chat.protocol import ErrorCode, Refusal
from tests.cast import Cast, say


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def message(cast: Cast) -> Message:
    """What Jordan said before Li Wei's organization blocked."""
    said = say(cast.jordan, cast.thread, "The red one.")
    threads.block(cast.liwei, cast.thread.pk, blocked=True)
    return said


def test_neither_side_writes_edits_corrects_or_renames(cast: Cast, message: Message) -> None:
    seen = (cast.thread.pk, message.pk, 1)
    attempts: list[Callable[[], object]] = [
        lambda: say(cast.jordan, cast.thread, "Hello?"),
        lambda: say(cast.liwei, cast.thread, "您好？"),
        lambda: messages.edit(cast.jordan, *seen, "The blue one."),
        lambda: corrections.correct(cast.liwei, *seen, "zh", "红色的。"),
        lambda: threads.rename(cast.jordan, cast.thread.pk, "Answer me"),
    ]
    for attempt in attempts:
        with pytest.raises(Refusal, match=ErrorCode.BLOCKED):
            attempt()


def test_a_message_that_was_said_before_is_still_acknowledged(cast: Cast) -> None:
    client_id = uuid.uuid4()
    first = messages.send(cast.jordan, cast.thread.pk, client_id, "Once.")
    threads.block(cast.liwei, cast.thread.pk, blocked=True)
    assert messages.send(cast.jordan, cast.thread.pk, client_id, "Once.") == first


def test_only_the_side_that_blocked_can_lift_it(cast: Cast, message: Message) -> None:
    threads.block(cast.jordan, cast.thread.pk, blocked=False)
    with pytest.raises(Refusal, match=ErrorCode.BLOCKED):
        say(cast.jordan, cast.thread, "Hello?")
    threads.block(cast.liwei, cast.thread.pk, blocked=False)
    say(cast.jordan, cast.thread, "Hello again.")
    changes = cast.thread.messages.filter(kind="system").order_by("seq").values_list("data__change", flat=True)
    assert list(changes) == ["blocked", "unblocked"]


def test_an_outsider_blocks_nothing(cast: Cast) -> None:
    with pytest.raises(Refusal, match=ErrorCode.NOT_PARTICIPANT):
        threads.block(cast.olga, cast.thread.pk, blocked=True)


def test_both_sides_read_on_and_each_page_says_who_blocked(cast: Cast, message: Message) -> None:
    path = reverse("thread", args=[cast.thread.pk])
    ours, theirs = (signed_in(user).get(path).content.decode() for user in (cast.jordan, cast.liwei))
    for page in (ours, theirs):
        assert "The red one." in page
        assert "composer--blocked" in page
    assert '<p data-when="blocked-by-them">' in ours
    assert '<p data-when="blocked-by-us" hidden>' in ours
    assert '<p data-when="blocked-by-us">' in theirs


def test_the_form_blocks_and_lifts(cast: Cast) -> None:
    form = reverse("thread-block", args=[cast.thread.pk])
    signed_in(cast.jordan).post(form, {"blocked": "1"})
    cast.thread.refresh_from_db()
    assert cast.thread.blocked_by == ["buyer"]
    signed_in(cast.jordan).post(form, {"blocked": "0"})
    cast.thread.refresh_from_db()
    assert cast.thread.blocked_by == []
