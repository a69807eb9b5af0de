"""Language packs: what is installed in a folder, what could be, and which pairs that serves."""

from __future__ import annotations

import itertools
import logging
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path

from translation.download import Progress, download
from translation.index import IndexEntry, fetch_index, find
from translation.packfile import STARTER_SUFFIX, Pack, PackError, PackKind, folder_name, read_pack, unpack
from translation.starter_packs import STARTER_PAIRS, STARTER_VERSION, write_starter
from translation.translator import LanguagePair, TranslationError

__all__ = ["Pack", "PackError", "PackKind", "PackStore", "Route", "RouteKind", "matrix"]

PIVOT = "en"
SMOKE_TEXT = "Hello, 100 pieces."

log = logging.getLogger(__name__)


class PackStore:
    """The packs in one folder. Every change is a rename, so readers see a pack whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)

    def installed(self) -> list[Pack]:
        """Every usable pack, by pair; of one pair the one that is used comes first."""
        packs = [pack for folder in self._folders() if (pack := _readable(folder))]
        packs.sort(key=lambda pack: pack.rank, reverse=True)
        return sorted(packs, key=lambda pack: pack.pair)

    def best(self, kind: PackKind | None = None) -> dict[LanguagePair, Pack]:
        """The pack to use for each pair: a full one before a starter, then the newest; or the newest of one kind."""
        best: dict[LanguagePair, Pack] = {}
        for pack in self.installed():
            if kind in (None, pack.kind):
                best.setdefault(pack.pair, pack)
        return best

    def names(self) -> frozenset[str]:
        """The names of the pack folders: cheap to ask, and different after every change."""
        return frozenset(folder.name for folder in self._folders())

    def install_starter(self) -> list[Pack]:
        """Write the four starter packs, sharing their weights on disk; leaves those that stand already."""
        self.folder.mkdir(parents=True, exist_ok=True)
        packs: list[Pack] = []
        for pair in STARTER_PAIRS:
            twin = packs[0].folder if packs else None
            packs.append(self._find_starter(pair) or self._write_starter(pair, twin))
        return packs

    def install_file(self, path: Path) -> list[Pack]:
        """Install an `.argosmodel` file, or every one in a folder.

        Each is verified: safe to unpack, complete, and able to translate. Raises `PackError` otherwise, and
        then nothing of that file is installed.
        """
        path = Path(path)
        if not path.is_dir():
            return [self._install_archive(path)]
        archives = sorted(path.glob("*.argosmodel"))
        if not archives:
            raise PackError(f"{path} holds no .argosmodel file")
        return [self._install_archive(archive) for archive in archives]

    def available(self, index_url: str | None = None) -> list[IndexEntry]:
        """What the package index offers, newest of each pair. Raises `PackError` where it does not answer."""
        return fetch_index(index_url)

    def install_from_index(
        self, pairs: Iterable[LanguagePair], progress: Progress | None = None, index_url: str | None = None
    ) -> list[Pack]:
        """Fetch and install the newest package of each of `pairs`, going on with what was half fetched before.

        `progress` is called with the bytes done and to be done of one package after the other. A pair whose
        newest package is installed already costs nothing. Raises `PackError`.
        """
        entries = self.available(index_url)
        return [self._install_entry(find(entries, pair), progress) for pair in pairs]

    def remove(self, pack: Pack) -> None:
        """Take a pack away. Models that are loaded from it go on until they are dropped."""
        with self._scratch() as scratch:
            pack.folder.rename(scratch)

    def _folders(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        return [path for path in self.folder.iterdir() if not path.name.startswith(".") and path.is_dir()]

    def _find_starter(self, pair: LanguagePair) -> Pack | None:
        starters = (pack for pack in self.installed() if pack.kind is PackKind.STARTER and pack.pair == pair)
        return next((pack for pack in starters if pack.version == STARTER_VERSION), None)

    def _write_starter(self, pair: LanguagePair, twin: Path | None) -> Pack:
        with self._scratch(STARTER_SUFFIX) as scratch:
            write_starter(pair, scratch, twin)
            return self._take_in(read_pack(scratch))

    def _install_entry(self, entry: IndexEntry, progress: Progress | None) -> Pack:
        for pack in self.installed():
            if pack.kind is PackKind.FULL and (pack.pair, pack.version) == (entry.pair, entry.version):
                return pack
        archive = self._fetch(entry, progress)
        try:
            return self._install_archive(archive)
        finally:
            archive.unlink(missing_ok=True)

    def _fetch(self, entry: IndexEntry, progress: Progress | None) -> Path:
        downloads = self.folder / ".downloads"
        downloads.mkdir(parents=True, exist_ok=True)
        name = f"{entry.pair.source}_{entry.pair.target}-{entry.version.replace('/', '_')}.argosmodel"
        return _first_that_works(
            [partial(download, link, downloads / name, progress, entry.sha256) for link in entry.links]
        )

    def _install_archive(self, archive: Path) -> Pack:
        if not archive.is_file():
            raise PackError(f"there is no file {archive}")
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._scratch() as scratch:
            unpack(archive, scratch)
            pack = read_pack(scratch)
            _try_out(pack)
            return self._take_in(pack)

    def _take_in(self, pack: Pack) -> Pack:
        target = self.folder / folder_name(pack)
        if target.exists():
            with self._scratch() as old:
                target.rename(old)
        try:
            pack.folder.rename(target)
        except OSError as error:
            raise PackError(f"{target} cannot be written: {error}") from error
        self._drop_older(pack, target)
        return replace(pack, folder=target)

    def _drop_older(self, new: Pack, target: Path) -> None:
        for pack in self.installed():
            if pack.folder != target and (pack.pair, pack.kind) == (new.pair, new.kind) and pack.rank <= new.rank:
                self.remove(pack)

    @contextmanager
    def _scratch(self, suffix: str = "") -> Iterator[Path]:
        # Beside the packs, so that a rename brings it in; the dot keeps it out of sight until then.
        path = self.folder / f".incoming-{uuid.uuid4().hex}{suffix}"
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)


def _readable(folder: Path) -> Pack | None:
    try:
        return read_pack(folder)
    except (PackError, OSError) as error:
        log.warning("skipping the language pack in %s: %s", folder, error)
        return None


def _try_out(pack: Pack) -> None:
    # Imported here: an engine's heavy libraries are not needed for looking at packs.
    from translation.engines.argos_model import load_model

    try:
        translated = load_model(pack, threads=1).translate([SMOKE_TEXT], beam=1)
    except TranslationError as error:
        raise PackError(f"the package for {pack.pair.source} to {pack.pair.target} does not work: {error}") from error
    if not translated[0][0].strip():
        raise PackError(f"the package for {pack.pair.source} to {pack.pair.target} translates nothing")


def _first_that_works(attempts: Sequence[Callable[[], Path]]) -> Path:
    for attempt in attempts[:-1]:
        try:
            return attempt()
        except PackError as error:
            log.warning("trying the next address: %s", error)
    return attempts[-1]()


class RouteKind(StrEnum):
    """How a pair is served."""

    DIRECT = "direct"
    PIVOT = "pivot"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Route:
    """How one pair is served, and by which packs."""

    pair: LanguagePair
    kind: RouteKind
    packs: tuple[Pack, ...] = ()
    """One pack where direct, two by pivot, none where missing."""
    via: str = ""
    """The language in between, where the pair is served by pivot."""


def matrix(
    store: PackStore, languages: Sequence[str], via: str = PIVOT, kind: PackKind | None = None
) -> dict[LanguagePair, Route]:
    """The route of every ordered pair of `languages`, by the best packs or those of one kind."""
    best = store.best(kind)
    pairs = (LanguagePair(source, target) for source, target in itertools.permutations(languages, 2))
    return {pair: _route(pair, best, via) for pair in pairs}


def _route(pair: LanguagePair, best: dict[LanguagePair, Pack], via: str) -> Route:
    if pair in best:
        return Route(pair, RouteKind.DIRECT, (best[pair],))
    first, second = best.get(LanguagePair(pair.source, via)), best.get(LanguagePair(via, pair.target))
    if first and second:
        return Route(pair, RouteKind.PIVOT, (first, second), via)
    return Route(pair, RouteKind.MISSING)
