"""What runs: the language pairs, the recognition of speech, the queue, the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chat import measuring
from chat.engines import (
    engines_of,
    get_translator,
    model_of,
    model_size_bytes,
    pack_store,
    reads_context,
    recognizer_info,
)
from chat.models import User
from chat.naming import engine_words
from chat.queries import waiting_translations
from translation.packs import Pack, PackKind, PackStore, Route, RouteKind, matrix
from translation.translator import EngineInfo, LanguagePair

Speeds = dict[tuple[str, LanguagePair], measuring.Speed]
SLOW_AFTER_S = 30
"""A queue whose oldest entry waits longer than this is not keeping up."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One pair in the matrix."""

    source: str
    target: str
    kind: str
    """`direct`, `pivot`, `missing`; `same` on the diagonal."""
    via: str = ""
    packs: tuple[Pack, ...] = ()
    command: str = ""
    """What an operator types to install what is missing or only a starter."""
    engines: tuple[str, ...] = ()
    """Who is asked, in this order, in words, with the speed that was measured."""
    model: bool = False
    """Whether a general language model is asked first."""
    model_size_bytes: int = 0
    """Of that model, where it lies on this machine."""

    @property
    def is_starter(self) -> bool:
        return not self.model and any(pack.kind is PackKind.STARTER for pack in self.packs)


@dataclass(frozen=True, slots=True)
class Queue:
    """What the translator still owes."""

    waiting: int
    oldest_s: float
    """For how many seconds the oldest has been waiting."""

    @property
    def is_slow(self) -> bool:
        return self.oldest_s > SLOW_AFTER_S


@login_required
@require_safe
def show_status(request: HttpRequest) -> HttpResponse:
    """The matrix and the state for everybody; queue, memory and packs for staff."""
    user: Any = request.user
    store = pack_store()
    languages = languages_shown(store)
    rows = rows_of(matrix(store, languages), languages)
    queue, engine, speech = queue_now(), get_translator().info(), recognizer_info()
    context = {
        "nav_current": "status",
        "languages": languages,
        "rows": rows,
        "queue": queue,
        "engine": engine,
        "translator": engine_words(engine.name),
        "speech": speech,
        "memory_bytes": engine.memory_bytes + speech.memory_bytes,
        "state": state_of(engine, queue),
        "starter": any(cell.is_starter for row in rows for cell in row),
        "now": timezone.now(),
        "is_staff": user.is_staff,
    }
    return render(request, "status.html", context)


def languages_shown(store: PackStore) -> list[str]:
    """Every language that is installed, read or written here; English first, then by code."""
    installed = {code for pack in store.installed() for code in (pack.pair.source, pack.pair.target)}
    people = User.objects.filter(is_active=True).values_list("reading_language", "speaking_language").distinct()
    spoken = {code for pair in people for code in pair}
    return sorted(installed | spoken | {"en"}, key=lambda code: (code != "en", code))


def rows_of(routes: dict[LanguagePair, Route], languages: list[str]) -> list[list[Cell]]:
    """The matrix row by row, from left to right."""
    speeds = measuring.kept()
    return [[_cell(source, target, routes, speeds) for target in languages] for source in languages]


def _cell(source: str, target: str, routes: dict[LanguagePair, Route], speeds: Speeds) -> Cell:
    if source == target:
        return Cell(source, target, "same")
    route = routes[LanguagePair(source, target)]
    names = engines_of(route.pair)
    words = tuple(_with_speed(name, speeds.get((name, route.pair))) for name in names)
    if reads_context(route.pair):
        size = model_size_bytes(names[0])
        return Cell(
            source, target, RouteKind.DIRECT.value, "", route.packs, "", words, model=True, model_size_bytes=size
        )
    return Cell(source, target, route.kind.value, route.via, route.packs, _command(route), words)


def _with_speed(name: str, speed: measuring.Speed | None) -> str:
    words = engine_words(f"{name}:{model_of(name)}")
    if speed is None:
        return words
    return _("%(engine)s, %(seconds)s s a line") % {"engine": words, "seconds": f"{speed.line_s:.2f}"}


def _command(route: Route) -> str:
    wanted = [pack.pair for pack in route.packs if pack.kind is PackKind.STARTER]
    if route.kind is RouteKind.MISSING:
        wanted = [pair for pair in _through_english(route.pair) if pair.source != pair.target]
    return f"python manage.py models install {' '.join(map(str, wanted))}" if wanted else ""


def _through_english(pair: LanguagePair) -> list[LanguagePair]:
    return [LanguagePair(pair.source, "en"), LanguagePair("en", pair.target)]


def queue_now() -> Queue:
    """How much waits, and for how long."""
    waiting = waiting_translations()
    oldest = waiting.order_by("created_at").values_list("created_at", flat=True).first()
    return Queue(waiting.count(), (timezone.now() - oldest).total_seconds() if oldest else 0.0)


def state_of(engine: EngineInfo, queue: Queue) -> str:
    """`stopped` without any pack, `slow` where the queue does not keep up, else `running`."""
    if not engine.pairs:
        return "stopped"
    return "slow" if queue.is_slow else "running"


urlpatterns = [path("status/", show_status, name="status")]
