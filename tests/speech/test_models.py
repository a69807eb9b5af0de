"""Looking through speech models and installing them from a folder, in tiny ones made for the purpose."""

from __future__ import annotations

import errno
import json
import logging
import os
import shutil
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import ctranslate2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from speech import models
from speech.modelfile import FILES, ModelError, read_model
from tests.speech_model import tiny_whisper

Whisper = Callable[..., Path]


@pytest.fixture
def whisper(tmp_path: Path) -> Whisper:
    def make(name: str = "tiny", **options: int) -> Path:
        return tiny_whisper(tmp_path / "from" / name, **options)

    return make


def entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


# --- looking through ----------------------------------------------------------------------------------------------


def test_a_whole_model_is_described(whisper: Whisper) -> None:
    folder = whisper()
    model = read_model(folder)
    assert (model.name, model.folder, model.multilingual) == ("tiny", folder, False)
    assert model.size_bytes == sum(path.stat().st_size for path in folder.iterdir())


def test_a_model_of_many_languages_is_known_by_its_words(whisper: Whisper) -> None:
    assert read_model(whisper(words=51_865)).multilingual


@pytest.mark.parametrize("name", ["model.bin", "config.json", "tokenizer.json", "vocabulary.json"])
def test_a_file_that_is_missing_is_named(whisper: Whisper, name: str) -> None:
    folder = whisper()
    (folder / name).unlink()
    with pytest.raises(ModelError, match=f"{name} is missing"):
        read_model(folder)


def test_a_vocabulary_of_plain_lines_will_do(whisper: Whisper) -> None:
    folder = whisper()
    words = json.loads((folder / "vocabulary.json").read_text())
    (folder / "vocabulary.json").unlink()
    (folder / "vocabulary.txt").write_text("\n".join(words))
    assert read_model(folder).name == "tiny"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("model.bin", b"", "cut off or damaged"),
        ("model.bin", b"PK\x03\x04 an archive", "no Whisper model for CTranslate2"),
        ("model.bin", b"\x06\0\0\0\x10\0TransformerSpec\0", "no Whisper model for CTranslate2"),
        ("model.bin", b"\x06\0\0\0\x0c\0WhisperSpec\0\3\0\0\0\xff\xff\xff\xff", "promises more than any model"),
        ("model.bin", b"\x06\0\0\0\x0c\0WhisperSpec\0\3\0\0\0\0\0\0\0\0\0\0\0", "lacks a layer"),
        ("config.json", b"{", r"config\.json is cut off or damaged"),
        ("config.json", b"[1]", "holds no object"),
        ("tokenizer.json", b"\xff\xfe", r"tokenizer\.json is cut off or damaged"),
        ("tokenizer.json", b"[" * 100_000, r"tokenizer\.json is cut off or damaged"),
        ("vocabulary.json", b"[]", "has 0 words, and the model has 20"),
        ("vocabulary.json", b"{}", "has 0 words, and the model has 20"),
        ("preprocessor_config.json", b"nothing", r"preprocessor_config\.json is cut off or damaged"),
    ],
)
def test_what_is_no_whole_model_is_refused(whisper: Whisper, name: str, content: bytes, words: str) -> None:
    folder = whisper()
    (folder / name).write_bytes(content)
    with pytest.raises(ModelError, match=words):
        read_model(folder)


def test_a_file_that_is_far_too_large_is_not_read(whisper: Whisper) -> None:
    folder = whisper()
    os.truncate(folder / "tokenizer.json", 10 * 2**30)
    with pytest.raises(ModelError, match="larger than such a file can be"):
        read_model(folder)


def test_a_model_that_hears_otherwise_needs_the_file_that_says_so(whisper: Whisper) -> None:
    folder = whisper(bands=128)
    with pytest.raises(ModelError, match=r"lacks preprocessor_config\.json: the model hears in 128 bands"):
        read_model(folder)
    (folder / "preprocessor_config.json").write_text('{"feature_size": 128}')
    assert read_model(folder).name == "tiny"


def test_weights_that_were_cut_off_anywhere_are_refused(whisper: Whisper) -> None:
    folder = whisper()
    whole = (folder / "model.bin").read_bytes()
    for length in range(0, len(whole), 97):
        (folder / "model.bin").write_bytes(whole[:length])
        with pytest.raises(ModelError):
            read_model(folder)


@given(at=st.integers(0, 400), byte=st.integers(0, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
def test_damaged_weights_are_refused_or_read_never_worse(tmp_path: Path, at: int, byte: int) -> None:
    folder = tmp_path / "tiny"
    if not folder.exists():
        tiny_whisper(folder)
        shutil.copyfile(folder / "model.bin", tmp_path / "whole")
    content = bytearray((tmp_path / "whole").read_bytes())
    content[at] = byte
    (folder / "model.bin").write_bytes(content)
    with suppress(ModelError):
        assert read_model(folder).name == "tiny"


# --- choosing -----------------------------------------------------------------------------------------------------


def test_the_largest_is_used_unless_another_is_named(tmp_path: Path) -> None:
    for name, layers in (("small", 1), ("large", 3), ("medium", 2)):
        tiny_whisper(tmp_path / name, layers=layers)
    assert [model.name for model in models.installed(tmp_path)] == ["large", "medium", "small"]
    for name, expected in (("", "large"), ("small", "small")):
        model = models.chosen(tmp_path, name)
        assert model is not None
        assert model.name == expected
    assert models.chosen(tmp_path, "other") is None


def test_without_the_folder_there_is_no_model(tmp_path: Path) -> None:
    assert models.installed(tmp_path / "nowhere") == []
    assert models.chosen(tmp_path / "nowhere") is None


def test_what_cannot_be_used_is_left_aside_and_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tiny_whisper(tmp_path / "broken") / "config.json").unlink()
    tiny_whisper(tmp_path / ".hidden")
    (tmp_path / "a file").touch()
    tiny_whisper(tmp_path / "whole")
    with caplog.at_level(logging.WARNING):
        assert [model.name for _ in range(3) for model in models.installed(tmp_path)] == ["whole"] * 3
    assert len(caplog.records) == 1
    assert "broken" in caplog.text


def test_a_model_that_was_mended_is_looked_at_again(tmp_path: Path) -> None:
    folder = tiny_whisper(tmp_path / "mine")
    whole = (folder / "model.bin").read_bytes()
    (folder / "model.bin").write_bytes(whole[:-1])
    assert models.chosen(tmp_path) is None
    (folder / "model.bin").write_bytes(whole)
    assert models.chosen(tmp_path)


# --- from a folder ------------------------------------------------------------------------------------------------


def test_a_folder_is_copied_with_what_belongs_to_a_model(whisper: Whisper, tmp_path: Path) -> None:
    source = whisper()
    (source / "README.md").write_text("not a part of it")
    (source / "preprocessor_config.json").write_text("{}")
    model = models.install_folder(source, tmp_path / "speech")
    assert model.folder == tmp_path / "speech" / "tiny"
    assert set(entries(model.folder)) == set(FILES) - {"vocabulary.txt"}
    assert entries(tmp_path / "speech") == ["tiny"]


@pytest.mark.parametrize(
    ("name", "expected"), [("faster-whisper-small", "small"), ("whisper-base", "base"), (".hidden", "hidden")]
)
def test_it_gets_its_short_name(whisper: Whisper, tmp_path: Path, name: str, expected: str) -> None:
    assert models.install_folder(whisper(name), tmp_path / "speech").name == expected


def test_a_folder_behind_links_is_copied_as_files(whisper: Whisper, tmp_path: Path) -> None:
    source, linked = whisper(), tmp_path / "linked"
    linked.mkdir()
    for path in source.iterdir():
        (linked / path.name).symlink_to(path)
    model = models.install_folder(linked, tmp_path / "speech")
    assert not any(path.is_symlink() for path in model.folder.iterdir())


def test_a_second_time_nothing_is_copied(whisper: Whisper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = whisper()
    first = models.install_folder(source, tmp_path / "speech")
    monkeypatch.setattr(shutil, "copyfile", lambda *_: pytest.fail("was copied"))
    assert models.install_folder(source, tmp_path / "speech") == first
    assert models.install_folder(first.folder, tmp_path / "speech") == first


def test_another_of_the_same_name_takes_its_place(whisper: Whisper, tmp_path: Path) -> None:
    models.install_folder(whisper(), tmp_path / "speech")
    (tmp_path / "speech" / "tiny" / "preprocessor_config.json").write_text("{}")
    larger = models.install_folder(tiny_whisper(tmp_path / "other" / "tiny", layers=2), tmp_path / "speech")
    assert models.installed(tmp_path / "speech") == [larger]
    assert entries(tmp_path / "speech") == ["tiny"]
    assert "preprocessor_config.json" not in entries(larger.folder)


def test_what_looks_whole_and_does_not_load_is_not_installed(whisper: Whisper, tmp_path: Path) -> None:
    source = whisper()
    weights = (source / "model.bin").read_bytes()
    (source / "model.bin").write_bytes(weights.replace(b"decoder/layer_norm/gamma", b"decoder/layer_norm/gammy"))
    with pytest.raises(ModelError, match="cannot be loaded"):
        models.install_folder(source, tmp_path / "speech")
    assert entries(tmp_path / "speech") == []


@pytest.mark.parametrize("failure", [MemoryError(), ValueError("not supported")])
def test_a_machine_that_cannot_load_it_says_so(
    whisper: Whisper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(ctranslate2.models, "Whisper", fail)
    with pytest.raises(ModelError, match="cannot be loaded"):
        models.install_folder(whisper(), tmp_path / "speech")


def test_an_archive_in_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "tiny", "w") as archive:
        archive.writestr("model.bin", b"")
    with pytest.raises(ModelError, match="is no Whisper model"):
        models.install_folder(tmp_path / "tiny", tmp_path / "speech")
    assert not models.is_model_folder(tmp_path / "tiny")


def test_a_full_disk_is_told(whisper: Whisper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(ModelError, match=r"has 0\.0 GB free, and 0\.3 GB are needed"):
        models.install_folder(whisper(), tmp_path / "speech")
    assert entries(tmp_path / "speech") == []


def test_a_disk_that_fills_up_meanwhile_leaves_what_was_there(
    whisper: Whisper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = models.install_folder(whisper(), tmp_path / "speech")
    other = tiny_whisper(tmp_path / "other" / "tiny", layers=2)

    def half(_source: Path, target: Path) -> None:
        target.write_bytes(b"{")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", half)
    with pytest.raises(ModelError, match="cannot be written: No space left on device"):
        models.install_folder(other, tmp_path / "speech")
    assert models.installed(tmp_path / "speech") == [before]
    assert entries(tmp_path / "speech") == ["tiny"]


def test_a_folder_that_cannot_be_made_is_told(whisper: Whisper) -> None:
    source = whisper()
    with pytest.raises(ModelError, match="cannot be written"):
        models.install_folder(source, source / "config.json" / "speech")


def test_what_a_killed_installation_left_is_cleared_away(whisper: Whisper, tmp_path: Path) -> None:
    left = tmp_path / "speech" / ".tiny.half"
    left.mkdir(parents=True)
    (left / "model.bin").write_bytes(b"half of it")
    models.install_folder(whisper(), tmp_path / "speech")
    assert entries(tmp_path / "speech") == ["tiny"]
