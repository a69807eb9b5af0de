"""`python -m translation.training`: from the corpus to the weights in `translation/starter`.

What is made on the way stays in `var/training`; started again, it goes on where it stopped.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from translation.starter_packs import STARTER
from translation.training import corpus, export, interface, vocabulary
from translation.training.examples import Curriculum, Example
from translation.training.network import Shape
from translation.training.trainer import Plan, Trainer, blend

WORK = Path("var/training")


def main(arguments: list[str]) -> None:
    options = _parser().parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    if options.interface:
        interface.collect(options.work, _say)
    curriculum = Curriculum(options.work)
    pieces = options.work / "sentencepiece.model"
    if not pieces.exists():
        _say("learning the vocabulary")
        vocabulary.make(curriculum, pieces, random.Random(1))  # no cryptography
    trainer = Trainer(Shape(), Plan(options.minutes, options.rate), options.work, _say)
    if options.start:
        trainer.start_from(options.start)
    trainer.run(curriculum, vocabulary.load(pieces), _held_out())
    weights = options.work / "best.pt"
    if options.start and options.keep:
        weights = blend(weights, options.start, options.keep)
    export.export(weights, pieces, options.into)
    _say(f"written to {options.into}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m translation.training", description="Train the starter packs.")
    parser.add_argument("--minutes", type=float, default=600, help="how long to train (default: %(default)s)")
    parser.add_argument("--rate", type=float, default=1.5e-3, help="the highest learning rate (default: %(default)s)")
    parser.add_argument("--start", type=Path, help="a checkpoint to begin with, of the same vocabulary and shape")
    parser.add_argument(
        "--keep", type=float, default=0.0, help="how much of that checkpoint stays in the result, 0 to 1 (default: 0)"
    )
    parser.add_argument("--interface", action="store_true", help="also learn from the catalogues in Debian's packages")
    parser.add_argument("--work", type=Path, default=WORK, help="where to keep what is made (default: %(default)s)")
    parser.add_argument("--into", type=Path, default=STARTER, help="where the packs' files go (default: the project's)")
    return parser


def _held_out() -> list[Example]:
    rows = sorted(corpus.held_out("trade") | corpus.held_out("plain"))
    return [
        Example(corpus.LANGUAGES[source], corpus.LANGUAGES[target], row[source], row[target])
        for row in rows
        for source, target in ((0, 1), (1, 0), (0, 2), (2, 0))
    ]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
