"""The demo comes complete, translated by the real packs, and only once."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone

from chat import inbox, letters
from chat.demo import pictures, script
from chat.inquiries import Reach, recipients_of
from chat.models import Attachment, Event, Inquiry, Message, Organization, Participant, Thread, Translation, User
from tests.cast import make_organization, make_person

TABLES: tuple[Any, ...] = (User, Organization, Inquiry, Thread, Message, Translation, Event, Attachment, Participant)


def demo() -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def rows() -> list[list[dict[str, Any]]]:
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def test_it_prints_its_accounts_and_their_password(db: None) -> None:
    told = demo()
    for word in ("parley-demo", "jordan@example.com", "lucia@example.com", "liwei@example.com"):
        assert word in told


def test_made_again_it_changes_nothing_and_tells_the_accounts(db: None) -> None:
    demo()
    before = rows()
    told = demo()
    assert rows() == before
    assert "nothing was changed" in told
    assert "jordan@example.com" in told


def test_nobody_of_the_demo_gets_letters_about_what_it_made(db: None) -> None:
    demo()
    assert letters.due() == []


def test_every_account_signs_in_and_is_marked_as_demo(db: None, rf: Any) -> None:
    demo()
    assert User.objects.filter(is_demo=False).count() == 0
    assert Organization.objects.filter(is_demo=False).count() == 0
    for user in User.objects.all():
        assert authenticate(rf.post("/"), username=user.email, password="parley-demo") == user


def test_the_real_packs_translate_every_line_without_a_finding(db: None, packs: None) -> None:
    demo()
    assert Translation.objects.count() >= 25
    bad = [(row.message.text, row.text, row.checks) for row in Translation.objects.all() if row.checks]
    assert bad == []
    assert set(Translation.objects.values_list("state", flat=True)) == {Translation.State.DONE}


def test_the_history_lies_in_the_past_in_the_order_it_was_said(db: None) -> None:
    demo()
    for thread in Thread.objects.all():
        times = list(thread.messages.order_by("seq").values_list("created_at", flat=True))
        assert times == sorted(times)
        assert times[-1] == thread.last_activity_at
        assert times[-1] < timezone.now() - timedelta(hours=1)


def test_everybody_has_something_read_and_some_have_something_new(db: None) -> None:
    demo()
    unread = {user.email: sum(row.unread for row in inbox.rows(user)) for user in User.objects.all()}
    assert unread["jordan@example.com"] == 2
    assert unread["liwei@example.com"] == 2
    assert unread["qianmin@example.com"] == 0


def test_an_inquiry_to_two_suppliers_shows_two_states(db: None) -> None:
    demo()
    inquiry = Inquiry.objects.get(subject="Steel lunch boxes")
    assert [row.reach for row in recipients_of(inquiry)] == [Reach.DELIVERED, Reach.ANSWERED]


def test_it_does_not_take_over_a_real_account(db: None) -> None:
    make_person("Jordan", "en", make_organization("Real firm", is_buyer=True))
    with pytest.raises(CommandError, match=r"jordan@example\.com"):
        demo()
    assert User.objects.count() == 1


def test_an_inquiry_cut_off_half_way_is_not_there(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "draw", lambda name: b"no picture")
    with pytest.raises(Exception, match="file_type"):
        demo()
    assert Inquiry.objects.count() == 0


def test_the_script_names_only_its_own_people() -> None:
    people = {person.email for organization in script.organizations() for person in organization.people}
    suppliers = {organization.name for organization in script.organizations() if organization.supplies}
    for inquiry in script.inquiries():
        assert inquiry.by in people
        for thread in inquiry.thread:
            assert thread.supplier in suppliers
            assert {line.by for line in thread.lines} | set(thread.unread) <= people


@pytest.mark.parametrize("text", ["", "soon", "3w", "d2", "-1h"])
def test_a_span_of_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no span of time"):
        script.parse_ago(text)
