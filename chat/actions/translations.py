"""The promise of a translation, its claim by a worker, and its keeping."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q
from django.utils import timezone

from chat import access, events, queries
from chat.models import Message, Translation, User
from chat.protocol import ErrorCode, Refusal
from translation.translator import Check, Hypothesis, Reason

CLAIM_SIZE = 64
LEASE = timedelta(seconds=60)
"""How long a worker may hold a row before another takes it."""
MAX_ATTEMPTS = 3
"""What a poisonous message can cost: three workers' tries, then it is shown as written."""
HISTORY_LIMIT = 2000
"""How many older messages a change of the reading language queues at once, the newest first."""


NEEDED = (
    *(field.name for field in Translation._meta.concrete_fields),  # noqa: SLF001  # public in all but name
    *("message__language", "message__text", "message__revision", "message__thread_id"),
    "message__side",
    *("message__thread__inquiry__product_name", "message__thread__buyer_id", "message__thread__supplier_id"),
)
"""What a worker needs of a row, its message and its thread: four tables have many columns more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one promised translation."""

    translation: Translation
    hypothesis: Hypothesis


def promise(message: Message, languages: Iterable[str]) -> list[Translation]:
    """Pending rows for a message, saved in the writer's transaction. One that exists already stays as it is."""
    rows = promised(message, languages)
    return Translation.objects.bulk_create(rows, ignore_conflicts=True) if rows else []


def promised(
    message: Message, languages: Iterable[str], priority: int = Translation.Priority.CHAT
) -> list[Translation]:
    """The pending rows of a message, not yet saved."""
    wanted = languages if message.text else ()
    return [
        Translation(message=message, language=language, revision=message.revision, priority=priority)
        for language in wanted
    ]


def void_translations(message: Message) -> None:
    """Nothing that was said of an earlier revision holds any more."""
    message.translations.filter(revision__lt=message.revision).update(state=Translation.State.STALE)


def request_missing(user: User) -> int:
    """Queue what the person cannot read yet, the newest first. Gives the number of messages queued."""
    messages = queries.untranslated_for(user, HISTORY_LIMIT)
    wanted = [user.reading_language]
    rows = [row for message in messages for row in promised(message, wanted, Translation.Priority.HISTORY)]
    with events.write_lock():
        Translation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)
    if rows:
        events.wake_translator()
    return len(rows)


def retry(user: User, thread_id: UUID, message_id: str | int, language: str) -> None:
    """Try a failed translation again. One that is pending or done stays as it is.

    Raises `Refusal` where the message is not there or the language is not one that somebody here reads.
    """
    with events.writing(thread_id) as log:
        message = access.message_for(user, log.thread, message_id)
        if language not in queries.languages_of(log.thread).wanted_for(message.language):
            raise Refusal(ErrorCode.NOT_FOUND)
        promise(message, [language])
        failed = message.translations.filter(language=language, revision=message.revision, state="failed")
        failed.update(state="pending", attempts=0, claimed_until=None, checks=[], text="")
        announce_start(log, message, language)


def announce_start(log: events.Log, message: Message, language: str) -> None:
    """A translation is (again) on its way: every screen shows that it waits."""
    log.record("translation.started", message, message_id=str(message.pk), revision=message.revision, language=language)


def claim(limit: int = CLAIM_SIZE) -> list[Translation]:
    """Take what waits, conversation before history, under a lease. Nobody else gets these rows meanwhile."""
    now = timezone.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    with events.write_lock():
        waiting = queries.waiting_translations().filter(free, attempts__lt=MAX_ATTEMPTS).order_by("priority", "id")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True, of=("self",))
        rows = list(waiting.select_related("message__thread__inquiry").only(*NEEDED)[:limit])
        taken = Translation.objects.filter(pk__in=[row.pk for row in rows])
        if rows:
            taken.update(claimed_until=now + LEASE, attempts=F("attempts") + 1)
    return rows


def finish(outcomes: Sequence[Outcome]) -> None:
    """Keep the promises: store each result and announce it in its thread. A result for an old revision is dropped."""
    with events.writing_to({outcome.translation.message.thread_id for outcome in outcomes}) as logs:
        kept = _still_wanted(outcomes)
        for outcome in kept:
            _fill(outcome)
            message = outcome.translation.message
            logs[message.thread_id].record("translation.finished", message, **_told(outcome.translation))
        # An upsert of rows that are there: half the work of the CASE for each field that `bulk_update` writes.
        Translation.objects.bulk_create(
            [outcome.translation for outcome in kept],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["state", "text", "engine", "via", "checks", "finished_at", "claimed_until"],
        )


def _still_wanted(outcomes: Sequence[Outcome]) -> list[Outcome]:
    ids = [outcome.translation.pk for outcome in outcomes]
    pending = Translation.objects.filter(pk__in=ids, state="pending", revision=F("message__revision"))
    wanted = set(pending.values_list("pk", flat=True))
    return [outcome for outcome in outcomes if outcome.translation.pk in wanted]


def _fill(outcome: Outcome) -> None:
    row, hypothesis = outcome.translation, outcome.hypothesis
    row.state = Translation.State.DONE if hypothesis.usable else Translation.State.FAILED
    row.text = hypothesis.text if hypothesis.usable else ""
    row.engine, row.via = hypothesis.engine, hypothesis.via
    row.checks = [as_dict(check) for check in hypothesis.checks]
    row.finished_at, row.claimed_until = timezone.now(), None


def _told(row: Translation) -> dict[str, Any]:
    return {
        "message_id": str(row.message_id),
        "revision": row.revision,
        "language": row.language,
        "state": row.state,
        "text": row.text,
        "engine": row.engine,
        "via": row.via,
        "checks": row.checks,
    }


def as_dict(check: Check) -> dict[str, str]:
    return {"reason": check.reason.value, "original": check.original, "translated": check.translated}


def failure(row: Translation, reason: Reason) -> Outcome:
    """The outcome of a translation that there will not be."""
    return Outcome(row, Hypothesis("", "", (Check(reason),), usable=False))


def give_up() -> int:
    """Fail the rows that have used up their attempts and whose last lease is over. Gives their number."""
    spent = queries.waiting_translations().filter(attempts__gte=MAX_ATTEMPTS, claimed_until__lt=timezone.now())
    rows = list(spent.select_related("message__thread")[:CLAIM_SIZE])
    finish([failure(row, Reason.ENGINE_FAILED) for row in rows])
    return len(rows)
