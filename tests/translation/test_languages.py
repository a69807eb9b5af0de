"""The table of languages, and which script a text is written in."""

import pytest

from translation import languages
from translation.scripts import Script, count_scripts, script_of


def test_english_chinese_and_spanish_come_first() -> None:
    assert [language.code for language in languages.ALL[:3]] == ["en", "zh", "es"]


def test_every_language_has_a_code_and_names_of_its_own() -> None:
    for names in zip(*((each.code, each.own_name, each.name) for each in languages.ALL), strict=True):
        assert len(set(names)) == len(names)


def test_a_region_does_not_hide_the_language() -> None:
    assert languages.get("es-MX") is languages.get("es")
    assert languages.get("zh_Hans").own_name == "中文"


def test_an_unknown_code_is_refused_by_its_name() -> None:
    with pytest.raises(languages.UnknownLanguageError, match="tlh"):
        languages.get("tlh")
    assert not languages.is_known("tlh")


def test_only_languages_written_from_right_to_left_say_so() -> None:
    assert {each.code for each in languages.ALL if each.rtl} == {"ar", "fa", "he", "ur"}


def test_each_language_writes_its_own_name_in_its_own_script() -> None:
    for language in languages.ALL:
        assert script_of(language.own_name) in language.scripts


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("FOB 宁波多少钱", Script.HAN),
        ("hello 好", Script.LATIN),
        ("ありがとう", Script.KANA),
        ("안녕", Script.HANGUL),
        ("привет", Script.CYRILLIC),
        ("مرحبا", Script.ARABIC),
        ("2.35?", None),
        ("👍", None),
    ],
)
def test_the_script_of_a_text_is_that_of_most_letters(text: str, script: Script | None) -> None:
    assert script_of(text) is script


def test_digits_and_signs_belong_to_no_script() -> None:
    assert count_scripts("价格 2.35 US$!") == {Script.HAN: 2, Script.LATIN: 2}
