"""From examples to batches of token numbers."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import sentencepiece
import torch
from torch import Tensor

from translation.training.examples import Example
from translation.training.vocabulary import END, PAD, tag

MAX_TOKENS = 120
"""Of a text; longer examples are left out."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """An example as token numbers, the target with its language's tag before it."""

    source: list[int]
    target: list[int]

    @property
    def length(self) -> int:
        return max(len(self.source), len(self.target))


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples of like length, padded. Each `batch` x `length`."""

    source: Tensor
    target: Tensor


def encode(examples: Sequence[Example], pieces: sentencepiece.SentencePieceProcessor) -> list[Encoded]:
    """The examples that are short enough, in their order."""
    sources = pieces.encode([example.source for example in examples])
    targets = pieces.encode([example.target for example in examples])
    tags = {example.target_language: pieces.piece_to_id(tag(example.target_language)) for example in examples}
    encoded = [
        Encoded([*source, END], [tags[example.target_language], *target, END])
        for example, source, target in zip(examples, sources, targets, strict=True)
    ]
    return [one for one in encoded if one.length <= MAX_TOKENS]


def batches(encoded: Iterable[Encoded], tokens: int, rng: random.Random) -> Iterator[Batch]:
    """Batches of at most `tokens` padded tokens a side, in random order."""
    by_length = sorted(encoded, key=lambda one: (len(one.target) + len(one.source), rng.random()))
    groups = list(_grouped(by_length, tokens))
    rng.shuffle(groups)
    for group in groups:
        yield Batch(_padded([one.source for one in group]), _padded([one.target for one in group]))


def _grouped(encoded: Iterable[Encoded], tokens: int) -> Iterator[list[Encoded]]:
    group: list[Encoded] = []
    longest = 0
    for one in encoded:
        if group and max(longest, one.length) * (len(group) + 1) > tokens:
            yield group
            group, longest = [], 0
        group.append(one)
        longest = max(longest, one.length)
    if group:
        yield group


def _padded(rows: list[list[int]]) -> Tensor:
    length = max(map(len, rows))
    return torch.tensor([row + [PAD] * (length - len(row)) for row in rows])
