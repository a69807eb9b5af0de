"""A package file that is made to do harm does none."""

from __future__ import annotations

import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest

from translation import packfile
from translation.packfile import PackError, read_pack, unpack
from translation.packs import PackStore
from translation.translator import LanguagePair

METADATA = {"package_version": "1.0", "from_code": "en", "to_code": "zh", "type": "translate"}


def archive_of(path: Path, contents: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in contents.items():
            zipped.writestr(name, content)
    return path


def folder_of(path: Path, **metadata: Any) -> Path:
    (path / "model").mkdir(parents=True)
    (path / "model" / "model.bin").write_bytes(b"weights")
    (path / "sentencepiece.model").write_bytes(b"pieces")
    (path / "metadata.json").write_text(json.dumps({**METADATA, **metadata}))
    return path


@pytest.mark.parametrize("name", ["/etc/evil", "a/../../evil", "a\\..\\evil", "C:/evil"])
def test_a_path_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    archive = archive_of(tmp_path / "a.argosmodel", {"a/metadata.json": b"{}"})
    with zipfile.ZipFile(archive, "a") as zipped:
        entry = zipfile.ZipInfo("a/placeholder")
        entry.filename = name  # the constructor would make it harmless
        zipped.writestr(entry, b"evil")
    with pytest.raises(PackError, match="outside of its folder"):
        unpack(archive, tmp_path / "into")
    assert not (tmp_path / "evil").exists()


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    archive = archive_of(tmp_path / "a.argosmodel", {"a/metadata.json": b"{}", "a/model/model.bin": bytes(50_000_000)})
    assert archive.stat().st_size < 100_000
    with pytest.raises(PackError, match="refused"):
        unpack(archive, tmp_path / "into")
    assert not (tmp_path / "into").exists()


def test_too_many_entries_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packfile, "MAX_ENTRIES", 2)
    archive = archive_of(tmp_path / "a.argosmodel", {f"a/model/{number}": b"x" for number in range(3)})
    with pytest.raises(PackError, match="refused"):
        unpack(archive, tmp_path / "into")


def test_a_link_is_refused(tmp_path: Path) -> None:
    archive = archive_of(tmp_path / "a.argosmodel", {"a/metadata.json": b"{}"})
    with zipfile.ZipFile(archive, "a") as zipped:
        link = zipfile.ZipInfo("a/model/model.bin")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        zipped.writestr(link, b"/etc/passwd")
    with pytest.raises(PackError, match="links"):
        unpack(archive, tmp_path / "into")


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    weights = bytes(range(256)) * 400
    with zipfile.ZipFile(tmp_path / "a.argosmodel", "w") as zipped:
        zipped.writestr("a/metadata.json", "{}")
        zipped.writestr("a/model/model.bin", weights)
    content = bytearray((tmp_path / "a.argosmodel").read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / "a.argosmodel").write_bytes(content)
    with pytest.raises(PackError, match="damaged"):
        unpack(tmp_path / "a.argosmodel", tmp_path / "into")


def test_sentence_splitters_stay_in_the_zip(tmp_path: Path) -> None:
    contents = {"a/metadata.json": b"{}", "a/stanza/en/model.pt": b"x", "a/model/model.bin": b"x"}
    unpack(archive_of(tmp_path / "a.argosmodel", contents), tmp_path / "into")
    assert sorted(path.name for path in (tmp_path / "into").iterdir()) == ["metadata.json", "model"]


@pytest.mark.parametrize(
    "metadata",
    [
        {"from_code": "../en"},
        {"to_code": None},
        {"package_version": "1/../../0"},
        {"type": "sbd"},
        {"links": 5, "languages": 7},
    ],
)
def test_metadata_that_makes_no_sense_is_refused(tmp_path: Path, metadata: dict[str, Any]) -> None:
    with pytest.raises(PackError):
        read_pack(folder_of(tmp_path / "pack", **metadata))


def test_codes_of_the_index_become_language_tags(tmp_path: Path) -> None:
    assert read_pack(folder_of(tmp_path / "a", to_code="zt")).pair == LanguagePair("en", "zh-Hant")
    assert read_pack(folder_of(tmp_path / "b", to_code="pb")).pair == LanguagePair("en", "pt-BR")


def test_newer_versions_go_before_older_ones(tmp_path: Path) -> None:
    for number, version in enumerate(["1.9", "1.10", "odd"]):
        folder_of(tmp_path / str(number), package_version=version)
    assert [pack.version for pack in PackStore(tmp_path).installed()] == ["1.10", "1.9", "odd"]


def test_a_folder_that_is_no_pack_is_skipped(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder_of(tmp_path / "good")
    (tmp_path / "bad").mkdir()
    (tmp_path / ".incoming-1").mkdir()
    assert [pack.folder.name for pack in PackStore(tmp_path).installed()] == ["good"]
    assert "bad" in caplog.text
