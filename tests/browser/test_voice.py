"""Somebody speaks Mandarin into a real browser's microphone, and is read in English in another one."""

from __future__ import annotations

import re
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from speech.recognizer import RATE_HZ
from tests.browser.conftest import PASSWORD, WIDE, launch
from tests.browser.test_two_languages import HAN, open_shared_thread
from tests.service import Service
from tests.speech.clips import clips
from tests.speech_model import speech_folder

pytestmark = pytest.mark.browser

SPOKEN = clips()["zh_21"]
LATIN = re.compile("[a-z]{2}")


@pytest.fixture(scope="module")
def hearing() -> Iterator[Service]:
    """A service with the real recognizer."""
    with Service(("demo",), RECOGNIZER="whisper", PARLEY_SPEECH=str(speech_folder())) as running:
        yield running


@pytest.fixture(scope="module")
def microphone(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium with a microphone into which Mandarin is spoken, over and over."""
    path = tmp_path_factory.mktemp("voice") / "spoken.wav"
    write_wav(path)
    with launch(playwright, f"--use-file-for-fake-audio-capture={path}") as browser:
        yield browser


def write_wav(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        pause = np.zeros(RATE_HZ, np.int16)
        file.writeframes(np.concatenate([pause[: RATE_HZ // 4], SPOKEN.pcm, pause]).tobytes())


def page_of(browser: Browser, service: Service, name: str, counterpart: str) -> Page:
    page = browser.new_context(viewport=WIDE, permissions=["microphone"]).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(20_000)
    page.on("pageerror", lambda error: pytest.fail(f"the page raised {error}"))
    page.goto(f"{service.url}/sign-in/")
    page.fill("input[type=email]", f"{name}@example.com")
    page.fill("input[type=password]", PASSWORD)
    page.press("input[type=password]", "Enter")
    page.wait_for_url(f"{service.url}/")
    open_shared_thread(page, counterpart)
    return page


def test_mandarin_is_read_in_english_while_it_is_spoken_and_stands_as_a_message_after_it(
    hearing: Service, microphone: Browser, browser: Browser
) -> None:
    liwei = page_of(microphone, hearing, "liwei", "Lone Star Supply")
    jordan = page_of(browser, hearing, "jordan", "Ningbo Hengda")
    before = jordan.locator("chat-message voice-player:visible").count()
    for page in (jordan, liwei):
        page.get_by_role("button", name=re.compile("^(Talk|通话)")).first.click()
    liwei.locator("[data-slot=talk]").click()
    caption = jordan.locator(".caption__large").first
    expect(caption).to_have_text(LATIN, timeout=20_000)
    liwei.wait_for_timeout(2_000)
    liwei.locator("[data-slot=talk]").click()
    expect(jordan.locator("chat-message voice-player:visible")).to_have_count(before + 1)
    bubble = jordan.locator("chat-message:has(voice-player:visible)").last
    expect(bubble.locator("[data-slot=large]")).to_have_text(LATIN)
    expect(bubble.locator("[data-slot=small]")).to_have_text(HAN)


def test_a_voice_note_recorded_in_one_browser_is_read_and_heard_in_the_other(
    hearing: Service, microphone: Browser, browser: Browser
) -> None:
    liwei = page_of(microphone, hearing, "liwei", "Lone Star Supply")
    jordan = page_of(browser, hearing, "jordan", "Ningbo Hengda")
    players = jordan.locator("chat-message voice-player:visible")
    before = players.count()
    liwei.locator("[data-action=record]").focus()
    liwei.keyboard.press("Enter")
    expect(liwei.locator("[data-slot=stop]")).to_be_focused()
    liwei.wait_for_timeout(6_000)
    liwei.keyboard.press("Enter")
    expect(liwei.locator("[data-slot=send-recording]")).to_be_focused()
    assert players.count() == before, "nothing is sent before its speaker says so"
    liwei.keyboard.press("Enter")
    expect(players).to_have_count(before + 1)
    bubble = jordan.locator("chat-message:has(voice-player:visible)").last
    expect(bubble.locator("[data-slot=large]")).to_have_text(LATIN)
    word = bubble.locator("[data-slot=small] .word").first
    expect(word).to_have_text(HAN)
    word.click()
    expect(bubble.locator(".voice__play")).to_have_attribute("aria-label", "Pause")


def test_a_recording_is_discarded_by_escape(hearing: Service, microphone: Browser) -> None:
    liwei = page_of(microphone, hearing, "liwei", "Lone Star Supply")
    liwei.locator("[data-action=record]").focus()
    liwei.keyboard.press("Enter")
    expect(liwei.locator("[data-slot=stop]")).to_be_focused()
    liwei.keyboard.press("Escape")
    expect(liwei.locator("voice-recorder")).to_be_hidden()
    expect(liwei.locator("[data-action=record]")).to_be_focused()
