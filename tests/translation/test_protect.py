"""What a model must not touch comes back as it was, or as the reader writes it."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from translation.protect import protect, restore
from translation.translator import LanguagePair

EN_ZH, EN_ES, ZH_EN, ES_EN = (LanguagePair(*pair) for pair in (("en", "zh"), ("en", "es"), ("zh", "en"), ("es", "en")))

TOKENS = [
    "https://shop.cn/a_b?q=1",
    "www.foo.com/x",
    "joe@abc.com",
    "@li_wei",
    "A_3-x/9",
    "SUS 316L",
    "XK_20-b",
    "6061-T6",
    "invoice_03.pdf",
    "👍🏽",
    "👨‍👩‍👧",
    "ISO 9001",
    "#promo",
]
_BITS = st.sampled_from(
    [*TOKENS, "AB-1203", "KT-1204", "hello", "你好", " ", ", ", "1.200", "US$2.35", "FOB", "March 15", "15 de marzo"]
)
TEXTS = st.one_of(st.text(), st.lists(_BITS, max_size=12).map(" ".join))


@given(TEXTS, st.booleans())
def test_a_model_that_copies_everything_loses_nothing(text: str, strict: bool) -> None:
    protected = protect(text, LanguagePair("en", "en"), strict=strict)
    restored = restore(protected.text, protected, "en")
    assert restored.lost == ()
    for slot in protected.slots:
        assert slot.value in restored.text


@given(TEXTS)
def test_a_model_that_drops_everything_loses_nothing_silently(text: str) -> None:
    protected = protect(text, EN_ZH)
    restored = restore("", protected, "zh")
    assert list(restored.lost) == [slot.original for slot in protected.slots]
    for slot in protected.slots:
        assert slot.value in restored.text


@given(st.permutations(TOKENS))
def test_tokens_may_come_back_in_any_order(tokens: list[str]) -> None:
    protected = protect(" and ".join(tokens), EN_ES)
    assume(len(protected.slots) == len(tokens))
    backwards = " y ".join(reversed(protected.text.split(" and ")))
    assert restore(backwards, protected, "es").text == " y ".join(reversed(tokens))


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("frame", ["Please send {} today.", "请看{}的价格。"])
def test_the_model_never_sees_what_it_would_spoil(token: str, frame: str) -> None:
    protected = protect(frame.format(token), EN_ZH)
    assert token not in protected.text
    assert [slot.original for slot in protected.slots] == [token]
    assert restore(protected.text, protected, "zh").text == frame.format(token)


@pytest.mark.parametrize(
    "text", ["The price is US$2.35 FOB Ningbo.", "AB-1203, 30 x 20 x 10 cm, 250 g, 5%, ±0.02", "15% off on March 15"]
)
def test_what_a_model_copies_by_itself_is_left_to_it(text: str) -> None:
    assert protect(text, EN_ES).text == text


def test_a_second_attempt_protects_incoterms_and_dates_too() -> None:
    protected = protect("FOB Ningbo by March 15", EN_ES, strict=True)
    assert [slot.value for slot in protected.slots] == ["FOB", "15 de marzo"]
    assert restore(protected.text, protected, "es").text == "FOB Ningbo by 15 de marzo"


def test_placeholders_are_never_codes_of_the_text() -> None:
    protected = protect("AB-1203 or A_1-x", EN_ZH)
    assert [slot.placeholder for slot in protected.slots] == ["KT-1203"]


@pytest.mark.parametrize("spoilt", ["型号AB-1230的", "型号AB-120的", "型号AB 1203的", "型号AB—1203的", "型号1203的"])
def test_a_spoilt_placeholder_still_takes_its_token(spoilt: str) -> None:
    restored = restore(spoilt, protect("A_3-x/9", EN_ZH), "zh")
    assert restored.text == "型号A_3-x/9的"
    assert restored.lost == ()


@pytest.mark.parametrize(
    ("run_in", "expected"), [("the modelAB-1203", "the model A_3-x/9"), ("SKUAB-1203", "SKU A_3-x/9")]
)
def test_a_token_is_set_apart_from_a_word_run_into_it(run_in: str, expected: str) -> None:
    restored = restore(run_in, protect("A_3-x/9", ZH_EN), "en")
    assert (restored.text, restored.lost) == (expected, ())


@pytest.mark.parametrize(
    ("text", "pair", "expected"),
    [
        ("1.5万件，2万元，３００个", ZH_EN, "15,000件，20,000元，300个"),
        ("3亿", ZH_EN, "300,000,000"),
        ("5千克，2千瓦", ZH_EN, "5千克，2千瓦"),
        ("15k pcs, $2.5 million", EN_ZH, "15,000 pcs, $2,500,000"),
        ("15 mil cajas y 2 millones de pesos", ES_EN, "15,000 cajas y 2,000,000 pesos"),
        ("pesa 1,5 kg, 1.250.000 piezas", ES_EN, "pesa 1.5 kg, 1,250,000 piezas"),
        ("我们要1.5万件，样品1.5w个", ZH_EN, "我们要15,000件，样品15,000个"),
        ("1.500 piezas y 12.000 cajas", ES_EN, "1,500 piezas y 12,000 cajas"),
        ("pesa 1.500 kg", ES_EN, "pesa 1.500 kg"),
        ("versión 1.2.3 del 15.03.2026", ES_EN, "versión 1.2.3 del 15.03.2026"),
        ("1,500 pcs at 2.35", EN_ZH, "1,500 pcs at 2.35"),
    ],
)
def test_figures_are_rewritten_for_the_reader_only_where_one_reading_is_certain(
    text: str, pair: LanguagePair, expected: str
) -> None:
    assert protect(text, pair).text == expected
