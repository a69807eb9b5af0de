"""How fast each engine is on this machine: measured by `manage.py models measure`, kept beside the models."""

from __future__ import annotations

import json
import logging
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings

from chat.engines import model_of, translation_engines
from translation.translator import EngineError, LanguagePair

log = logging.getLogger(__name__)

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
    model: str
    """What the engine ran, as `model_of` tells; with another model the figures say nothing."""
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
    """Translate a few lines, one at a time. Raises `EngineError`."""
    engine = translation_engines()[job.engine]
    lines = SAMPLES[job.pair.source]
    # The first call reads models and prompts, and may take longer than the service would wait.
    with suppress(EngineError):
        engine.translate(lines[:1], job.pair)
    seconds = []
    for line in lines:
        start = time.perf_counter()
        engine.translate([line], job.pair)
        seconds.append(time.perf_counter() - start)
    return Speed(job, model_of(job.engine), median(seconds), engine.info().memory_bytes)


def keep(speed: Speed) -> None:
    """Remember it, in place of what was measured before. Raises `OSError`."""
    row = {"model": speed.model, "line_s": round(speed.line_s, 4), "memory_bytes": speed.memory_bytes}
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    half_there = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        half_there.write_text(json.dumps({**_rows(), _key(speed.job): row}, indent=1), encoding="utf-8")
        half_there.replace(path)
    finally:
        half_there.unlink(missing_ok=True)


def kept() -> dict[tuple[str, LanguagePair], Speed]:
    """What was measured with the models that are used now, by engine and pair."""
    speeds = [speed for key, row in _rows().items() if (speed := _speed(key, row))]
    return {(speed.job.engine, speed.job.pair): speed for speed in speeds if speed.model == model_of(speed.job.engine)}


def _speed(key: str, row: Any) -> Speed | None:
    try:
        engine, source, target = key.split(" ")
        job = Job(engine, LanguagePair(source, target))
        return Speed(job, str(row["model"]), float(row["line_s"]), int(row["memory_bytes"]))
    except (ValueError, TypeError, KeyError):
        return None


def _key(job: Job) -> str:
    return f"{job.engine} {job.pair.source} {job.pair.target}"


def _path() -> Path:
    folder: Path = settings.GGUF_DIR
    return folder / "measured.json"


def _rows() -> dict[str, Any]:
    try:
        rows = json.loads(_path().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        log.warning("%s cannot be read: %s", _path(), error)
        return {}
    return rows if isinstance(rows, dict) else {}
