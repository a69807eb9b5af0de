"""A running service with the demo's people, and Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.service import Service

PASSWORD = "parley-demo"
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 390, "height": 844}

SignIn = Callable[..., Page]


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    """One service for all tests of the browser: real packs, real database, the demo's threads."""
    with Service(("demo",)) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's own, of which a thread can have one. It runs an event loop, so it ends before the database does."""
    with sync_playwright() as running:
        yield running


@contextmanager
def launch(playwright: Playwright, *arguments: str) -> Iterator[Browser]:
    """The system's Chromium."""
    path = shutil.which("chromium")
    assert path, "Chromium is needed: apt-get install chromium"
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    # A microphone that beeps, on machines that have none.
    beeping = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    chromium = playwright.chromium.launch(executable_path=path, args=[*quiet, *beeping, *arguments])
    try:
        yield chromium
    finally:
        chromium.close()


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One for all tests that need nothing of their own."""
    with launch(playwright) as chromium:
        yield chromium


@pytest.fixture
def contexts(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts, each a person's own browser, and closes them."""
    opened: list[BrowserContext] = []

    def open_context(**options: object) -> BrowserContext:
        context = browser.new_context(**{"viewport": WIDE, **options})  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()


@pytest.fixture
def sign_in(service: Service, contexts: Callable[..., BrowserContext]) -> SignIn:
    """A page on which somebody of the demo is signed in. Errors of the page fail the test."""

    def open_page(name: str, **options: object) -> Page:
        page = contexts(**options).new_page()
        page.on("pageerror", lambda error: pytest.fail(f"the page raised {error}"))
        page.goto(f"{service.url}/sign-in/")
        page.fill("input[type=email]", f"{name}@example.com")
        page.fill("input[type=password]", PASSWORD)
        page.press("input[type=password]", "Enter")
        page.wait_for_url(f"{service.url}/")
        return page

    return open_page
