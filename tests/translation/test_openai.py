"""The engine on an endpoint: what it asks, and how it gives up. The endpoint is the test's own; the real one is in
`test_llama`, whose server speaks the same protocol."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from tests.translation import endpoint as behaviours
from tests.translation.endpoint import Behaviour, endpoint, says
from translation.engines.openai import OpenAITranslator
from translation.translator import Cancelled, Context, EngineError, LanguagePair, PairUnavailable

EN_ZH = LanguagePair("en", "zh")


@contextmanager
def engine(behaviour: Behaviour, **options: Any) -> Iterator[tuple[OpenAITranslator, list[dict[str, Any]]]]:
    with (
        endpoint(behaviour) as (url, seen),
        closing(OpenAITranslator(url, "trade-7b", ("en", "zh", "es"), **options)) as translator,
    ):
        yield translator, seen


def test_it_gives_what_the_model_says_and_names_the_model() -> None:
    with engine(says("我们", "可以", "做。")) as (translator, _seen):
        [hypothesis] = translator.translate(["We can do it."], EN_ZH)
    assert (hypothesis.text, hypothesis.engine) == ("我们可以做。", "openai:trade-7b")


def test_it_asks_greedily_for_an_answer_in_proportion_to_the_text() -> None:
    with engine(says("好"), key="secret") as (translator, seen):
        translator.translate(["Yes."], EN_ZH)
        translator.translate(["Yes, " * 40], EN_ZH)
    assert [request["temperature"] for request in seen] == [0, 0]
    assert seen[0]["max_tokens"] < 40 < seen[1]["max_tokens"] < 300
    assert seen[0]["path"] == "/v1/chat/completions"
    assert seen[0]["key"] == "Bearer secret"


def test_many_texts_come_back_in_their_order() -> None:
    texts = [f"Line number {number}" for number in range(30)]
    with engine(behaviours.echoes) as (translator, _seen):
        assert [one.text for one in translator.translate(texts, EN_ZH)] == texts


def test_an_empty_text_is_not_asked_for() -> None:
    with engine(says("？")) as (translator, seen):
        assert [one.text for one in translator.translate(["", "  "], EN_ZH)] == ["", ""]
    assert seen == []


def test_a_pair_it_is_not_trusted_with_is_refused() -> None:
    with engine(says("?")) as (translator, _seen), pytest.raises(PairUnavailable):
        translator.translate(["Hi"], LanguagePair("en", "fi"))


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (behaviours.is_slow, "timed out|too long"),
        (behaviours.talks_on_for_ever, "for ever"),
        (behaviours.stops_in_the_middle, "in the middle"),
        (behaviours.sends_html, "not the answer"),
        (behaviours.refuses, "answered 400: .*no such model"),
    ],
)
def test_a_bad_endpoint_is_a_clear_error_in_time(behaviour: Behaviour, words: str) -> None:
    start = time.monotonic()
    with engine(behaviour, timeout_s=0.4) as (translator, _seen), pytest.raises(EngineError, match=words):
        translator.translate(["We can do it."], EN_ZH)
    assert time.monotonic() - start < 5


def test_an_endpoint_that_is_down_is_a_clear_error() -> None:
    with endpoint(says("")) as (url, _seen):
        pass
    down = closing(OpenAITranslator(url, "", ("en", "zh")))
    with down as translator, pytest.raises(EngineError, match="does not answer"):
        translator.translate(["We can do it."], EN_ZH)


def test_a_request_can_be_taken_back() -> None:
    cancelled = threading.Event()
    cancelled.set()
    with engine(says("好")) as (translator, seen), pytest.raises(Cancelled):
        translator.translate(["Yes."], EN_ZH, Context(cancelled=cancelled))
    assert seen == []


def test_more_than_can_be_done_in_time_is_refused_at_once() -> None:
    with engine(behaviours.is_slow, timeout_s=3.0) as (translator, _seen):
        busy = threading.Thread(target=lambda: translator.translate(["One."], EN_ZH))
        busy.start()
        time.sleep(0.2)
        start = time.monotonic()
        with pytest.raises(EngineError, match="too many"):
            translator.translate(["Another."] * 40, EN_ZH)
        assert time.monotonic() - start < 0.5
        busy.join()
