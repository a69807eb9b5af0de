"""What suppliers say they make, in the reader's language. Translated when first looked at, then kept in the cache."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from django.core.cache import cache

from chat.directory import SupplierCard
from chat.engines import get_translator, language_of
from chat.models import User
from translation.translator import LanguagePair, TranslationError

KEPT_S = 30 * 24 * 60 * 60
RETRIED_AFTER_S = 60
"""After a failure the text stands as written for so long, before it is tried again."""


def glossed(user: User, cards: Sequence[SupplierCard]) -> list[SupplierCard]:
    """The cards with their texts in the person's language where they need it: one batch for each other language."""
    named = [replace(card, makes_language=_language_of(card, user)) for card in cards]
    foreign = [card for card in named if card.makes.strip() and card.makes_language not in user.reads]
    known = cache.get_many({_key(card, user) for card in foreign})
    missing = [card for card in foreign if _key(card, user) not in known]
    known |= _translated(user, missing)
    return [replace(card, makes_gloss=known.get(_key(card, user), "")) for card in named]


def _language_of(card: SupplierCard, user: User) -> str:
    expected = card.languages[0] if card.languages else "en"
    return language_of(card.makes, expected, {*card.languages, *user.reads, "en"})


def _key(card: SupplierCard, user: User) -> str:
    digest = hashlib.sha256(card.makes.encode()).hexdigest()
    return f"gloss-{card.makes_language}-{user.reading_language}-{digest}"


def _translated(user: User, cards: Sequence[SupplierCard]) -> dict[str, str]:
    by_language: dict[str, list[SupplierCard]] = defaultdict(list)
    for card in cards:
        by_language[card.makes_language].append(card)
    fresh: dict[str, str] = {}
    for language, group in by_language.items():
        texts = _translate([card.makes for card in group], LanguagePair(language, user.reading_language))
        fresh |= {_key(card, user): text for card, text in zip(group, texts, strict=True)}
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
