"""Short acts, by hand, in any direction."""

from itertools import permutations

import pytest

from translation import phrasebook
from translation.phrasebook import lookup
from translation.translator import LanguagePair


@pytest.mark.parametrize(
    ("text", "source", "target", "expected"),
    [
        ("ok", "en", "zh", "好的"),
        ("OK?", "en", "zh", "可以吗？"),
        ("deal", "en", "es", "Trato hecho"),
        ("Sample?", "en", "zh", "有样品吗？"),
        ("THANKS!!!", "en", "zh", "谢谢！"),
        ("好的。", "zh", "en", "OK."),
        ("行", "zh", "en", "OK"),
        ("vale", "es", "en", "Good"),
        ("gracias", "es", "zh", "谢谢"),
        ("cuanto cuesta", "es", "en", "How much"),
        ("how much", "en", "es", "Cuánto cuesta"),
        ("How  much ?", "en", "es", "¿Cuánto cuesta?"),
        ("Price！", "en", "es", "¡Precio!"),
        ("Thanks...", "en", "zh", "谢谢……"),
    ],
)
def test_a_short_act_comes_from_the_book_and_ends_as_it_was_typed(
    text: str, source: str, target: str, expected: str
) -> None:
    assert lookup(text, LanguagePair(source, target)) == expected


@pytest.mark.parametrize("text", ["", "???", "👍", "Please send us your best price for these", "x" * 5000])
def test_what_is_not_in_the_book_is_left_to_the_engines(text: str) -> None:
    assert lookup(text, LanguagePair("en", "zh")) is None


def test_a_language_that_the_book_does_not_have_is_left_to_the_engines() -> None:
    assert lookup("ok", LanguagePair("en", "fr")) is None


def test_every_phrase_is_found_in_every_direction() -> None:
    header, *lines = (line.split("\t") for line in phrasebook.DATA_FILE.read_text(encoding="utf-8").splitlines())
    assert header == ["en", "zh", "es"]
    for line in lines:
        assert len(line) == len(header)
        for (source, text), (target, _) in permutations(zip(header, line, strict=True), 2):
            assert lookup(text, LanguagePair(source, target)), text
