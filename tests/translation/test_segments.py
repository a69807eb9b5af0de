"""Text to sentences and back, with nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation import sentences
from translation.segments import join, split

_BITS = st.sampled_from(
    [
        "Hello",
        "你好",
        " ",
        "  ",
        "\n",
        "\r\n",
        ". ",
        "。",
        "! ",
        "?",
        "...",
        "…",
        "- ",
        "1. ",
        "• ",
        "> ",
        "2.35",
        "Mr. ",
        "U.S. ",
        "https://a.com/x?y",
        "👍",
        "”",
        ")",
        "，",
        ", ",
        ":)",
        "@li ",
        "\t",
        "\u2028",
        "e.g. ",
        "；",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(_BITS, max_size=30).map("".join))


def segments(text: str) -> list[str]:
    return [piece.text for piece in split(text) if piece.translatable]


@given(TEXTS, st.sampled_from(["en", "zh", "es", "xx"]))
def test_untranslated_pieces_join_to_the_very_text(text: str, target: str) -> None:
    pieces = split(text)
    assert "".join(piece.text for piece in pieces) == text
    assert join(pieces, segments(text), target) == text


@given(TEXTS)
def test_a_segment_has_no_white_space_at_its_ends_and_no_line_break(text: str) -> None:
    for segment in segments(text):
        assert segment == segment.strip()
        assert "\n" not in segment


@given(TEXTS)
def test_glue_survives_any_translation(text: str) -> None:
    pieces = split(text)
    whole = join(pieces, ["X"] * len(segments(text)), "en")
    assert whole.count("\n") == text.count("\n")
    assert whole.count("👍") == text.count("👍")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello. How are you? Fine!", ["Hello.", "How are you?", "Fine!"]),
        ("您好。请报价！多少钱？谢谢", ["您好。", "请报价！", "多少钱？", "谢谢"]),
        ("他说：“可以。”我们走吧。", ["他说：“可以。”", "我们走吧。"]),
        ('He said "yes." Then he left.', ['He said "yes."', "Then he left."]),
        ("¿Cuánto cuesta? ¡Gracias!", ["¿Cuánto cuesta?", "¡Gracias!"]),
        ("Mr. Li of Orion Co., Ltd. pays 2.35 e.g. for No. 5 in the U.S. market.", None),
        ("El Sr. Gómez y Ud. tienen aprox. 3.5 kg.", None),
        ("See https://a.com/x?y=1. Thanks", ["See https://a.com/x?y=1.", "Thanks"]),
        ("Well... maybe. Wait… no", ["Well... maybe.", "Wait… no"]),
        ("We accept etc. Please confirm.", ["We accept etc.", "Please confirm."]),
        ("价格高；质量好", ["价格高；", "质量好"]),
        ("ok. send it", ["ok.", "send it"]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str] | None) -> None:
    assert segments(text) == ([text] if expected is None else expected)


@pytest.mark.parametrize(
    "text", ["> the price is 2.35\n", "2.35?", "---", "https://example.com", "AB-1203", "👍👍🏽", "1. ", "@liwei "]
)
def test_what_has_no_words_of_its_own_is_kept_as_it_stands(text: str) -> None:
    assert segments(text) == []


def test_bullets_quotes_emoji_and_mentions_stay_outside_the_segments() -> None:
    text = "@liwei please read:\n- first item 👍\n2. second item\n• 第三\n> my old line. yes\n(a) last :)"
    assert segments(text) == ["please read:", "first item", "second item", "第三", "last"]


def test_chinese_sentences_are_joined_without_spaces_and_english_ones_with() -> None:
    english = split("Hello. How are you?\nFine.")
    assert join(english, ["您好。", "你好吗？", "好。"], "zh") == "您好。你好吗？\n好。"
    chinese = split("您好。你好吗？\n好。")
    assert join(chinese, ["Hello.", "How are you?", "Fine."], "en") == "Hello. How are you?\nFine."


@given(st.lists(st.sampled_from(["word", "word,", "好的，", "很长的一句话", " "]), max_size=600).map(" ".join))
def test_no_segment_is_longer_than_the_bound(text: str) -> None:
    for segment in segments(text):
        assert len(segment.split()) <= sentences.MAX_WORDS
        assert sum("一" <= letter <= "鿿" for letter in segment) <= sentences.MAX_CJK_LETTERS


def test_a_long_sentence_is_cut_at_a_comma() -> None:
    clause = "we need the goods before the end of the month because the shop opens then, "
    assert all(segment.endswith((",", "end")) for segment in segments(clause * 8 + "the end"))
