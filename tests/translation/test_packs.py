"""Packs are found, verified and fetched, and nothing half installed is ever seen."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from translation.packs import PackError, PackKind, PackStore, RouteKind, matrix
from translation.translator import LanguagePair

EN_ZH = LanguagePair("en", "zh")


@pytest.fixture(scope="session")
def package(store: PackStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real Argos package, as the index would give it: the starter's weights under a full pack's name."""
    pack = store.best()[EN_ZH]
    path = tmp_path_factory.mktemp("packages") / "translate-en_zh-1_9.argosmodel"
    metadata = json.loads((pack.folder / "metadata.json").read_text())
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(pack.folder.rglob("*")):
            if file.is_file() and file.name != "metadata.json":
                archive.write(file, f"en_zh/{file.relative_to(pack.folder)}")
        archive.writestr("en_zh/metadata.json", json.dumps({**metadata, "package_version": "1.9"}))
    return path


class Index(BaseHTTPRequestHandler):
    """An index and its package, which is cut off once in the middle."""

    protocol_version = "HTTP/1.1"
    cuts = 0

    def __init__(self, package: Path, requests: list[str], *args: Any) -> None:
        self.package = package
        self.requests = requests
        super().__init__(*args)

    def do_GET(self) -> None:
        self.requests.append(self.headers.get("Range", ""))
        if self.path == "/index.json":
            self.answer(json.dumps([self.entry()]).encode())
        else:
            self.send_package()

    def entry(self) -> dict[str, Any]:
        link = f"http://127.0.0.1:{self.server.server_port}/p.argosmodel"  # type: ignore[attr-defined]
        names = {"from_code": "en", "from_name": "English", "to_code": "zh", "to_name": "Chinese"}
        return {"package_version": "1.9", "argos_version": "1.9", "links": [link], "type": "translate", **names}

    def send_package(self) -> None:
        content = self.package.read_bytes()
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        if not start and type(self).cuts:
            type(self).cuts -= 1
            self.wfile.write(content[: len(content) // 2])
            self.close_connection = True
        else:
            self.wfile.write(content[start:])

    def answer(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def index(package: Path) -> Iterator[tuple[str, list[str]]]:
    requests: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Index, package, requests))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/index.json", requests
    server.shutdown()
    thread.join()
    server.server_close()
    Index.cuts = 0


def test_the_starter_packs_serve_three_languages(store: PackStore) -> None:
    routes = matrix(store, ["en", "zh", "es"])
    kinds = {str(pair): route.kind for pair, route in routes.items()}
    assert kinds == {
        "en-zh": RouteKind.DIRECT,
        "zh-en": RouteKind.DIRECT,
        "en-es": RouteKind.DIRECT,
        "es-en": RouteKind.DIRECT,
        "zh-es": RouteKind.PIVOT,
        "es-zh": RouteKind.PIVOT,
    }
    assert matrix(store, ["en", "fi"])[LanguagePair("en", "fi")].kind is RouteKind.MISSING


def test_installing_the_starter_packs_again_changes_nothing(store: PackStore) -> None:
    before = {pack.folder: pack.folder.stat().st_mtime_ns for pack in store.installed()}
    store.install_starter()
    assert {pack.folder: pack.folder.stat().st_mtime_ns for pack in store.installed()} == before


def test_a_full_pack_is_preferred(tmp_path: Path, package: Path) -> None:
    store = PackStore(tmp_path)
    store.install_starter()
    store.install_file(package)
    assert store.best()[EN_ZH].kind is PackKind.FULL
    assert store.best()[LanguagePair("zh", "en")].kind is PackKind.STARTER


def test_a_folder_of_packages_is_installed(tmp_path: Path, package: Path) -> None:
    [pack] = PackStore(tmp_path).install_file(package.parent)
    assert (pack.pair, pack.version) == (EN_ZH, "1.9")


def test_a_download_that_was_cut_goes_on_where_it_stopped(
    tmp_path: Path, index: tuple[str, list[str]], package: Path
) -> None:
    url, requests = index
    Index.cuts = 1
    store = PackStore(tmp_path)
    seen: list[tuple[int, int]] = []

    def install() -> None:
        store.install_from_index([EN_ZH], lambda done, total: seen.append((done, total)), url)

    try:
        install()
    except PackError:
        assert store.installed() == []
        install()
    assert store.best()[EN_ZH].kind is PackKind.FULL
    assert any(header.startswith("bytes=") and header != "bytes=0-" for header in requests)
    assert seen[-1] == (package.stat().st_size, package.stat().st_size)


def test_a_second_run_downloads_nothing(tmp_path: Path, index: tuple[str, list[str]]) -> None:
    url, requests = index
    store = PackStore(tmp_path)
    store.install_from_index([EN_ZH], index_url=url)
    before = len(requests)
    store.install_from_index([EN_ZH], index_url=url)
    assert len(requests) == before + 1  # the index alone


def test_an_index_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackError):
        PackStore(tmp_path).install_from_index([EN_ZH], index_url="http://127.0.0.1:9/index.json")


def bad_archive(path: Path, names: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return path


METADATA = json.dumps(
    {"package_version": "1.0", "argos_version": "1.9", "from_code": "en", "to_code": "zh", "type": "translate"}
).encode()


@pytest.mark.parametrize(
    "names",
    [
        {"../../evil.txt": b"x", "a/metadata.json": METADATA},
        {"a/readme.txt": b"no metadata"},
        {"a/metadata.json": b"{"},
        {"a/metadata.json": METADATA},
        {"a/metadata.json": METADATA, "a/sentencepiece.model": b"x", "a/model/model.bin": b"not a model"},
    ],
    ids=["path", "no metadata", "broken metadata", "no model", "broken model"],
)
def test_what_is_no_sound_package_is_refused_and_leaves_nothing(tmp_path: Path, names: dict[str, bytes]) -> None:
    store = PackStore(tmp_path / "packs")
    with pytest.raises(PackError):
        store.install_file(bad_archive(tmp_path / "bad.argosmodel", names))
    assert store.installed() == []
    assert not (tmp_path / "evil.txt").exists()


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.argosmodel").write_bytes(b"nothing of the kind")
    with pytest.raises(PackError):
        PackStore(tmp_path / "packs").install_file(tmp_path / "a.argosmodel")


def test_the_package_imports_neither_agpl_code_nor_heavy_libraries() -> None:
    code = (
        "import pkgutil, importlib, sys, translation\n"
        "for one in pkgutil.walk_packages(translation.__path__, 'translation.'):\n"
        "    'training' in one.name or importlib.import_module(one.name)\n"  # which needs torch, by itself
        "from translation.argos_library import package_module; package_module()\n"
        "heavy = ('minisbd', 'torch', 'stanza', 'spacy', 'django', 'xllamacpp')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_starter_packs_share_their_weights_on_disk(store: PackStore) -> None:
    assert len({(pack.folder / "model" / "model.bin").stat().st_ino for pack in store.installed()}) == 1


def test_a_new_version_takes_the_place_of_the_old(tmp_path: Path, package: Path) -> None:
    store = PackStore(tmp_path / "packs")
    store.install_file(package)
    newer = tmp_path / "newer.argosmodel"
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(newer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'"package_version": "1.9"', b'"package_version": "1.10"'))
    store.install_file(newer)
    assert [pack.version for pack in store.installed()] == ["1.10"]
    assert [folder.name for folder in store.folder.iterdir()] == ["translate-en_zh-1_10"]


def test_reading_packages_leaves_nothing_in_the_home_folder(tmp_path: Path) -> None:
    code = "from translation.argos_library import package_module; package_module()"
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    assert list(tmp_path.iterdir()) == []
