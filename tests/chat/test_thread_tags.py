"""What the templates of inbox and thread say: times, sizes, places, and one markup for server and browser."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from chat.protocol import AttachmentOut, TranslationOut
from chat.templatetags import thread as tags
from tests.chat.test_presenting import message, person, shown

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.mark.parametrize(
    ("language", "day", "title"),
    [
        ("en", date(2026, 3, 2), "Today, 2 March"),
        ("en", date(2026, 3, 1), "Yesterday, 1 March"),
        ("en", date(2026, 2, 27), "27 February"),
        ("en", date(2025, 12, 31), "31 December 2025"),
        ("zh-hans", date(2026, 2, 7), "2月7日"),
        ("es", date(2026, 2, 27), "27 de febrero"),
    ],
)
def test_a_day_is_titled_in_the_order_of_the_language(language: str, day: date, title: str) -> None:
    with translation.override(language):
        assert tags.day_title(day) == title


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(hours=3), "09:00"),
        (timedelta(days=2), "Sat"),
        (timedelta(days=8), "22 Feb"),
        (timedelta(days=365), "2 Mar 2025"),
    ],
)
def test_a_row_tells_the_time_as_shortly_as_it_can(ago: timedelta, text: str) -> None:
    assert tags.row_time(NOON - ago) == text


@pytest.mark.parametrize(("seconds", "text"), [(5, "1 min"), (3599, "59 min"), (7200, "2 h"), (200_000, "2 d")])
def test_a_waiting_time_has_one_unit(seconds: int, text: str) -> None:
    assert tags.duration(seconds) == text


@pytest.mark.parametrize(("value", "text"), [("2.2000", "2.20"), ("1.125", "1.1250"), ("1234.5", "1,234.50")])
def test_a_price_never_has_three_decimals(value: str, text: str) -> None:
    assert tags.price(Decimal(value)) == text


def test_a_quantity_has_the_same_shape_in_every_language() -> None:
    with translation.override("es"):
        assert tags.figure(Decimal("15000.000")) == "15,000"


@pytest.mark.parametrize(("zone", "text"), [("Asia/Shanghai", "20:00 in Ningbo"), ("Asia/Tokyo", "21:00 in Ningbo"),
                                            ("Pacific/Auckland", "01:00 in Ningbo, night")])  # fmt: skip
def test_a_local_clock_says_when_it_is_night_there(zone: str, text: str) -> None:
    assert tags.local_clock(zone, "Ningbo")["text"] == text


def test_an_unknown_time_zone_breaks_no_page() -> None:
    assert tags.local_clock("Mars/Olympus", "")["text"] == "12:00"


def test_presence_is_told_in_words() -> None:
    seen = "2026-03-02T09:30:00.000Z"
    people = [person("3", online=True), person("3", last_seen_at=seen), person("3")]
    assert [tags.last_seen(one) for one in people] == ["Online", "Last seen 09:30", "Away"]


def test_a_picture_keeps_its_proportions_within_its_box() -> None:
    picture = AttachmentOut(id="1", name="", content_type="", size_bytes=1, width=1600, height=400, url="")
    assert tags.picture_box(picture) == {"width": 320, "height": 80}


def test_the_template_that_the_browser_clones_has_every_slot_of_a_message() -> None:
    done = TranslationOut(state="done", text="Fine", engine="echo")
    (item,) = shown(message(1, "3", translations={"en": done}))
    rendered, empty = (render_to_string("message.html", {"item": one}) for one in (item, None))
    assert slots(empty) == slots(rendered)


def test_a_message_carries_the_language_of_each_line() -> None:
    done = TranslationOut(state="done", text="Fine", engine="echo")
    (item,) = shown(message(1, "3", translations={"en": done}))
    html = render_to_string("message.html", {"item": item})
    assert 'lang="en" dir="auto">Fine' in html
    assert 'lang="zh" dir="auto">好的' in html
    assert 'aria-label="中文, original in Chinese"' in html


def slots(html: str) -> list[str]:
    return re.findall(r'data-slot="([a-z-]+)"', html)
