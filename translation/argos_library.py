"""The one door to argostranslate: its `package` module, which reads Argos packages.

Never import `argostranslate.translate`: it imports a sentence splitter under the AGPL that fetches models at run time.
"""

from __future__ import annotations

import functools
import importlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_FOLDER_SETTINGS = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR")


@functools.cache
def package_module() -> ModuleType:
    """`argostranslate.package`, imported on first use, without network and without leaving folders behind."""
    with _throwaway_folders():
        return importlib.import_module("argostranslate.package")


def default_index_url() -> str:
    """Where the Argos project publishes the list of its packages; `ARGOS_PACKAGE_INDEX` moves it."""
    return str(package_module().settings.remote_package_index)


@contextmanager
def _throwaway_folders() -> Iterator[None]:
    # On import the library makes its folders in the home directory, which may be read-only and is not ours to fill.
    before = {name: os.environ.get(name) for name in _FOLDER_SETTINGS}
    with tempfile.TemporaryDirectory(prefix="argos-") as folder:
        os.environ.update(dict.fromkeys(_FOLDER_SETTINGS, folder))
        try:
            yield
        finally:
            _restore(before)


def _restore(before: dict[str, str | None]) -> None:
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
