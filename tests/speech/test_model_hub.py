"""Speech models from the hub, where it answers and where it does not."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from faster_whisper import utils
from huggingface_hub import constants

from speech import model_hub
from speech.model_hub import hub_answers, install_from_hub
from speech.modelfile import ModelError
from tests.speech_model import tiny_whisper


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test asks the hub itself."""
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A hub that takes every question and answers none."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{server.getsockname()[1]}")
        yield


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., list[str]]:
    """A hub that gives a tiny model, whatever it is asked for, or fails; returns what it was asked for."""

    def give(failure: Exception | None = None) -> list[str]:
        asked: list[str] = []
        made = tiny_whisper(tmp_path / f"made{failure}")

        def download(name: str, output_dir: str) -> None:
            asked.append(name)
            (Path(output_dir) / ".cache").mkdir(exist_ok=True)
            (Path(output_dir) / ".cache" / "model.bin.incomplete").write_bytes(b"half")
            if failure:
                raise failure
            shutil.copytree(made, output_dir, dirs_exist_ok=True)

        monkeypatch.setattr(model_hub, "hub_answers", lambda: True)
        monkeypatch.setattr(utils, "download_model", download)
        return asked

    return give


def test_a_model_is_fetched_by_its_name_once(tmp_path: Path, hub: Callable[..., list[str]]) -> None:
    asked = hub()
    folder = tmp_path / "speech"
    model = install_from_hub("large-v3", folder)
    assert (model.name, model.folder) == ("large-v3", folder / "large-v3")
    assert [path.name for path in folder.iterdir()] == ["large-v3"]
    assert not (model.folder / ".cache").exists()
    assert install_from_hub("large-v3", folder) == model
    assert asked == ["large-v3"]


def test_it_is_told_how_much_has_arrived(
    tmp_path: Path, hub: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    hub()
    monkeypatch.setattr(model_hub, "LOOK_EVERY_S", 0.001)
    fetch = utils.download_model

    def slowly(name: str, output_dir: str) -> None:
        fetch(name, output_dir)
        time.sleep(0.2)

    monkeypatch.setattr(utils, "download_model", slowly)
    seen: list[tuple[int, int]] = []
    model = install_from_hub("small", tmp_path / "speech", lambda done, total: seen.append((done, total)))
    assert max(seen) == (model.size_bytes + len("half"), 0)


def test_a_name_that_the_hub_has_not_is_told_with_those_it_has(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no speech model 'enormous': take one of .*small, .*turbo"):
        install_from_hub("enormous", tmp_path)


def test_a_hub_out_of_reach_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="the hub of speech models does not answer"):
        install_from_hub("small", tmp_path / "speech")
    assert not (tmp_path / "speech").exists()


def test_a_hub_that_swallows_the_question_holds_nobody_up(silent: None, tmp_path: Path) -> None:
    start = time.monotonic()
    assert not hub_answers(0.2)
    assert time.monotonic() - start < 5


def test_a_download_that_fails_says_why_and_goes_on_the_next_time(
    tmp_path: Path, hub: Callable[..., list[str]]
) -> None:
    hub(failure=RuntimeError("the connection was cut\nand much more that nobody reads"))
    with pytest.raises(ModelError, match=r"does not give the speech model small: the connection was cut$"):
        install_from_hub("small", tmp_path / "speech")
    assert (tmp_path / "speech" / ".small.fetched" / ".cache" / "model.bin.incomplete").exists()
    hub()
    assert install_from_hub("small", tmp_path / "speech").name == "small"
    assert [path.name for path in (tmp_path / "speech").iterdir()] == ["small"]


def test_a_hub_that_gives_half_a_model_is_found_out(
    tmp_path: Path, hub: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    hub()
    fetch = utils.download_model

    def half(name: str, output_dir: str) -> None:
        fetch(name, output_dir)
        (Path(output_dir) / "tokenizer.json").unlink()

    monkeypatch.setattr(utils, "download_model", half)
    with pytest.raises(ModelError, match=r"tokenizer\.json is missing"):
        install_from_hub("small", tmp_path / "speech")
