"""Whisper models by name from the hub where they are published, where this machine reaches it."""

from __future__ import annotations

import shutil
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from speech.modelfile import FILES, ModelError, Progress, SpeechModel, read_model
from speech.modelfolder import changing, take_in

ANSWER_WITHIN_S = 5.0
"""How long the hub may take for a first answer: a start must not hang on a network that swallows packets."""
LOOK_EVERY_S = 0.5
"""At how much has arrived."""


def hub_models() -> list[str]:
    """The names by which it can be asked, such as `small` and `large-v3`."""
    # Imported here, and below: these pull in everything that recognizes speech.
    from faster_whisper.utils import available_models

    return list(available_models())


def hub_answers(within_s: float = ANSWER_WITHIN_S) -> bool:
    """Whether the hub can be reached."""
    answers: list[bool] = []
    # In a thread of its own: what asks for a host's address knows no limit.
    thread = threading.Thread(target=lambda: answers.append(_answers(within_s)), daemon=True)
    thread.start()
    thread.join(within_s + 1)
    return any(answers)


def _answers(within_s: float) -> bool:
    from huggingface_hub import constants, get_session

    try:
        response = get_session().head(constants.ENDPOINT, timeout=within_s)
    except Exception:  # noqa: BLE001  # of whatever library it uses; the meaning is the same
        return False
    return int(response.status_code) < 400


def install_from_hub(name: str, folder: Path, progress: Progress | None = None) -> SpeechModel:
    """Fetch and install a model, going on with what was half fetched before. One that is there costs nothing.

    `progress` is called now and then with the bytes that have arrived, and 0. Raises `ModelError`.
    """
    if name not in (names := hub_models()):
        raise ModelError(f"the hub has no speech model {name!r}: take one of {', '.join(names)}")
    with suppress(ModelError):
        return read_model(folder / name)
    if not hub_answers():
        raise ModelError("the hub of speech models does not answer: is this machine connected to the internet?")
    with changing(folder):
        return _install(name, folder, progress)


def _install(name: str, folder: Path, progress: Progress | None) -> SpeechModel:
    fetched = folder / f".{name}.fetched"
    fetched.mkdir(exist_ok=True)
    with _watched(fetched, progress):
        _download(name, fetched)
    model = take_in(folder, name, lambda half: _move(fetched, half))
    shutil.rmtree(fetched, ignore_errors=True)
    return model


def _download(name: str, folder: Path) -> None:
    from faster_whisper import utils

    try:
        with warnings.catch_warnings():
            # It passes an option on that has no meaning any more.
            warnings.simplefilter("ignore")
            utils.download_model(name, output_dir=str(folder))
    except Exception as error:  # of whatever library it uses
        told = (str(error) or type(error).__name__).splitlines()[0]
        raise ModelError(f"the hub does not give the speech model {name}: {told}") from error


def _move(source: Path, target: Path) -> None:
    for path in (source / name for name in FILES):
        if path.is_file():
            path.rename(target / path.name)


@contextmanager
def _watched(folder: Path, progress: Progress | None) -> Iterator[None]:
    over = threading.Event()

    def watch() -> None:
        while progress and not over.wait(LOOK_EVERY_S):
            progress(_size_bytes(folder), 0)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _size_bytes(folder: Path) -> int:
    size = 0
    for path in folder.rglob("*"):
        with suppress(OSError):  # gone since
            size += path.stat().st_size if path.is_file() else 0
    return size
