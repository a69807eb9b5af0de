"""What suppliers say they make, in the reader's language. Translated when first looked at, then kept in the cache."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.cache import cache

from chat.directory import SupplierCard
from chat.engines import get_translator, language_of
from chat.models import User
from translation import languages
from translation.scripts import SPACELESS
from translation.translator import LanguagePair, TranslationError

KEPT_S = 30 * 24 * 60 * 60
RETRIED_AFTER_S = 60
"""After a failure the text stands as written for so long, before it is tried again."""

_PARTS = re.compile(r"(?<=[.;])\s+|[。；\n]+")
_ITEMS = re.compile(r"\s*[,，、]\s*")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A list of products that is to be translated. Engines do better with its items than with the whole."""

    key: str
    language: str
    items: tuple[str, ...]


def glossed(user: User, cards: Sequence[SupplierCard]) -> list[SupplierCard]:
    """The cards with their texts in the person's language where they need it: one batch for each other language."""
    spoken = [_parts(card, user) for card in cards]
    wanted = [_wanted(parts, user) for parts in spoken]
    found = _glosses([one for one in wanted if one], user.reading_language)
    return [
        replace(card, makes_language=parts[0][0] if parts else "", makes_gloss=found[one.key] if one else "")
        for card, parts, one in zip(cards, spoken, wanted, strict=True)
    ]


def _parts(card: SupplierCard, user: User) -> list[tuple[str, str]]:
    """Its sentences with their languages. Many say the same in two."""
    expected = card.languages[0] if card.languages else "en"
    plausible = {*card.languages, *user.reads, "en"}
    parts = [part.strip(" .;") for part in _PARTS.split(card.makes)]
    return [(language_of(part, expected, plausible), part) for part in parts if part]


def _wanted(parts: Sequence[tuple[str, str]], user: User) -> _Wanted | None:
    """What is to be translated of a text: the part in its first language, and nothing where one can be read."""
    if not parts or any(language in user.reads for language, _ in parts):
        return None
    first = parts[0][0]
    items = tuple(item for language, part in parts if language == first for item in _ITEMS.split(part) if item)
    digest = hashlib.sha256("\n".join(items).encode()).hexdigest()
    return _Wanted(f"gloss-{first}-{user.reading_language}-{digest}", first, items)


def _glosses(wanted: Sequence[_Wanted], target: str) -> dict[str, str]:
    known: dict[str, str] = cache.get_many({one.key for one in wanted})
    missing: dict[str, dict[str, _Wanted]] = defaultdict(dict)
    for one in wanted:
        if one.key not in known:
            missing[one.language][one.key] = one
    for language, group in missing.items():
        known |= _translated(list(group.values()), LanguagePair(language, target))
    return known


def _translated(group: Sequence[_Wanted], pair: LanguagePair) -> dict[str, str]:
    texts = iter(_translate([item for one in group for item in one.items], pair))
    fresh = {one.key: _listed([next(texts) for _ in one.items], pair.target) for one in group}
    cache.set_many({key: text for key, text in fresh.items() if text}, KEPT_S)
    cache.set_many({key: text for key, text in fresh.items() if not text}, RETRIED_AFTER_S)
    return fresh


def _translate(texts: list[str], pair: LanguagePair) -> list[str]:
    """The texts in the other language; empty where there is none that can be shown."""
    try:
        found = get_translator().translate(texts, pair)
    except TranslationError:
        return ["" for _ in texts]
    return [hypothesis.text if hypothesis.usable and not hypothesis.checks else "" for hypothesis in found]


def _listed(items: Sequence[str], target: str) -> str:
    """The items as one list; empty where one is missing: half a list would tell something else."""
    if not all(items):
        return ""
    if languages.get(target).script in SPACELESS:
        return "、".join(items)
    return ", ".join(_begun(items))


def _begun(items: Iterable[str]) -> Iterable[str]:
    # Each was translated as if a sentence began with it; LED and the like stay.
    for number, item in enumerate(items):
        yield item if item[1:2].isupper() else (item[:1].lower() if number else item[:1].upper()) + item[1:]
