"""What every `Translator` promises, held against each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.gguf import llama
from tests.translation.endpoint import echoes, endpoint
from translation.ahead import Ahead
from translation.batcher import Batcher
from translation.engines.argos import ArgosTranslator
from translation.engines.echo import EchoTranslator
from translation.engines.llama import LlamaTranslator
from translation.engines.openai import OpenAITranslator
from translation.packs import PackStore
from translation.pipeline import Pipeline
from translation.pivot import Pivot
from translation.ranking import Ranking
from translation.translator import LanguagePair, PairUnavailable, Translator

EN_ZH = LanguagePair("en", "zh")
LINES = ["What is the lead time?", "I want a lighter color.", "My camera is broken.", "Where is the order?"]

BUILDERS: dict[str, Callable[[PackStore, str], Translator]] = {
    "argos": lambda store, url: ArgosTranslator(store),
    "argos wider": lambda store, url: ArgosTranslator(store).wider(),
    "echo": lambda store, url: EchoTranslator(),
    "ahead": lambda store, url: Ahead(ArgosTranslator(store)),
    "batcher": lambda store, url: Batcher(ArgosTranslator(store)),
    "pivot": lambda store, url: Pivot(ArgosTranslator(store)),
    "ranked": lambda store, url: Ranking({"argos": ArgosTranslator(store), "echo": EchoTranslator()}),
    "pipeline": lambda store, url: Pipeline(Pivot(Batcher(ArgosTranslator(store)))),
    "openai": lambda store, url: OpenAITranslator(url, "echo", ("en", "zh")),
    "llama": lambda store, url: llama(examples_when_busy=True),
}
SLOW = {"llama"}
MAX_MESSAGE_CHARS, LONG_FOR_A_SLOW_ONE = 5000, 300


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """An endpoint that repeats what it is asked."""
    with endpoint(echoes) as (address, _seen):
        yield address


@pytest.fixture(
    params=[pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in BUILDERS], scope="module"
)
def translator(request: pytest.FixtureRequest, store: PackStore, url: str) -> Iterator[Translator]:
    built = BUILDERS[request.param](store, url)
    yield built
    _close(built)


def _close(built: Translator) -> None:
    if isinstance(built, Batcher | OpenAITranslator | LlamaTranslator):
        built.close()


def test_it_is_a_translator_with_a_name(translator: Translator) -> None:
    assert isinstance(translator, Translator)
    assert translator.name


def test_looking_at_it_loads_nothing(store: PackStore, url: str) -> None:
    for name, build in BUILDERS.items():
        if name in SLOW:
            continue
        fresh = build(store, url)
        assert EN_ZH in fresh.pairs()
        assert fresh.info().loaded == frozenset()
        _close(fresh)


def test_nothing_gives_nothing(translator: Translator) -> None:
    assert translator.translate([], EN_ZH) == []


def test_an_empty_text_stays_empty(translator: Translator) -> None:
    assert [one.text for one in translator.translate(["", LINES[0], ""], EN_ZH)][::2] == ["", ""]


def test_the_order_is_kept(translator: Translator) -> None:
    together = [one.text for one in translator.translate(LINES, EN_ZH)]
    alone = [translator.translate([line], EN_ZH)[0].text for line in LINES]
    assert together == alone
    assert len(set(together)) == len(LINES)


def test_line_breaks_are_kept(translator: Translator) -> None:
    [translated] = translator.translate([f"{LINES[0]}\n\n{LINES[1]}"], EN_ZH)
    assert translated.text.count("\n") == 2


def test_a_pair_that_is_not_served_is_told(translator: Translator) -> None:
    with pytest.raises(PairUnavailable):
        translator.translate([LINES[0]], LanguagePair("en", "fi"))


def test_a_long_text_comes_through(translator: Translator) -> None:
    length = LONG_FOR_A_SLOW_ONE if translator.name in SLOW else MAX_MESSAGE_CHARS
    text = ("We need 500 pieces of the red bottle in March. " * 110)[:length]
    [translated] = translator.translate([text], EN_ZH)
    assert translated.engine
    assert translated.text or not translated.usable


def test_it_may_be_called_from_many_threads(translator: Translator) -> None:
    expected = [translator.translate([line], EN_ZH)[0].text for line in LINES]
    with ThreadPoolExecutor(8) as pool:
        rounds = 1 if translator.name in SLOW else 4
        answers = list(pool.map(lambda line: translator.translate([line], EN_ZH)[0].text, LINES * rounds))
    assert answers == expected * rounds
