"""Who is away gets a letter: one a thread in a while, with all that came, in their language, and never twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from chat import jobs, letters
from chat.actions import letters as letters_sent
from chat.actions import presence, receipts, threads
from chat.models import Message, Participant, Thread, User
from tests.cast import Cast, say


@pytest.fixture(autouse=True)
def only_jordan_wants_letters(cast: Cast) -> None:
    jobs.drain()
    User.objects.exclude(pk=cast.jordan.pk).update(mail_when_away=False)


def said(cast: Cast, *texts: str) -> None:
    """Li Wei has said it a while ago."""
    for text in texts:
        say(cast.liwei, cast.thread, text)
    jobs.drain()
    Message.objects.update(created_at=timezone.now() - letters.AWAY_FOR - timedelta(seconds=1))


def pass_interval() -> None:
    Participant.objects.update(mailed_at=timezone.now() - letters.INTERVAL - timedelta(seconds=1))


def test_who_is_away_gets_what_was_said_in_their_language_with_the_original(cast: Cast) -> None:
    said(cast, "交货期为 35 天。")
    assert jobs.post() == 1
    [letter] = mail.outbox
    assert letter.to == [cast.jordan.email]
    assert letter.subject == "Li Wei: Steel bottles 500 ml, 1 new"
    [(html, kind)] = letter.alternatives  # type: ignore[attr-defined]
    assert kind == "text/html"
    for shown in (letter.body, html):
        for words in ("[en] 交货期为 35 天。", "中文", "Reply in Parley", f"/threads/{cast.thread.pk}/", "in Ningbo."):
            assert words in shown
        assert "You get this because you were away." in shown
        assert "http://localhost:8000/profile/notifications/" in shown


def test_the_letter_speaks_the_interface_language_of_its_reader(cast: Cast) -> None:
    User.objects.filter(pk=cast.jordan.pk).update(interface_language="es")
    said(cast, "可以。", "好的。")
    jobs.post()
    assert mail.outbox[0].subject == "Li Wei: Steel bottles 500 ml, 2 nuevos"
    assert "Responder en Parley" in mail.outbox[0].body


def test_what_comes_meanwhile_is_gathered_into_the_next_letter(cast: Cast) -> None:
    said(cast, "一。")
    assert jobs.post() == 1
    said(cast, "二。", "三。")
    assert jobs.post() == 0
    pass_interval()
    assert jobs.post() == 1
    assert "一。" not in mail.outbox[1].body
    assert "二。" in mail.outbox[1].body
    assert "三。" in mail.outbox[1].body
    pass_interval()
    assert jobs.post() == 0


def test_nobody_is_written_to_who_has_a_socket_open_or_has_only_just_left(cast: Cast) -> None:
    said(cast, "一。")
    presence.arrive(cast.jordan, "a-socket")
    assert jobs.post() == 0
    presence.leave(cast.jordan, "a-socket")
    assert jobs.post() == 0
    User.objects.update(last_seen_at=timezone.now() - letters.AWAY_FOR - timedelta(seconds=1))
    assert jobs.post() == 1


def test_nobody_is_written_to_of_what_they_have_read(cast: Cast) -> None:
    said(cast, "一。")
    receipts.read(cast.jordan, cast.thread.pk, Thread.objects.get(pk=cast.thread.pk).last_seq)
    assert jobs.post() == 0


def test_nobody_is_written_to_of_their_own_side_of_the_archive_or_of_last_week(cast: Cast) -> None:
    say(cast.chen, cast.thread, "A colleague's.")
    Message.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    assert letters.due() == []
    said(cast, "一。")
    threads.archive(cast.jordan, cast.thread.pk, archived=True)
    assert letters.due() == []
    threads.archive(cast.jordan, cast.thread.pk, archived=False)
    assert len(letters.due()) == 1
    Message.objects.update(created_at=timezone.now() - letters.NEWS_FOR)
    assert letters.due() == []


def test_who_switched_it_off_gets_none(cast: Cast) -> None:
    said(cast, "一。")
    User.objects.update(mail_when_away=False)
    assert jobs.post() == 0


def test_it_waits_until_it_is_sure_that_somebody_is_away(cast: Cast) -> None:
    say(cast.liwei, cast.thread, "一。")
    assert jobs.post() == 0


def test_of_two_servers_one_writes(cast: Cast) -> None:
    said(cast, "一。")
    [due] = letters.due()
    assert letters_sent.claim(due)
    assert not letters_sent.claim(due)
    assert jobs.post() == 0


def test_what_was_read_between_is_not_told(cast: Cast) -> None:
    said(cast, "一。")
    [due] = letters.due()
    receipts.read(cast.jordan, cast.thread.pk, Thread.objects.get(pk=cast.thread.pk).last_seq)
    assert letters.letter_for(due) is None


def test_a_letter_that_could_not_be_sent_or_whose_writer_died_is_due_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refusing(EmailBackend):
        def send_messages(self, messages: Sequence[Any]) -> int:
            raise ConnectionRefusedError

    said(cast, "一。")
    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", Refusing.send_messages)
        assert jobs.post() == 0
    pass_interval()
    assert letters_sent.claim(letters.due()[0])  # and then nothing more
    pass_interval()
    assert jobs.post() == 1


def test_a_long_absence_makes_a_letter_of_bounded_length(cast: Cast) -> None:
    said(cast, *(f"第{number}件。" for number in range(letters.MAX_SHOWN + 3)))
    jobs.post()
    assert "3 earlier messages are in Parley." in mail.outbox[0].body
    assert "第2件。" not in mail.outbox[0].body
    assert "第12件。" in mail.outbox[0].body


def test_the_text_that_is_not_translated_yet_stands_as_it_was_written(cast: Cast) -> None:
    say(cast.liwei, cast.thread, "可以。")
    Message.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    jobs.post()
    assert "Li Wei, " in mail.outbox[0].body
    assert "可以。" in mail.outbox[0].body
