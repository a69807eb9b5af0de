"""The language of a message: the author's setting, corrected only by good evidence."""

import pytest

from translation.detector import detect, examine

TRADE = ["en", "zh", "es"]


@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "OK!",
        "2.35?",
        "👍",
        "",
        "FOB",
        "AB-1203",
        "https://example.com/a",
        "100%",
        "MOQ?",
        "Carlos Hernández",
        "Ningbo",
    ],
)
@pytest.mark.parametrize("setting", TRADE)
def test_without_evidence_the_authors_setting_holds(text: str, setting: str) -> None:
    assert detect(text, setting, TRADE) == setting
    assert not examine(text, setting, TRADE).certain


@pytest.mark.parametrize(
    "text",
    [
        "多少钱？",
        "OK, 没问题",
        "FOB宁波 US$2.35",
        "请问 MOQ 多少",
        "USD 0.85/pc，FOB宁波。",
        "这个 price 可以吗",
        "我是Orion Trading的Li Wei。",
    ],
)
def test_chinese_typed_by_an_english_speaker_is_chinese(text: str) -> None:
    assert detect(text, "en", TRADE) == "zh"


@pytest.mark.parametrize(
    "text",
    ["¿Cuánto cuesta?", "cuanto cuesta el envio", "gracias", "necesito 500 piezas para marzo", "precio?", "¡Perfecto!"],
)
@pytest.mark.parametrize("setting", ["en", "zh"])
def test_spanish_typed_by_others_is_spanish(text: str, setting: str) -> None:
    assert detect(text, setting, TRADE) == "es"


@pytest.mark.parametrize(
    "text",
    [
        "Can you quote FOB Ningbo?",
        "I spoke with José García about the order",
        "Lucía will send it to Guadalajara tomorrow",
        "Please check 质量 before shipping",
    ],
)
@pytest.mark.parametrize("setting", TRADE)
def test_names_and_places_do_not_make_an_english_line_foreign(text: str, setting: str) -> None:
    assert detect(text, setting, TRADE) == "en"


def test_a_mixed_text_is_in_the_language_of_most_of_its_words() -> None:
    assert detect("价格 and delivery time for the second order please", "zh", TRADE) == "en"
    assert detect("我们下周可以发货 please confirm", "en", TRADE) == "zh"


def test_only_plausible_languages_come_out() -> None:
    assert detect("gracias por su ayuda", "en", ["en", "zh"]) == "en"
    assert detect("你好，请报价", "en", ["en", "es"]) == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Guten Tag, wir brauchen 500 Stück", "de"),
        ("Bonjour, quel est le prix ?", "fr"),
        ("Qual é o preço para vocês?", "pt"),
        ("Сколько стоит доставка?", "ru"),
        ("これはいくらですか", "ja"),
        ("얼마예요?", "ko"),
        ("كم السعر؟", "ar"),
    ],
)
def test_other_languages_are_found_where_they_are_plausible(text: str, language: str) -> None:
    assert detect(text, "en", ["en", "es", language]) == language


def test_han_without_kana_stays_with_a_japanese_author() -> None:
    assert detect("見積書送付", "ja", ["ja", "zh"]) == "ja"
    assert detect("見積書送付", "en", ["ja", "zh"]) == "zh"


def test_words_the_lists_do_not_know_are_left_to_the_statistics() -> None:
    found = examine("Vayamos redactando aquellas cláusulas", "en", TRADE)
    assert found.language == "es"


LINES = [
    ("We can ship the goods next week.", "我们下周可以发货。", "Podemos enviar la mercancía la próxima semana."),
    ("The sample is too dark.", "样品颜色太深。", "La muestra está demasiado oscura."),
    ("Is the price negotiable?", "价格能谈吗？", "¿El precio es negociable?"),
    ("Payment arrived.", "款到了。", "Llegó el pago."),
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("setting", TRADE)
def test_a_trade_line_is_recognised_whatever_its_author_has_set(line: tuple[str, str, str], setting: str) -> None:
    assert [detect(text, setting, TRADE) for text in line] == TRADE
