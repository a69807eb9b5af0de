"""Figures, prices, dates and codes are compared by what they mean."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation import dates
from translation.fidelity import compare, mark
from translation.translator import LanguagePair, Reason

EN_ZH, EN_ES, ZH_EN, ES_EN = (LanguagePair(*pair) for pair in (("en", "zh"), ("en", "es"), ("zh", "en"), ("es", "en")))


def tokens(original: str, translation: str, pair: LanguagePair) -> list[tuple[str, str]]:
    return [(check.original, check.translated) for check in compare(original, translation, pair)]


@pytest.mark.parametrize(
    ("original", "translation", "pair"),
    [
        ("15,000 pcs", "15000件", EN_ZH),
        ("15k pcs", "1.5万件", EN_ZH),
        ("1.5万件", "15,000 pieces", ZH_EN),
        ("15,000 pieces", "15 mil piezas", EN_ES),
        ("pesa 1,5 kg", "it weighs 1.5 kg", ES_EN),
        ("1.500 piezas", "1,500 pieces", ES_EN),
        ("$2.5 million", "$2,500,000", EN_ES),
        ("two samples", "2个样品", EN_ZH),
        ("2个样品", "two samples", ZH_EN),
        ("twenty-five boxes", "25箱", EN_ZH),
        ("三百五十个", "350 pieces", ZH_EN),
        ("两千件", "2,000 pcs", ZH_EN),
        ("double the order", "订单翻2倍", EN_ZH),
        ("half of it, 50%", "一半，50%", EN_ZH),
        ("a dozen", "12个", EN_ZH),
        ("March 15", "3月15日", EN_ZH),
        ("March 15", "15 de marzo", EN_ES),
        ("2026-03-15", "March 15, 2026", ZH_EN),
        ("March 15 to March 20", "del 15 al 20 de marzo", EN_ES),
        ("from 9 to 6", "从9点到6点", EN_ZH),
        ("at 3:30 pm", "下午3点半", EN_ZH),
        ("US$2.35 FOB Ningbo", "2.35美元 FOB 宁波", EN_ZH),
        ("$2.50", "2.50 dólares", EN_ES),
        ("RMB 7.5", "7.5元", EN_ZH),
        ("2块5", "2.5 yuan", ZH_EN),
        ("between $2 and $3", "2到3美元", EN_ZH),
        ("5 percent", "百分之五", EN_ZH),
        ("10% off", "打九折", EN_ZH),
        ("30 x 20 x 10 cm", "30×20×10厘米", EN_ZH),
        ("250 g, 12 V, 20 °C", "250克，12伏，20度", EN_ZH),
        ("28 tons, the limit is 22", "28吨，限重22吨", EN_ZH),
        ("SUS 316L and AB-1203", "AB-1203 y SUS316L", EN_ES),
        ("Mail joe@x.com or see https://a.com/x", "请看https://a.com/x或发邮件到joe@x.com", EN_ZH),
        ("Two 40HQs", "2个40HQ", EN_ZH),
        ("the 15th", "15号", EN_ZH),
        ("We may march on", "我们可以继续前进", EN_ZH),
        ("No figures here", "这里没有数字", EN_ZH),
    ],
)
def test_the_same_by_value_gives_no_finding(original: str, translation: str, pair: LanguagePair) -> None:
    assert tokens(original, translation, pair) == []


@pytest.mark.parametrize(
    ("original", "translation", "pair", "expected"),
    [
        ("It costs 2.35", "价格2.53", EN_ZH, [("2.35", "2.53")]),
        ("500 pcs by March 15", "3月15日前", EN_ZH, [("500", "")]),
        ("The price is good", "价格是$9.90", EN_ZH, [("", "$9.90")]),
        ("US$2.35", "2.35元", EN_ZH, [("US$2.35", "2.35元")]),
        ("US$2.35", "2.35", EN_ES, [("US$2.35", "2.35")]),
        ("30 cm", "30毫米", EN_ZH, [("30 cm", "30毫米")]),
        ("30 cm", "30个", EN_ZH, [("30 cm", "30")]),
        ("15 days", "15周", EN_ZH, [("15 days", "15周")]),
        ("5%", "5", EN_ES, [("5%", "5")]),
        ("March 15", "3月16日", EN_ZH, [("March 15", "3月16日")]),
        ("March 15, 2025", "2026年3月15日", EN_ZH, [("March 15, 2025", "2026年3月15日")]),
        ("FOB Ningbo", "CIF宁波", EN_ZH, [("FOB", "CIF")]),
        ("AB-1203", "AB-1230", EN_ES, [("AB-1203", "AB-1230")]),
        ("see https://a.com/x", "ver https://a.com/y", EN_ES, [("https://a.com/x", "https://a.com/y")]),
        ("joe@x.com", "joe@y.com", EN_ES, [("joe@x.com", "joe@y.com")]),
        ("5 boxes and 5 bags", "5箱", EN_ZH, [("5", "")]),
        ("1.5万", "1.5", ZH_EN, [("1.5万", "1.5")]),
        ("10 am", "70 am", EN_ES, [("10 am", "70")]),
    ],
)
def test_a_difference_is_found_and_named_as_written(
    original: str, translation: str, pair: LanguagePair, expected: list[tuple[str, str]]
) -> None:
    assert tokens(original, translation, pair) == expected
    assert {check.reason for check in compare(original, translation, pair)} == {Reason.FIGURE_DIFFERS}


@given(st.lists(st.integers(13, 10**7), min_size=1, max_size=6), st.randoms())
def test_order_and_separators_do_not_matter(numbers: list[int], random: object) -> None:
    original = "; ".join(f"{number} pcs" for number in numbers)
    assert compare(original, "；".join(f"{number:,}件" for number in sorted(numbers)), EN_ZH) == ()
    assert compare(original, "; ".join(f"{number:,}".replace(",", ".") for number in reversed(numbers)), EN_ES) == ()


@given(st.decimals("13.01", "9999.99", places=2), st.decimals("13.01", "9999.99", places=2))
def test_other_digits_are_always_found(price: Decimal, other: Decimal) -> None:
    found = tokens(f"The price is US${price} each.", f"单价US${other}。", EN_ZH)
    assert found == ([] if price == other else [(f"US${price}", f"US${other}")])


@given(st.integers(1, 12), st.integers(1, 28), st.permutations(["en", "zh", "es"]))
def test_a_date_is_the_same_in_every_language(month: int, day: int, languages: list[str]) -> None:
    source, target = languages[:2]
    moment = dates.Moment(0, 0, month=month, day=day)
    assert compare(dates.render(moment, source), dates.render(moment, target), LanguagePair(source, target)) == ()


@given(st.text(max_size=80), st.text(max_size=80))
def test_after_marking_no_token_of_the_original_is_unseen(original: str, translation: str) -> None:
    checks = compare(original, translation, EN_ES)
    marked = mark(translation, checks, EN_ES)
    for check in checks:
        assert check.original in marked


@given(st.text())
def test_a_text_agrees_with_itself(text: str) -> None:
    assert compare(text, text, LanguagePair("en", "en")) == ()


@pytest.mark.parametrize(
    ("original", "translation", "expected"),
    [
        ("It costs 2.35 for 2 boxes of 25.", "2箱25个的价格是2.53。", "2箱25个的价格是2.35。"),
        ("500 pcs by March 15", "3月15日前", "3月15日前 [500]"),
        ("5 red and 6 blue", "5红5蓝", "5红6蓝"),
        ("Price is good", "价格$9", "价格$9"),
    ],
)
def test_the_reader_always_sees_the_originals_token(original: str, translation: str, expected: str) -> None:
    assert mark(translation, compare(original, translation, EN_ZH), EN_ZH) == expected
