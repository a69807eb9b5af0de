"""One socket hears of a thread in the order of the log, and waits for translations no longer than the deadline."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chat.fanout import GAP_GRACE_S, Incoming, ThreadFeed


def sent(seq: int, waits_for: str = "") -> Incoming:
    return Incoming(seq, f"sent {seq}", message_id=f"m{seq}", waits_for=waits_for)


def finished(seq: int, of: int, language: str = "zh") -> Incoming:
    return Incoming(seq, f"finished {of}", message_id=f"m{of}", finishes=language)


def test_a_message_waits_for_its_translation() -> None:
    feed = ThreadFeed(cursor=0, deadline_s=1)
    feed.feed(sent(1, waits_for="zh"), now=0)
    assert list(feed.release(0.5)) == []
    feed.feed(finished(2, of=1), now=0.6)
    assert list(feed.release(0.6)) == ["sent 1", "finished 1"]


def test_it_waits_no_longer_than_the_deadline() -> None:
    feed = ThreadFeed(cursor=0, deadline_s=1)
    feed.feed(sent(1, waits_for="zh"), now=0)
    assert feed.wake_at() == 1
    assert list(feed.release(1)) == ["sent 1"]


def test_a_translation_into_another_language_does_not_end_the_wait() -> None:
    feed = ThreadFeed(cursor=0, deadline_s=1)
    feed.feed(sent(1, waits_for="zh"), now=0)
    feed.feed(finished(2, of=1, language="es"), now=0.1)
    assert list(feed.release(0.2)) == []


def test_what_comes_later_waits_behind() -> None:
    feed = ThreadFeed(cursor=0, deadline_s=1)
    feed.feed(sent(1, waits_for="zh"), now=0)
    feed.feed(sent(2), now=0)
    assert list(feed.release(0)) == []
    assert list(feed.release(1)) == ["sent 1", "sent 2"]


def test_what_was_sent_before_is_dropped() -> None:
    feed = ThreadFeed(cursor=3, deadline_s=1)
    feed.feed(sent(3), now=0)
    feed.feed(sent(4), now=0)
    feed.feed(sent(4), now=0)
    assert list(feed.release(0)) == ["sent 4"]


def test_a_missing_event_is_waited_for_then_asked_for() -> None:
    feed = ThreadFeed(cursor=0, deadline_s=1)
    feed.feed(sent(2), now=5)
    assert list(feed.release(5)) == []
    assert not feed.is_behind(5)
    assert feed.wake_at() == 5 + GAP_GRACE_S
    assert feed.is_behind(5 + GAP_GRACE_S)
    feed.skip_to(1)
    assert list(feed.release(6)) == ["sent 2"]


def test_a_replay_covers_what_was_waiting() -> None:
    feed = ThreadFeed(cursor=0, deadline_s=1)
    feed.feed(sent(1, waits_for="zh"), now=0)
    feed.feed(sent(3), now=0)
    feed.skip_to(3)
    assert list(feed.release(9)) == []
    assert feed.wake_at() is None


@given(st.permutations(range(1, 9)), st.sets(st.integers(1, 8)))
def test_whatever_the_order_of_arrival_each_event_goes_out_once_in_order(order: list[int], held: set[int]) -> None:
    feed = ThreadFeed(cursor=0, deadline_s=1)
    out: list[str] = []
    for number, seq in enumerate(order):
        feed.feed(sent(seq, waits_for="zh" if seq in held else ""), now=number / 100)
        out += feed.release(number / 100)
    out += feed.release(9)
    assert out == [f"sent {seq}" for seq in range(1, 9)]
