"""What every `Translator` promises, held against each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from translation.batcher import Batcher
from translation.engines.argos import ArgosTranslator
from translation.engines.echo import EchoTranslator
from translation.packs import PackStore
from translation.pipeline import Pipeline
from translation.pivot import Pivot
from translation.ranking import Ranking
from translation.translator import LanguagePair, PairUnavailable, Translator

EN_ZH = LanguagePair("en", "zh")
LINES = ["What is the lead time?", "I want a lighter color.", "My camera is broken.", "Where is the order?"]

BUILDERS: dict[str, Callable[[PackStore], Translator]] = {
    "argos": ArgosTranslator,
    "argos wider": lambda store: ArgosTranslator(store).wider(),
    "echo": lambda store: EchoTranslator(),
    "batcher": lambda store: Batcher(ArgosTranslator(store)),
    "pivot": lambda store: Pivot(ArgosTranslator(store)),
    "ranked": lambda store: Ranking([ArgosTranslator(store), EchoTranslator()]),
    "pipeline": lambda store: Pipeline(Pivot(Batcher(ArgosTranslator(store)))),
}


@pytest.fixture(params=list(BUILDERS), scope="module")
def translator(request: pytest.FixtureRequest, store: PackStore) -> Iterator[Translator]:
    built = BUILDERS[request.param](store)
    yield built
    if isinstance(built, Batcher):
        built.close()


def test_it_is_a_translator_with_a_name(translator: Translator) -> None:
    assert isinstance(translator, Translator)
    assert translator.name


def test_looking_at_it_loads_nothing(translator: Translator, store: PackStore, request: pytest.FixtureRequest) -> None:
    fresh = BUILDERS[request.node.callspec.params["translator"]](store)
    assert EN_ZH in fresh.pairs()
    assert fresh.info().loaded == frozenset()
    if isinstance(fresh, Batcher):
        fresh.close()


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


def test_a_text_of_5000_characters_comes_through(translator: Translator) -> None:
    text = ("We need 500 pieces of the red bottle in March. " * 110)[:5000]
    [translated] = translator.translate([text], EN_ZH)
    assert translated.engine
    assert translated.text or not translated.usable


def test_it_may_be_called_from_many_threads(translator: Translator) -> None:
    expected = [translator.translate([line], EN_ZH)[0].text for line in LINES]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda line: translator.translate([line], EN_ZH)[0].text, LINES * 4))
    assert answers == expected * 4
