"""The tasks: claim what waits, call an engine, call an action. They keep no state of their own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby

from channels.db import database_sync_to_async
from django.core.mail import send_mail

from chat import engines, events, letters, memories, queries
from chat.actions import letters as letters_sent
from chat.actions import translations, utterances
from chat.actions.presence import drop_silent
from chat.actions.translations import Outcome
from chat.engines import get_translator
from chat.models import Translation
from chat.turnstile import Turnstile
from chat.voice_jobs import transcribe
from config.broker import broker
from translation.translator import Context, EngineError, LanguagePair, PairUnavailable, Reason

logger = logging.getLogger(__name__)

MAX_DRAINS = 4
"""While some batches are stored or wait for their model, others are translated."""
SLOW_CLAIM_SIZE = 2
PREVIOUS = 2
"""Messages before the one to be translated that an engine is told, where it can make use of them."""
SWEEP_INTERVAL_S = 3.0
POST_INTERVAL_S = 15.0


_turnstile = Turnstile(MAX_DRAINS)


@broker.task(events.TRANSLATE)
async def translate() -> None:
    """Translate all that waits. Asked for by every message; most of the requests find the work done."""
    if _turnstile.enter():
        await database_sync_to_async(_drain_until_quiet, thread_sensitive=False)()


def _drain_until_quiet() -> None:
    done = False
    while not done:
        try:
            drain()
        except Exception:
            logger.exception("translating stopped; the sweeper takes it up again")
        done = _turnstile.leave()


def drain(limit: int = 0) -> int:
    """Claim and translate until nothing waits, `limit` rows at a time. Gives the number of translations finished."""
    finished, limit = 0, limit or _claim_size()
    while rows := translations.claim(limit):
        for group in _groups(rows):
            translations.finish(_translate_group(group))
        finished += len(rows)
        # A batch that was not full left nothing behind; what came since has asked for a translator of its own.
        if len(rows) < limit:
            break
    return finished


def _claim_size() -> int:
    # A language model takes seconds a text: what one drain holds, another cannot begin with.
    return SLOW_CLAIM_SIZE if engines.takes_its_time() else translations.CLAIM_SIZE


def _groups(rows: Sequence[Translation]) -> list[list[Translation]]:
    """Rows that can be translated in one call: the same pair, and the same thread where its words matter."""
    read = {pair: engines.reads_context(pair) for pair in {_pair_of(row) for row in rows}}

    def kind(row: Translation) -> tuple[LanguagePair, str]:
        pair = _pair_of(row)
        return pair, str(row.message.thread_id) if read[pair] else ""

    return [list(group) for _kind, group in groupby(sorted(rows, key=kind), key=kind)]


def _pair_of(row: Translation) -> LanguagePair:
    return LanguagePair(row.message.language, row.language)


def _context_of(row: Translation) -> Context:
    previous = queries.texts_before(row.message, PREVIOUS) if engines.reads_context(_pair_of(row)) else ()
    return Context(product=row.message.thread.inquiry.product_name, previous=tuple(previous))


def _translate_group(rows: list[Translation]) -> list[Outcome]:
    recalled = memories.recalled(rows, _pair_of(rows[0]))
    remaining = [row for row in rows if row.pk not in recalled]
    known = [Outcome(row, recalled[row.pk]) for row in rows if row.pk in recalled]
    return known + (_ask_engines(remaining) if remaining else [])


def _ask_engines(rows: list[Translation]) -> list[Outcome]:
    pair = _pair_of(rows[0])
    try:
        hypotheses = get_translator().translate([row.message.text for row in rows], pair, _context_of(rows[0]))
        return [Outcome(row, hypothesis) for row, hypothesis in zip(rows, hypotheses, strict=True)]
    except PairUnavailable:
        return [translations.failure(row, Reason.NO_PACK) for row in rows]
    except EngineError as error:
        logger.warning("translating %s failed: %s", pair, error)
        return _one_by_one(rows) if len(rows) > 1 else _after_failure(rows[0], error)


def _one_by_one(rows: list[Translation]) -> list[Outcome]:
    # One poisonous text must not take its neighbours with it.
    return [outcome for row in rows for outcome in _ask_engines([row])]


def _after_failure(row: Translation, error: EngineError) -> list[Outcome]:
    # Without an outcome the row stays promised: its lease runs out and the sweeper tries again.
    spent = error.permanent or row.attempts + 1 >= translations.MAX_ATTEMPTS
    return [translations.failure(row, Reason.ENGINE_FAILED)] if spent else []


def sweep() -> None:
    """Find what was left over: rows whose worker died, rows that nobody was woken for, sockets of a dead server."""
    drop_silent()
    translations.give_up()
    utterances.give_up()


def post() -> int:
    """Write to everybody to whom a letter is due. Gives the number of letters sent."""
    return sum(_post_to(due) for due in letters.due())


def _post_to(due: letters.Due) -> bool:
    letter = letters.letter_for(due) if letters_sent.claim(due) else None
    if letter is None:
        return False
    try:
        send_mail(letter.subject, letter.text, None, [letter.to], html_message=letter.html)
    except OSError as error:
        logger.warning("a letter could not be sent and is tried again later: %s", error)
        return False
    letters_sent.told(due, letter.seq)
    return True


async def work_for_ever() -> None:
    """Sweep and post every few seconds. Runs beside the web process or a worker, in any number of them."""
    await asyncio.gather(_repeat(SWEEP_INTERVAL_S, _sweep_and_translate), _repeat(POST_INTERVAL_S, _post))


async def _repeat(interval_s: float, work: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(interval_s)
        try:
            await work()
        except Exception:
            logger.exception("a round failed; the next one tries again")


async def _sweep_and_translate() -> None:
    await database_sync_to_async(sweep, thread_sensitive=False)()
    await translate()
    await transcribe()


async def _post() -> None:
    # Of its own: a slow mail server must not keep translations waiting.
    await database_sync_to_async(post, thread_sensitive=False)()
