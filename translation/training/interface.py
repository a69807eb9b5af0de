"""Strings of free software in two languages, read from the message catalogues in Debian's packages.

Each string is under its own program's licence: they are learned from, never shipped as text.
"""

from __future__ import annotations

import gettext
import gzip
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from translation.training.corpus import Pair

LOCALES = {"zh": "zh_CN", "es": "es"}
# fmt: off
PACKAGES = (
    "gnucash-common", "tryton-client", "gimp-data", "inkscape", "evolution-common", "nautilus-data",
    "gnome-control-center-data", "gedit-common", "gnumeric-common", "abiword-common", "rhythmbox-data",
    "file-roller", "evince-common", "cheese-common", "gnome-software-common", "epiphany-browser-data",
    "kmymoney-common", "homebank-data", "planner-data", "grisbi-common", "dpkg", "aptitude-common", "synaptic",
    "vlc-l10n", "audacity-data", "darktable", "digikam-data", "scribus-data",
)
# fmt: on
MIN_WORDS, MAX_WORDS = 1, 30
_MARKUP = re.compile(r"%[\d$#.]*[a-z]|%\(|\{[^}]*\}|<[^>]+>|\\[nt]|\$[({A-Z]|^\W*$|[|~\x00-\x1f]|--\w")
_ACCELERATOR = re.compile(r"[_&](?=\w)|\([_&]\w\)")


def collect(folder: Path, say: Callable[[str], None]) -> None:
    """Write `interface_en_zh.tsv.gz` and `interface_en_es.tsv.gz` into `folder`, where they are not there yet.

    Needs `apt-get` and `dpkg-deb`; a package that cannot be had is left out and named.
    """
    wanted = {language: folder / f"interface_en_{language}.tsv.gz" for language in LOCALES}
    if all(path.exists() for path in wanted.values()):
        return
    pairs: dict[str, set[Pair]] = {language: set() for language in LOCALES}
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as unpacked:
            if not _unpack(package, Path(unpacked)):
                say(f"{package} could not be had")
                continue
            for language, locale in LOCALES.items():
                pairs[language].update(_strings(Path(unpacked), locale))
    for language, path in wanted.items():
        _write(path, sorted(pairs[language]))
        say(f"{len(pairs[language]):,} strings in {path.name}")


def _unpack(package: str, folder: Path) -> bool:
    done = subprocess.run(["apt-get", "download", package], cwd=folder, capture_output=True, check=False)  # noqa: S603, S607
    for archive in folder.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", archive.name, "."], cwd=folder, check=True)  # noqa: S603, S607
    return done.returncode == 0


def _strings(folder: Path, locale: str) -> Iterator[Pair]:
    for path in folder.glob(f"usr/share/locale/{locale}/LC_MESSAGES/*.mo"):
        with path.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)
        # The table of a catalogue has no public reader; plural forms are keyed by a tuple and are left out.
        for source, target in catalogue._catalog.items():  # type: ignore[attr-defined]  # noqa: SLF001
            if isinstance(source, str) and (pair := cleaned(source, target)):
                yield pair


def cleaned(source: str, target: str) -> Pair | None:
    """The pair without accelerators, or None where it is not a text by itself."""
    source, target = (_ACCELERATOR.sub("", text.split("\x04")[-1]).strip() for text in (source, target))
    if not source or not target or source == target or _MARKUP.search(source) or _MARKUP.search(target):
        return None
    return (source, target) if MIN_WORDS <= len(source.split()) <= MAX_WORDS else None


def _write(path: Path, pairs: list[Pair]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(f"{source}\t{target}\n" for source, target in pairs)
