"""Whisper models as CTranslate2 keeps them: what is in a folder, and whether it is whole.

The weights, `model.bin` (little-endian): version of the format, name and revision of the kind of model, then the
variables, each with name, shape, type, length and data, at last other names for some of them.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

WEIGHTS = "model.bin"
NEEDED = (WEIGHTS, "config.json", "tokenizer.json")
VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
"""One of them is needed."""
PREPROCESSOR = "preprocessor_config.json"
FILES = (*NEEDED, *VOCABULARIES, PREPROCESSOR)
"""Everything that a model may consist of; nothing else in its folder is looked at."""

KIND = "WhisperSpec"
VERSIONS = range(4, 7)
"""Of the format, in which the lengths are written as read here."""
EMBEDDINGS, FIRST_LAYER = "decoder/embeddings/weight", "encoder/conv1/weight"
MULTILINGUAL_WORDS = 51_865
"""The vocabulary of models that know more than English; theirs has one word less."""
USUAL_BANDS = 80
"""Of the spectrum; models with more say so in their preprocessor_config.json."""
MAX_VARIABLES, MAX_JSON_BYTES = 100_000, 64 * 2**20
"""More than any model has: a file that promises more is nonsense or malice."""

Progress = Callable[[int, int], None]
"""Called with the bytes that are there and the bytes there will be; the second is 0 while that is unknown."""


class ModelError(Exception):
    """A speech model cannot be used, or not be had. The text is a sentence for whoever runs the service."""


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """A model that was looked through."""

    name: str
    folder: Path
    size_bytes: int
    multilingual: bool = True
    """False where it knows English only."""


def is_model_folder(path: Path) -> bool:
    """Whether the folder means to be a model."""
    return (path / WEIGHTS).is_file()


def read_model(folder: Path) -> SpeechModel:
    """What the folder holds. Raises `ModelError` where it is no Whisper model, or not all of it is there.

    The weights are not read, only what the file says of them; and all of it once, as long as the files stay the same.
    """
    try:
        seen = {path.name: path.stat() for name in FILES if (path := folder / name).is_file()}
    except OSError as error:
        raise ModelError(f"{folder} cannot be read: {error.strerror}") from error
    return _looked_through(folder, tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in seen.items()))


@lru_cache(maxsize=64)
def _looked_through(folder: Path, seen: tuple[tuple[str, int, int], ...]) -> SpeechModel:
    sizes = {name: size for name, size, _changed_ns in seen}
    missing = [name for name in NEEDED if name not in sizes]
    vocabulary = next((name for name in VOCABULARIES if name in sizes), "")
    if missing or not vocabulary:
        raise ModelError(f"{folder} is no Whisper model: {', '.join(missing) or VOCABULARIES[0]} is missing")
    try:
        words = _examined(folder, vocabulary, preprocessed=PREPROCESSOR in sizes)
    except OSError as error:
        raise ModelError(f"{folder} cannot be read: {error.strerror}") from error
    return SpeechModel(folder.name, folder, sum(sizes.values()), multilingual=words >= MULTILINGUAL_WORDS)


def _examined(folder: Path, vocabulary: str, *, preprocessed: bool) -> int:
    """How many words the model knows."""
    shapes = _shapes(folder / WEIGHTS)
    for name in (*NEEDED[1:], *([PREPROCESSOR] if preprocessed else [])):
        if not isinstance(_parsed(folder / name), dict):
            raise ModelError(f"{folder / name} is damaged: it holds no object")
    words, bands = shapes[EMBEDDINGS][0], shapes[FIRST_LAYER][1]
    if (listed := _words_in(folder / vocabulary)) != words:
        raise ModelError(f"{folder / vocabulary} has {listed:,} words, and the model has {words:,}")
    if bands != USUAL_BANDS and not preprocessed:
        raise ModelError(f"{folder} lacks {PREPROCESSOR}: the model hears in {bands} bands")
    return words


def _words_in(path: Path) -> int:
    if path.suffix == ".json":
        words = _parsed(path)
        return len(words) if isinstance(words, list) else 0
    content = path.read_bytes()
    return content.count(b"\n") + bool(content and not content.endswith(b"\n"))


def _parsed(path: Path) -> Any:
    if path.stat().st_size > MAX_JSON_BYTES:
        raise ModelError(f"{path} is larger than such a file can be")
    try:
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{path} is cut off or damaged: {error}") from error


def _shapes(path: Path) -> dict[str, tuple[int, ...]]:
    try:
        with path.open("rb") as file:
            shapes = _Weights(file).shapes()
    except (struct.error, UnicodeDecodeError) as error:
        raise ModelError(f"{path} is cut off or damaged: {error}") from error
    if len(shapes.get(EMBEDDINGS, ())) != 2 or len(shapes.get(FIRST_LAYER, ())) != 3:
        raise ModelError(f"{path} is damaged: it lacks a layer that every Whisper model has")
    return shapes


class _Weights:
    """Reads what a file says of its variables, and skips their data."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = os.fstat(file.fileno()).st_size

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of each variable. Raises `ModelError`, or `struct.error` where the file ends early."""
        self._check_kind()
        _revision, count = self._numbers("<II")
        shapes = dict(self._variable() for _ in range(_sane(count)))
        (aliases,) = self._numbers("<I")
        for _ in range(_sane(aliases)):
            alias, name = self._text(), self._text()
            shapes[alias] = shapes.get(name, ())
        return shapes

    def _check_kind(self) -> None:
        version, length = self._numbers("<IH")
        if version not in VERSIONS or length != len(KIND) + 1 or self._exactly(length)[:-1] != KIND.encode():
            raise ModelError(f"{self._file.name} is no Whisper model for CTranslate2, or one of another version")

    def _variable(self) -> tuple[str, tuple[int, ...]]:
        name = self._text()
        (rank,) = self._numbers("<B")
        shape = self._numbers(f"<{rank}I")
        _kind, length = self._numbers("<BI")
        if self._file.seek(length, os.SEEK_CUR) > self._size:
            raise struct.error("the weights end early")
        return name, shape

    def _text(self) -> str:
        (length,) = self._numbers("<H")
        return self._exactly(length)[:-1].decode()

    def _numbers(self, form: str) -> tuple[int, ...]:
        return struct.unpack(form, self._exactly(struct.calcsize(form)))

    def _exactly(self, count: int) -> bytes:
        data = self._file.read(count)
        if len(data) != count:
            raise struct.error("the file ends early")
        return data


def _sane(count: int) -> int:
    if count > MAX_VARIABLES:
        raise struct.error("it promises more than any model has")
    return count


def try_out(model: SpeechModel) -> None:
    """Load it, as a recognizer would. Raises `ModelError` where that fails."""
    # Imported here: it is not needed for looking at models.
    import ctranslate2

    try:
        ctranslate2.models.Whisper(str(model.folder), device="cpu", compute_type="auto")
    except (RuntimeError, ValueError, LookupError, MemoryError) as error:
        raise ModelError(f"{model.folder} cannot be loaded: {error}") from error
