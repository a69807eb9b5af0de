"""A line that was translated by hand before is translated the same again, with its own figures; nothing else is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translation import memory
from translation.engines.echo import EchoTranslator
from translation.memory import Line, key_of, lookup, recall
from translation.pipeline import Pipeline
from translation.translator import LanguagePair

EN_ZH, ZH_EN, EN_ES, ES_ZH = (LanguagePair(*codes.split("-")) for codes in ("en-zh", "zh-en", "en-es", "es-zh"))
QUOTED = Line("We can do USD 2.35 from 15,000 pieces.", "15,000件起我们可以做到USD 2.35。")


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("The sample is ready.", "the sample is ready", "en"),
        ("The sample  is ready!", "The sample is ready", "en"),
        ("样品准备好了。", "样品 准备好了", "zh"),
        ("¿Ya salió la muestra?", "¿ya salió la muestra?", "es"),
        ("We need 500 pieces.", "We need 12,000 pieces", "en"),
        ("Please send AB-1203.", "please send XK-77/4", "en"),
        ("Ｗｅ need 5％.", "we need 7%", "en"),
    ],
)
def test_lines_that_differ_in_form_or_figures_only_are_the_same(one: str, other: str, language: str) -> None:
    assert key_of(one, language) == key_of(other, language) != ""


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("The sample is ready.", "The sample is ready?", "en"),
        ("The sample is ready.", "The sample is not ready.", "en"),
        ("We need 1 piece.", "We need 2 piece.", "en"),
        ("We need 5 kg.", "We need 5 g.", "en"),
        ("It costs USD 5.", "It costs EUR 5.", "en"),
        ("¿Está lista?", "¿Esta lista?", "es"),
    ],
)
def test_lines_that_differ_in_anything_else_are_not(one: str, other: str, language: str) -> None:
    assert key_of(one, language) != key_of(other, language)


def test_the_values_of_the_new_line_take_the_places_of_the_old_ones() -> None:
    text = "we can do USD 2.10 from 20,000 pieces"
    assert recall(text, QUOTED, EN_ZH) == "20,000件起我们可以做到USD 2.10。"


@given(
    price=st.decimals(min_value=Decimal("0.02"), max_value=Decimal(9999), places=2),
    pieces=st.integers(min_value=2, max_value=999_999),
)
@settings(deadline=None)
def test_values_carry_over_exactly_or_the_line_is_not_used(price: Decimal, pieces: int) -> None:
    text = f"We can do USD {price} from {pieces:,} pieces."
    assert recall(text, QUOTED, EN_ZH) in (f"{pieces:,}件起我们可以做到USD {price}。", None)


def test_a_value_without_a_certain_place_makes_the_line_useless() -> None:
    twice = Line("5 pieces in 5 days.", "5天5件。")
    assert recall("6 pieces in 7 days.", twice, EN_ZH) is None
    in_words = Line("We need 12 pieces.", "我们要一打。")
    assert recall("We need 13 pieces.", in_words, EN_ZH) is None


def test_a_day_is_part_of_the_line() -> None:
    dated = Line("We ship on March 15.", "我们3月15日发货。")
    assert recall("We ship on March 15", dated, EN_ZH) == dated.target
    assert key_of("We ship on March 16.", "en") != key_of(dated.source, "en")


def test_what_parley_brings_is_found_in_every_direction() -> None:
    for pair in (EN_ZH, ZH_EN, EN_ES, ES_ZH):
        line = next(iter(memory._seeds(pair).values()))
        assert lookup(line.source, pair) == line.target


def test_the_keys_that_parley_brings_are_those_that_are_looked_for() -> None:
    lines = list(memory._seeds(EN_ZH).items())[::97]
    assert [key for key, _line in lines] == [key_of(line.source, "en") for _key, line in lines]


def test_an_unknown_line_a_long_one_and_an_unknown_language_have_no_translation() -> None:
    assert lookup("The violet giraffe argued about fractions with 7 llamas.", EN_ZH) is None
    assert lookup("Please send it. " * 60, EN_ZH) is None
    assert lookup("Please send it.", LanguagePair("en", "fi")) is None


def test_the_pipeline_uses_it_without_asking_a_model_and_says_so() -> None:
    line = next(line for line in memory._seeds(EN_ZH).values() if len(line.source) > 70)
    engine = EchoTranslator()
    [hypothesis] = Pipeline(engine).translate([line.source], EN_ZH)
    assert (hypothesis.text, hypothesis.engine, engine.calls) == (line.target, "memory", [])


def test_a_known_sentence_within_a_message_is_taken_from_it() -> None:
    line = next(line for line in memory._seeds(EN_ZH).values() if len(line.source) > 70 and line.source[-1] == ".")
    [hypothesis] = Pipeline(EchoTranslator()).translate([f"The giraffe is violet. {line.source}"], EN_ZH)
    assert line.target in hypothesis.text
    assert hypothesis.engine == "echo+memory"
