"""The folder in which speech models lie: room on its disk, one at a time, and a model there whole or not at all."""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from speech.modelfile import ModelError, SpeechModel, read_model, try_out

KEPT_FREE_BYTES = 256 * 2**20
"""Of a disk, when a model is put on it."""

log = logging.getLogger(__name__)


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Nobody else changes the folder meanwhile. Raises `ModelError` where somebody does, or it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            _lock(descriptor, folder)
            yield
        finally:
            os.close(descriptor)
    except OSError as error:
        raise ModelError(f"{folder} cannot be written: {error.strerror or error}") from error


def _lock(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ModelError(f"a model is being brought into {folder} at this moment") from None
    except OSError:
        # Some network file systems lock no folders.
        log.info("%s cannot be locked", folder)


def check_space(folder: Path, wanted_bytes: int) -> None:
    """Raises `ModelError` where the disk has no room."""
    free, wanted = shutil.disk_usage(folder).free, wanted_bytes + KEPT_FREE_BYTES
    if free < wanted:
        raise ModelError(f"{folder} has {_gigabytes(free)} free, and {_gigabytes(wanted)} are needed")


def take_in(folder: Path, name: str, fill: Callable[[Path], None]) -> SpeechModel:
    """Have a new folder filled, look through it, load it, and give it its name. Raises `ModelError` or `OSError`.

    What lay there under that name goes only when the new one stands.
    """
    half_there, old = folder / f".{name}.half", folder / f".{name}.old"
    try:
        _clear(half_there, old)
        half_there.mkdir()
        fill(half_there)
        try_out(read_model(half_there))
        _replace(folder / name, half_there, old)
    finally:
        _clear(half_there, old)
    return read_model(folder / name)


def _replace(target: Path, new: Path, old: Path) -> None:
    if target.exists():
        target.rename(old)
    new.rename(target)


def _clear(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _gigabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1024**3:.1f} GB"
