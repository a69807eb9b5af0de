"""A person translates better than the machine: for both sides, with the original's figures, and kept for later."""

from __future__ import annotations

import uuid

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from chat import jobs, queries, versions
from chat.actions import corrections, messages, translations
from chat.models import Message, Translation
from chat.protocol import ErrorCode, Refusal
from tests.cast import Cast, make_cast, say
from tests.chat.screen import Screen
from translation.translator import Reason


def translation_of(message: Message, language: str = "zh") -> Translation:
    return message.translations.get(language=language, revision=message.revision)


def correct(cast: Cast, message: Message, text: str, language: str = "zh") -> None:
    corrections.correct(cast.liwei, cast.thread.pk, message.pk, 1, language, text)


def test_it_takes_the_place_of_the_machines_and_names_who_wrote_it(cast: Cast) -> None:
    message = say(cast.jordan, cast.thread, "The lead time is 35 days.")
    jobs.drain()
    correct(cast, message, "交期是35天。")
    [shown] = queries.one_message(message.pk).translations.values()
    assert (shown.state, shown.text, shown.engine, shown.corrected_by) == ("done", "交期是35天。", "", "Li Wei")


def test_said_twice_it_is_one_correction(cast: Cast) -> None:
    message = say(cast.jordan, cast.thread, "The lead time is 35 days.")
    for _ in range(2):
        correct(cast, message, "交期是35天。")
    assert translation_of(message).corrections.count() == 1
    assert cast.thread.events.filter(type="translation.corrected").count() == 1


def test_the_figures_of_the_original_cannot_be_changed_by_it(cast: Cast) -> None:
    message = say(cast.jordan, cast.thread, "The price is USD 2.35.")
    correct(cast, message, "价格是USD 1.35。")
    row = translation_of(message)
    assert "2.35" in row.text
    assert row.checks == [{"reason": "figure_differs", "original": "USD 2.35", "translated": "USD 1.35"}]


def test_where_the_machine_failed_or_was_not_asked_a_person_may_translate(cast: Cast) -> None:
    message = say(cast.jordan, cast.thread, "Hello there.")
    message.translations.update(state="failed")
    correct(cast, message, "您好。")
    assert translation_of(message).state == "done"
    with pytest.raises(Refusal, match=ErrorCode.NOT_FOUND):
        correct(cast, message, "Hola.", "es")
    cast.chen.speaking_language = "es"
    cast.chen.save()
    correct(cast, message, "Hola.", "es")
    assert translation_of(message, "es").text == "Hola."


def test_what_a_worker_brings_later_does_not_undo_it(cast: Cast) -> None:
    message = say(cast.jordan, cast.thread, "The lead time is 35 days.")
    claimed = [row for row in translations.claim() if row.message_id == message.pk]
    correct(cast, message, "交期是35天。")
    translations.finish([translations.failure(row, Reason.ENGINE_FAILED) for row in claimed])
    assert translation_of(message).text == "交期是35天。"


def test_an_edit_voids_it_and_whoever_saw_the_old_text_is_told(cast: Cast) -> None:
    message = say(cast.jordan, cast.thread, "The red one.")
    correct(cast, message, "红色的。")
    messages.edit(cast.jordan, cast.thread.pk, message.pk, 1, "The blue one.")
    assert [row.state for row in queries.one_message(message.pk).translations.values()] == ["pending"]
    with pytest.raises(Refusal, match=ErrorCode.CONFLICT):
        correct(cast, message, "红色的那个。")


def test_an_outsider_corrects_nothing(cast: Cast) -> None:
    message = say(cast.jordan, cast.thread, "The red one.")
    with pytest.raises(Refusal, match=ErrorCode.NOT_PARTICIPANT):
        corrections.correct(cast.olga, cast.thread.pk, message.pk, 1, "zh", "红色的。")


def test_earlier_versions_show_each_text_with_each_translation_it_had(cast: Cast) -> None:
    message = say(cast.jordan, cast.thread, "The red one.")
    message.translations.update(state="done", text="机器的译文", engine="argos")
    correct(cast, message, "红色的。")
    messages.edit(cast.jordan, cast.thread.pk, message.pk, 1, "The blue one.")
    message.refresh_from_db()
    told = [(one.revision, one.text, one.translation, one.corrected_by) for one in versions.versions_of(message, "zh")]
    assert told == [
        (2, "The blue one.", "", ""),
        (1, "The red one.", "红色的。", "Li Wei"),
        (1, "The red one.", "机器的译文", ""),
    ]
    times = [one.at for one in versions.versions_of(message, "zh")]
    assert times == sorted(times, reverse=True)


def test_versions_are_for_the_readers_of_the_thread(cast: Cast) -> None:
    message = say(cast.jordan, cast.thread, "The red one.")
    path = f"/api/threads/{cast.thread.pk}/messages/{message.pk}/versions?language=zh"
    client = Client()
    client.force_login(cast.liwei, backend="django.contrib.auth.backends.ModelBackend")
    assert [one["text"] for one in client.get(path).json()] == ["The red one."]
    client.force_login(cast.olga, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(path).status_code == 403


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_connection_left")
async def test_every_screen_hears_of_it_and_a_replay_tells_it_again() -> None:
    cast = await sync_to_async(make_cast)()
    await sync_to_async(jobs.drain)()
    async with Screen(cast.jordan) as jordan, Screen(cast.liwei) as liwei:
        cursor = (await jordan.follow(cast.thread))["cursor"]
        told = {"thread": str(cast.thread.pk), "client_id": str(uuid.uuid4()), "text": "The red one."}
        sent = await liwei.say("message.send", **{**told, "text": "红色的那个可以吗？"})
        better = {"message_id": sent["message_id"], "revision": 1, "language": "en", "text": "Is the red one fine?"}
        assert (await liwei.say("translation.correct", thread=str(cast.thread.pk), **better))["type"] == "ack"
        heard = await jordan.until("translation.corrected")
        assert (heard["text"], heard["corrected_by"]) == ("Is the red one fine?", "Li Wei")
        await jordan.follow(cast.thread, cursor)
        assert heard in jordan.seen[-4:]
