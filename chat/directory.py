"""The directory of suppliers: the search, and what a card shows of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import Lag, LastValue
from django.utils import timezone, translation
from django_countries import countries

from chat.access import suppliers_for
from chat.models import Membership, Message, Organization, Side, User
from chat.naming import initials

PAGE_SIZE = 24
MAX_WORDS = 6
ANSWERS_OF = timedelta(days=90)
"""How far back answers count: what a supplier was like last year says little."""
DAY_S = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Search:
    """What a buyer looks for. Empty fields leave everything in."""

    query: str = ""
    """Words that must all occur in name, city, country or what is made."""
    country: str = ""
    """ISO 3166-1 alpha-2."""
    makes: str = ""
    """Words that must all occur in what is made."""
    language: str = ""
    """BCP 47: somebody there reads or writes it."""
    answers_in_a_day: bool = False

    @property
    def is_empty(self) -> bool:
        return self == Search()


@dataclass(frozen=True, slots=True)
class SupplierCard:
    """One supplier as the directory shows it."""

    id: int
    name: str
    initials: str
    makes: str
    city: str
    country: str
    country_name: str
    time_zone: str
    is_verified: bool
    languages: list[str]
    """What its people read or write, BCP 47, the most frequent first."""
    answers_in_s: int | None
    """The median of how long its answers took lately, in seconds; None where it has answered nobody yet."""
    makes_language: str = ""
    """In which `makes` is written, BCP 47, once that was looked at."""
    makes_gloss: str = ""
    """`makes` in the reader's language; empty where that is not needed or cannot be had."""


# --- the search ---------------------------------------------------------------------------------------------------


def find_suppliers(user: User, search: Search) -> QuerySet[Organization]:
    """The suppliers within reach that match, by name. Raises `Refusal` where the person does not buy."""
    found = suppliers_for(user)
    for word in _words(search.query):
        found = found.filter(_anywhere(word))
    for word in _words(search.makes):
        found = found.filter(_contains("makes", word))
    if search.country:
        found = found.filter(country=search.country)
    if search.language:
        found = found.filter(pk__in=_speaking(search.language))
    if search.answers_in_a_day:
        found = found.filter(pk__in=_quick(found))
    return found.order_by("name", "pk")


def _words(query: str) -> list[str]:
    return query.split()[:MAX_WORDS]


def _anywhere(word: str) -> Q:
    text = _contains("name", word) | _contains("makes", word) | _contains("city", word)
    return text | Q(country__in=_countries_named(word))


def _contains(field: str, word: str) -> Q:
    # SQLite folds the case of ASCII letters only: the common shapes of a word are asked for beside it.
    shapes = {word, word.lower(), word.upper(), word.capitalize()}
    found = Q()
    for shape in shapes:
        found |= Q(**{f"{field}__icontains": shape})
    return found


def _countries_named(word: str) -> list[str]:
    """The countries whose name holds the word, in the current language or in English."""
    needle = word.casefold()
    names = [*countries]
    with translation.override("en"):
        names += [*countries]
    return [code for code, name in names if needle in str(name).casefold() or needle == code.casefold()]


def _speaking(language: str) -> QuerySet[Membership, int]:
    people = Membership.objects.filter(user__is_active=True)
    heard = people.filter(Q(user__reading_language=language) | Q(user__speaking_language=language))
    return heard.values_list("organization_id", flat=True)


def _quick(found: QuerySet[Organization]) -> list[int]:
    times = answer_times(found.values_list("pk", flat=True))
    return [supplier for supplier, seconds in times.items() if seconds <= DAY_S]


# --- the cards ----------------------------------------------------------------------------------------------------


def cards(suppliers: Sequence[Organization]) -> list[SupplierCard]:
    """The suppliers of one page with their languages and answer times, in a fixed number of queries."""
    ids = [supplier.pk for supplier in suppliers]
    languages, times = languages_of(ids), answer_times(ids)
    return [_card(supplier, languages[supplier.pk], times.get(supplier.pk)) for supplier in suppliers]


def _card(supplier: Organization, languages: list[str], answers_in_s: int | None) -> SupplierCard:
    return SupplierCard(
        id=supplier.pk,
        name=supplier.name,
        initials=initials(supplier.name),
        makes=supplier.makes,
        city=supplier.city,
        country=supplier.country,
        country_name=country_name(supplier.country),
        time_zone=supplier.time_zone,
        is_verified=supplier.is_verified,
        languages=languages,
        answers_in_s=answers_in_s,
    )


def languages_of(suppliers: Iterable[int]) -> dict[int, list[str]]:
    """What the people of each supplier read and write, the most frequent first."""
    counted: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    members = Membership.objects.filter(organization_id__in=suppliers, user__is_active=True)
    rows = members.values_list("organization_id", "user__reading_language", "user__speaking_language")
    for organization_id, *spoken in rows:
        for language in dict.fromkeys(spoken):
            counted[organization_id][language] += 1
    ranked = {key: sorted(found, key=lambda code: (-found[code], code)) for key, found in counted.items()}
    return defaultdict(list, ranked)


def answer_times(suppliers: Any) -> dict[int, int]:
    """The median time in seconds from a buyer's message to the supplier's answer, of those who answered lately."""
    here, before, asked_at = (
        Window(value, partition_by="thread", order_by="seq")
        # A plain condition on `side` would take the questions away before the windows see them.
        for value in (LastValue("side"), Lag("side"), Lag("created_at"))
    )
    said = Message.objects.filter(thread__supplier_id__in=suppliers, created_at__gt=timezone.now() - ANSWERS_OF)
    answers = (
        said.exclude(kind=Message.Kind.SYSTEM)
        .annotate(side_here=here, side_before=before, asked_at=asked_at)
        .filter(side_here=Side.SUPPLIER, side_before=Side.BUYER)
        .values_list("thread__supplier_id", F("created_at"), "asked_at")
    )
    waits: dict[int, list[float]] = defaultdict(list)
    for supplier, answered_at, asked in answers:
        waits[supplier].append((answered_at - asked).total_seconds())
    return {supplier: int(median(seconds)) for supplier, seconds in waits.items()}


# --- the choices of the filters -----------------------------------------------------------------------------------


def country_name(code: str) -> str:
    """`China` for `CN`, in the current language; the code itself where it is unknown."""
    return str(countries.name(code)) or code


def countries_to_choose(user: User) -> list[tuple[str, str]]:
    """The countries in which there are suppliers, by their name in the current language."""
    codes = set(suppliers_for(user).values_list("country", flat=True))
    return sorted(((code, country_name(code)) for code in codes), key=lambda choice: choice[1])


def languages_to_choose(user: User) -> list[str]:
    """The languages that suppliers' people read or write."""
    people = Membership.objects.filter(organization__in=suppliers_for(user), user__is_active=True)
    spoken = people.values_list("user__reading_language", "user__speaking_language")
    return sorted({language for pair in spoken for language in pair})
