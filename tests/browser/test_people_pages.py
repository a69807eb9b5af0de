"""The pages of people by the keyboard alone, and what their scripts do at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import NARROW, PASSWORD, SignIn
from tests.browser.test_accessibility import violations
from tests.service import Service

pytestmark = pytest.mark.browser

Contexts = Callable[..., BrowserContext]


def _focused(page: Page) -> str:
    """What has the focus, by its name or words; fails where no ring shows it."""
    assert page.evaluate("document.activeElement.matches(':focus-visible')")
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert ring != "none", page.evaluate("document.activeElement.outerHTML")
    return str(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))


def _tab(page: Page) -> str:
    page.keyboard.press("Tab")
    return _focused(page)


def test_the_keyboard_alone_signs_in_and_shows_the_password(service: Service, contexts: Contexts) -> None:
    page = contexts().new_page()
    page.goto(f"{service.url}/sign-in/")
    assert [_tab(page) for _ in range(2)] == ["Skip to the content", "email"]
    page.keyboard.type("jordan@example.com")
    assert _tab(page) == "password"
    page.keyboard.type(PASSWORD)
    assert _tab(page) == "Show"
    page.keyboard.press("Space")
    expect(page.locator("[name=password]")).to_have_attribute("type", "text")
    assert _focused(page) == "Hide"
    page.keyboard.press("Space")
    expect(page.locator("[name=password]")).to_have_attribute("type", "password")
    assert [_tab(page) for _ in range(3)] == ["Sign in", "Forgot password?", "Create account"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{service.url}/")


def test_what_is_wrong_takes_the_focus_and_leads_to_its_field(service: Service, contexts: Contexts) -> None:
    page = contexts().new_page()
    page.goto(f"{service.url}/sign-up/")
    page.fill("[name=name]", "Ana")
    page.press("[name=name]", "Enter")
    expect(page.locator("[data-slot=errors]")).to_be_focused()
    assert not violations(page)
    assert _tab(page) == "E-mail"
    page.keyboard.press("Enter")
    expect(page.locator("[name=email]")).to_be_focused()
    expect(page.locator("[name=name]")).to_have_value("Ana")


def test_the_time_zone_of_the_browser_is_chosen_and_the_sample_follows(service: Service, contexts: Contexts) -> None:
    page = contexts(timezone_id="America/Monterrey", locale="es-MX").new_page()
    page.goto(f"{service.url}/sign-up/")
    page.fill("[name=name]", "Ana Ruiz")
    page.fill("[name=email]", "ana.ruiz@example.com")
    page.fill("[name=password]", "a door of blue glass")
    page.press("[name=password]", "Enter")
    expect(page.locator("[name=time_zone]")).to_have_value("America/Monterrey")
    assert not violations(page)
    page.check("[name=role][value=supplier]")
    page.fill("[name=name]", "Vidrios Ruiz")
    page.select_option("[name=country]", "MX")
    page.press("[name=name]", "Enter")
    large, second = page.locator(".sample [data-slot=large]"), page.locator(".sample [data-slot=second]")
    expect(large).to_have_text("El plazo de entrega es de 35 días.")
    page.select_option("[name=reading]", "de")
    expect(large).to_have_text("Die Lieferzeit beträgt 35 Tage.")
    expect(second).to_contain_text("中文")
    page.locator(".also-reads__summary").press("Enter")
    page.locator("[name=also_reads][value=zh]").press("Space")
    expect(large).to_have_text("交货期为 35 天。")
    expect(large).to_have_attribute("lang", "zh")
    expect(second).to_be_hidden()
    assert not violations(page)


def test_on_a_phone_the_profile_leads_to_every_section_to_the_status_and_out(sign_in: SignIn, service: Service) -> None:
    page = sign_in("jordan", viewport=NARROW)
    page.goto(f"{service.url}/profile/")
    sections = page.locator(".profile__nav a")
    for place in range(1, sections.count()):
        link = sections.nth(place)
        words = link.inner_text()
        link.click()
        expect(page.locator("h1")).to_have_text(words)
        page.goto(f"{service.url}/profile/")
    expect(sections.last).to_have_attribute("href", "/status/")
    page.locator("form[action='/sign-out/'] button").click()
    page.wait_for_url(f"{service.url}/sign-in/")
