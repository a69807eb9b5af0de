"""The line most like a new one, out of those translated by hand."""

from __future__ import annotations

import re
from itertools import permutations

import pytest

from translation.similar import grams, nearest
from translation.translator import LanguagePair

EN_ZH = LanguagePair("en", "zh")
LINES = {
    "en": "Please send us photos of the damaged boxes.",
    "zh": "请把破损箱子的照片发给我们。",
    "es": "Mándenos fotos de las cajas dañadas, por favor.",
}


@pytest.mark.parametrize(("source", "target"), list(permutations(LINES, 2)))
def test_it_shares_rare_words_with_the_text_in_every_direction(source: str, target: str) -> None:
    line = nearest(LINES[source], LanguagePair(source, target))
    assert line
    assert grams(line.source, source) & grams(LINES[source], source)
    assert bool(re.search(r"[\u4e00-\u9fff]", line.target)) == (target == "zh")


def test_one_that_is_there_is_nearest_to_itself() -> None:
    line = nearest("We paid the deposit yesterday.", EN_ZH)
    assert line
    again = nearest(line.source, EN_ZH)
    assert again
    assert grams(again.source, "en") >= grams(line.source, "en")


@pytest.mark.parametrize("text", ["", "...", "12,500", "Xyzzy plugh quux."])
def test_where_nothing_is_alike_there_is_none(text: str) -> None:
    assert nearest(text, EN_ZH) is None


def test_a_language_without_lines_has_none() -> None:
    assert nearest("Wir haben gestern bezahlt.", LanguagePair("de", "en")) is None
    assert nearest("We paid yesterday.", LanguagePair("en", "de")) is None


def test_grams_are_words_and_pairs_of_them_or_pairs_of_characters() -> None:
    assert grams("Good, thanks!", "en") == {"good", "thanks", "good thanks"}
    assert grams("谢谢，好的", "zh") == {"谢谢", "谢好", "好的"}
