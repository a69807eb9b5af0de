"""What every test may ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections
from django.utils import translation
from pytest_django import DjangoDbBlocker

from chat.engines import get_recognizer, get_translator, pack_store, translation_engines
from chat.models import Thread, User
from tests.cast import Cast, make_cast
from translation.packs import PackStore


@pytest.fixture(autouse=True)
def interface_language() -> Iterator[None]:
    """Each test begins in English: a request leaves the language of its person to the thread that served it."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Django's own. PostgreSQL drops no database in which a thread of a finished test has left a session."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            cursor.execute(f"SELECT pg_terminate_backend(pid) {others}")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A page leaves the language of its person behind in the thread; each test begins in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, and the thread of Jordan and Li Wei."""
    return make_cast()


@pytest.fixture
def jordan(cast: Cast) -> User:
    return cast.jordan


@pytest.fixture
def liwei(cast: Cast) -> User:
    return cast.liwei


@pytest.fixture
def outsider(cast: Cast) -> User:
    return cast.olga


@pytest.fixture
def thread(cast: Cast) -> Thread:
    return cast.thread


@pytest.fixture
async def no_connection_left() -> AsyncIterator[None]:
    """For tests in an event loop: the thread in which Django's asynchronous queries ran closes its connection."""
    yield
    await sync_to_async(connections.close_all)()


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the real starter packs."""
    folder = tmp_path_factory.mktemp("packs")
    PackStore(folder).install_starter()
    return folder


@pytest.fixture
def whisper(settings: Any) -> Iterator[None]:
    """The service recognizes speech by the real engine, with whatever model the settings lead to."""
    settings.RECOGNIZER = "whisper"
    get_recognizer.cache_clear()
    yield
    get_recognizer.cache_clear()


@pytest.fixture
def packs(settings: Any, starter: Path) -> Iterator[None]:
    """The service translates by the real starter packs."""
    settings.PACKS_DIR = starter
    settings.TRANSLATOR = "pipeline"
    for held in (get_translator, translation_engines, pack_store):
        held.cache_clear()
    yield
    for held in (get_translator, translation_engines, pack_store):
        held.cache_clear()
