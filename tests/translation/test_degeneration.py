"""Translations that are none are found; good ones are left alone."""

import pytest

from translation.degeneration import inspect
from translation.translator import LanguagePair, Reason

EN_ZH, ZH_EN, EN_ES = LanguagePair("en", "zh"), LanguagePair("zh", "en"), LanguagePair("en", "es")


def reasons(original: str, translation: str, pair: LanguagePair) -> set[Reason]:
    return {check.reason for check in inspect(original, translation, pair)}


@pytest.mark.parametrize(
    ("original", "translation", "pair"),
    [
        ("The red one is physics.", "红色的度度度度度度度", EN_ZH),
        ("我们下周发货", "We ship we ship we ship we ship next week", ZH_EN),
        ("可以堆叠", "Stackableableableableableable", ZH_EN),
        ("请报价", "the price of the price of the price of the price of it", ZH_EN),
    ],
)
def test_a_loop_is_found(original: str, translation: str, pair: LanguagePair) -> None:
    assert Reason.REPEATED in reasons(original, translation, pair)


@pytest.mark.parametrize(
    ("original", "translation", "pair"),
    [
        ("no no no no no no!", "no, no, no, no, no, no", EN_ES),
        ("哈哈哈哈哈哈", "ha ha ha ha ha ha", ZH_EN),
        ("Thank you very very much", "非常非常感谢", EN_ZH),
    ],
)
def test_what_the_original_repeats_may_be_repeated(original: str, translation: str, pair: LanguagePair) -> None:
    assert reasons(original, translation, pair) == set()


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        ("Knurling pitch is straight.", "Knurling pitch is straight."),
        ("Actions speak louder than words.", "Actions speak louder than palabras."),
    ],
)
def test_a_copy_is_found(original: str, translation: str) -> None:
    assert Reason.COPIED in reasons(original, translation, EN_ES)


@pytest.mark.parametrize(
    "text",
    ["AB-1203", "FOB Ningbo", "US$2.35", "Orion Trading", "24 pcs/ctn, 58x42x36 cm.", "Total", "https://a.com/b"],
)
@pytest.mark.parametrize("pair", [EN_ES, EN_ZH, ZH_EN])
def test_codes_names_and_figures_may_stay_as_they_are(text: str, pair: LanguagePair) -> None:
    assert reasons(text, text, pair) == set()


@pytest.mark.parametrize(
    ("original", "translation", "pair"),
    [
        ("Draft angle please, otherwise it will drag.", "angle please, otherwise will drag", EN_ZH),
        ("没有证书就不能进口", "Without it we can't进口", ZH_EN),
        ("I would like candles", "我想 velas", EN_ES),
    ],
)
def test_the_wrong_script_is_found(original: str, translation: str, pair: LanguagePair) -> None:
    assert Reason.WRONG_SCRIPT in reasons(original, translation, pair)


def test_names_and_units_in_latin_letters_are_at_home_in_chinese() -> None:
    assert (
        reasons("Jordan asks for 150 psi and a PDF from Orion Trading.", "Jordan要150 psi和Orion Trading的PDF。", EN_ZH)
        == set()
    )


def test_a_han_name_in_the_original_may_stay() -> None:
    assert reasons("Send it to 宁波华美, please.", "Envíelo a 宁波华美, por favor.", EN_ES) == set()


@pytest.mark.parametrize(
    ("original", "translation", "pair"),
    [
        ("We would like to have the goods in our warehouse before the end of the month.", "好", EN_ZH),
        ("好的", "We would like to have the goods in our warehouse before the end of the month, thanks.", ZH_EN),
        ("Please send it.", "", EN_ZH),
    ],
)
def test_absurd_length_is_found(original: str, translation: str, pair: LanguagePair) -> None:
    assert reasons(original, translation, pair) & {Reason.LENGTH, Reason.ADDED}


@pytest.mark.parametrize(
    ("original", "translation", "pair"),
    [
        ("Deal?", "成交吗？", EN_ZH),
        ("行", "That works for us", ZH_EN),
        ("Please confirm the payment terms before we sign the contract.", "请在我们签合同之前确认付款条件。", EN_ZH),
        ("The price does not include tax.", "El precio no incluye impuestos.", EN_ES),
        ("最小起订量是每个颜色500件。", "The MOQ is 500 pieces per color.", ZH_EN),
    ],
)
def test_a_good_translation_is_left_alone(original: str, translation: str, pair: LanguagePair) -> None:
    assert reasons(original, translation, pair) == set()
