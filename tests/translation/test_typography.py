"""What a model wrote gets the signs and spaces of its language."""

from __future__ import annotations

import pytest

from translation.translator import LanguagePair
from translation.typography import after_model, before_model

EN_ZH, ZH_EN, EN_ES = LanguagePair("en", "zh"), LanguagePair("zh", "en"), LanguagePair("en", "es")


@pytest.mark.parametrize(
    ("written", "proper"),
    [
        ("您好, 多少钱?", "您好，多少钱？"),
        ("价格是3.20美元, FOB宁波.", "价格是3.20美元，FOB宁波。"),
        ("请 问 有货 吗", "请问有货吗"),
        ("1,000件, 10:30发货", "1,000件，10:30发货"),
        ("两个样品 (红色和蓝色) 。", "两个样品（红色和蓝色）。"),
        ("請問這個產品的價格?", "请问这个产品的价格？"),
        ("FOB Ningbo?", "FOB Ningbo?"),
    ],
)
def test_chinese_is_simplified_with_wide_signs(written: str, proper: str) -> None:
    assert after_model(written, "Whatever, really.", EN_ZH) == proper


@pytest.mark.parametrize(
    ("written", "proper"),
    [
        ("Hello ,  how much ?", "Hello, how much?"),
        ("Yes，of course。", "Yes, of course."),
        ("Version 2 .5 mm", "Version 2 .5 mm"),
        ("lead time 15 days.", "Lead time 15 days."),
        ("iPhone cases.", "iPhone cases."),
    ],
)
def test_english_has_narrow_signs_and_a_capital(written: str, proper: str) -> None:
    assert after_model(written, "随便什么。", ZH_EN) == proper


def test_spanish_opens_its_questions_without_a_space() -> None:
    assert after_model("¿ Cuánto cuesta ?", "How much is it?", EN_ES) == "¿Cuánto cuesta?"


def test_a_line_without_full_stop_gets_none() -> None:
    assert after_model("FOB宁波。", "FOB Ningbo", EN_ZH) == "FOB宁波"
    assert after_model("好的...", "OK then", EN_ZH) == "好的..."


def test_a_question_stays_one() -> None:
    assert after_model("有货", "Is it in stock?", EN_ZH) == "有货？"


def test_an_answer_is_not_made_a_question() -> None:
    assert after_model("我们有货。", "Is it in stock?", EN_ZH) == "我们有货。"


def test_lower_case_stays_where_the_author_writes_so() -> None:
    assert after_model("hola, gracias", "hello, thanks", EN_ES) == "hola, gracias"


def test_the_model_reads_simplified_characters() -> None:
    assert before_model("請問價格", ZH_EN) == "请问价格"
    assert before_model("請問", LanguagePair("zh-Hant", "en")) == "請問"
