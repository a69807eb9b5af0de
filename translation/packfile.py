"""An Argos package on disk: read from its folder, taken out of its zip file safely.

An `.argosmodel` file is a zip of one folder: `metadata.json`, `model/` (CTranslate2) and `sentencepiece.model` or
`bpe.model`. Sentence splitters that it may carry beside these are left in the zip: we split by our own rules.
"""

from __future__ import annotations

import json
import re
import shutil
import stat
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any

import packaging.version

from translation.argos_library import package_module
from translation.translator import LanguagePair, TranslationError

MAX_ENTRIES = 10_000
MAX_UNPACKED_BYTES = 4 * 1024**3
MAX_RATIO = 100  # weights hardly compress; a bomb does
MIN_SUSPECT_BYTES = 1024**2  # below this a high ratio is only a small text
STARTER_SUFFIX = "-starter"

_WANTED = re.compile(r"(metadata\.json|sentencepiece\.model|bpe\.model|README\.md|LICENSE[^/]*|model/[^/]+)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_VERSION = re.compile(r"[0-9A-Za-z.+_-]{1,32}")
# The codes of the Argos index that are not BCP 47.
_TAGS = {"zt": "zh-Hant", "pb": "pt-BR"}


class PackError(TranslationError):
    """A language pack cannot be fetched, read or used. The message says what to do about it, or what is wrong."""


class PackKind(StrEnum):
    """Where a pack comes from, in words of how much it can do."""

    FULL = "full"
    """An Argos package."""
    STARTER = "starter"
    """One of the small packs that ship with the project."""


@dataclass(frozen=True, slots=True)
class Pack:
    """One installed package: one direction of one pair."""

    pair: LanguagePair
    version: str
    size_bytes: int
    folder: Path
    kind: PackKind

    @property
    def label(self) -> str:
        """The engine's label, such as `argos:en_zh-0.1-starter`."""
        suffix = STARTER_SUFFIX if self.kind is PackKind.STARTER else ""
        return f"argos:{self.pair.source}_{self.pair.target}-{self.version}{suffix}"

    @property
    def rank(self) -> tuple[bool, packaging.version.Version]:
        """Sorts packs of the same pair: the highest is the one to use."""
        return self.kind is PackKind.FULL, parse_version(self.version)


def parse_version(version: str) -> packaging.version.Version:
    """The version for comparison; an irregular one counts as the oldest."""
    try:
        return packaging.version.Version(version)
    except packaging.version.InvalidVersion:
        return packaging.version.Version("0")


def language_tag(code: str) -> str:
    """The BCP 47 tag of an Argos language code. Raises `PackError` where it is no code at all."""
    tag = _TAGS.get(code, code)
    if not _LANGUAGE.fullmatch(tag):
        raise PackError(f"the package names no proper language: {code[:40]!r}")
    return tag


def read_pack(folder: Path) -> Pack:
    """The pack in `folder`. Raises `PackError` where there is none, or one that only Argos' own tools can read."""
    package = _read_package(folder)
    if package.type != "translate" or not package.from_code or not package.to_code:
        raise PackError(f"{folder.name} is no translation package")
    if not hasattr(package, "tokenizer") or not (folder / "model" / "model.bin").is_file():
        raise PackError(f"{folder.name} is incomplete: it has no model or no tokenizer")
    if not _VERSION.fullmatch(package.package_version):
        raise PackError(f"{folder.name} has no proper version")
    pair = LanguagePair(language_tag(package.from_code), language_tag(package.to_code))
    kind = PackKind.STARTER if folder.name.endswith(STARTER_SUFFIX) else PackKind.FULL
    return Pack(pair, package.package_version, _size_bytes(folder), folder, kind)


def _read_package(folder: Path) -> Any:
    try:
        return package_module().Package(folder)
    except FileNotFoundError:
        raise PackError(f"{folder.name} has no metadata.json: it is no Argos package") from None
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise PackError(f"the metadata of {folder.name} cannot be read: {error}") from error


def _size_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def folder_name(pack: Pack) -> str:
    """The name under which Argos itself would install the pack."""
    suffix = STARTER_SUFFIX if pack.kind is PackKind.STARTER else ""
    return f"translate-{pack.pair.source}_{pack.pair.target}-{pack.version.replace('.', '_')}{suffix}"


def unpack(archive: Path, into: Path) -> None:
    """Take the package out of its zip file: its folder becomes `into`, which must not exist yet.

    Raises `PackError` for what is no package, is damaged, or is made to do harm.
    """
    try:
        with zipfile.ZipFile(archive) as zipped:
            _extract(zipped, _checked(zipped), into)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise PackError(f"{archive.name} is damaged or no .argosmodel file: {error}") from error


def _checked(zipped: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    entries = zipped.infolist()
    _refuse_bombs(entries)
    for entry in entries:
        _refuse_escapes(entry)
    if len({PurePosixPath(entry.filename).parts[0] for entry in entries}) != 1:
        raise PackError("the file is no Argos package: it must hold exactly one folder")
    return entries


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES:
        raise PackError("the file is refused: it would unpack to more than a language pack can be")
    if unpacked > MIN_SUSPECT_BYTES and unpacked > MAX_RATIO * packed:
        raise PackError("the file is refused: it is compressed like no language pack")


def _refuse_escapes(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename or not path.parts:
        raise PackError("the file is refused: it would write outside of its folder")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise PackError("the file is refused: it contains links")


def _extract(zipped: zipfile.ZipFile, entries: Iterable[zipfile.ZipInfo], into: Path) -> None:
    for entry in entries:
        relative = PurePosixPath(*PurePosixPath(entry.filename).parts[1:])
        if entry.is_dir() or not _WANTED.fullmatch(str(relative)):
            continue
        target = into / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        # Reading to the end also compares the entry's checksum.
        with zipped.open(entry) as source, target.open("wb") as sink:
            shutil.copyfileobj(source, sink)
    if not (into / "metadata.json").is_file():
        raise PackError("the file is no Argos package: it has no metadata.json")


def write_metadata(folder: Path, pair: LanguagePair, version: str, names: dict[str, str]) -> None:
    """Write the `metadata.json` of a package, as Argos reads it."""
    metadata = {
        "package_version": version,
        "argos_version": "1.9",
        "from_code": pair.source,
        "from_name": names[pair.source],
        "to_code": pair.target,
        "to_name": names[pair.target],
        "type": "translate",
    }
    (folder / "metadata.json").write_text(json.dumps(metadata, indent=1), encoding="utf-8")
