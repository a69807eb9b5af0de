"""Which engine speaks, and who takes over."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from translation.ahead import Ahead
from translation.ranking import Order, Ranking
from translation.translator import (
    Check,
    Context,
    EngineError,
    EngineInfo,
    Hypothesis,
    LanguagePair,
    PairUnavailable,
    Reason,
)

EN_ZH, ZH_EN = LanguagePair("en", "zh"), LanguagePair("zh", "en")


class Engine:
    """Says its name; for texts with the word `hard` it is caught by the guard."""

    def __init__(self, name: str, *, fails: bool = False, findings: int = 1, pairs: Sequence[LanguagePair] = (EN_ZH,)):
        self.name, self.fails, self.findings, self.served = name, fails, findings, frozenset(pairs)
        self.asked: list[str] = []

    def pairs(self) -> frozenset[LanguagePair]:
        return self.served

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        self.asked += texts
        if self.fails:
            raise EngineError(f"{self.name} is out of order")
        finding = Check(Reason.FIGURE_DIFFERS, "5", "6")
        return [Hypothesis(text, self.name, (finding,) * self.findings if "hard" in text else ()) for text in texts]

    def info(self) -> EngineInfo:
        return EngineInfo(self.name, self.served)


def speakers(ranking: Ranking, *texts: str, context: Context | None = None) -> list[str]:
    return [hypothesis.engine for hypothesis in ranking.translate(texts, EN_ZH, context)]


def test_the_first_engine_that_serves_the_pair_speaks() -> None:
    other = Engine("argos", pairs=[ZH_EN])
    assert speakers(Ranking({"argos": other, "llama": Engine("llama")}), "One.") == ["llama"]


def test_the_preferred_engine_begins_early_and_no_other() -> None:
    first, second = Engine("first"), Engine("second")
    ranking = Ranking({"first": Ahead(first), "second": Ahead(second)})
    ranking.begin(["One."], EN_ZH)
    ranking.begin(["Uno."], ZH_EN)
    assert speakers(ranking, "One.", "Two.") == ["first", "first"]
    assert (sorted(first.asked), second.asked) == (["One.", "Two."], [])
    slow = Engine("slow")
    Ranking({"slow": slow, "first": Ahead(first)}).begin(["Three."], EN_ZH)
    assert "Three." not in slow.asked + first.asked


def test_one_that_fails_hands_over() -> None:
    assert speakers(Ranking({"a": Engine("a", fails=True), "b": Engine("b")}), "One.") == ["b"]


def test_where_all_fail_the_last_failure_is_raised() -> None:
    with pytest.raises(EngineError, match="b is out of order"):
        speakers(Ranking({"a": Engine("a", fails=True), "b": Engine("b", fails=True)}), "One.")


def test_only_what_was_caught_by_the_guard_is_handed_over() -> None:
    a, b = Engine("a"), Engine("b", findings=0)
    assert speakers(Ranking({"a": a, "b": b}), "One.", "A hard one.", "Two.") == ["a", "b", "a"]
    assert b.asked == ["A hard one."]


def test_of_imperfect_translations_the_best_is_given_and_the_first_of_equals() -> None:
    assert speakers(Ranking({"a": Engine("a", findings=2), "b": Engine("b")}), "hard") == ["b"]
    assert speakers(Ranking({"a": Engine("a"), "b": Engine("b")}), "hard") == ["a"]


def test_after_the_deadline_nobody_else_is_asked() -> None:
    b = Engine("b", findings=0)
    assert speakers(Ranking({"a": Engine("a"), "b": b}, deadline_s=-1), "hard") == ["a"]
    assert b.asked == []


def test_after_the_deadline_a_failure_is_still_made_good() -> None:
    assert speakers(Ranking({"a": Engine("a", fails=True), "b": Engine("b")}, deadline_s=-1), "One.") == ["b"]


def test_a_pair_may_have_an_order_of_its_own_and_captions_too() -> None:
    order = Order(("a", "b"), {ZH_EN: ("b",)}, captions=("b", "a"))
    both = [EN_ZH, ZH_EN]
    ranking = Ranking({"a": Engine("a", pairs=both), "b": Engine("b", pairs=both)}, order)
    assert list(ranking.engines_for(EN_ZH)) == ["a", "b"]
    assert list(ranking.engines_for(ZH_EN)) == ["b"]
    assert speakers(ranking, "One.", context=Context(forced_prefix="我们")) == ["b"]


def test_an_engine_that_is_named_nowhere_is_not_used() -> None:
    ranking = Ranking({"a": Engine("a", pairs=[ZH_EN]), "b": Engine("b")}, Order(("b",)))
    assert ranking.pairs() == {EN_ZH}
    with pytest.raises(PairUnavailable):
        ranking.translate(["你好"], ZH_EN)
