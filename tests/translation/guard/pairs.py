"""500 correct pairs in three languages, from hand-written trade talk: half to look at, half kept aside.

`tests/data/guard_pairs.tsv` holds them with their slots: which part, what they are about, English, Chinese, Spanish.
They were drawn by lot, each part with a seed of its own, from lines translated directly, as engines translate. Only
the `seen` half may be looked at when a check of the guard is written; the `held_out` half tells whether the check is
any good. Of the third part, `free`, the translations are a good writer's: "You can't miss it" is "you will surely
see it" there. No engine writes so, and the guard cries more often over them; how often is measured as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from random import Random

from tests.translation.guard.values import Trio, fill
from translation.translator import LanguagePair

FILE = Path(__file__).parents[2] / "data" / "guard_pairs.tsv"
LANGUAGES = ("en", "zh", "es")
DIRECTIONS = [LanguagePair(*pair) for pair in permutations(LANGUAGES, 2)]
PARTS = ("seen", "held_out", "free")
SENTENCES_OF_A_MESSAGE = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """A correct text in three languages."""

    topic: str
    """`figures`, `codes`, `currencies`, `dates`, `negations` or `questions`."""
    texts: Trio

    def sides(self, direction: LanguagePair) -> tuple[str, str]:
        """The original and its correct translation."""
        return self.texts[LANGUAGES.index(direction.source)], self.texts[LANGUAGES.index(direction.target)]


def pairs(part: str, seed: int = 4) -> list[Pair]:
    """The pairs of one part, their slots filled."""
    rng = Random(f"{part} {seed}")
    rows = [line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines()]
    return [Pair(topic, fill((en, zh, es), rng)) for name, topic, en, zh, es in rows if name == part]


def messages(part: str, seed: int = 4) -> list[Pair]:
    """Whole messages of a few lines each, made of the pairs of one part."""
    lines = pairs(part, seed)
    Random(seed).shuffle(lines)
    groups = [lines[i : i + SENTENCES_OF_A_MESSAGE] for i in range(0, len(lines) - 2, SENTENCES_OF_A_MESSAGE)]
    return [_together(group) for group in groups]


def _together(group: list[Pair]) -> Pair:
    english, chinese, spanish = ([pair.texts[i] for pair in group] for i in range(3))
    return Pair("messages", (" ".join(english), "".join(chinese), " ".join(spanish)))
