"""The joint vocabulary of all languages, a SentencePiece model with byte fallback and single digits."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable
from pathlib import Path

import sentencepiece

from translation.training.corpus import LANGUAGES
from translation.training.examples import Curriculum, Example

SIZE = 12_000
PAD, UNKNOWN, BEGIN, END = 0, 1, 2, 3


def tag(language: str) -> str:
    """The token that tells the decoder the target language."""
    return f">>{language}<<"


def make(curriculum: Curriculum, path: Path, rng: random.Random) -> None:
    """Learn the pieces from an epoch of examples and write them to `path`."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(_texts(curriculum.epoch(rng))),
        model_writer=model,  # by itself the trainer would write the path of its input into the model
        model_prefix="trade",
        vocab_size=SIZE,
        model_type="unigram",
        character_coverage=0.9998,
        split_digits=True,
        byte_fallback=True,
        pad_id=PAD,
        unk_id=UNKNOWN,
        bos_id=BEGIN,
        eos_id=END,
        user_defined_symbols=[tag(language) for language in LANGUAGES],
        normalization_rule_name="identity",
    )
    path.write_bytes(model.getvalue())


def load(path: Path) -> sentencepiece.SentencePieceProcessor:
    return sentencepiece.SentencePieceProcessor(model_file=str(path))


def _texts(examples: Iterable[Example]) -> Iterable[str]:
    for example in examples:
        yield example.source
        yield example.target
