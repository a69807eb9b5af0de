"""A conversation to take away."""

from __future__ import annotations

import json
import re

from django.test import Client
from django.urls import reverse

from chat import jobs
from chat.actions import messages
from chat.models import User
from tests.cast import Cast, say


def download(user: User, cast: Cast, kind: str) -> tuple[int, str, str]:
    """Status, file name and content."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse(f"thread-export-{kind}", args=[cast.thread.pk]))
    return answer.status_code, answer.headers.get("Content-Disposition", ""), answer.content.decode()


def test_the_page_holds_every_pair_with_names_and_zoned_times(cast: Cast) -> None:
    for n in range(120):
        say(cast.liwei, cast.thread, f"第{n}批货。")
    jobs.drain()
    status, name, page = download(cast.jordan, cast, "page")
    assert (status, name.startswith('attachment; filename="parley-steel-bottles-500-ml-')) == (200, True)
    assert page.count("批货。") >= 120
    assert re.search(r"\d\d:\d\d UTC[+-]0\d:00", page)
    assert "Li Wei" in page
    assert "Ningbo Hengda" in page


def test_it_needs_nothing_beside_itself(cast: Cast) -> None:
    say(cast.jordan, cast.thread, "<script>alert(1)</script>")
    page = download(cast.jordan, cast, "page")[2]
    assert "<script" not in page
    assert not re.search(r"<(link|img|iframe)\b", page)


def test_a_message_that_waits_for_its_translation_is_there_as_written(cast: Cast) -> None:
    say(cast.liwei, cast.thread, "还没有翻译的话。")
    assert download(cast.jordan, cast, "page")[2].count("还没有翻译的话。") == 1


def test_the_log_is_whole_and_in_order(cast: Cast) -> None:
    message = say(cast.jordan, cast.thread, "The red one.")
    messages.edit(cast.jordan, cast.thread.pk, message.pk, 1, "The blue one.")
    jobs.drain()
    log = json.loads(download(cast.liwei, cast, "log")[2])
    cast.thread.refresh_from_db()
    assert [event["seq"] for event in log["events"]] == list(range(1, cast.thread.last_seq + 1))
    assert (log["protocol"], log["subject"]) == ("parley.v1", "Steel bottles 500 ml")


def test_an_outsider_takes_nothing_away(cast: Cast) -> None:
    assert download(cast.olga, cast, "page")[0] == 403
    assert download(cast.olga, cast, "log")[0] == 403
