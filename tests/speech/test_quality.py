"""What cannot have been said."""

from __future__ import annotations

import pytest

from speech.quality import Decoding, compression_ratio, first_round, is_loop, is_plausible, is_stock_phrase


@pytest.mark.parametrize(
    "text",
    [
        "No jumping. I believe you. No jumping. I believe you. No jumping. I believe you.",
        "Cada vez o solo la primera, cada vez o solo la primera.",
        "将将将将将将将将将将将将",
        "您的样品好了您的样品好了您的样品好了",
        "the the the the the the the the the",
    ],
)
def test_a_model_that_repeats_itself_is_found_out(text: str) -> None:
    assert is_loop(text)


@pytest.mark.parametrize(
    "text",
    [
        "No, no, no, that is too much.",
        "Two thousand five hundred, confirmed? Two, five, zero, zero.",
        "九，九，猫有九条命的九，哈哈。",
        "浅的，记下了，记下了。",
        "Nine, nine, like the number of lives of a cat, ha ha.",
        "好好好，可以可以。",
        "Yes, yes, yes.",
        "",
    ],
)
def test_people_who_repeat_themselves_are_believed(text: str) -> None:
    assert not is_loop(text)


def test_a_long_text_that_packs_too_well_is_a_loop() -> None:
    assert compression_ratio("we ship on monday and " * 20) > 2.4
    assert is_loop("we ship on monday and " * 20)


@pytest.mark.parametrize(
    "text", ["Thanks for watching!", " thank you for watching", "字幕由Amara.org社区提供", "謝謝觀看"]
)
def test_what_is_written_over_silence_is_known(text: str) -> None:
    assert is_stock_phrase(text)
    assert not is_stock_phrase(f"{text} 35")


@pytest.mark.parametrize(
    ("tokens", "logprob", "text"),
    [(60, -0.2, "so many words in a second"), (5, -1.4, "unsure"), (12, -0.2, "将将将将将将将将将将将将")],
)
def test_too_fast_too_unsure_and_repeated_is_worth_another_try(tokens: int, logprob: float, text: str) -> None:
    assert not is_plausible(Decoding(text, tokens, logprob, speech_s=1.0))
    assert is_plausible(Decoding("We ship in March.", 6, -0.3, speech_s=1.0))


def test_of_a_loop_the_first_round_is_kept() -> None:
    assert first_round("No jumping, I believe you. No jumping, I believe you.") == "No jumping, I believe you"
    assert first_round("We ship in March.") == "We ship in March."
