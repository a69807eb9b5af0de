"""Training examples: what is shown to the network in one epoch, drawn afresh each time."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from translation.training import corpus
from translation.training.corpus import LANGUAGES, Pair, Triple
from translation.training.noise import noisy
from translation.training.slots import filled, sku

NOISY_SHARE = 0.12
DIRECT_SHARE = 0.4
"""Of the lines, between Chinese and Spanish; the other directions are shown every line."""
IDIOMATIC_SHARE = 0.4
JOINED_SHARE = 0.2
"""How many messages of several sentences are put together, for each line of the corpus."""
MAX_JOINED_CHARS = 260
TATOEBA_PAIRS, INTERFACE_PAIRS, CODES = 3000, 2000, 1000

_THROUGH_ENGLISH = ((0, 1), (1, 0), (0, 2), (2, 0))
_DIRECT = ((1, 2), (2, 1))
_CARRIERS = (
    ("Do you have {}?", "你们有{}吗？", "¿Tienen {}?"),
    ("We are interested in {}.", "我们对{}感兴趣。", "Nos interesa {}."),
    ("What about {}?", "{}呢？", "¿Y {}?"),
    ("Please tell me more about {}.", "请给我多介绍一下{}。", "Cuénteme más sobre {}, por favor."),
    ("Regarding {}, I will reply tomorrow.", "关于{}，我明天答复您。", "Sobre {}, le respondo mañana."),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A text and its translation."""

    source_language: str
    target_language: str
    source: str
    target: str


class Curriculum:
    """All the text there is, and how much of each kind makes an epoch."""

    def __init__(self, interface_folder: Path) -> None:
        self.plain = corpus.training(corpus.plain())
        self.idiomatic = corpus.training(corpus.idiomatic())
        self.words = corpus.training(corpus.lexicon())
        self.tatoeba = corpus.tatoeba()
        self.interface = {code: corpus.interface(code, interface_folder) for code in LANGUAGES[1:]}

    def epoch(self, rng: random.Random) -> list[Example]:
        """One round: every plain line, a part of everything else, in random order."""
        lines = [*self.plain, *_some(self.idiomatic, IDIOMATIC_SHARE, rng)]
        examples = [example for triple in lines for example in _of_triple(triple, filled(triple, rng), rng)]
        examples += _joined(lines, rng)
        examples += _words(self.words, rng)
        examples += _codes(rng)
        examples += _of_pairs("zh", rng.sample(self.tatoeba, min(TATOEBA_PAIRS, len(self.tatoeba))), rng)
        for language, pairs in self.interface.items():
            examples += _of_pairs(language, rng.sample(pairs, min(INTERFACE_PAIRS, len(pairs))), rng)
        rng.shuffle(examples)
        return examples


def _some(triples: Sequence[Triple], share: float, rng: random.Random) -> list[Triple]:
    return rng.sample(triples, round(len(triples) * share))


def _of_triple(triple: Triple, columns: tuple[str, ...], rng: random.Random) -> Iterator[Example]:
    directions = [*_THROUGH_ENGLISH, *(_DIRECT if rng.random() < DIRECT_SHARE else ())]
    for source, target in directions:
        if target != triple.sloppy:
            yield _example(LANGUAGES[source], LANGUAGES[target], columns[source], columns[target], rng)


def _example(source_language: str, target_language: str, source: str, target: str, rng: random.Random) -> Example:
    if rng.random() < NOISY_SHARE:
        source = noisy(source, source_language, rng)
    return Example(source_language, target_language, source, target)


def _joined(lines: Sequence[Triple], rng: random.Random) -> Iterator[Example]:
    """Messages of two or three sentences: most networks of this size otherwise stop after the first."""
    clean = [triple for triple in lines if triple.sloppy is None and triple.columns[0][-1] in ".?!"]
    for _ in range(round(len(lines) * JOINED_SHARE)):
        parts = [filled(triple, rng) for triple in rng.sample(clean, rng.choice([2, 2, 3]))]
        if sum(len(part[0]) for part in parts) > MAX_JOINED_CHARS:
            continue
        glue = rng.choice([" ", " ", " ", "\n"])
        en, zh, es = zip(*parts, strict=True)
        columns = (glue.join(en), glue.strip(" ").join(zh), glue.join(es))
        yield from _of_triple(Triple(columns), columns, rng)


def _words(words: Iterable[Triple], rng: random.Random) -> Iterator[Example]:
    for word in words:
        yield from _of_triple(word, word.columns, rng)
        if rng.random() < 0.3:
            carrier = rng.choice(_CARRIERS)
            en, zh, es = (frame.format(term) for frame, term in zip(carrier, word.columns, strict=True))
            yield from _of_triple(word, (en, zh, es), rng)


def _codes(rng: random.Random) -> Iterator[Example]:
    """What must be copied as it is."""
    for _ in range(CODES):
        code = rng.choice(
            [sku(rng), f"{sku(rng)}, {sku(rng)}", f"www.{sku(rng).lower()}.com", f"#{rng.randint(100, 99999)}"]
        )
        source, target = rng.sample(LANGUAGES, 2)
        yield Example(source, target, code, code)


def _of_pairs(language: str, pairs: Iterable[Pair], rng: random.Random) -> Iterator[Example]:
    for english, other in pairs:
        yield _example("en", language, english, other, rng)
        yield _example(language, "en", other, english, rng)
