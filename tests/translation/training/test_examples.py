"""What the starter packs are shown: sound lines, the same values in each language, nothing that is held out."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from translation import fidelity
from translation.training import corpus, noise
from translation.training.corpus import SLOT, Triple
from translation.training.examples import Curriculum
from translation.training.interface import cleaned
from translation.training.slots import GENERATORS, filled
from translation.translator import LanguagePair


def rng() -> random.Random:
    return random.Random(5)


def test_every_line_of_the_corpus_is_in_three_languages_with_the_same_slots() -> None:
    files = sorted(corpus.FOLDER.glob("trade_*.tsv"))
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(corpus.triples("trade_*.tsv")) == len(lines) > 30_000


def test_every_slot_has_values() -> None:
    named = {name for triple in corpus.triples("*.tsv") for name in SLOT.findall(triple.columns[0])}
    assert named == set(GENERATORS)


def test_slots_get_the_same_value_in_each_language() -> None:
    triple = Triple(
        (
            "{qty} at {price} on {date}, {size}.",
            "{date}，{qty}，{price}，{size}。",
            "{size}: {qty} a {price} el {date}.",
        )
    )
    for seed in range(200):
        en, zh, es = filled(triple, random.Random(seed))
        assert fidelity.compare(en, zh, LanguagePair("en", "zh")) == ()
        assert fidelity.compare(en, es, LanguagePair("en", "es")) == ()


def test_the_same_slot_twice_gets_two_values_in_order() -> None:
    en, zh, _es = filled(Triple(("from {n} to {n}", "{n}到{n}", "de {n} a {n}")), rng())
    assert re.findall(r"\d+", en) == re.findall(r"\d+", zh)


def test_careless_columns_are_never_a_target() -> None:
    sloppy = [triple for triple in corpus.triples("trade_6_*.tsv") if triple.sloppy is not None]
    assert len(sloppy) == 450
    assert {triple.sloppy for triple in sloppy} == {0, 1, 2}


def test_nothing_held_out_is_shown(tmp_path: Path) -> None:
    curriculum = Curriculum(tmp_path)
    held = {column for name in ("trade", "plain", "tatoeba") for line in corpus.held_out(name) for column in line}
    shown = {text for example in curriculum.epoch(rng()) for text in (example.source, example.target)}
    assert len(shown) > 50_000
    assert held.isdisjoint(shown)


@pytest.mark.parametrize("language", ["en", "zh", "es"])
def test_noise_leaves_figures_and_something_to_read(language: str) -> None:
    text = {"en": "Please send 1,500 pieces, okay?", "zh": "请发1,500件，好吗？", "es": "¿Envíe 1,500 piezas, sí?"}[
        language
    ]
    for seed in range(100):
        careless = noise.noisy(text, language, random.Random(seed))
        assert "1,500" in careless
        assert len(careless) > len(text) / 2


def test_strings_of_interfaces_are_cleaned_or_left_out() -> None:
    assert cleaned("_Open file", "打开文件(_O)") == ("Open file", "打开文件")
    assert cleaned("%d files", "%d 个文件") is None
    assert cleaned("OK", "OK") is None
