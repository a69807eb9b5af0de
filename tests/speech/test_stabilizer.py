"""Which words of a growing transcript stay."""

from __future__ import annotations

from speech.stabilizer import Stabilizer, agreement, units_of


def test_units_are_words_with_the_space_before_them_and_han_characters() -> None:
    assert units_of("We ship 交期是35天。") == ["We", " ship", " 交", "期", "是", "35", "天", "。"]
    assert "".join(units_of("  We ship. ")) == "  We ship."


def test_agreement_does_not_look_at_case_and_punctuation() -> None:
    assert agreement(units_of("Well, we ship on"), units_of("well we ship in")) == 3


def test_nothing_is_committed_by_one_hypothesis_alone() -> None:
    stabilizer = Stabilizer()
    assert not stabilizer.take("We can ship")
    assert (stabilizer.committed, stabilizer.tentative) == ("", "We can ship")


def test_what_two_successive_hypotheses_agree_on_stays() -> None:
    stabilizer = Stabilizer()
    stabilizer.take("We can sheep")
    assert stabilizer.take("We can ship in")
    assert (stabilizer.committed, stabilizer.tentative) == ("We can", " ship in")
    assert stabilizer.take("We can ship in March")
    assert (stabilizer.committed, stabilizer.tentative) == ("We can ship in", " March")


def test_committed_words_are_never_taken_back() -> None:
    stabilizer = Stabilizer()
    for hypothesis in ("The price is", "The price is two"):
        stabilizer.take(hypothesis)
    assert not stabilizer.take("A completely different thing")
    assert (stabilizer.committed, stabilizer.tentative) == ("The price is", "")


def test_a_hypothesis_that_writes_the_committed_words_otherwise_still_goes_on_from_them() -> None:
    stabilizer = Stabilizer()
    for hypothesis in ("the price is", "the price is two"):
        stabilizer.take(hypothesis)
    stabilizer.take("The price, is two dollars")
    assert stabilizer.committed == "the price is two"


def test_the_last_words_can_be_held_back() -> None:
    stabilizer = Stabilizer(hold_back=1)
    stabilizer.take("fifteen")
    stabilizer.take("fifteen")
    assert (stabilizer.committed, stabilizer.tentative) == ("", "fifteen")


def test_chinese_is_committed_character_by_character() -> None:
    stabilizer = Stabilizer()
    stabilizer.take("交期是三")
    stabilizer.take("交期是十五天")
    assert (stabilizer.committed, stabilizer.tentative) == ("交期是", "十五天")
