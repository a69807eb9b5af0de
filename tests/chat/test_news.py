"""What a page is told of a conversation that changed: a number, and what a notification would say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chat import jobs
from chat.actions import receipts, threads
from chat.models import Message, Translation, User
from chat.news import NEWS_FOR, Notice, notice
from tests.cast import Cast, say


def told(user: User, cast: Cast) -> Notice:
    found = notice(user, cast.thread)
    assert found
    return found


def test_it_names_who_and_what_in_my_language(cast: Cast) -> None:
    message = say(cast.liwei, cast.thread, "可以做。")
    jobs.drain()
    found = told(cast.jordan, cast)
    assert (found.name, found.subject, found.message_id) == ("Li Wei", "Steel bottles 500 ml", str(message.pk))
    assert (found.line, found.language) == (Translation.objects.get(message=message).text, "en")
    assert found.is_final


def test_while_the_translation_is_on_its_way_the_line_does_not_stand(cast: Cast) -> None:
    say(cast.liwei, cast.thread, "可以做。")
    assert not told(cast.jordan, cast).is_final


def test_who_wants_no_text_shown_gets_none_and_need_not_wait_for_it(cast: Cast) -> None:
    cast.jordan.notice_shows_text = False
    say(cast.liwei, cast.thread, "可以做。")
    found = told(cast.jordan, cast)
    assert (found.line, found.is_final) == ("", True)


def test_it_is_silent_unless_switched_on(cast: Cast) -> None:
    say(cast.liwei, cast.thread, "可以做。")
    assert told(cast.jordan, cast).silent
    cast.jordan.notice_sounds = True
    assert not told(cast.jordan, cast).silent


def test_nothing_is_told_of_my_own_words_nor_of_what_i_have_read(cast: Cast) -> None:
    assert notice(cast.jordan, cast.thread) is None
    say(cast.liwei, cast.thread, "可以做。")
    cast.thread.refresh_from_db()
    receipts.read(cast.jordan, cast.thread.pk, cast.thread.last_seq)
    assert notice(cast.jordan, cast.thread) is None


def test_nothing_is_told_of_what_is_old_nor_of_what_is_archived(cast: Cast) -> None:
    say(cast.liwei, cast.thread, "可以做。")
    threads.archive(cast.jordan, cast.thread.pk, archived=True)
    assert notice(cast.jordan, cast.thread) is None
    threads.archive(cast.jordan, cast.thread.pk, archived=False)
    Message.objects.update(created_at=timezone.now() - NEWS_FOR - timedelta(seconds=1))
    assert notice(cast.jordan, cast.thread) is None


@pytest.mark.parametrize(("name", "status"), [("jordan", 200), ("olga", 403)])
def test_only_who_sees_the_thread_hears_of_it(client: Client, cast: Cast, name: str, status: int) -> None:
    say(cast.liwei, cast.thread, "可以做。")
    client.force_login(getattr(cast, name), "django.contrib.auth.backends.ModelBackend")
    answer = client.get(f"/threads/{cast.thread.pk}/news/")
    assert answer.status_code == status
    assert (b"Li Wei" in answer.content) is (status == 200)


def test_the_number_is_that_of_unread_conversations(client: Client, cast: Cast) -> None:
    client.force_login(cast.liwei, "django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/threads/{cast.thread.pk}/news/").json()["unread_total"] == 1


def test_the_settings_are_kept(client: Client, cast: Cast) -> None:
    client.force_login(cast.jordan, "django.contrib.auth.backends.ModelBackend")
    client.post("/profile/notifications/", {"notice_sounds": "on"})
    cast.jordan.refresh_from_db()
    kept = cast.jordan
    assert (kept.notice_sounds, kept.notice_shows_text, kept.mail_when_away, kept.enter_sends) == (True, *[False] * 3)
