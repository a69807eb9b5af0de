"""What was begun is fetched once, in order, and never in the way of what is asked."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from translation import ahead
from translation.ahead import Ahead
from translation.engines.echo import EchoTranslator
from translation.translator import Context, EngineError, Hypothesis, LanguagePair

PAIR = LanguagePair("en", "zh")
OTHER = LanguagePair("en", "es")


class Counting(EchoTranslator):
    """Echoes, and remembers what it was asked. Fails on "poison" as long as it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[list[str]] = []
        self.poisoned = False
        self.open = threading.Event()
        self.open.set()

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        self.asked.append(list(texts))
        assert self.open.wait(5)
        if self.poisoned:
            raise EngineError("poisoned")
        return super().translate(texts, pair, context)


@pytest.fixture
def engine() -> Counting:
    return Counting()


@pytest.fixture
def early(engine: Counting) -> Ahead:
    return Ahead(engine)


def test_what_was_begun_is_not_translated_again(engine: Counting, early: Ahead) -> None:
    early.begin(["one", "two", "one"], PAIR)
    expected = EchoTranslator().translate(["two", "three", "one", "two"], PAIR)
    assert early.translate(["two", "three", "one", "two"], PAIR) == expected
    assert sorted(text for texts in engine.asked for text in texts) == ["one", "three", "two"]


def test_it_is_fetched_once_and_only_for_its_pair(engine: Counting, early: Ahead) -> None:
    early.begin(["one"], PAIR)
    early.translate(["one"], OTHER)
    early.translate(["one"], PAIR)
    early.translate(["one"], PAIR)
    assert len(engine.asked) == 3


def test_asking_waits_for_what_is_under_way(engine: Counting, early: Ahead) -> None:
    engine.open.clear()
    early.begin(["one"], PAIR)
    threading.Timer(0.05, engine.open.set).start()
    assert early.translate(["one"], PAIR) == EchoTranslator().translate(["one"], PAIR)
    assert engine.asked == [["one"]]


def test_what_failed_ahead_is_tried_again(engine: Counting, early: Ahead) -> None:
    engine.poisoned = True
    early.begin(["one"], PAIR)
    with pytest.raises(EngineError):
        early.translate(["one"], PAIR)
    early.begin(["one"], PAIR)
    early._begun["one", PAIR].answer.exception()
    engine.poisoned = False
    assert early.translate(["one"], PAIR) == EchoTranslator().translate(["one"], PAIR)


def test_captions_are_not_served_from_it(engine: Counting, early: Ahead) -> None:
    early.begin(["one"], PAIR)
    early.translate(["one"], PAIR, Context(forced_prefix="un"))
    assert engine.asked == [["one"], ["one"]]


def test_what_nobody_fetches_is_forgotten(engine: Counting, early: Ahead, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "MAX_BEGUN_TEXTS", 2)
    early.begin(["one", "two", "three"], PAIR)
    assert [text for text, _pair in early._begun] == ["one", "two"]
    early.begin(["four"], PAIR)
    assert ("four", PAIR) not in early._begun
    monkeypatch.setattr(ahead, "MAX_AGE_S", 0.0)
    early.begin(["five"], PAIR)
    assert [text for text, _pair in early._begun] == ["five"]
