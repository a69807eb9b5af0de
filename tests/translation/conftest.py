"""The real starter packs, installed once."""

from __future__ import annotations

import pytest

from translation import memory
from translation.engines.argos import ArgosTranslator
from translation.packs import PackStore


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> PackStore:
    packs = PackStore(tmp_path_factory.mktemp("packs"))
    packs.install_starter()
    return packs


@pytest.fixture(scope="session")
def argos(store: PackStore) -> ArgosTranslator:
    return ArgosTranslator(store)


@pytest.fixture
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests whose subject is the engine: no line is known beforehand."""
    monkeypatch.setattr(memory, "lookup", lambda text, pair: None)
