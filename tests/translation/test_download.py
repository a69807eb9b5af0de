"""A download goes on where it was cut, and never ends in a file that is not whole."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from translation import download as downloads
from translation.download import download, read_url
from translation.index import fetch_index
from translation.packfile import PackError

CONTENT = bytes(range(256)) * 8000
CUT = len(CONTENT) // 10


class Server(ThreadingHTTPServer):
    """Serves `CONTENT` under every path; the first `cuts` answers end in the middle."""

    cuts = 0
    ranges = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are part of the tests."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.headers.get("Range", ""))
        if self.path == "/away":
            self.reply(302, b"", Location="file:///etc/passwd")
        elif self.path == "/gone":
            self.reply(404, b"")
        elif self.path == "/junk":
            self.reply(200, b"<html>")
        else:
            self.send_content()

    def send_content(self) -> None:
        start = int(self.headers.get("Range", "bytes=0-")[6:-1]) if self.server.ranges else 0
        if start >= len(CONTENT):
            self.reply(416, b"", Content_Range=f"bytes */{len(CONTENT)}")
            return
        rest = CONTENT[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        cut = self.server.cuts > 0
        self.server.cuts -= cut
        self.wfile.write(rest[:CUT] if cut else rest)

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as served:
        thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield served
        served.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "RETRY_WAIT_S", 0)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "file"


def test_a_cut_connection_costs_only_what_is_missing(server: Server, target: Path) -> None:
    server.cuts = 2
    seen: list[tuple[int, int]] = []
    download(server.url, target, lambda done, total: seen.append((done, total)))
    assert target.read_bytes() == CONTENT
    assert server.asked == ["", f"bytes={CUT}-", f"bytes={2 * CUT}-"]
    assert seen == sorted(seen)
    assert seen[-1] == (len(CONTENT), len(CONTENT))


def test_a_connection_that_is_cut_often_but_brings_something_is_not_given_up(server: Server, target: Path) -> None:
    server.cuts = downloads.ATTEMPTS + 1
    download(server.url, target)
    assert target.read_bytes() == CONTENT


def test_a_later_call_goes_on_where_an_earlier_one_gave_up(server: Server, target: Path) -> None:
    server.cuts, server.ranges = downloads.ATTEMPTS + 1, False
    with pytest.raises(PackError, match="cut"):
        download(server.url, target)
    assert not target.exists()
    server.cuts, server.ranges = 0, True
    download(server.url, target)
    assert target.read_bytes() == CONTENT
    assert server.asked[-1] == f"bytes={CUT}-"


def test_a_server_without_ranges_starts_again(server: Server, target: Path) -> None:
    server.ranges = False
    server.cuts = 1
    download(server.url, target)
    assert target.read_bytes() == CONTENT


def test_a_part_that_is_whole_already_is_taken(server: Server, target: Path) -> None:
    target.with_name("file.part").write_bytes(CONTENT)
    download(server.url, target, sha256=hashlib.sha256(CONTENT).hexdigest())
    assert target.read_bytes() == CONTENT


def test_a_part_that_is_too_long_is_told(server: Server, target: Path) -> None:
    target.with_name("file.part").write_bytes(CONTENT + b"more")
    with pytest.raises(PackError, match="does not fit"):
        download(server.url, target)


def test_a_wrong_checksum_throws_the_part_away(server: Server, target: Path) -> None:
    with pytest.raises(PackError, match="checksum"):
        download(server.url, target, sha256="00")
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "message"), [("/gone", "refuses the file: 404"), ("/away", "refuses|does not answer|not allowed")]
)
def test_a_refusal_is_told(server: Server, target: Path, path: str, message: str) -> None:
    with pytest.raises(PackError, match=message):
        download(server.url + path, target)
    assert not target.exists()


def test_no_file_of_this_machine_is_read(target: Path) -> None:
    with pytest.raises(PackError, match="no web address"):
        download("file:///etc/passwd", target)


def test_a_body_that_is_too_long_is_refused(server: Server) -> None:
    with pytest.raises(PackError, match="more than 10 bytes"):
        read_url(server.url, max_bytes=10)


def test_what_is_no_index_is_told(server: Server) -> None:
    with pytest.raises(PackError, match="no package index"):
        fetch_index(server.url + "/junk")


def test_an_index_that_does_not_answer_is_told() -> None:
    with pytest.raises(PackError, match="the package index does not answer"):
        fetch_index("http://127.0.0.1:9/index.json")
