"""`python -m translation.training.seeds`: the lines that Parley brings with it, from the corpus.

They are its translation memory, and the examples that a language model is shown. None is a line of a test set.
"""

from __future__ import annotations

import gzip
import random
import sys
from collections.abc import Iterator

from translation import fidelity, memory, similar
from translation.training import corpus, slots
from translation.training.corpus import LANGUAGES
from translation.translator import LanguagePair

SLOTS = {"qty", "price", "pct", "n", "sku", "size", "weight"}
"""What a memory can replace by another value; a line with a name or a day in a slot would come with a wrong one."""
MAX_CHARS = 160


def remembered() -> Iterator[tuple[str, ...]]:
    """The texts of each ordinary line, and their keys where it has figures."""
    rng, seen = random.Random(12), set()  # the same file each time
    for triple in corpus.training(corpus.plain() + corpus.triples("trade_12_*.tsv")):
        if triple.sloppy is not None or not set(corpus.SLOT.findall(triple.columns[0])) <= SLOTS:
            continue
        row = slots.filled(triple, rng)
        if row[0].lower() in seen or max(map(len, row)) > MAX_CHARS or not _is_exact(row):
            continue
        seen.add(row[0].lower())
        yield row + _keys(row)


def idiomatic() -> Iterator[tuple[str, ...]]:
    """Lines as people turn them: good examples, but too much their author's own to come a second time."""
    for triple in corpus.training(corpus.idiomatic()):
        if triple.sloppy is None and not triple.has_slots and not any(map(similar.FIGURE.search, triple.columns)):
            yield triple.columns


def _is_exact(row: tuple[str, ...]) -> bool:
    english = LANGUAGES[0]
    pairs = (LanguagePair(english, language) for language in LANGUAGES[1:])
    return not any(fidelity.compare(row[0], text, pair) for text, pair in zip(row[1:], pairs, strict=True))


def _keys(row: tuple[str, ...]) -> tuple[str, ...]:
    columns = list(zip(row, LANGUAGES, strict=True))
    has_figures = any(memory.has_placeables(text, language) for text, language in columns)
    return tuple(memory.key_of(text, language) for text, language in columns) if has_figures else ()


def main() -> None:
    for path, rows in ((memory.SEEDS, remembered()), (similar.IDIOMATIC, idiomatic())):
        lines = ["\t".join(row) for row in (LANGUAGES, *rows)]
        path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0))
        sys.stdout.write(f"{path.name}: {len(lines) - 1:,} lines\n")


if __name__ == "__main__":
    main()
