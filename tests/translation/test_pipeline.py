"""What stands around an engine makes its output fit to be shown. With the real starter packs."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from translation.draft import PHRASEBOOK, VERBATIM
from translation.engines.argos import ArgosTranslator
from translation.engines.echo import EchoTranslator
from translation.pipeline import Pipeline
from translation.pivot import Pivot
from translation.ranking import Ranking
from translation.translator import Context, EngineError, EngineInfo, Hypothesis, LanguagePair, Reason

pytestmark = pytest.mark.usefixtures("nothing_remembered")

EN_ZH, ZH_EN = LanguagePair("en", "zh"), LanguagePair("zh", "en")


@pytest.fixture
def pipeline(argos: ArgosTranslator) -> Pipeline:
    return Pipeline(Pivot(argos), second_look=Pivot(argos.wider()))


class Scripted(EchoTranslator):
    """Says what it was told to, text by text."""

    def __init__(self, **answers: str) -> None:
        super().__init__()
        self.answers = answers

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        self.calls.append(list(texts))
        return [Hypothesis(self.answers.get(text.split()[0].lower(), text), self.name) for text in texts]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Please look at https://example.com/a_b?c=1 before Monday.", "https://example.com/a_b?c=1"),
        ("Send it to li.wei@hengda.example.com today.", "li.wei@hengda.example.com"),
        ("The code is A_3-x/9, not the other one.", "A_3-x/9"),
        ("@liwei can you send the photo?", "@liwei"),
        ("The price is USD 2.35 per piece.", "2.35"),
        ("We need 15,000 pieces in March.", "15,000"),
        ("FOB Ningbo, please.", "FOB"),
        ("Good news today 🎉 for us.", "🎉"),
        ("> We need 40 pieces.\nYes, we can do it.", "> We need 40 pieces.\n"),
    ],
)
def test_what_must_survive_survives(pipeline: Pipeline, text: str, kept: str) -> None:
    [translated] = pipeline.translate([text], EN_ZH)
    assert translated.usable
    assert kept in translated.text


@pytest.mark.parametrize("text", ["2.35?", "https://example.com", "🎉🎉", "AB-1203", "15,000"])
def test_what_has_no_words_goes_as_it_is(pipeline: Pipeline, text: str) -> None:
    assert pipeline.translate([text], EN_ZH) == [Hypothesis(text, VERBATIM)]


def test_a_short_act_comes_from_the_phrasebook(pipeline: Pipeline) -> None:
    [translated] = pipeline.translate(["Of course."], EN_ZH)
    assert translated == Hypothesis("当然。", PHRASEBOOK)


def test_lists_and_white_space_are_kept(pipeline: Pipeline) -> None:
    text = "We need:\n\n- the red bottle\n- the blue bottle\n\n  Thank you very much."
    [translated] = pipeline.translate([text], EN_ZH)
    lines = translated.text.split("\n")
    assert [line[:2] for line in lines][2:4] == ["- ", "- "]
    assert (lines[1], lines[4], lines[5][:2]) == ("", "", "  ")


def test_a_wrong_figure_is_marked_and_the_original_token_shown() -> None:
    engine = Scripted(we="我们需要 2.53 美元。")
    [translated] = Pipeline(engine).translate(["We need USD 2.35 for it."], EN_ZH)
    assert translated.usable
    assert "2.35" in translated.text
    assert "2.53" not in translated.text
    assert {check.reason for check in translated.checks} == {Reason.FIGURE_DIFFERS}


def test_a_lost_figure_is_shown_too() -> None:
    [translated] = Pipeline(Scripted(we="我们需要很多件。")).translate(["We need 15,000 pieces."], EN_ZH)
    assert translated.text.count("15,000") == 1
    assert translated.checks[0].original.startswith("15,000")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("我们我们我们我们我们我们我们我们我们我们我们我们", Reason.REPEATED),
        ("", Reason.COPIED),
        ("Nosotros deberíamos vernos otra vez.", Reason.WRONG_SCRIPT),
        ("我。", Reason.LENGTH),
    ],
)
def test_garbage_is_not_shown_as_a_translation(answer: str, reason: Reason) -> None:
    text = "We should meet again next week about the packaging, the labels and the second delivery."
    [translated] = Pipeline(Scripted(we=text if reason is Reason.COPIED else answer)).translate([text], EN_ZH)
    assert not translated.usable
    assert reason in {check.reason for check in translated.checks}


def test_a_bad_segment_gets_a_second_look() -> None:
    first, second = Scripted(we="Wir sollten"), Scripted(we="我们下周应该再谈一次这件事。")
    [translated] = Pipeline(first, second_look=second).translate(["We should meet again next week about it."], EN_ZH)
    assert translated.text == "我们下周应该再谈一次这件事。"
    assert translated.usable


def test_all_segments_of_all_texts_go_to_the_engine_in_one_call() -> None:
    engine = EchoTranslator()
    Pipeline(engine).translate(["The red one is here. The blue one is there.", "Where is the green one now?"], EN_ZH)
    assert len(engine.calls[0]) == 3


def test_chinese_to_spanish_goes_by_english(pipeline: Pipeline) -> None:
    [translated] = pipeline.translate(["我想要浅一点的颜色。"], LanguagePair("zh", "es"))
    assert translated.via == "en"
    assert "color" in translated.text


def test_a_failing_engine_hands_over_to_the_next(argos: ArgosTranslator) -> None:
    ranked = Ranking({"echo": EchoTranslator(fails_on="color"), "argos": argos})
    [translated] = ranked.translate(["I want a lighter color."], EN_ZH)
    assert translated.engine.startswith("argos:")
    with pytest.raises(EngineError):
        Ranking({"echo": EchoTranslator(fails_on="color")}).translate(["I want a lighter color."], EN_ZH)


def test_an_engine_that_fails_raises_and_keeps_nothing_back() -> None:
    with pytest.raises(EngineError):
        Pipeline(EchoTranslator(fails_on="poison")).translate(["This is poison to me."], EN_ZH)


def test_info_is_that_of_the_engine(pipeline: Pipeline) -> None:
    pipeline.translate(["I want a lighter color."], EN_ZH)
    info = pipeline.info()
    assert isinstance(info, EngineInfo)
    assert EN_ZH in info.loaded
    assert info.memory_bytes > 5_000_000
