"""The person's own pages: what a change does, who may make it, and what happens to the screens that are open."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from chat import jobs, samples
from chat.models import Translation, User
from tests.cast import PASSWORD, Cast
from translation import languages

PAGES = ("", "languages/", "notifications/", "appearance/", "password/", "organization/", "colleagues/", "tokens/")
LANGUAGES = {"reading": "es", "speaking": "en", "interface": "en", "also_reads": ["zh"]}
NEW = "a kettle on the roof"


def _text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def browser(client: Client, cast: Cast) -> Client:
    """Jordan's browser, signed in."""
    client.force_login(cast.jordan)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_for_its_person_and_for_nobody_before_signing_in(
    browser: Client, client: Client, page: str
) -> None:
    response = browser.get(f"/profile/{page}")
    assert response.status_code == 200
    assert _text(response).count('aria-current="page"') == 2
    assert Client().get(f"/profile/{page}").headers["Location"] == f"/sign-in/?next=/profile/{page}"


# --- languages ----------------------------------------------------------------------------------------------------


def test_a_new_reading_language_has_the_history_translated_and_says_how_far_it_is(browser: Client, cast: Cast) -> None:
    jobs.drain()
    browser.post("/profile/languages/", LANGUAGES)
    page = _text(browser.get("/profile/languages/"))
    assert "Conversations now appear in Spanish. Earlier messages: 0 of 1 translated." in page
    assert Translation.objects.filter(language="es", state=Translation.State.PENDING).count() == 1
    jobs.drain()
    page = _text(browser.get("/profile/languages/"))
    assert "Earlier messages: 1 of 1 translated." in page
    assert '<progress value="1" max="1"' in page


def test_a_new_interface_language_speaks_from_the_next_page_on(browser: Client) -> None:
    page = browser.post("/profile/languages/", {**LANGUAGES, "interface": "zh-hans"}, follow=True)
    assert '<html lang="zh-Hans"' in _text(page)


def test_a_wrong_language_changes_nothing(browser: Client, jordan: User) -> None:
    assert "Check 1 field." in _text(browser.post("/profile/languages/", {**LANGUAGES, "also_reads": ["tlh"]}))
    jordan.refresh_from_db()
    assert jordan.reading_language == "en"


def test_the_sample_has_a_sentence_in_every_language() -> None:
    assert sorted(samples.SENTENCES) == sorted(one.code for one in languages.ALL)
    assert all("35" in text for text in samples.SENTENCES.values())


@pytest.mark.parametrize(
    ("reading", "also_reads", "large", "small"),
    [("en", [], "en", "zh"), ("zh", [], "zh", "en"), ("en", ["zh"], "zh", None), ("es", ["en"], "es", "zh")],
)
def test_the_sample_follows_the_rule_of_the_pair(
    reading: str, also_reads: list[str], large: str, small: str | None
) -> None:
    shown = samples.sample(reading, also_reads)
    assert shown.large.code == large
    assert (shown.small.code if shown.small else None) == small


# --- the person ---------------------------------------------------------------------------------------------------


def _picture(width: int, height: int) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "png")
    return SimpleUploadedFile("me.png", out.getvalue(), "image/png")


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def _png_piece(kind: bytes, data: bytes) -> bytes:
    """A piece of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PERSON = {"name": "Jordan Lee", "time_zone": "America/Denver"}


def test_a_picture_becomes_a_small_square(browser: Client, jordan: User, media: Path) -> None:
    browser.post("/profile/", {**PERSON, "picture": _picture(640, 480)})
    jordan.refresh_from_db()
    with Image.open(jordan.picture.path) as kept:
        assert (kept.format, kept.size) == ("WEBP", (256, 256))
    assert (jordan.name, jordan.time_zone) == ("Jordan Lee", "America/Denver")


def test_a_new_picture_takes_the_place_of_the_old_one(browser: Client, media: Path) -> None:
    for _ in range(2):
        browser.post("/profile/", {**PERSON, "picture": _picture(64, 64)})
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1


def test_a_picture_that_is_none_is_refused_beside_its_field(browser: Client, jordan: User, media: Path) -> None:
    wrong = SimpleUploadedFile("me.png", b"\x89PNG\r\n\x1a\n not a picture", "image/png")
    page = _text(browser.post("/profile/", {**PERSON, "picture": wrong}))
    assert 'id="id_picture_error"' in page
    assert not any(path.is_file() for path in media.rglob("*"))
    jordan.refresh_from_db()
    assert jordan.name == "Jordan"


BOMB = b"\x89PNG\r\n\x1a\n" + _png_piece(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize("content", [SCRIPT, BOMB, b"%PDF-1.7 %%EOF"], ids=["svg", "bomb", "pdf"])
def test_what_is_no_picture_of_a_person_is_refused_and_the_form_keeps_its_values(
    browser: Client, jordan: User, media: Path, content: bytes
) -> None:
    upload = SimpleUploadedFile("me.png", content, "image/png")
    page = _text(browser.post("/profile/", {**PERSON, "picture": upload}))
    assert "This file cannot be read." in page
    assert 'value="Jordan Lee"' in page
    assert '<option value="America/Denver" selected>' in page
    assert not any(path.is_file() for path in media.rglob("*"))


def test_a_picture_over_the_limit_is_refused_unread(
    browser: Client, jordan: User, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.forms.profile.MAX_FILE_BYTES", 100)
    monkeypatch.setattr("chat.actions.accounts.portrait", pytest.fail)
    assert "The limit is 20.0 MB." in _text(browser.post("/profile/", {**PERSON, "picture": _picture(64, 64)}))


def test_a_name_is_one_line_however_it_was_pasted(browser: Client, jordan: User) -> None:
    browser.post("/profile/", {**PERSON, "name": " Jordan\r\nBcc:  x@example.com "})
    jordan.refresh_from_db()
    assert jordan.name == "Jordan Bcc: x@example.com"


def test_each_time_zone_is_offered_once(browser: Client) -> None:
    page = _text(browser.get("/profile/"))
    assert page.count('value="America/Chicago"') == 1
    assert page.count(" selected>") == 1


def test_the_appearance_takes_effect_on_the_next_page(browser: Client) -> None:
    page = _text(browser.post("/profile/appearance/", {"appearance": "dark"}, follow=True))
    assert '<meta name="color-scheme" content="dark">' in page


def test_an_unticked_box_is_off(browser: Client, jordan: User) -> None:
    browser.post("/profile/notifications/", {"original_first": "on"})
    jordan.refresh_from_db()
    assert (jordan.enter_sends, jordan.original_first) == (False, True)


# --- the password -------------------------------------------------------------------------------------------------


def test_a_new_password_keeps_this_session_and_ends_the_others(browser: Client, jordan: User) -> None:
    other = Client()
    other.force_login(jordan)
    change = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert browser.post("/profile/password/", change).status_code == 302
    assert browser.get("/profile/").status_code == 200
    assert other.get("/profile/").status_code == 302


def test_the_old_password_is_asked_for(browser: Client, jordan: User) -> None:
    change = {"old_password": "not this one", "new_password1": NEW, "new_password2": NEW}
    assert "Check 1 field." in _text(browser.post("/profile/password/", change))
    jordan.refresh_from_db()
    assert jordan.check_password(PASSWORD)
