"""How fast each engine is on this machine: measured by `manage.py models measure`, kept beside the models."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings

from chat.engines import translation_engines
from translation.translator import LanguagePair

LANGUAGES = ("en", "zh", "es")
SAMPLES = {
    "en": ("Can you ship the green ones before the end of next month?", "The lid does not close well, please look."),
    "zh": ("绿色的能在下个月底之前发货吗？", "盖子盖不紧，请看一下。"),
    "es": ("¿Pueden enviar los verdes antes de fin del próximo mes?", "La tapa no cierra bien, revísela por favor."),
}


@dataclass(frozen=True, slots=True)
class Job:
    """One engine and one pair, to be measured."""

    engine: str
    pair: LanguagePair


@dataclass(frozen=True, slots=True)
class Speed:
    """What was measured."""

    job: Job
    line_s: float
    """Seconds for one short line, the median of a few; the model was in memory."""
    memory_bytes: int
    """Of the engine with its models, as far as it tells."""


def jobs() -> list[Job]:
    """Everything that can be measured between the languages of the product."""
    pairs = [LanguagePair(*codes) for codes in permutations(LANGUAGES, 2)]
    return [
        Job(name, pair) for name, engine in translation_engines().items() for pair in pairs if pair in engine.pairs()
    ]


def measured(job: Job) -> Speed:
    """Translate a few lines, one at a time."""
    engine = translation_engines()[job.engine]
    lines = SAMPLES[job.pair.source]
    engine.translate(lines[:1], job.pair)
    seconds = []
    for line in lines:
        start = time.perf_counter()
        engine.translate([line], job.pair)
        seconds.append(time.perf_counter() - start)
    return Speed(job, median(seconds), engine.info().memory_bytes)


def keep(speed: Speed) -> None:
    """Remember it, in place of what was measured before."""
    rows = {**_rows(), _key(speed.job): {"line_s": round(speed.line_s, 4), "memory_bytes": speed.memory_bytes}}
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def kept() -> dict[tuple[str, LanguagePair], Speed]:
    """What was measured, by engine and pair."""
    speeds = {}
    for key, row in _rows().items():
        engine, source, target = key.split(" ")
        job = Job(engine, LanguagePair(source, target))
        speeds[job.engine, job.pair] = Speed(job, row["line_s"], row["memory_bytes"])
    return speeds


def _key(job: Job) -> str:
    return f"{job.engine} {job.pair.source} {job.pair.target}"


def _path() -> Path:
    folder: Path = settings.GGUF_DIR
    return folder / "measured.json"


def _rows() -> dict[str, Any]:
    try:
        rows: dict[str, Any] = json.loads(_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return rows
