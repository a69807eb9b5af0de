"""What can be done in a thread beside writing: with the keyboard, by touch, and seen on the other screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, SignIn
from tests.browser.test_two_languages import HAN, both, last_bubble, open_shared_thread, write

pytestmark = pytest.mark.browser

SEND_MANY = """async (texts) => {
  const token = document.querySelector('[name=csrfmiddlewaretoken]').value
  for (const text of texts) {
    const body = JSON.stringify({ client_id: crypto.randomUUID(), text })
    const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token }
    await fetch(`/api${location.pathname}messages`, { method: 'POST', body, headers })
  }
}"""
DIVIDER_SHARE = """history => {
  const at = history.querySelector('.divider--unread').getBoundingClientRect()
  const around = history.getBoundingClientRect()
  return (at.top - around.top) / around.height
}"""


def open_menu(page: Page, text: str) -> None:
    last_bubble(page, text).locator("article").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#message-menu")).to_be_visible()


def test_a_text_in_another_language_is_noticed_and_sent_in_it(sign_in: SignIn) -> None:
    jordan, liwei = both(sign_in)
    jordan.locator("chat-composer textarea").fill("我们需要一个样品，编号601。")
    notice = jordan.locator(".composer__notice")
    expect(notice).to_contain_text("This looks like Chinese. Your language here is English.")
    notice.get_by_role("button", name="Send as Chinese").click()
    expect(notice).to_be_hidden()
    expect(last_bubble(liwei, "编号601").locator("[data-slot=large]")).to_have_text("我们需要一个样品，编号601。")
    expect(last_bubble(jordan, "编号601").locator("[data-slot=large]")).to_contain_text("601")


def test_a_correction_is_written_by_keyboard_and_seen_by_both(sign_in: SignIn) -> None:
    jordan, liwei = both(sign_in)
    write(jordan, "The blue lids are ready, number 602.")
    expect(last_bubble(liwei, "number 602").locator("[data-slot=large]")).to_have_text(HAN)
    open_menu(liwei, "number 602")
    liwei.locator("#message-menu [data-action=correct]").press("Enter")
    liwei.locator("#correct-text").fill("蓝色的盖子准备好了，编号602。")
    liwei.locator("#correct-dialog [type=submit]").press("Enter")
    for page, place in ((jordan, "small"), (liwei, "large")):
        expect(last_bubble(page, "number 602").locator(f"[data-slot={place}]")).to_have_text(
            "蓝色的盖子准备好了，编号602。"
        )
        expect(last_bubble(page, "number 602").locator("[data-slot=corrected]")).to_contain_text("Li Wei")
    open_menu(jordan, "number 602")
    jordan.locator("#message-menu [data-action=versions]").press("Enter")
    expect(jordan.locator("#versions-dialog .version")).to_have_count(2)


def test_a_finger_that_rests_opens_the_menu_and_reports(sign_in: SignIn) -> None:
    _jordan, liwei = both(sign_in)
    write(liwei, "请看看这个，编号603。")
    phone = sign_in("jordan", viewport=NARROW, has_touch=True, is_mobile=True)
    phone.locator("a.row", has_text="Ningbo Hengda").first.click()
    bubble = last_bubble(phone, "编号603").locator(".message__bubble")
    bubble.scroll_into_view_if_needed()
    box = bubble.bounding_box()
    assert box
    touch = phone.context.new_cdp_session(phone)
    finger = [{"x": box["x"] + 20, "y": box["y"] + 12}]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": finger})
    phone.wait_for_timeout(700)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    phone.locator("#message-menu [data-action=report]").tap()
    phone.locator("#report-dialog [type=submit]").tap()
    expect(phone.locator(".toast")).to_have_text("Reported")


def test_another_way_to_pay_is_read_only_after_the_warning(sign_in: SignIn) -> None:
    jordan, liwei = both(sign_in)
    write(liwei, "请付款到新账户：6222021001116。")
    bubble = last_bubble(jordan, "6222021001116")
    expect(bubble.locator(".message__payment")).to_be_visible()
    expect(bubble.locator("[data-slot=large]")).to_be_hidden()
    bubble.get_by_role("button", name="Show anyway").press("Enter")
    expect(bubble.locator("[data-slot=large]")).to_be_visible()
    expect(last_bubble(liwei, "6222021001116").locator("[data-slot=large]")).to_be_visible()


def test_a_block_closes_both_composers_at_once_until_it_is_lifted(sign_in: SignIn) -> None:
    jordan, qianmin = sign_in("jordan"), sign_in("qianmin")
    open_shared_thread(jordan, "Foshan Qiming")
    open_shared_thread(qianmin, "Lone Star Supply")
    jordan.locator(".thread__more").click()
    jordan.locator(".thread__menu summary", has_text="Block").click()
    jordan.get_by_role("button", name="Block this conversation").click()
    expect(qianmin.locator("chat-composer textarea")).to_be_hidden()
    expect(qianmin.locator(".composer__block button")).to_be_hidden()
    jordan.locator(".composer__block button").click()
    expect(qianmin.locator("chat-composer textarea")).to_be_visible()
    write(jordan, "We talk again, number 604.")
    expect(last_bubble(qianmin, "number 604")).to_be_visible()


def test_a_thread_opens_at_its_first_unread_message_however_far_back(sign_in: SignIn) -> None:
    jordan, qianmin = sign_in("jordan"), sign_in("qianmin")
    open_shared_thread(jordan, "Foshan Qiming")
    open_shared_thread(qianmin, "Lone Star Supply")
    qianmin.evaluate(SEND_MANY, [f"先看这些，第{n}条。" for n in range(12)])
    history = jordan.locator("chat-history")
    expect(last_bubble(jordan, "第11条")).to_be_visible()
    history.evaluate("history => history.scrollTo(0, history.scrollHeight)")
    expect(last_bubble(qianmin, "第11条")).to_have_attribute("data-receipt", "read")
    jordan.goto(re.sub(r"/threads/.*", "/", jordan.url))
    qianmin.evaluate(SEND_MANY, [f"后来的消息，第{n}条。" for n in range(70)])
    open_shared_thread(jordan, "Foshan Qiming")
    expect(history.locator(".divider--unread")).to_be_in_viewport()
    assert 0.25 < history.evaluate(DIVIDER_SHARE) < 0.4
