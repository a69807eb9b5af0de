"""GGUF models: what is in a file, whether it is whole, and which lie in a folder.

The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (little-endian: magic, version, counts, key-value
pairs, descriptions of tensors, then their data from the next multiple of the alignment on).
"""

from __future__ import annotations

import logging
import math
import os
import shutil
import struct
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from translation.packfile import PackError

SUFFIX = ".gguf"
MAGIC = b"GGUF"
CHAT_TEMPLATE = "tokenizer.chat_template"
MAX_ENTRIES, MAX_TEXT_BYTES, MAX_DIMENSIONS, MAX_ALIGNMENT = 1_000_000, 16 * 2**20, 4, 2**16
"""More than any model has: a header that promises more is nonsense or malice."""
KEPT_FREE_BYTES = 256 * 2**20
"""Of a disk, when a model is put on it."""
WORKING_BYTES = 384 * 2**20
"""What a model needs in memory beside its weights, for the texts under way."""
MEMORY_LIMIT = Path("/sys/fs/cgroup/memory.max")
"""Where Linux tells how much of the machine's memory this process may have."""

log = logging.getLogger(__name__)

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_TEXT, _ARRAY = 8, 9
_BLOCKS = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36), 10: (256, 84),
    11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292), 16: (256, 66), 17: (256, 74),
    18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82), 23: (256, 136), 24: (1, 1), 25: (1, 2),
    26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2), 34: (256, 54), 35: (256, 66), 39: (32, 17),
}  # fmt: skip
"""Numbers in a block of each type of tensor, and its bytes."""


@dataclass(frozen=True, slots=True)
class GgufModel:
    """A model file that was looked through."""

    path: Path
    architecture: str
    size_bytes: int
    has_chat_template: bool
    parts: int = 1
    """Into how many files the model was split; this is one of them."""

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def memory_bytes(self) -> int:
        """About what it takes when it runs."""
        return self.size_bytes + WORKING_BYTES


def is_gguf(path: Path) -> bool:
    """Whether the file calls itself one, by its name or by its first bytes."""
    try:
        with path.open("rb") as file:
            return path.suffix.lower() == SUFFIX or file.read(len(MAGIC)) == MAGIC
    except OSError:
        return path.suffix.lower() == SUFFIX


def read_model(path: Path) -> GgufModel:
    """What the file is. Raises `PackError` where it is no GGUF file, or not all of it is there. Reads no weights."""
    size = path.stat().st_size if path.is_file() else 0
    try:
        with path.open("rb") as file:
            keys, end = _Header(file).read()
    except OSError as error:
        raise PackError(f"{path} cannot be read: {error.strerror}") from error
    except (struct.error, UnicodeDecodeError, OverflowError, MemoryError) as error:
        raise PackError(f"{path.name} is cut off or damaged: its header makes no sense") from error
    if end > size:
        raise PackError(f"{path.name} is cut off: {size:,} of at least {end:,} bytes are there")
    template, parts = keys.get(CHAT_TEMPLATE), keys.get("split.count")
    return GgufModel(
        path,
        str(keys.get("general.architecture", "")),
        size,
        isinstance(template, str) and bool(template.strip()),
        parts if isinstance(parts, int) else 1,
    )


def installed(folder: Path) -> list[GgufModel]:
    """The models in a folder that can be talked to, the largest first."""
    models = [model for path in sorted(folder.glob(f"*{SUFFIX}")) if (model := _readable(path))]
    return sorted(models, key=lambda model: model.size_bytes, reverse=True)


def chosen(folder: Path, name: str = "") -> Path | None:
    """The file that is used: the one of that name, or the largest; None where there is none that can be used."""
    models = (model for model in installed(folder) if name in ("", model.name, model.path.name))
    return next((model.path for model in models), None)


def install_file(path: Path, folder: Path) -> GgufModel:
    """Copy a chat model into `folder`. Raises `PackError`, and then nothing is installed."""
    model = read_model(path)
    _check_use(model)
    target = folder / f"{path.stem}{SUFFIX}"
    if target.exists() and target.samefile(path):
        return model
    make_folder(folder)
    check_space(folder, model.size_bytes)
    return take_in(path, target, shutil.copyfile)


def _check_use(model: GgufModel) -> None:
    if model.parts > 1:
        raise PackError(f"{model.path.name} is one of {model.parts} parts of a model: join them into one file first")
    if not model.has_chat_template:
        raise PackError(f"{model.path.name} has no chat template: it is no model that can be talked to")
    check_memory(model.path.name, model.memory_bytes)


def check_memory(name: str, wanted_bytes: int) -> None:
    """Raises `PackError` where the machine could not hold what is to be run."""
    memory = memory_of_machine()
    if wanted_bytes > memory:
        raise PackError(f"{name} needs {_gigabytes(wanted_bytes)} of memory, and this machine has {_gigabytes(memory)}")


def memory_of_machine() -> int:
    """In bytes: what the machine has, or what this process may have of it."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(physical, int(MEMORY_LIMIT.read_text(encoding="ascii")))
    except (OSError, ValueError):
        # No such file, or the word `max`.
        return physical


def make_folder(folder: Path) -> None:
    """Raises `PackError` where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PackError(f"{folder} cannot be made: {error.strerror}") from error


def take_in(source: Path, target: Path, move: Callable[[Path, Path], Any]) -> GgufModel:
    """Bring a file to its place, under its name only when it is whole. Raises `PackError`."""
    half_there = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        move(source, half_there)
        half_there.replace(target)
    except OSError as error:
        raise PackError(f"{target} cannot be written: {error.strerror}") from error
    finally:
        half_there.unlink(missing_ok=True)
    return read_model(target)


def check_space(folder: Path, wanted_bytes: int) -> None:
    """Raises `PackError` where the disk has no room."""
    free = shutil.disk_usage(folder).free
    if free < wanted_bytes + KEPT_FREE_BYTES:
        raise PackError(
            f"{folder} has {_gigabytes(free)} free, and {_gigabytes(wanted_bytes + KEPT_FREE_BYTES)} are needed"
        )


def _readable(path: Path) -> GgufModel | None:
    try:
        seen = path.stat()
    except OSError:
        return None
    return _looked_through(path, seen.st_size, seen.st_mtime_ns)


@lru_cache(maxsize=64)
def _looked_through(path: Path, _size: int, _changed_ns: int) -> GgufModel | None:
    # Asked for with every translation: a file is read, and complained about, once as long as it stays the same.
    try:
        model = read_model(path)
    except PackError as error:
        log.warning("a model is left aside: %s", error)
        return None
    return model if model.has_chat_template else None


def _gigabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1024**3:.1f} GB"


class _Header:
    """Reads the head of a file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self) -> tuple[dict[str, Any], int]:
        """The keys, and where the file must end at the earliest. Raises `PackError` or `struct.error`."""
        if self._file.read(len(MAGIC)) != MAGIC:
            raise PackError(f"{Path(self._file.name).name} is no GGUF file")
        version, tensors, pairs = self._numbers("<IQQ")
        if version not in (2, 3):
            raise PackError(f"{Path(self._file.name).name} has version {version} of the format; 2 and 3 can be read")
        keys = {self._text(): self._value(self._numbers("<I")[0]) for _ in range(self._sane(pairs))}
        ends = [self._tensor_end() for _ in range(self._sane(tensors))]
        alignment = self._alignment(keys.get("general.alignment", 32))
        start = math.ceil(self._file.tell() / alignment) * alignment
        return keys, start + max(ends, default=0)

    def _alignment(self, value: Any) -> int:
        return value if isinstance(value, int) and 0 < value <= MAX_ALIGNMENT else int(self._nonsense())

    def _tensor_end(self) -> int:
        self._text()
        dimensions = self._numbers("<I")[0]
        numbers = math.prod(self._numbers(f"<{self._sane(dimensions, MAX_DIMENSIONS)}Q"))
        kind, offset = self._numbers("<IQ")
        block, block_bytes = _BLOCKS.get(kind, (1, 0))
        end: int = offset + numbers // block * block_bytes
        return end

    def _value(self, kind: int) -> Any:
        if kind == _TEXT:
            return self._text()
        if kind == _ARRAY:
            return self._skip_array()
        return self._numbers(f"<{_SCALARS[kind]}")[0] if kind in _SCALARS else self._nonsense()

    def _skip_array(self) -> None:
        kind, count = self._numbers("<IQ")
        if kind == _TEXT:
            for _ in range(self._sane(count)):
                self._exactly(self._length())
        elif kind in _SCALARS:
            self._file.seek(self._sane(count) * struct.calcsize(_SCALARS[kind]), os.SEEK_CUR)
        else:
            self._nonsense()

    def _text(self) -> str:
        return self._exactly(self._length()).decode()

    def _length(self) -> int:
        length: int = self._numbers("<Q")[0]
        return length if length <= MAX_TEXT_BYTES else int(self._nonsense())

    def _sane(self, count: int, limit: int = MAX_ENTRIES) -> int:
        return count if count <= limit else int(self._nonsense())

    def _numbers(self, form: str) -> tuple[Any, ...]:
        return struct.unpack(form, self._exactly(struct.calcsize(form)))

    def _exactly(self, count: int) -> bytes:
        # Fewer bytes than the header promises: unpacking them raises.
        data = self._file.read(count)
        return data if len(data) == count else self._nonsense()

    def _nonsense(self) -> Any:
        raise struct.error("not what the format allows")
