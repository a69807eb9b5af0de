"""The real starter packs, installed once."""

from __future__ import annotations

import pytest

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
