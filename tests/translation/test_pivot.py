"""Pairs without an engine of their own go by way of English."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from translation.engines.echo import EchoTranslator
from translation.pivot import Pivot
from translation.translator import Check, Context, Hypothesis, LanguagePair, PairUnavailable, Reason

EN_ZH, ZH_EN, EN_ES, ES_EN = (LanguagePair(*pair.split("-")) for pair in ("en-zh", "zh-en", "en-es", "es-en"))
ZH_ES = LanguagePair("zh", "es")


class Doubtful(EchoTranslator):
    """Keeps the contexts it is called with, and finds fault with what comes out of Chinese."""

    def __init__(self) -> None:
        super().__init__([EN_ZH, ZH_EN, EN_ES, ES_EN])
        self.contexts: list[Context | None] = []

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        self.contexts.append(context)
        checks = (Check(Reason.LENGTH),) if pair.source == "zh" else ()
        texts = [one.text for one in super().translate(texts, pair, context)]
        return [Hypothesis(text, f"echo:{pair}", checks, usable=not checks) for text in texts]


def test_it_serves_what_two_pairs_make() -> None:
    assert Pivot(Doubtful()).pairs() == {EN_ZH, ZH_EN, EN_ES, ES_EN, ZH_ES, LanguagePair("es", "zh")}


def test_it_notices_new_pairs() -> None:
    engine = EchoTranslator([ZH_EN])
    pivot = Pivot(engine)
    assert ZH_ES not in pivot.pairs()
    engine._pairs = frozenset([ZH_EN, EN_ES])
    assert ZH_ES in pivot.pairs()


def test_a_pair_with_its_own_pack_goes_directly() -> None:
    [translated] = Pivot(EchoTranslator([EN_ES])).translate(["hello"], EN_ES)
    assert translated == Hypothesis("[es] hello", "echo")


def test_the_others_go_by_english_and_say_so() -> None:
    [translated] = Pivot(Doubtful()).translate(["你好"], ZH_ES)
    assert translated.text == "[es] [en] 你好"
    assert translated.via == "en"
    assert translated.engine == "echo:zh-en+echo:en-es"


def test_what_the_first_step_found_is_kept() -> None:
    [translated] = Pivot(Doubtful()).translate(["你好"], ZH_ES)
    assert translated.checks == (Check(Reason.LENGTH),)
    assert not translated.usable


def test_a_forced_prefix_binds_the_second_step_only() -> None:
    engine = Doubtful()
    Pivot(engine).translate(["你好"], ZH_ES, Context(product="bottle", forced_prefix="Hola"))
    assert engine.contexts == [Context(product="bottle"), Context(product="bottle", forced_prefix="Hola")]


def test_empty_texts_stay_empty_and_in_place() -> None:
    assert [one.text for one in Pivot(EchoTranslator([ZH_EN, EN_ES])).translate(["", "一", ""], ZH_ES)] == [
        "",
        "[es] [en] 一",
        "",
    ]


def test_a_pair_that_nothing_makes_is_told() -> None:
    with pytest.raises(PairUnavailable):
        Pivot(EchoTranslator([ZH_EN])).translate(["你好"], ZH_ES)
