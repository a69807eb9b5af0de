"""What every test may ask for."""

from __future__ import annotations

import pytest

from chat.models import Thread, User
from tests.cast import Cast, make_cast


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
