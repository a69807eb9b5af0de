"""What a message and its translation said before, for whoever reads the thread; and what people corrected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from chat.models import Message, Translation


@dataclass(frozen=True, slots=True)
class Version:
    """A message and its translation into one language, as they stood from `at` on."""

    at: datetime
    revision: int
    language: str
    text: str
    translation: str = ""
    """Empty where none is kept."""
    corrected_by: str = ""
    engine: str = ""


def versions_of(message: Message, language: str) -> list[Version]:
    """Every version of a message in pair with its translation into `language`, the newest first."""
    kept = {row.revision: row for row in _translations(message, language)}
    texts = _texts(message)
    return [version for text in reversed(texts) for version in _with(kept.get(text.revision), text)]


def _texts(message: Message) -> list[Version]:
    """What the message said, oldest first: each version began when the one before it was replaced."""
    begins, texts = message.created_at, []
    for row in message.revisions.order_by("revision"):
        texts.append(Version(begins, row.revision, row.language, row.text))
        begins = row.replaced_at
    return [*texts, Version(begins, message.revision, message.language, message.text)]


def _translations(message: Message, language: str) -> QuerySet[Translation]:
    rows = message.translations.filter(language=language).exclude(text="")
    return rows.select_related("corrected_by").prefetch_related("corrections__replaced_author")


def _with(row: Translation | None, text: Version) -> Iterator[Version]:
    """A text with each translation that it had, the newest first."""
    if row is None:
        yield text
        return
    corrections = sorted(row.corrections.all(), key=lambda one: one.pk, reverse=True)
    begins = [*(one.created_at for one in corrections), text.at]
    by = row.corrected_by.name if row.corrected_by else ""
    yield replace(text, at=begins[0], translation=row.text, corrected_by=by, engine=row.engine)
    for correction, at in zip(corrections, begins[1:], strict=True):
        if correction.replaced:
            author = correction.replaced_author.name if correction.replaced_author else ""
            engine = correction.replaced_engine
            yield replace(text, at=at, translation=correction.replaced, corrected_by=author, engine=engine)
