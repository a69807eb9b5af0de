"""Live talk in the browser: what goes to the server, and what is shown of what comes from there.

The service is the real one, but for what belongs to an utterance: the test plays that part of the socket itself, so
that each word comes when the test says so. The microphone is the browser's own fake one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.browser.conftest import NARROW, WIDE, SignIn
from tests.browser.test_accessibility import LOOKS, violations

pytestmark = pytest.mark.browser

CHUNK_BYTES = 6400
REFUSED = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
KEPT = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
navigator.mediaDevices.getUserMedia = async (wishes) => (window.stream = await ask(wishes))
"""
UNPLUG = "() => window.stream.getAudioTracks()[0].dispatchEvent(new Event('ended'))"
VOICE = """
window.spoken = []
const voices = [{ lang: "en-US", localService: true }]
const speak = (utterance) => window.spoken.push(utterance.text)
const fake = { getVoices: () => voices, speak, cancel: () => {}, addEventListener: () => {} }
Object.defineProperty(window, "speechSynthesis", { value: fake })
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }
"""


class Talk:
    """A thread on somebody's page, with the server's side of talking in the hands of the test."""

    def __init__(self, page: Page, counterpart: str) -> None:
        self.page = page
        self.commands: list[dict[str, Any]] = []
        self.audio: list[int] = []
        self.refusal: dict[str, str] | None = None
        self.socket: WebSocketRoute | None = None
        self.is_subscribed = False
        page.route_web_socket(re.compile("/ws/"), self._connect)
        page.locator("a.row", has_text=counterpart).first.click()
        expect(page.locator("chat-composer textarea")).to_be_visible()
        # Before that a frame of the server finds nobody who listens.
        wait(page, lambda: self.is_subscribed)
        self.state = json.loads(page.locator("#thread-state").text_content() or "")
        self.thread, self.viewer = self.state["thread"], self.state["viewer"]
        self.other = next(one for one in self.state["participants"] if one["side"] != self.viewer["side"])

    def _connect(self, socket: WebSocketRoute) -> None:
        self.socket = socket
        server = socket.connect_to_server()

        def pass_on(frame: str | bytes) -> None:
            if isinstance(frame, bytes):
                self.audio.append(len(frame))
            elif json.loads(frame)["type"].startswith(("utterance", "figures")):
                self._answer(json.loads(frame))
            else:
                server.send(frame)

        def bring(frame: str | bytes) -> None:
            socket.send(frame)
            self.is_subscribed = self.is_subscribed or '"thread.subscribed"' in str(frame)

        socket.on_message(pass_on)
        server.on_message(bring)

    def _answer(self, command: dict[str, Any]) -> None:
        self.commands.append(command)
        answer = {"type": "error", **self.refusal} if self.refusal else {"type": "ack"}
        self.tell(ref=command["ref"], **answer)

    def tell(self, **frame: Any) -> None:
        assert self.socket
        self.socket.send(json.dumps(frame))

    def open(self) -> None:
        self.page.click(".thread__talk")
        expect(self.button).to_be_focused()

    def partial(self, speaker: str, committed: str, tentative: str = "", utterance: str = "u1", **more: Any) -> None:
        language = self.viewer["speaks"] if speaker == self.viewer["id"] else self.other["speaks"]
        spoken = {"speaker": speaker, "language": language, "started_at": now(), "lag_ms": 1200}
        words = {"committed": committed, "tentative": tentative}
        self.tell(type="utterance.partial", thread=self.thread, utterance=utterance, **{**spoken, **words, **more})

    def caption(self, language: str, committed: str, tentative: str = "", utterance: str = "u1") -> None:
        words = {"committed": committed, "tentative": tentative}
        self.tell(type="caption.partial", thread=self.thread, utterance=utterance, language=language, **words)

    def message(self, speaker: dict[str, Any], text: str, translation: str, utterance: str = "u1") -> None:
        seq = self.state["cursor"] + 1
        sender = {key: speaker[key] for key in ("id", "name", "organization", "organization_id")}
        reads = self.viewer["reads"][0] if speaker is self.other else self.other["reads"]
        done = {"state": "done", "text": translation, "engine": "", "via": "", "checks": [], "corrected_by": ""}
        voice = {"url": "/none", "duration_ms": 1000, "peaks": [], "words": [], "figures": [], "confirmed_by": ""}
        message = {
            "id": "900001", "client_id": utterance, "seq": seq, "sender": sender, "side": speaker["side"],
            "kind": "voice", "language": speaker["speaks"], "text": text, "revision": 1, "created_at": now(),
            "edited_at": None, "translations": {reads: done}, "attachments": [], "data": {}, "payment": False,
            "voice": {**voice, "cut": False, "transcribed": True},
        }  # fmt: skip
        self.tell(type="message.sent", thread=self.thread, seq=seq, message=message)

    @property
    def button(self) -> Locator:
        return self.page.locator(".talk__button")

    @property
    def error(self) -> Locator:
        return self.page.locator(".talk__notice--bad")

    @property
    def kinds(self) -> list[str]:
        return [command["type"] for command in self.commands]


def wait(page: Page, condition: Callable[[], bool]) -> None:
    """Until it holds; in the end the test that needs it fails by itself."""
    for _ in range(100):
        if condition():
            return
        page.wait_for_timeout(100)


def now(later_s: float = 0) -> str:
    return (datetime.now(UTC) + timedelta(seconds=later_s)).isoformat()


def jordan(sign_in: SignIn, script: str = "", **options: Any) -> Talk:
    page = sign_in("jordan", permissions=["microphone"], **options)
    if script:
        page.add_init_script(script)
    return Talk(page, "Ningbo Hengda")


def test_what_is_said_while_space_is_held_goes_to_the_server_to_the_last_syllable(sign_in: SignIn) -> None:
    talk = jordan(sign_in)
    talk.open()
    talk.page.keyboard.down(" ")
    talk.page.wait_for_timeout(1500)
    expect(talk.button).to_have_text("Release to send")
    talk.page.keyboard.up(" ")
    expect(talk.button).to_have_text("Hold to talk")
    talk.page.wait_for_timeout(200)
    assert talk.kinds == ["utterance.start", "utterance.stop"]
    assert talk.commands[0]["thread"] == talk.thread
    assert talk.commands[0]["hands_free"] is False
    # Of 16 kHz and 16 bit: at least what was held, less the moment in which the microphone opens for the first time.
    assert sum(talk.audio) > 1.1 * 32_000
    assert set(talk.audio[:-1]) == {CHUNK_BYTES}


def test_a_click_talks_until_the_next_one(sign_in: SignIn) -> None:
    talk = jordan(sign_in)
    talk.open()
    talk.button.click()
    expect(talk.button).to_have_text("Stop and send")
    talk.page.wait_for_timeout(500)
    talk.button.click()
    expect(talk.button).to_have_text("Hold to talk")
    assert talk.kinds == ["utterance.start", "utterance.stop"]


def test_the_open_microphone_is_muted_by_its_key_and_ended_by_escape(sign_in: SignIn) -> None:
    talk = jordan(sign_in)
    talk.open()
    talk.page.check("[data-slot=open-microphone]")
    expect(talk.button).to_have_text("Mute")
    wait(talk.page, lambda: talk.kinds == ["utterance.start"])
    talk.page.keyboard.press("m")
    expect(talk.button).to_have_text("Unmute")
    talk.page.keyboard.press("m")
    expect(talk.button).to_have_text("Mute")
    wait(talk.page, lambda: talk.kinds.count("utterance.start") == 2)
    talk.page.keyboard.press("Escape")
    expect(talk.button).to_have_text("Unmute")
    talk.page.keyboard.press("Escape")
    expect(talk.button).to_be_hidden()
    assert [one.get("hands_free") for one in talk.commands if one["type"] == "utterance.start"] == [True, True]
    wait(talk.page, lambda: talk.kinds.count("utterance.stop") == 2)
    assert talk.kinds.count("utterance.stop") == 2


def test_captions_stand_in_my_language_and_become_the_message(sign_in: SignIn) -> None:
    talk = jordan(sign_in)
    talk.open()
    talk.partial(talk.other["id"], "我们三十五天", "发货")
    talk.caption("en", "We ship", "in 35 days")
    block = talk.page.locator(".caption")
    expect(block.locator(".caption__large")).to_have_text("We ship in 35 days")
    expect(block.locator(".caption__large .caption__tentative")).to_have_text("in 35 days")
    expect(block.locator(".caption__small")).to_have_text("我们三十五天发货")
    expect(talk.page.locator(".talk__lag")).to_have_text("1.2 s behind")
    talk.message(talk.other, "我们三十五天发货。", "We ship in 35 days.")
    expect(block.locator(".caption__large")).to_have_text("We ship in 35 days.")
    expect(talk.page.locator("chat-message", has_text="We ship in 35 days.")).to_be_visible()
    expect(block).to_have_count(0, timeout=8_000)


def test_under_my_words_stands_what_they_get(sign_in: SignIn) -> None:
    talk = jordan(sign_in)
    talk.open()
    talk.partial(talk.viewer["id"], "What about", "fifteen thousand?")
    block = talk.page.locator(".caption--mine")
    expect(block).to_contain_text("Still being translated for Li Wei")
    talk.caption("zh", "那一万五千个呢？")
    expect(block.locator(".caption__second")).to_contain_text("中文")
    expect(block.locator(".caption__small")).to_have_text("那一万五千个呢？")


def test_without_a_talk_a_line_says_who_is_speaking_and_opens_it(sign_in: SignIn) -> None:
    talk = jordan(sign_in)
    talk.partial(talk.other["id"], "我们三十五天")
    expect(talk.page.locator(".speaking")).to_contain_text("Li Wei is speaking")
    talk.page.click(".speaking__open")
    expect(talk.button).to_be_focused()
    expect(talk.page.locator(".speaking")).to_be_hidden()
    expect(talk.page.locator(".caption__small")).to_have_text("我们三十五天")


def test_a_refused_microphone_is_told_in_words(sign_in: SignIn) -> None:
    talk = jordan(sign_in, REFUSED)
    talk.open()
    talk.button.click()
    expect(talk.error).to_contain_text("The microphone is blocked.")
    expect(talk.button).to_have_text("Hold to talk")
    assert talk.kinds == []


def test_without_a_recognizer_the_press_is_answered_and_the_captions_go_on(sign_in: SignIn) -> None:
    talk = jordan(sign_in)
    talk.refusal = {"code": "no_recognizer", "detail": "Speech recognition is not installed on this server."}
    talk.open()
    talk.button.click()
    expect(talk.error).to_contain_text("Speech recognition is not installed")
    talk.partial(talk.other["id"], "We ship", language="en")
    expect(talk.page.locator(".caption__large")).to_have_text("We ship")


def test_an_unplugged_microphone_ends_the_utterance(sign_in: SignIn) -> None:
    talk = jordan(sign_in, KEPT)
    talk.open()
    talk.button.click()
    expect(talk.button).to_have_text("Stop and send")
    talk.page.wait_for_timeout(500)
    talk.page.evaluate(UNPLUG)
    expect(talk.error).to_contain_text("The microphone was unplugged.")
    assert talk.kinds == ["utterance.start", "utterance.stop"]


def test_a_lost_connection_is_told_and_one_can_go_on(sign_in: SignIn) -> None:
    talk = jordan(sign_in)
    talk.open()
    talk.button.click()
    expect(talk.button).to_have_text("Stop and send")
    assert talk.socket
    talk.socket.close()
    expect(talk.error).to_contain_text("The connection was lost.")
    expect(talk.page.locator("connection-banner")).to_be_hidden()
    expect(talk.button).to_have_attribute("aria-disabled", "false")
    talk.button.click()
    expect(talk.button).to_have_text("Stop and send")
    expect(talk.error).to_be_hidden()


def test_what_the_other_side_said_is_read_aloud_where_that_is_switched_on(sign_in: SignIn) -> None:
    talk = jordan(sign_in, VOICE)
    talk.open()
    talk.page.click(".talk [data-action=read-aloud]")
    expect(talk.page.locator(".talk [data-action=read-aloud]")).to_have_attribute("aria-pressed", "true")
    talk.message(talk.other, "我们三十五天发货。", "We ship in 35 days.")
    wait(talk.page, lambda: bool(talk.page.evaluate("window.spoken")))
    assert talk.page.evaluate("window.spoken") == ["We ship in 35 days."]


def test_on_a_small_screen_it_fills_the_screen_and_ends_at_the_last_message(sign_in: SignIn) -> None:
    talk = jordan(sign_in, viewport=NARROW)
    talk.open()
    box = talk.page.locator("#talk").bounding_box()
    assert box == {"x": 0, "y": 0, **NARROW}
    button = talk.button.bounding_box()
    assert button
    assert round(button["height"]) == 64
    talk.message(talk.other, "我们三十五天发货。", "We ship in 35 days.")
    talk.page.click("[data-action=end-talk]")
    expect(talk.page.locator("chat-message", has_text="We ship in 35 days.")).to_be_in_viewport()


def test_from_one_size_to_the_other_the_talk_goes_on(sign_in: SignIn) -> None:
    talk = jordan(sign_in)
    talk.open()
    talk.button.click()
    expect(talk.button).to_have_text("Stop and send")
    for size in (NARROW, WIDE):
        talk.page.set_viewport_size(size)  # type: ignore[arg-type]
        expect(talk.button).to_have_text("Stop and send")
    assert talk.kinds == ["utterance.start"]


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_axe_finds_nothing_in_a_talk(sign_in: SignIn, size: dict[str, int], theme: str) -> None:
    talk = jordan(sign_in, viewport=size, color_scheme=theme)
    talk.open()
    talk.partial(talk.other["id"], "我们三十五天", "发货", lag_ms=6000)
    talk.caption("en", "We ship", "in 35 days")
    talk.partial(talk.viewer["id"], "What about", "fifteen thousand?", "u2")
    talk.button.click()
    expect(talk.button).to_have_text("Stop and send")
    assert violations(talk.page) == []
    assert not talk.page.evaluate("document.documentElement.scrollWidth > innerWidth")
