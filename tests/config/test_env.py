"""A malformed setting stops the start with a sentence that says what to write."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.mark.parametrize(("word", "value"), [("1", True), ("yes", True), ("ON", True), ("0", False), ("off", False)])
def test_a_switch(monkeypatch: pytest.MonkeyPatch, word: str, value: bool) -> None:
    monkeypatch.setenv("SWITCH", word)
    assert env.env_bool("SWITCH", default=not value) is value


@pytest.mark.parametrize(
    ("read", "word", "advice"),
    [
        (lambda: env.env_bool("X", default=False), "maybe", "write 1 .on. or 0 .off."),
        (lambda: env.env_int("X", 1, minimum=1, maximum=9), "ten", "a whole number from 1 to 9"),
        (lambda: env.env_int("X", 1, minimum=1, maximum=9), "10", "a whole number from 1 to 9"),
        (lambda: env.env_origins("X"), "parley.example.com", "with its scheme"),
        (lambda: env.env_redis("X"), "http://localhost", "redis://host"),
        (lambda: env.env_database("X", Path("db")), "mysql://root@localhost/x", "postgres://user"),
        (lambda: env.env_database("X", Path("db")), "postgres://host", "postgres://user"),
        (lambda: env.env_choice("X", "a", ("a", "b")), "c", "one of a, b"),
        (lambda: env.env_choice("X", "", ("", "a", "b")), "c", "one of a, b"),
    ],
)
def test_a_malformed_value_says_what_to_write(
    monkeypatch: pytest.MonkeyPatch, read: object, word: str, advice: str
) -> None:
    monkeypatch.setenv("X", word)
    with pytest.raises(ImproperlyConfigured, match=advice):
        read()  # type: ignore[operator]


def test_a_postgres_address_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "postgres://par:s%40crt@db.example.com:5433/parley")
    database = env.env_database("X", Path("db"))
    assert (database["USER"], database["PASSWORD"]) == ("par", "s@crt")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.com", "5433", "parley")


def test_the_service_refuses_to_start_on_a_malformed_value(tmp_path: Path) -> None:
    environment = {**os.environ, "PARLEY_DATA": str(tmp_path), "DEBUG": "perhaps"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "DEBUG is 'perhaps': write 1 (on) or 0 (off)." in done.stderr
