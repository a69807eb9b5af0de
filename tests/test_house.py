"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PYTHON = [path for room in ("chat", "config", "speech", "translation") for path in sorted((ROOT / room).rglob("*.py"))]
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
STYLES = sorted((ROOT / "static" / "css").rglob("*.css"))


def holding(files: list[Path], pattern: str) -> set[str]:
    """The names of the files in which `pattern` stands, relative to the root."""
    return {str(path.relative_to(ROOT)) for path in files if re.search(pattern, path.read_text())}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_only_events_sends_to_groups() -> None:
    assert holding(PYTHON, r"\bgroup_send\(") == {"chat/events.py"}


def test_a_consumer_knows_neither_rows_nor_json() -> None:
    known = set(imports(ROOT / "chat" / "consumers.py"))
    assert not known & {"json", "django.db", "chat.models"}
    assert ".objects" not in (ROOT / "chat" / "consumers.py").read_text()


def test_only_one_place_names_an_engine() -> None:
    naming = {
        str(path.relative_to(ROOT))
        for path in PYTHON
        if path.is_relative_to(ROOT / "chat")
        and any(name.startswith(("translation.engines", "speech.engines")) for name in imports(path))
    }
    assert naming == {"chat/engines.py"}


def test_no_script_writes_markup() -> None:
    assert holding(SCRIPTS, r"\binnerHTML\b|\binsertAdjacentHTML\b|document\.write") == set()


def test_styles_are_logical_and_light() -> None:
    assert holding(STYLES, r"!important") == set()
    assert holding(STYLES, r"(?m)^\s*(margin|padding|border)-(left|right)\b|^\s*(left|right):") == set()


def test_nothing_depends_on_a_folder_beside_the_project() -> None:
    assert holding([*PYTHON, *SCRIPTS, ROOT / "Makefile"], r"\.\./shared") == set()


@pytest.mark.parametrize(("files", "most"), [(PYTHON, 360), (SCRIPTS, 200), (STYLES, 250)], ids=["py", "js", "css"])
def test_no_file_outgrows_its_room(files: list[Path], most: int) -> None:
    # Everything on the wire stands in one list, and what is written from it is as long as that.
    exempt = {"migrations", "protocol.py", "protocol.js"}
    long = {
        str(path.relative_to(ROOT)): lines
        for path in files
        if not exempt & {path.name, path.parent.name} and (lines := len(path.read_text().splitlines())) > most
    }
    assert long == {}
