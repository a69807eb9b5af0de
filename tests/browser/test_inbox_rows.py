"""A row of the inbox is put aside or marked by a finger, by its menu and by a key, and moves under nobody's hand."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NARROW, SignIn
from tests.browser.test_two_languages import open_shared_thread, write

pytestmark = pytest.mark.browser

PHONE = {"viewport": NARROW, "has_touch": True, "is_mobile": True}


def row_of(page: Page, name: str) -> Locator:
    return page.locator("a.row", has_text=name).first


def draw(page: Page, row: Locator, begin: int, end: int) -> None:
    """Draw a row aside by a finger, from `begin` to `end` pixels."""
    box = row.bounding_box()
    assert box
    session, y = page.context.new_cdp_session(page), box["y"] + 30
    points = [begin + (end - begin) * step // 8 for step in range(9)]
    for kind, x in [("touchStart", begin), *(("touchMove", x) for x in points)]:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def ready(page: Page) -> Page:
    expect(page.locator('a.row[tabindex="0"]')).to_be_visible()
    page.wait_for_timeout(500)
    return page


def test_a_finger_archives_and_it_can_be_undone(sign_in: SignIn) -> None:
    page = ready(sign_in("jordan", **PHONE))
    rows = page.locator("a.row")
    number = rows.count()
    draw(page, row_of(page, "Foshan Qiming"), 100, 150)
    draw(page, row_of(page, "Foshan Qiming"), 8, 300)  # from the edge, which is the browser's
    expect(rows).to_have_count(number)
    draw(page, row_of(page, "Foshan Qiming"), 100, 320)
    expect(rows).to_have_count(number - 1)
    page.get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(number)
    page.reload()
    expect(rows).to_have_count(number)


def test_a_finger_marks_unread(sign_in: SignIn) -> None:
    page = ready(sign_in("jordan", **PHONE))
    row = row_of(page, "Foshan Qiming")
    expect(row.locator(".badge")).to_have_count(0)
    draw(page, row, 320, 120)
    expect(row.locator(".badge")).to_be_visible()
    assert page.url.endswith("/")


def test_the_menu_of_a_row_and_a_key_do_the_same(sign_in: SignIn) -> None:
    page = ready(sign_in("jordan"))
    rows = page.locator("a.row")
    number = rows.count()
    row_of(page, "Foshan Qiming").hover()
    page.locator("li", has=row_of(page, "Foshan Qiming")).get_by_role("button").click()
    page.get_by_role("button", name="Archive", exact=True).click()
    expect(rows).to_have_count(number - 1)
    page.get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(number)
    row_of(page, "Foshan Qiming").focus()
    page.keyboard.press("a")
    expect(rows).to_have_count(number - 1)
    page.get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(number)


def test_a_row_does_not_move_under_the_pointer_but_a_pill_tells_of_it(sign_in: SignIn) -> None:
    jordan, liwei = ready(sign_in("jordan")), sign_in("liwei")
    first = jordan.locator("a.row").first
    open_shared_thread(liwei, "Steel lunch boxes")
    first.hover()
    before = first.inner_text()
    write(liwei, "饭盒每个1.2美元。")
    pill = jordan.get_by_role("button", name="1 newer")
    expect(pill).to_be_visible()
    assert first.inner_text() == before
    pill.click()
    expect(first).to_contain_text("Steel lunch boxes")
    expect(pill).to_be_hidden()


def test_after_a_cut_the_list_catches_up(sign_in: SignIn) -> None:
    jordan, liwei = ready(sign_in("jordan")), sign_in("liwei")
    open_shared_thread(liwei, "Steel lunch boxes")
    jordan.context.set_offline(True)
    write(liwei, "断线时写的。1,200个。")
    expect(liwei.locator("chat-message", has_text="断线时写的。1,200个。")).to_have_attribute("data-receipt", "sent")
    liwei.wait_for_timeout(2000)
    jordan.context.set_offline(False)
    expect(jordan.locator("a.row").first).to_contain_text("1,200")
