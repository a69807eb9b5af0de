"""The text that the packs learn from, read from the files beside this one."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import opencc

FOLDER = Path(__file__).parent / "corpus"
LANGUAGES = ("en", "zh", "es")
"""The columns of a file of triples."""
TEST_SETS = ("trade", "plain", "short", "tatoeba")
SLOT = re.compile(r"\{([a-z]+)\}")

Pair = tuple[str, str]
"""English, and the same in another language."""

_SLOPPY_FILE = "trade_6_spoken_and_chat.tsv"
_SLOPPY_BLOCK, _SLOPPY_FROM = 60, 30


@dataclass(frozen=True, slots=True)
class Triple:
    """The same line in three languages, in the order of `LANGUAGES`."""

    columns: tuple[str, str, str]
    sloppy: int | None = None
    """The column that is written carelessly on purpose: good to read from, never to learn to write."""

    @property
    def has_slots(self) -> bool:
        return bool(SLOT.search(self.columns[0]))

    @property
    def is_sound(self) -> bool:
        """Whether every column has the same slots."""
        return len({tuple(sorted(SLOT.findall(column))) for column in self.columns}) == 1


def triples(*patterns: str) -> list[Triple]:
    """The lines of the files that match, in their order; those with unequal slots left out."""
    paths = sorted({path for pattern in patterns for path in FOLDER.glob(pattern)})
    return [triple for path in paths for triple in _read(path) if triple.is_sound]


def plain() -> list[Triple]:
    """Ordinary messages with direct translations: what a small network learns best."""
    return triples("trade_1[6-9]_*.tsv", "trade_2?_*.tsv")


def idiomatic() -> list[Triple]:
    """Messages as people turn them, translated as a translator would."""
    return triples("trade_?_*.tsv", "trade_1[0-5]_*.tsv")


def lexicon() -> list[Triple]:
    """Words and terms by themselves."""
    return triples("lex_*.tsv")


@cache
def held_out(name: str) -> frozenset[tuple[str, ...]]:
    """The lines of one of the `TEST_SETS`, which no training may see."""
    path = FOLDER / "held_out" / f"{name}.tsv"
    return frozenset(tuple(line.split("\t")) for line in path.read_text(encoding="utf-8").splitlines())


def training(lines: Iterable[Triple]) -> list[Triple]:
    """`lines` without those that a test set holds, whatever the language in which they are the same."""
    kept_apart = {column for name in TEST_SETS for line in held_out(name) for column in line}
    return [triple for triple in lines if kept_apart.isdisjoint(triple.columns)]


def tatoeba() -> list[Pair]:
    """English and Chinese sentence pairs, the Chinese in simplified characters with full-width punctuation."""
    path = FOLDER / "tatoeba_en_zh.txt.gz"
    rows = (line.split("\t") for line in _lines(path))
    pairs = {(row[0].strip(), _full_width(_simplified(row[1].strip()))) for row in rows if len(row) > 1}
    kept_apart = {text for pair in held_out("tatoeba") for text in pair}
    return sorted(pair for pair in pairs if kept_apart.isdisjoint(pair))


def interface(language: str, folder: Path) -> list[Pair]:
    """Strings of free software as `translation.training.interface` left them in `folder`; none where it did not."""
    path = folder / f"interface_en_{language}.tsv.gz"
    if not path.exists():
        return []
    rows = (line.split("\t") for line in _lines(path))
    return sorted({(row[0].strip(), row[1].strip()) for row in rows if len(row) == 2 and all(row)})


def _lines(path: Path) -> list[str]:
    return gzip.decompress(path.read_bytes()).decode().splitlines()


def _read(path: Path) -> Iterator[Triple]:
    for index, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) == len(LANGUAGES) and all(cells):
            yield Triple((cells[0], cells[1], cells[2]), _sloppy_column(index) if path.name == _SLOPPY_FILE else None)


def _sloppy_column(index: int) -> int | None:
    place = index % _SLOPPY_BLOCK - _SLOPPY_FROM
    return place % len(LANGUAGES) if place >= 0 else None


_FULL_WIDTH = str.maketrans({",": "，", "?": "？", "!": "！", ":": "：", ";": "；"})


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplified(text: str) -> str:
    return str(_converter().convert(text))


def _full_width(text: str) -> str:
    return text if re.search(r"\d[,:]\d", text) else text.translate(_FULL_WIDTH)
