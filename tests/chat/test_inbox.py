"""The inbox tells what waits for whom, in the reader's language, and finds what was said in any."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from chat import inbox, jobs, queries
from chat.actions import receipts, threads
from chat.models import Thread, Translation, User
from tests.cast import Cast, make_inquiry, say


@pytest.fixture(autouse=True)
def settled(cast: Cast) -> None:
    jobs.drain()


def only_row(user: User, filter: str = "all") -> inbox.InboxRow:
    [row] = inbox.rows(user, filter)
    return row


def test_the_line_is_in_my_language(cast: Cast) -> None:
    say(cast.liwei, cast.thread, "可以做。")
    jobs.drain()
    assert only_row(cast.jordan).line == Translation.objects.get(message__text="可以做。").text
    assert only_row(cast.liwei).line == "可以做。"
    assert only_row(cast.liwei).line_prefix == "you"


def test_the_line_shows_the_original_while_there_is_no_translation(cast: Cast) -> None:
    say(cast.liwei, cast.thread, "可以做。")
    assert (only_row(cast.jordan).line, only_row(cast.jordan).line_language) == ("可以做。", "zh")


def test_unread_counts_what_others_said_since_i_read(cast: Cast) -> None:
    for text in ("一。", "二。", "三。"):
        say(cast.liwei, cast.thread, text)
    say(cast.chen, cast.thread, "A colleague's.")
    assert only_row(cast.jordan).unread == 4
    assert queries.unread_total(cast.jordan) == 1
    cast.thread.refresh_from_db()
    receipts.read(cast.jordan, cast.thread.pk, cast.thread.last_seq)
    assert only_row(cast.jordan).unread == 0
    assert queries.unread_total(cast.jordan) == 0
    assert only_row(cast.chen).unread > 0


def test_marked_unread_it_waits_again(cast: Cast) -> None:
    say(cast.liwei, cast.thread, "在吗？")
    cast.thread.refresh_from_db()
    receipts.read(cast.jordan, cast.thread.pk, cast.thread.last_seq)
    receipts.mark_unread(cast.jordan, cast.thread.pk)
    assert only_row(cast.jordan).unread == 1


def test_marked_unread_nothing_that_was_not_read_counts_as_read(cast: Cast) -> None:
    say(cast.liwei, cast.thread, "在吗？")
    receipts.mark_unread(cast.chen, cast.thread.pk)
    assert only_row(cast.chen).unread == 2


def test_it_waits_on_the_side_that_did_not_speak_last(cast: Cast) -> None:
    assert only_row(cast.liwei).our_turn
    assert not only_row(cast.jordan).our_turn
    say(cast.liwei, cast.thread, "可以做。")
    Thread.objects.update(last_activity_at=timezone.now() - timedelta(hours=2))
    row = only_row(cast.jordan)
    assert row.our_turn
    assert row.waiting_s >= 7200


def test_the_latest_activity_stands_first(cast: Cast) -> None:
    supplier = cast.thread.supplier
    assert supplier is not None
    newer = make_inquiry(cast.jordan, [supplier], subject="LED panels")
    assert [row.subject for row in inbox.rows(cast.jordan)] == ["LED panels", "Steel bottles 500 ml"]
    say(cast.liwei, cast.thread, "在吗？")
    assert [row.subject for row in inbox.rows(cast.jordan)] == ["Steel bottles 500 ml", newer.subject]


def test_filters(cast: Cast) -> None:
    assert inbox.rows(cast.jordan, "unread") == []
    assert inbox.rows(cast.jordan, "turn") == []
    assert inbox.rows(cast.jordan, "mine") == []
    assert only_row(cast.liwei, "unread").unread == 1
    assert only_row(cast.liwei, "turn").our_turn
    threads.assign(cast.jordan, cast.thread.pk, cast.jordan.pk)
    assert only_row(cast.jordan, "mine").assignee_initials == "J"
    threads.archive(cast.jordan, cast.thread.pk, archived=True)
    assert inbox.rows(cast.jordan) == []
    assert only_row(cast.jordan, "archived").archived
    assert only_row(cast.chen).subject == "Steel bottles 500 ml"


@pytest.mark.parametrize("query", ["不锈钢", "钢水", "stainless", "STAINLESS steel"])
def test_search_finds_substrings_in_originals_and_translations(cast: Cast, query: str) -> None:
    message = say(cast.jordan, cast.thread, "Is it stainless steel?")
    Translation.objects.filter(message=message).update(state="done", text="是不锈钢水壶吗？")
    for user in (cast.jordan, cast.liwei):
        [hit] = inbox.search(user, query)
        assert hit.message_id == str(message.pk)
    assert inbox.search(cast.olga, query) == []


def test_a_hit_is_marked_in_the_line_or_in_the_original(cast: Cast) -> None:
    message = say(cast.jordan, cast.thread, "Is it stainless steel?")
    Translation.objects.filter(message=message).update(state="done", text="是不锈钢吗？")
    [in_line] = inbox.search(cast.liwei, "不锈钢")
    assert in_line.line_parts == [("是", False), ("不锈钢", True), ("吗？", False)]
    assert in_line.original_parts == []
    [in_original] = inbox.search(cast.liwei, "stainless")
    assert ("stainless", True) in in_original.original_parts


def test_search_does_not_find_what_was_edited_away(cast: Cast) -> None:
    from chat.actions import messages

    message = say(cast.jordan, cast.thread, "The secret price.")
    jobs.drain()
    messages.edit(cast.jordan, cast.thread.pk, message.pk, 1, "The price.")
    assert inbox.search(cast.jordan, "secret") == []


def test_percent_and_underscore_are_just_characters(cast: Cast) -> None:
    say(cast.jordan, cast.thread, "A deposit of 30% is fine.")
    assert len(inbox.search(cast.jordan, "30%")) == 1
    assert inbox.search(cast.jordan, "3%0") == []
    assert inbox.search(cast.jordan, "_") == []


def test_the_number_of_queries_does_not_grow_with_the_rows(cast: Cast, django_assert_max_num_queries: object) -> None:
    supplier = cast.thread.supplier
    assert supplier is not None
    for number in range(5):
        make_inquiry(cast.jordan, [supplier], subject=f"Inquiry {number}")
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert len(inbox.rows(cast.jordan)) == 6


def test_a_search_in_one_conversation_finds_nothing_of_another(cast: Cast) -> None:
    other = make_inquiry(cast.jordan, [Thread.objects.get(pk=cast.thread.pk).supplier]).threads.get()  # type: ignore[list-item]
    for thread in (cast.thread, other):
        say(cast.jordan, thread, "A pallet of blue lids.")
    assert len(inbox.search(cast.jordan, "blue lids")) == 2
    [hit] = inbox.search(cast.jordan, "blue lids", other.pk)
    assert hit.thread_id == str(other.pk)
    assert inbox.search(cast.olga, "blue lids", other.pk) == []
