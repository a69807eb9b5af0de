"""A browser tells who is not looking: once a message, over all tabs, and never before a button was pressed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.test_two_languages import open_shared_thread, write

pytestmark = pytest.mark.browser

STAND_IN = """
  window.shown = []
  window.asked = 0
  window.Notification = class extends EventTarget {
    static permission = localStorage.getItem("granted") ? "granted" : "default"
    static async requestPermission() {
      window.asked++
      localStorage.setItem("granted", "1")
      return (this.permission = "granted")
    }
    constructor(title, { body, silent }) {
      super()
      window.shown.push({ title, body, silent })
    }
    close() {}
  }
  document.hasFocus = () => !localStorage.getItem("away")
"""
"""What the browser would show cannot be seen from a page: what it is asked to show can."""


def look_away(page: Page) -> None:
    page.evaluate("localStorage.setItem('away', '1'); dispatchEvent(new Event('blur'))")


def all_shown(*pages: Page) -> list[dict[str, object]]:
    return [notice for page in pages for notice in page.evaluate("window.shown")]


def test_a_message_is_told_once_over_two_tabs_and_only_while_nobody_looks(sign_in: SignIn) -> None:
    lucia, liwei = sign_in("lucia"), sign_in("liwei")
    lucia.context.add_init_script(STAND_IN)
    lucia.goto(lucia.url + "profile/notifications/")
    assert lucia.evaluate("window.asked") == 0
    lucia.get_by_role("button", name="Activar notificaciones").click()
    lucia.get_by_role("button", name="Desactivar notificaciones").wait_for()
    other = lucia.context.new_page()
    other.goto(lucia.url)
    open_shared_thread(liwei, "Norte Comercial")
    write(liwei, "在吗？")
    expect(lucia).to_have_title(re.compile(r"^\(\d+\) "))
    assert all_shown(lucia, other) == []
    for page in (lucia, other):
        look_away(page)
    write(liwei, "样品准备好了。")
    lucia.wait_for_timeout(4000)
    [notice] = all_shown(lucia, other)
    assert str(notice["title"]).startswith("Li Wei: ")
    assert notice["body"] != "样品准备好了。"
    assert notice["silent"]
