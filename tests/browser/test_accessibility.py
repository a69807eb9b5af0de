"""axe-core finds nothing on any page, in either size and either theme."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import NARROW, WIDE, SignIn
from tests.service import Service

pytestmark = pytest.mark.browser

PUBLIC = [
    "/sign-in/?ended=1",
    "/sign-up/",
    "/password-reset/",
    "/password-reset/sent/",
    "/reset/MQ/no-link/",
    "/reset/done/",
    "/invitation/none/",
]
BUYER = [
    "/",
    "/?filter=unread",
    "/?q=bottle",
    "/?q=nothing-has-this",
    "THREAD",
    "THREAD?here=1",
    "/suppliers/",
    "/inquiries/",
    "/inquiries/new/",
    "/inquiries/1/send/",
    "/status/",
    "/profile/",
    "/profile/languages/",
    "/profile/notifications/",
    "/profile/appearance/",
    "/profile/password/",
    "/profile/organization/",
    "/profile/colleagues/",
    "/profile/tokens/",
    "/this-page-does-not-exist/",
]
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOOKS = [(WIDE, "light"), (WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")]


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]} ({len(one['nodes'])})" for one in found]


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_pages_before_signing_in(service: Service, contexts, size: dict[str, int], theme: str) -> None:  # type: ignore[no-untyped-def]
    page = contexts(viewport=size, color_scheme=theme).new_page()
    found = {}
    for path in PUBLIC:
        page.goto(service.url + path)
        found[path] = violations(page)
    assert not {path: some for path, some in found.items() if some}


@pytest.mark.parametrize(("size", "theme"), LOOKS)
@pytest.mark.parametrize("name", ["jordan", "liwei"])
def test_pages_of_a_buyer_and_of_a_supplier(
    service: Service, sign_in: SignIn, size: dict[str, int], theme: str, name: str
) -> None:
    page = sign_in(name, viewport=size, color_scheme=theme)
    thread = page.locator("a.row").first.get_attribute("href") or ""
    found, sideways = {}, []
    for path in BUYER:
        address = path.replace("THREAD", thread)
        page.goto(service.url + address)
        page.wait_for_load_state("networkidle")
        found[path] = violations(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            sideways.append(path)
    assert not {path: some for path, some in found.items() if some}
    assert not sideways
