"""Translation memories as files: TMX 1.4 (https://www.gala-global.org/tmx-14b), read and written as a stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO
from xml.parsers import expat
from xml.sax.saxutils import escape

from translation.memory import Line
from translation.translator import LanguagePair

MAX_BYTES = 100 * 2**20
MAX_SEGMENT_CHARS = 5000
CHUNK_BYTES = 64 * 1024
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
<header creationtool="Parley" creationtoolversion="1" segtype="block" o-tmf="Parley" adminlang="en" srclang="*all*"
 datatype="plaintext"/>
<body>
"""
_TAIL = "</body>\n</tmx>\n"


class TmxError(Exception):
    """A file that is no translation memory, or not one that may be read."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A line in some languages."""

    texts: dict[str, str]
    """By the language's code, without its region."""

    def lines(self) -> Iterator[tuple[LanguagePair, Line]]:
        """The unit in each direction between its languages."""
        for source, text in self.texts.items():
            for target, translation in self.texts.items():
                if source != target:
                    yield LanguagePair(source, target), Line(text, translation)


def write(file: TextIO, units: Iterable[Unit]) -> int:
    """Write a whole file; gives the number of units."""
    count = 0
    file.write(_HEAD)
    for unit in units:
        count += 1
        variants = "".join(_variant(code, text) for code, text in unit.texts.items())
        file.write(f"<tu>{variants}</tu>\n")
    file.write(_TAIL)
    return count


def read(path: Path) -> Iterator[Unit]:
    """The units of a file that have a text in two languages or more; those with a text that is too long are left out.

    Raises `TmxError`. A document type, and with it every entity of the file's own, is refused.
    """
    if path.stat().st_size > MAX_BYTES:
        raise TmxError(f"{path.name} is larger than {MAX_BYTES // 2**20} MB")
    reader = _Reader()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                reader.feed(chunk)
                yield from reader.take()
        reader.close()
        yield from reader.take()
    except expat.ExpatError as error:
        raise TmxError(f"{path.name} is no TMX file: {error}") from error
    if not reader.is_tmx:
        raise TmxError(f"{path.name} is no TMX file: it has no <tmx>")


def _variant(code: str, text: str) -> str:
    return f'<tuv xml:lang="{escape(code)}"><seg>{escape(_allowed(text))}</seg></tuv>'


def _allowed(text: str) -> str:
    """Without the control characters that no XML file may hold."""
    return "".join(char for char in text if char >= " " or char in "\t\n\r")


@dataclass(slots=True)
class _Reader:
    """Collects units while the parser goes through a file."""

    is_tmx: bool = False
    _units: list[Unit] = field(default_factory=list)
    _texts: dict[str, str] = field(default_factory=dict)
    _language: str = ""
    _segment: list[str] | None = None
    _parser: expat.XMLParserType = field(default_factory=expat.ParserCreate)

    def __post_init__(self) -> None:
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk, False)

    def close(self) -> None:
        self._parser.Parse(b"", True)

    def take(self) -> list[Unit]:
        taken, self._units = self._units, []
        return taken

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.is_tmx |= name == "tmx"
        if name == "tu":
            self._texts = {}
        elif name == "tuv":
            code = attributes.get("xml:lang") or attributes.get("lang") or ""
            self._language = code.replace("_", "-").split("-")[0].lower()
        elif name == "seg":
            self._segment = []

    def _characters(self, text: str) -> None:
        if self._segment is not None:
            self._segment.append(text)

    def _end(self, name: str) -> None:
        if name == "seg" and self._segment is not None:
            text = "".join(self._segment).strip()
            if text and self._language and len(text) <= MAX_SEGMENT_CHARS:
                self._texts.setdefault(self._language, text)
            self._segment = None
        elif name == "tu" and len(self._texts) > 1:
            self._units.append(Unit(self._texts))

    def _refuse(self, *_: object) -> None:
        # TMX needs none; what comes with one is a trap: entities that grow without end, or other files.
        raise TmxError("a file with a document type of its own is not read")
