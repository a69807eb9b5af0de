"""An installation without any model, and `manage.py models` on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from chat.engines import get_translator, pack_store, translation_engines
from translation.packs import PackStore

NOWHERE = "http://127.0.0.1:9/index.json"


@contextmanager
def empty_installation(settings: Any, folder: Path) -> Iterator[PackStore]:
    """The service looks for its models in `folder`, and reaches no index."""
    settings.PACKS_DIR = folder / "packs"
    settings.GGUF_DIR = folder / "models"
    settings.SPEECH_DIR = folder / "speech"
    settings.SPEECH_MODEL = settings.SPEECH_COMPUTE_TYPE = ""
    settings.SPEECH_DEVICE = "cpu"
    settings.SMALL_MODELS = True
    settings.ARGOS_INDEX_URL = NOWHERE
    _forget()
    yield PackStore(settings.PACKS_DIR)
    _forget()


def _forget() -> None:
    for held in (get_translator, translation_engines, pack_store):
        held.cache_clear()


def models(*arguments: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("models", *arguments, stdout=out)
    return out.getvalue()
