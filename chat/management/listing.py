"""What `manage.py models` prints: which engine serves which pair, how large it is and how fast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations

from django.conf import settings

from chat import engines, measuring
from translation.packs import PackKind, PackStore, Route, RouteKind, matrix
from translation.translator import LanguagePair

Routes = Mapping[LanguagePair, Route]
SHOWN = {RouteKind.DIRECT: "direct", RouteKind.PIVOT: "via {via}", RouteKind.MISSING: "missing"}
KINDS = {"argos": PackKind.FULL, "starter": PackKind.STARTER}
"""Of the packs that an engine runs."""


def lines(store: PackStore) -> list[str]:
    """Who is asked for each pair, then which packs there are, then what would be better."""
    languages = _languages(store)
    routes = matrix(store, languages)
    return ["", *used(store), "", "By language packs:", *_table(languages, routes), *_advice(store)]


def used(store: PackStore) -> list[str]:
    """For each pair, the engines in the order in which they are asked, with what was measured."""
    languages, speeds = _languages(store, *measuring.LANGUAGES), measuring.kept()
    packs = {name: matrix(store, languages, kind=kind) for name, kind in KINDS.items()}
    rows = []
    for pair in (LanguagePair(*codes) for codes in permutations(languages, 2)):
        named = [_described(name, packs.get(name, {}), pair, speeds) for name in engines.engines_of(pair)]
        rows += [f"  {pair}  {', then '.join(named)}"] if named else []
    advice = [] if speeds else ["How fast they are here: python manage.py models measure"]
    return ["Used for each pair:", *rows, *advice] if rows else []


def _described(
    name: str, routes: Routes, pair: LanguagePair, speeds: Mapping[tuple[str, LanguagePair], measuring.Speed]
) -> str:
    facts = [engines.model_of(name), megabytes(size) if (size := _size_bytes(name, routes, pair)) else ""]
    if speed := speeds.get((name, pair)):
        facts += [f"{speed.line_s:.2f} s a line"]
        facts += [f"{megabytes(speed.memory_bytes)} in memory"] if speed.memory_bytes else []
    told = ", ".join(fact for fact in facts if fact)
    return f"{name} ({told})" if told else name


def _size_bytes(name: str, routes: Routes, pair: LanguagePair) -> int:
    """On this machine's disk."""
    if pair in routes:
        sizes = [pack.size_bytes for pack in routes[pair].packs]
        # The starter packs share their weights.
        return max(sizes) if name == "starter" else sum(sizes)
    return engines.model_size_bytes(name)


def _languages(store: PackStore, *more: str) -> list[str]:
    return sorted({code for pack in store.installed() for code in (pack.pair.source, pack.pair.target)} | {*more})


def _advice(store: PackStore) -> list[str]:
    advice = []
    if settings.LLAMA_MODEL and not engines.gguf_model():
        advice += [f"LLAMA_MODEL names {settings.LLAMA_MODEL!r}, which is not installed: other engines translate."]
    if any(pack.kind is PackKind.STARTER for pack in store.best().values()):
        advice += ["Starter packs are small. Full ones: python manage.py models install --all en zh es"]
    return ["", *advice] if advice else []


def _table(languages: Sequence[str], routes: Routes) -> list[str]:
    head = ["from \\ to", *languages]
    body = [[source, *(_cell(source, target, routes) for target in languages)] for source in languages]
    return ["  ".join(f"{cell:<10}" for cell in row).rstrip() for row in [head, *body]]


def _cell(source: str, target: str, routes: Routes) -> str:
    if source == target:
        return "-"
    route = routes[LanguagePair(source, target)]
    return SHOWN[route.kind].format(via=route.via)


def megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1024**2:.1f} MB"
