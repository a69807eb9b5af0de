"""`manage.py models`: what language packs there are, and installing more."""

from __future__ import annotations

import re
import threading
from argparse import ArgumentParser
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from translation.packs import Pack, PackError, PackKind, PackStore, Route, RouteKind, matrix
from translation.starter_packs import STARTER_PAIRS
from translation.translator import LanguagePair

STARTER = "starter"
ANSWER_WITHIN_S = 5.0
"""How long `--best` waits for the index: a start must not hang on a network that swallows packets."""
_PAIR = re.compile(r"([a-z]{2,3}(?:-[A-Z][A-Za-z]+)?)-([a-z]{2,3}(?:-[A-Z][A-Za-z]+)?)")
SHOWN = {RouteKind.DIRECT: "direct", RouteKind.PIVOT: "via {via}", RouteKind.MISSING: "missing"}


class Command(BaseCommand):
    help = "List the installed language packs, or install more: models install starter | en-zh zh-en | --all en zh es."
    requires_system_checks: list[str] = []  # that packs are missing is what it is called for

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", nargs="?", choices=["list", "install"], default="list")
        parser.add_argument("pairs", nargs="*", help="`starter`, or pairs such as en-zh zh-en")
        parser.add_argument(
            "--all", nargs="+", metavar="LANGUAGE", help="every direction between these, such as en zh es"
        )
        parser.add_argument("--file", type=Path, help="an .argosmodel file, or a folder of them")
        parser.add_argument("--best", action="store_true", help="the starter packs, and full ones if the index answers")

    def handle(self, *args: Any, **options: Any) -> None:
        store = PackStore(settings.PACKS_DIR)
        if options["action"] == "list":
            return self.list_packs(store)
        try:
            self.install(store, options)
        except PackError as error:
            raise CommandError(str(error)) from error
        return None

    def install(self, store: PackStore, options: dict[str, Any]) -> None:
        if options["best"]:
            return self.install_best(store)
        if options["file"]:
            return self.report(store.install_file(options["file"]))
        if options["pairs"] == [STARTER]:
            return self.report(store.install_starter())
        if options["all"]:
            return self.fetch_all(store, options["all"])
        if not options["pairs"]:
            raise CommandError("Say what to install: starter, en-zh zh-en, --all en zh es, --file PATH, or --best.")
        return self.fetch(store, [_pair(text) for text in options["pairs"]])

    def fetch_all(self, store: PackStore, languages: Sequence[str]) -> None:
        """Everything that the index offers between the languages. Raises `PackError` where it lacks one of them."""
        offered = {entry.pair for entry in store.available(settings.ARGOS_INDEX_URL)}
        pairs = [pair for pair in _all_directions(languages) if pair in offered]
        for language in languages:
            if not any(language in {pair.source, pair.target} for pair in pairs):
                raise PackError(f"the package index has nothing for {language!r}")
        self.fetch(store, pairs)

    def install_best(self, store: PackStore) -> None:
        """Starter packs always, and full ones of the same pairs where the index answers. Never fails for that."""
        self.report(store.install_starter())
        wanted = [pair for pair in STARTER_PAIRS if pair not in _full(store)]
        if not wanted:
            return
        try:
            offered = set(_answer_of(store))
            self.fetch(store, [pair for pair in wanted if pair in offered])
        except PackError as error:
            self.stdout.write(f"Going on with the starter packs: {error}")
            self.stdout.write("To try again later: python manage.py models install --all en zh es")

    def fetch(self, store: PackStore, pairs: Sequence[LanguagePair]) -> None:
        """Install from the index, one pair after the other, each with its bar."""
        for pair in pairs:
            self.report(self._fetch_one(store, pair))

    def _fetch_one(self, store: PackStore, pair: LanguagePair) -> list[Pack]:
        with tqdm(desc=str(pair), unit="B", unit_scale=True, unit_divisor=1024, disable=None) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total or None
                bar.update(done - bar.n)

            return store.install_from_index([pair], progress, settings.ARGOS_INDEX_URL)

    def report(self, packs: Sequence[Pack]) -> None:
        for pack in packs:
            self.stdout.write(f"{pack.pair} {pack.version} {pack.kind.value} {_megabytes(pack.size_bytes)}")

    # --- the list -------------------------------------------------------------------------------------------------

    def list_packs(self, store: PackStore) -> None:
        packs = store.installed()
        if not packs:
            self.stdout.write("No language pack is installed. Run: python manage.py models install starter")
            return
        self.stdout.write(f"Installed in {store.folder}:")
        self.report(packs)
        self.stdout.write("")
        languages = sorted({code for pack in packs for code in (pack.pair.source, pack.pair.target)})
        for line in _table(languages, matrix(store, languages)):
            self.stdout.write(line)
        if any(pack.kind is PackKind.STARTER for pack in store.best().values()):
            self.stdout.write("\nStarter packs are small. Full ones: python manage.py models install --all en zh es")


def _pair(text: str) -> LanguagePair:
    codes = _PAIR.fullmatch(text)
    if codes is None or codes[1] == codes[2]:
        raise CommandError(f"{text!r} is no pair: write it as en-zh, or give languages with --all.")
    return LanguagePair(codes[1], codes[2])


def _all_directions(languages: Sequence[str]) -> list[LanguagePair]:
    """Every direction between the languages and English, by which the pairs without a pack of their own go."""
    return [LanguagePair(*codes) for codes in permutations(dict.fromkeys(["en", *languages]), 2)]


def _full(store: PackStore) -> set[LanguagePair]:
    return {pair for pair, pack in store.best().items() if pack.kind is PackKind.FULL}


def _answer_of(store: PackStore) -> list[LanguagePair]:
    """The pairs that the index offers. Raises `PackError` where it does not answer in time."""
    answers: list[list[LanguagePair]] = []
    failures: list[PackError] = []

    def ask() -> None:
        try:
            answers.append([entry.pair for entry in store.available(settings.ARGOS_INDEX_URL)])
        except PackError as error:
            failures.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(ANSWER_WITHIN_S)
    if not answers:
        raise failures[0] if failures else PackError(f"the package index did not answer in {ANSWER_WITHIN_S:.0f} s")
    return answers[0]


def _table(languages: Sequence[str], routes: dict[LanguagePair, Route]) -> list[str]:
    head = ["from \\ to", *languages]
    body = [[source, *(_cell(source, target, routes) for target in languages)] for source in languages]
    return ["  ".join(f"{cell:<10}" for cell in row).rstrip() for row in [head, *body]]


def _cell(source: str, target: str, routes: dict[LanguagePair, Route]) -> str:
    if source == target:
        return "-"
    route = routes[LanguagePair(source, target)]
    return SHOWN[route.kind].format(via=route.via)


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1024**2:.1f} MB"
