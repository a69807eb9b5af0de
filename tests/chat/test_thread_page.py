"""A thread's page: where it opens, and what it holds for those who may see it."""

from __future__ import annotations

import json
import re
from typing import Any

from django.test import Client
from django.urls import reverse

from chat import queries
from chat.actions import receipts
from chat.models import User
from tests.cast import Cast, say


def page_of(user: User, cast: Cast, query: str = "") -> tuple[dict[str, Any], str]:
    """What the page's scripts start from, and the page."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("thread", args=[cast.thread.pk]) + query).content.decode()
    state = re.search(r'<script id="thread-state"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert state
    return json.loads(state[1]), page


def test_it_opens_at_the_first_unread_message_however_far_back(cast: Cast) -> None:
    receipts.read(cast.jordan, cast.thread.pk, 1)
    unread = [say(cast.liwei, cast.thread, f"第{n}条") for n in range(90)]
    state, page = page_of(cast.jordan, cast)
    assert state["open_at"] == state["first_unread_seq"] == unread[0].seq
    assert state["messages"][0]["seq"] <= unread[0].seq
    assert page.count("divider--unread") == 2  # the divider itself, and the template that the browser clones


def test_what_lies_beyond_the_bound_is_left_to_the_browser(cast: Cast) -> None:
    for n in range(queries.MOST_PAGES * queries.PAGE_SIZE + 10):
        say(cast.liwei, cast.thread, f"{n}")
    state, _page = page_of(cast.jordan, cast)
    assert len(state["messages"]) == queries.MOST_PAGES * queries.PAGE_SIZE
    assert state["more"]
    assert state["open_at"] < state["messages"][0]["seq"]


def test_without_anything_unread_it_opens_at_the_end(cast: Cast) -> None:
    for n in range(60):
        say(cast.jordan, cast.thread, f"Number {n}.")
    state, _page = page_of(cast.jordan, cast)
    assert (state["open_at"], len(state["messages"]), state["more"]) == (None, queries.PAGE_SIZE, True)


def test_a_message_that_was_searched_for_is_where_it_opens(cast: Cast) -> None:
    wanted = say(cast.jordan, cast.thread, "The one that is wanted.")
    for n in range(70):
        say(cast.jordan, cast.thread, f"Number {n}.")
    state, _page = page_of(cast.jordan, cast, f"?message={wanted.pk}")
    assert state["open_at"] == wanted.seq
    assert str(wanted.pk) in {message["id"] for message in state["messages"]}
