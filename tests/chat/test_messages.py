"""Saying something: in the language it is written in, once, by those who may."""

from __future__ import annotations

import uuid

import pytest

from chat.actions import messages
from chat.models import Message, Participant, Side, Translation
from chat.protocol import ErrorCode, Refusal
from tests.cast import Cast, say


def languages_of(message: Message) -> set[str]:
    return set(message.translations.values_list("language", flat=True))


def test_chinese_typed_by_an_english_speaker_is_chinese(cast: Cast) -> None:
    message = say(cast.jordan, cast.thread, "这个多少钱？")
    assert message.language == "zh"
    assert languages_of(message) == {"en"}


def test_a_short_line_without_evidence_is_in_the_authors_language(cast: Cast) -> None:
    assert say(cast.jordan, cast.thread, "OK").language == "en"
    assert say(cast.liwei, cast.thread, "2.35?").language == "zh"


def test_the_author_may_say_which_language_it_is(cast: Cast) -> None:
    assert say(cast.jordan, cast.thread, "No.", language="es").language == "es"


def test_it_is_translated_into_what_the_others_read_and_nothing_else(cast: Cast) -> None:
    assert languages_of(say(cast.jordan, cast.thread, "What is the lead time?")) == {"zh"}
    cast.chen.reading_language = "es"
    cast.chen.save()
    assert languages_of(say(cast.jordan, cast.thread, "And the price?")) == {"es", "zh"}


def test_the_turn_passes_to_the_other_side(cast: Cast) -> None:
    say(cast.jordan, cast.thread, "Hello.")
    cast.thread.refresh_from_db()
    assert cast.thread.waits_on == Side.SUPPLIER
    say(cast.liwei, cast.thread, "您好。")
    cast.thread.refresh_from_db()
    assert cast.thread.waits_on == Side.BUYER


def test_white_space_around_it_goes_and_line_breaks_stay(cast: Cast) -> None:
    assert say(cast.jordan, cast.thread, "  One.\r\n\r\nTwo.  \n").text == "One.\n\nTwo."


def test_5000_characters_are_the_limit(cast: Cast) -> None:
    assert len(say(cast.jordan, cast.thread, "x" * 5000).text) == 5000
    with pytest.raises(Refusal, match=ErrorCode.TEXT_TOO_LONG) as refused:
        say(cast.jordan, cast.thread, "x" * 5001)
    assert refused.value.values["n"] == 1


def test_sent_again_after_an_edit_it_is_still_the_same_message(cast: Cast) -> None:
    client_id = uuid.uuid4()
    first = messages.send(cast.jordan, cast.thread.pk, client_id, "The red one.")
    messages.edit(cast.jordan, cast.thread.pk, first.message_id, 1, "The blue one.")
    again = messages.send(cast.jordan, cast.thread.pk, client_id, "The red one.")
    assert again.message_id == first.message_id
    assert Message.objects.get(pk=first.message_id).text == "The blue one."


def test_of_two_edits_at_once_the_second_is_told(cast: Cast) -> None:
    message = say(cast.jordan, cast.thread, "The red one.")
    messages.edit(cast.jordan, cast.thread.pk, message.pk, 1, "The blue one.")
    with pytest.raises(Refusal, match=ErrorCode.CONFLICT):
        messages.edit(cast.jordan, cast.thread.pk, message.pk, 1, "The green one.")


def test_an_edit_keeps_what_was_said_before(cast: Cast) -> None:
    message = say(cast.jordan, cast.thread, "The red one.")
    messages.edit(cast.jordan, cast.thread.pk, message.pk, 1, "The blue one.")
    assert list(message.revisions.values_list("revision", "text")) == [(1, "The red one.")]
    assert set(message.translations.values_list("revision", "state")) == {(1, "stale"), (2, "pending")}


def test_a_refused_message_leaves_no_trace(cast: Cast) -> None:
    before = (Message.objects.count(), Translation.objects.count(), Participant.objects.count())
    cast.thread.refresh_from_db()
    seq = cast.thread.last_seq
    with pytest.raises(Refusal):
        messages.send(cast.olga, cast.thread.pk, uuid.uuid4(), "Let me in.")
    cast.thread.refresh_from_db()
    assert (Message.objects.count(), Translation.objects.count(), Participant.objects.count()) == before
    assert cast.thread.last_seq == seq
