"""The list of packages that the Argos project, or an operator's own mirror, offers for download."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from translation.argos_library import default_index_url, package_module
from translation.download import read_url
from translation.packfile import PackError, language_tag, parse_version
from translation.translator import LanguagePair

MAX_INDEX_BYTES = 8 * 1024**2
INDEX_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A package that can be fetched."""

    pair: LanguagePair
    version: str
    links: tuple[str, ...]
    """Web addresses of the file, the preferred one first."""
    sha256: str = ""
    """Checksum of the file in hexadecimal; empty where the index carries none."""


def fetch_index(url: str | None = None) -> list[IndexEntry]:
    """The newest package of each pair. Raises `PackError` where the index does not answer or is no index."""
    url = url or default_index_url()
    try:
        body = read_url(url, MAX_INDEX_BYTES, INDEX_TIMEOUT_S)
    except PackError as error:
        raise PackError(f"the package index does not answer ({url}): {error}") from error
    return _newest(_parse(body, url))


def find(entries: Sequence[IndexEntry], pair: LanguagePair) -> IndexEntry:
    """The entry of `pair`. Raises `PackError` where the index has none."""
    for entry in entries:
        if entry.pair == pair:
            return entry
    raise PackError(f"the package index has no package for {pair.source} to {pair.target}")


def _parse(body: bytes, url: str) -> list[IndexEntry]:
    try:
        listed = json.loads(body)
        return [entry for metadata in listed if (entry := _entry(metadata))]
    except (ValueError, TypeError, AttributeError) as error:
        raise PackError(f"what {url} sent is no package index: {error}") from error


def _entry(metadata: dict[str, Any]) -> IndexEntry | None:
    package = package_module().AvailablePackage(metadata)
    links = tuple(link for link in package.links if link.startswith(("https://", "http://")))
    if package.type != "translate" or not package.from_code or not package.to_code or not links:
        return None
    try:
        pair = LanguagePair(language_tag(package.from_code), language_tag(package.to_code))
    except PackError:
        return None
    return IndexEntry(pair, package.package_version, links, str(metadata.get("sha256") or ""))


def _newest(entries: list[IndexEntry]) -> list[IndexEntry]:
    oldest_first = sorted(entries, key=lambda entry: parse_version(entry.version))
    return sorted({entry.pair: entry for entry in oldest_first}.values(), key=lambda entry: entry.pair)
