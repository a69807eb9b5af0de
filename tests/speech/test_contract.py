"""What every `Recognizer` promises, held against each of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from speech.engines.scripted import ScriptedRecognizer
from speech.engines.whisper import WhisperRecognizer
from speech.quality import is_loop
from speech.recognizer import RATE_HZ, Hints, Recognizer, RecognizerError, RecognizerUnavailable
from speech.stabilizer import units_of
from tests.speech.clips import NOT_SPEECH, Clip, clips, error_rate, silence
from tests.speech_model import speech_folder


@pytest.fixture(scope="module")
def whisper() -> WhisperRecognizer:
    """On the real model."""
    return WhisperRecognizer(lambda: speech_folder() / "base")


@pytest.fixture(params=["whisper", "scripted"])
def recognizer(request: pytest.FixtureRequest, whisper: WhisperRecognizer) -> Recognizer:
    return whisper if request.param == "whisper" else ScriptedRecognizer()


def test_it_is_a_recognizer_with_a_name_and_languages(recognizer: Recognizer) -> None:
    assert isinstance(recognizer, Recognizer)
    assert recognizer.name == recognizer.info().name
    assert {"en", "zh", "es"} <= recognizer.languages()


def test_silence_gives_nothing(recognizer: Recognizer) -> None:
    assert not recognizer.transcribe(silence(3), Hints("en"))
    assert not recognizer.transcribe(silence(0), Hints("zh"))


def test_speech_gives_words_with_times_that_together_are_the_text(recognizer: Recognizer) -> None:
    audio = clips()["en_08"].samples
    final = recognizer.transcribe(audio, Hints("en"))
    assert final.text
    assert "".join(word.text for word in final.words) == final.text
    times = [time for word in final.words for time in (word.start_s, word.end_s)]
    assert times == sorted(times)
    assert 0 <= times[0] <= times[-1] <= len(audio) / RATE_HZ + 0.5


def test_progress_ends_at_the_end(recognizer: Recognizer) -> None:
    shares: list[float] = []
    recognizer.transcribe(clips()["en_08"].samples, Hints("en"), shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_a_guess_begins_with_what_is_settled(recognizer: Recognizer) -> None:
    audio = clips()["en_08"].samples
    whole = recognizer.guess(audio, Hints("en")).text
    committed = "".join(units_of(whole)[:5])
    assert committed
    assert recognizer.guess(audio, Hints("en", committed=committed)).text == whole


def test_many_threads_may_ask_at_once(recognizer: Recognizer) -> None:
    audio = clips()["es_05"].samples
    alone = recognizer.transcribe(audio, Hints("es")).text
    with ThreadPoolExecutor(4) as threads:
        texts = list(threads.map(lambda _: recognizer.transcribe(audio, Hints("es")).text, range(4)))
    assert texts == [alone] * 4


# --- what the real one hears --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en", "es"])
def test_real_and_synthetic_speech_is_understood(whisper: WhisperRecognizer, language: str) -> None:
    spoken = [clip for clip in clips().values() if clip.language == language]
    rates = [error_rate(whisper.transcribe(clip.samples, Hints(language)).text, clip.text, language) for clip in spoken]
    assert sum(rates) / len(rates) < 0.25


@pytest.mark.parametrize("kind", NOT_SPEECH)
def test_where_nobody_speaks_nothing_is_written(whisper: WhisperRecognizer, kind: str) -> None:
    for seconds in (1, 6):
        assert whisper.transcribe(NOT_SPEECH[kind](seconds), Hints("en")).text == ""


def test_chinese_comes_in_the_script_that_is_read(whisper: WhisperRecognizer) -> None:
    audio = clips()["zh_21"].samples
    assert "没事" in whisper.transcribe(audio, Hints("zh")).text
    assert "沒事" in whisper.transcribe(audio, Hints("zh-Hant")).text


def test_a_long_recording_is_read_to_its_end_without_loops(whisper: WhisperRecognizer) -> None:
    import numpy as np

    order: list[Clip] = [clips()[name] for name in ("en_01", "en_03", "en_08", "en_09", "jfk", "en_13", "librispeech")]
    audio = np.concatenate([part for clip in order for part in (clip.samples, silence(0.8))])
    shares: list[float] = []
    final = whisper.transcribe(audio, Hints("en"), shares.append)
    assert error_rate(final.text, " ".join(clip.text for clip in order), "en") < 0.2
    assert not is_loop(final.text)
    assert len(shares) >= 2
    assert final.words[-1].end_s > len(audio) / RATE_HZ - 3


def test_what_was_tried_and_how_fast_it_was_is_told(whisper: WhisperRecognizer) -> None:
    whisper.transcribe(clips()["en_08"].samples, Hints("en"))
    info = whisper.info()
    assert (info.model, info.loaded) == ("base", True)
    assert info.compute_type.startswith("int8")
    assert info.memory_bytes > 0
    assert 0 < info.real_time_factor < 10


def test_a_window_that_is_too_long_is_refused(whisper: WhisperRecognizer) -> None:
    with pytest.raises(RecognizerError):
        whisper.guess(silence(29), Hints("en"))


def test_without_a_model_it_says_so() -> None:
    without = WhisperRecognizer(lambda: None)
    assert without.languages() == frozenset()
    assert without.info().model == ""
    with pytest.raises(RecognizerUnavailable):
        without.transcribe(clips()["en_08"].samples, Hints("en"))
