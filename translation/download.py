"""Fetches a large file over HTTP so that a cut connection, or a stopped program, costs only what is missing."""

from __future__ import annotations

import hashlib
import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from translation.packfile import PackError

Progress = Callable[[int, int], None]
"""Called with the bytes that are there and the bytes there will be; the second is 0 while that is unknown."""

TIMEOUT_S = 30.0
ATTEMPTS = 5  # one after the other that bring nothing new
RETRY_WAIT_S = 1.0
CHUNK_BYTES = 256 * 1024
MAX_DOWNLOAD_BYTES = 2 * 1024**3

_NETWORK_ERRORS = (OSError, http.client.HTTPException)


class _CutError(PackError):
    """The connection ended early: what has arrived is kept, and asking for the rest may help."""


def read_url(url: str, max_bytes: int, timeout_s: float = TIMEOUT_S) -> bytes:
    """The body at `url`. Raises `PackError` where nothing answers or the body is longer than `max_bytes`."""
    try:
        with open_url(url, timeout_s=timeout_s) as response:
            body = response.read(max_bytes + 1)
    except _NETWORK_ERRORS as error:
        raise PackError(f"{_host(url)} does not answer: {error}") from error
    if len(body) > max_bytes:
        raise PackError(f"{url} sent more than {max_bytes} bytes")
    return body


def open_url(url: str, headers: dict[str, str] | None = None, timeout_s: float = TIMEOUT_S) -> http.client.HTTPResponse:
    """A response of HTTP or HTTPS; no other scheme is followed. Raises `OSError` like urllib does."""
    if urlsplit(url).scheme not in {"http", "https"}:
        raise PackError(f"{url} is no web address")
    request = urllib.request.Request(url, headers=headers or {})  # noqa: S310 - the scheme was just checked
    response: http.client.HTTPResponse = _opener().open(request, timeout=timeout_s)
    return response


def _opener() -> urllib.request.OpenerDirector:
    # Built by hand, so that no redirect leads to a file of this machine.
    opener = urllib.request.OpenerDirector()
    handlers = (
        urllib.request.ProxyHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPRedirectHandler,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.HTTPErrorProcessor,
    )
    for handler in handlers:
        opener.add_handler(handler())
    return opener


def download(url: str, target: Path, progress: Progress | None = None, sha256: str = "") -> Path:
    """Fetch `url` into `target`, going on where an earlier, interrupted call left its `.part` file.

    Raises `PackError` where the server refuses, keeps cutting the connection, or sends what does not
    match `sha256` (hexadecimal; empty for no comparison); in the last case the part is thrown away.
    """
    part = target.with_name(target.name + ".part")
    in_vain = 0
    while True:
        have = _size_bytes(part)
        try:
            _fetch_rest(url, part, progress or _silent)
            break
        except _CutError:
            in_vain = 0 if _size_bytes(part) > have else in_vain + 1
            if in_vain == ATTEMPTS:
                raise
            time.sleep(RETRY_WAIT_S)
    _compare_checksum(part, sha256)
    return part.replace(target)


def _size_bytes(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _silent(done_bytes: int, total_bytes: int) -> None:
    """The progress that nobody watches."""


def _fetch_rest(url: str, part: Path, progress: Progress) -> None:
    have = _size_bytes(part)
    headers = {"Range": f"bytes={have}-"} if have else {}
    try:
        with open_url(url, headers) as response:
            _append(response, part, progress)
    except urllib.error.HTTPError as error:
        _explain_refusal(error, url, have)
    except _NETWORK_ERRORS as error:
        raise _CutError(f"{_host(url)} does not answer, or cut the connection: {error}") from error


def _explain_refusal(error: urllib.error.HTTPError, url: str, have: int) -> None:
    with error:
        if error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            return _compare_length(error.headers.get("Content-Range", ""), have)
        kind = _CutError if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR else PackError
        raise kind(f"{_host(url)} refuses the file: {error.code} {error.reason}") from None


def _compare_length(content_range: str, have: int) -> None:
    # Asked for what comes after the last byte, a server that has no more refuses the range and names the length.
    if content_range != f"bytes */{have}":
        raise PackError("the part that was fetched before does not fit the file: remove it and try again") from None


def _append(response: http.client.HTTPResponse, part: Path, progress: Progress) -> None:
    resumed = response.status == HTTPStatus.PARTIAL_CONTENT
    have = _size_bytes(part) if resumed else 0
    announced = int(response.headers.get("Content-Length") or 0)
    total = have + announced if announced else 0
    if total > MAX_DOWNLOAD_BYTES:
        raise PackError(f"the file is refused: {total} bytes are more than a language pack can be")
    with part.open("ab" if resumed else "wb") as sink:
        done = _copy(response, sink, have, total, progress)
    if total and done < total:
        raise _CutError(f"the connection was cut after {done} of {total} bytes")


def _copy(response: http.client.HTTPResponse, sink: BinaryIO, done: int, total: int, progress: Progress) -> int:
    # `read1` hands over what has arrived, so a cut loses nothing; `read` would throw its last chunk away.
    while chunk := response.read1(CHUNK_BYTES):
        sink.write(chunk)
        done += len(chunk)
        if done > MAX_DOWNLOAD_BYTES:
            raise PackError("the file is refused: it is longer than a language pack can be")
        progress(done, total)
    return done


def _compare_checksum(part: Path, sha256: str) -> None:
    if not sha256:
        return
    with part.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256.lower():
        part.unlink()
        raise PackError("the file that arrived is damaged (its checksum differs): try again")


def _host(url: str) -> str:
    return urlsplit(url).netloc or url
