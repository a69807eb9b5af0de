"""Of several translations the one with its figures right is taken, and garbage is kept out of the rest."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from translation.alternatives import NBest
from translation.engines.echo import EchoTranslator
from translation.pipeline import Pipeline
from translation.translator import Check, Context, Hypothesis, LanguagePair, Reason

pytestmark = pytest.mark.usefixtures("nothing_remembered")

EN_ZH = LanguagePair("en", "zh")
GOOD = "我们需要 15,000 件。"


class Several(EchoTranslator):
    """Offers for each text, by its first word, some translations."""

    def __init__(self, **offers: list[str]) -> None:
        super().__init__()
        self.offers = offers

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        self.calls.append(list(texts))
        best = [self.offers[text.split()[0].lower()] for text in texts]
        return [NBest(first, self.name, others=tuple(others)) for first, *others in best]


def test_a_runner_up_with_the_right_figure_wins() -> None:
    engine = Several(we=["我们需要 50,000 件。", GOOD])
    [translated] = Pipeline(engine).translate(["We need 15,000 pieces."], EN_ZH)
    assert (translated.text, translated.checks) == (GOOD, ())
    assert len(engine.calls) == 1


def test_the_likeliest_wins_where_all_are_right() -> None:
    engine = Several(we=[GOOD, "15,000 件是我们需要的。"])
    assert Pipeline(engine).translate(["We need 15,000 pieces."], EN_ZH)[0].text == GOOD


def test_a_second_look_that_is_no_better_changes_nothing() -> None:
    first, second = Several(we=["我们需要很多件。"]), Several(we=["我们需要一些件。"])
    [translated] = Pipeline(first, second).translate(["We need 15,000 pieces."], EN_ZH)
    assert translated.text.startswith("我们需要很多件")


def test_an_engine_is_not_asked_the_same_again() -> None:
    engine = Several(we=["我们需要很多件。"])
    Pipeline(engine).translate(["We need 15,000 pieces."], EN_ZH)
    assert len(engine.calls) == 1


def test_one_sentence_of_garbage_stays_as_written_among_good_ones() -> None:
    engine = Several(
        we=[GOOD], hangzhou=["好好好好好好好好好好好好好好好好好好好好好好好好"], please=["请在三月之前发货。"]
    )
    text = "We need 15,000 pieces. Hangzhou is wonderful. Please send everything before March."
    [translated] = Pipeline(engine).translate([text], EN_ZH)
    assert translated.usable
    assert "Hangzhou is wonderful." in translated.text
    assert Check(Reason.REPEATED, "Hangzhou is wonderful.") in translated.checks


def test_captions_go_on_from_the_words_already_shown_and_are_not_marked() -> None:
    engine = Several(we=["我们需要很多件。"])
    context = Context(forced_prefix="我们")
    [translated] = Pipeline(engine).translate(["We need 15,000 pieces. We need them soon."], EN_ZH, context)
    assert engine.calls == [["We need 15,000 pieces. We need them soon."]]
    assert translated.text == "我们需要很多件。"
    assert translated.checks


def test_a_language_to_itself_goes_as_it_is() -> None:
    [translated] = Pipeline(EchoTranslator()).translate(["Hello there."], LanguagePair("en", "en"))
    assert translated == Hypothesis("Hello there.", "verbatim")
