"""The translation memory of organizations: what their people corrected comes again, in their conversations alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet
from django.utils import timezone

from chat.models import MemoryLine, Organization, Translation, User
from translation import memory
from translation.draft import MEMORY
from translation.memory import Line
from translation.translator import Hypothesis, LanguagePair


def remember(organization: Organization, lines: Iterable[Line], pair: LanguagePair, author: User | None = None) -> int:
    """Keep lines; the newest of the same key takes the place of an older one. Gives the number kept."""
    rows = {key: line for line in lines if (key := memory.key_of(line.source, pair.source)) and line.target.strip()}
    MemoryLine.objects.bulk_create(
        [
            MemoryLine(
                organization=organization,
                author=author,
                source_language=pair.source,
                target_language=pair.target,
                key=key,
                source=line.source,
                target=line.target,
                updated_at=timezone.now(),
            )
            for key, line in rows.items()
        ],
        update_conflicts=True,
        unique_fields=["organization", "source_language", "target_language", "key"],
        update_fields=["source", "target", "author", "updated_at"],
        batch_size=500,
    )
    return len(rows)


def lines_of(organization: Organization) -> QuerySet[MemoryLine]:
    """Everything that the organization remembers, by languages."""
    lines = MemoryLine.objects.filter(organization=organization)
    return lines.order_by("source_language", "target_language", "key")


def recalled(rows: Sequence[Translation], pair: LanguagePair) -> dict[int, Hypothesis]:
    """What the two organizations of each row's thread remember of its text, by the row's key; one query."""
    keys = {row.pk: memory.key_of(row.message.text, pair.source) for row in rows}
    known = _known(rows, set(keys.values()) - {""}, pair)
    found = {}
    for row in rows:
        text = _recall(row, keys[row.pk], known, pair)
        if text is not None:
            found[row.pk] = Hypothesis(text, MEMORY)
    return found


Known = dict[tuple[int, str], Line]
"""By organization and key."""


def _known(rows: Sequence[Translation], keys: set[str], pair: LanguagePair) -> Known:
    organizations = {number for row in rows for number in _organizations(row)}
    asked = Q(organization__in=organizations, source_language=pair.source, target_language=pair.target, key__in=keys)
    lines = MemoryLine.objects.filter(asked).order_by("updated_at")
    return {(line.organization_id, line.key): Line(line.source, line.target) for line in lines}


def _recall(row: Translation, key: str, known: Known, pair: LanguagePair) -> str | None:
    lines = (known.get((organization, key)) for organization in _organizations(row))
    texts = (memory.recall(row.message.text, line, pair) for line in lines if line)
    return next((text for text in texts if text is not None), None)


def _organizations(row: Translation) -> list[int]:
    """Those of the thread, the reader's first: it is for them that the line is translated."""
    thread = row.message.thread
    both = [thread.buyer_id, thread.supplier_id]
    ordered = both[::-1] if row.message.side == "buyer" else both
    return [number for number in ordered if number is not None]
