"""Two browsers side by side: each writes and reads in the own language."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.service import Service

pytestmark = pytest.mark.browser

HAN = re.compile("[\u4e00-\u9fff]")


def open_shared_thread(page: Page, counterpart: str) -> None:
    page.locator("a.row", has_text=counterpart).first.click()
    expect(page.locator("chat-composer textarea")).to_be_visible()
    expect(page.locator("connection-banner")).to_be_hidden()


def write(page: Page, text: str) -> None:
    page.fill("chat-composer textarea", text)
    page.press("chat-composer textarea", "Enter")


def last_bubble(page: Page, text: str):  # type: ignore[no-untyped-def]
    return page.locator("chat-message", has_text=text).last


def both(sign_in: SignIn) -> tuple[Page, Page]:
    jordan, liwei = sign_in("jordan"), sign_in("liwei")
    open_shared_thread(jordan, "Ningbo Hengda")
    open_shared_thread(liwei, "Lone Star Supply")
    return jordan, liwei


def test_a_buyer_writes_english_and_a_supplier_reads_chinese_and_back(sign_in: SignIn) -> None:
    jordan, liwei = both(sign_in)
    write(jordan, "What is the lead time for 12,345 pieces?")
    bubble = last_bubble(liwei, "What is the lead time for 12,345 pieces?")
    expect(bubble.locator("[data-slot=large]")).to_have_text(HAN)
    expect(bubble.locator("[data-slot=large]")).to_contain_text("12,345")
    expect(bubble.locator("[data-slot=small]")).to_contain_text("What is the lead time")
    mine = last_bubble(jordan, "What is the lead time for 12,345 pieces?")
    expect(mine.locator("[data-slot=large]")).to_contain_text("What is the lead time")
    expect(mine.locator("[data-slot=small]")).to_have_text(HAN)

    write(liwei, "交期是35天。")
    answer = last_bubble(jordan, "交期是35天。")
    expect(answer.locator("[data-slot=large]")).to_contain_text("35")
    expect(answer.locator("[data-slot=large]")).to_contain_text(re.compile("[a-z]{3}"))
    expect(answer.locator("[data-slot=small]")).to_contain_text("交期是35天。")


def test_a_cut_of_ten_seconds_loses_and_doubles_nothing(sign_in: SignIn) -> None:
    jordan, liwei = both(sign_in)
    write(jordan, "Before the cut, number 101.")
    expect(last_bubble(liwei, "Before the cut, number 101.")).to_be_visible()
    jordan.context.set_offline(True)
    expect(jordan.locator("connection-banner")).to_be_visible()
    for number in (102, 103, 104):
        write(jordan, f"During the cut, number {number}.")
    write(liwei, "断线时写的，编号105。")
    jordan.wait_for_timeout(10_000)
    jordan.context.set_offline(False)
    for number in (102, 103, 104):
        for page in (jordan, liwei):
            expect(page.locator("chat-message", has_text=f"During the cut, number {number}.")).to_have_count(1)
    for page in (jordan, liwei):
        expect(page.locator("chat-message", has_text="断线时写的，编号105。")).to_have_count(1)
    expect(jordan.locator("chat-message[data-receipt=pending], chat-message[data-receipt=waiting]")).to_have_count(0)
    liwei.reload()
    for number in (102, 103, 104):
        expect(liwei.locator("chat-message", has_text=f"number {number}.")).to_have_count(1)


def test_what_was_written_offline_survives_a_reload(sign_in: SignIn) -> None:
    jordan = sign_in("jordan")
    open_shared_thread(jordan, "Ningbo Hengda")
    # Only the socket is cut, so that the page itself can be loaded again.
    jordan.route_web_socket(re.compile("/ws/"), lambda route: route.close())
    jordan.reload()
    write(jordan, "Kept across a reload, number 201.")
    expect(last_bubble(jordan, "Kept across a reload, number 201.")).to_be_visible()
    jordan.reload()
    expect(last_bubble(jordan, "Kept across a reload, number 201.")).to_be_visible()
    again = jordan.context.new_page()
    again.goto(jordan.url)
    expect(last_bubble(again, "Kept across a reload, number 201.")).to_have_attribute(
        "data-receipt", re.compile("sent|delivered|read")
    )


def test_one_key_swaps_original_and_translation(sign_in: SignIn) -> None:
    jordan, liwei = both(sign_in)
    write(jordan, "We need the red one, number 301.")
    bubble = last_bubble(liwei, "We need the red one, number 301.")
    large = bubble.locator("[data-slot=large]")
    expect(large).to_have_text(HAN)
    bubble.locator("article").focus()
    liwei.keyboard.press("o")
    expect(large).to_contain_text("We need the red one")
    liwei.keyboard.press("o")
    expect(large).to_have_text(HAN)


def test_typing_and_read_receipts_are_seen(sign_in: SignIn) -> None:
    jordan, liwei = both(sign_in)
    liwei.locator("chat-composer textarea").press_sequentially("在", delay=50)
    expect(jordan.locator("typing-indicator")).to_be_visible()
    # Only what is in view is read: with older unread messages the thread opens further up.
    liwei.locator("chat-history").evaluate("history => history.scrollTo(0, history.scrollHeight)")
    write(jordan, "Read this, number 401.")
    expect(last_bubble(jordan, "Read this, number 401.")).to_have_attribute("data-receipt", "read")


def test_the_inbox_moves_live(sign_in: SignIn) -> None:
    jordan, liwei = sign_in("jordan"), sign_in("liwei")
    open_shared_thread(liwei, "Lone Star Supply")
    write(liwei, "收件箱应该动起来，编号501。")
    row = jordan.locator("a.row", has_text="Ningbo Hengda").first
    expect(row).to_contain_text("501")
    expect(row).to_have_class(re.compile("row--unread"))


def test_another_reading_language_shows_the_history_in_it_at_once(sign_in: SignIn, service: Service) -> None:
    ana = sign_in("anatian")
    ana.locator("a.row").first.click()
    expect(ana.locator("chat-message [data-slot=large]").first).to_be_visible()
    settings = ana.context.new_page()
    settings.goto(f"{service.url}/profile/languages/")
    settings.select_option("select[name=reading]", "zh")
    settings.get_by_role("button", name=re.compile("Guardar|Save")).click()
    expect(settings.locator("progress")).to_be_visible()
    # The page that stood open beside it draws itself anew.
    expect(ana.locator("chat-message [data-slot=large]").first).to_have_text(HAN, timeout=15_000)
