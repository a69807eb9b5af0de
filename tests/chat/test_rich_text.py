"""Texts as parts, and as HTML that holds nothing of the sender's making."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.protocol import CheckOut
from chat.rich_text import href_of, parts_of
from chat.templatetags.thread import rich_text

CASES = json.loads((Path(__file__).parents[1] / "data" / "rich_text.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_server_cuts_a_text_as_the_browser_does(case: dict[str, Any]) -> None:
    checks = [CheckOut(**check) for check in case["checks"]]
    parts = [
        {"kind": part.kind, "text": part.text} | ({"href": part.href} if part.href else {})
        for part in parts_of(case["text"], checks)
    ]
    assert parts == case["parts"]


@given(st.text())
def test_no_text_is_lost_in_parts(text: str) -> None:
    assert "".join(part.text for part in parts_of(text)) == text


@given(st.text(alphabet="<>&\"'abc /:.0123456789http", max_size=60))
def test_no_markup_of_a_sender_survives(text: str) -> None:
    html = rich_text(f"<script>{text}</script>")
    ours = html.replace('<bdi class="figure">', "").replace("</bdi>", "")
    assert "<script" not in ours
    assert ours.count("<") == 2 * ours.count('<a class="link"')


def test_a_link_opens_elsewhere_and_tells_nothing_of_us() -> None:
    html = rich_text("https://example.com/a?b=1&c=2")
    assert html == (
        '<a class="link" href="https://example.com/a?b=1&amp;c=2" rel="noopener noreferrer nofollow" '
        'target="_blank">https://example.com/a?b=1&amp;c=2</a>'
    )


def test_figures_stand_apart_and_a_differing_one_is_the_originals() -> None:
    check = CheckOut(reason="figure_differs", original="15,000", translated="50,000")
    assert rich_text("From 50,000 at 2.35", [check]) == (
        'From <bdi class="figure figure--differs">15,000</bdi> at <bdi class="figure">2.35</bdi>'
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "https://bank.example@evil.example/",
        "https://user:secret@evil.example/",
        "http://localhost/admin",
        "http://1.2.3/",
        "http://example.com:99999/",
        "http://[::1/",
    ],
)
def test_an_address_that_deceives_or_leads_nowhere_is_no_link(address: str) -> None:
    assert href_of(address) is None


def test_no_text_is_no_html() -> None:
    assert rich_text(None) == ""
