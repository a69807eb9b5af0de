"""Memories as TMX files: what is written is read again, and what is no memory, or a trap, is refused."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translation import tmx
from translation.memory import Line
from translation.tmx import TmxError, Unit
from translation.translator import LanguagePair

UNIT = Unit({"en": 'We do "FOB" & CIF < DDP.', "zh": "我们做FOB和CIF。"})


def read(tmp_path: Path, text: str | bytes) -> list[Unit]:
    path = tmp_path / "memory.tmx"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(tmx.read(path))


def written(*units: Unit) -> str:
    file = StringIO()
    tmx.write(file, units)
    return file.getvalue()


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    assert read(tmp_path, written(UNIT, UNIT)) == [UNIT, UNIT]


@given(source=st.text(min_size=1, max_size=200), target=st.text(min_size=1, max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_survives_but_for_control_characters(tmp_path: Path, source: str, target: str) -> None:
    source, target = (text.encode("utf-8", "ignore").decode() for text in (source, target))
    units = read(tmp_path, written(Unit({"en": source, "es": target})))
    expected = [tmx._allowed(text).replace("\r\n", "\n").replace("\r", "\n").strip() for text in (source, target)]
    visible = [text for text in expected if text]
    assert [list(unit.texts.values()) for unit in units] == ([visible] if len(visible) == 2 else [])


def test_a_unit_serves_in_every_direction() -> None:
    pairs = dict(Unit({"en": "a", "zh": "b", "es": "c"}).lines())
    assert len(pairs) == 6
    assert pairs[LanguagePair("zh", "es")] == Line("b", "c")


def test_a_file_of_another_tool_is_read(tmp_path: Path) -> None:
    text = """<?xml version="1.0"?><tmx version="1.1"><header srclang="EN-US"/><body>
    <tu tuid="1"><note>checked</note><tuv lang="EN-US"><seg>Hello <bpt i="1">b</bpt>there</seg></tuv>
    <tuv xml:lang="zh_CN"><seg>你好</seg></tuv></tu><tu><tuv xml:lang="en"><seg>alone</seg></tuv></tu></body></tmx>"""
    assert read(tmp_path, text) == [Unit({"en": "Hello bthere", "zh": "你好"})]


def test_a_text_that_is_too_long_is_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, written(Unit({"en": "x" * 5001, "zh": "好"}))) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not xml",
        "<html><body/></html>",
        "<tmx><body><tu>",
        '<!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><tmx><body><tu><tuv>&b;</tuv></tu></body></tmx>',
        '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]><tmx><body/></tmx>',
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx><body/></tmx>',
        b"\xff\xfe\x00\x01\x02",
    ],
)
def test_what_is_no_memory_or_a_trap_is_refused(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(TmxError):
        read(tmp_path, text)


def test_a_file_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tmx, "MAX_BYTES", 10)
    with pytest.raises(TmxError, match="larger than"):
        read(tmp_path, written(UNIT))
