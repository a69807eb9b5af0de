"""The log of a thread and its announcement: the only place that numbers events and the only sender to groups.

with events.writing(thread_id) as log:
    ...                                     # rows
    log.record("message.sent", message)     # the next seq, one Event row
                                            # published on commit, never before
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar
from uuid import UUID
from weakref import WeakKeyDictionary

from asgiref.sync import SyncToAsync, async_to_sync
from channels.layers import get_channel_layer
from django.db import connection, transaction
from django.utils import timezone

from chat import shapes
from chat.models import Event, Message, Thread
from chat.protocol import (
    ErrorCode,
    InboxChanged,
    MessageOut,
    PresenceChanged,
    ReceiptChanged,
    Refusal,
    TypingStarted,
    UtteranceProgress,
    Wire,
    encode,
)
from config.broker import enqueue

logger = logging.getLogger(__name__)

# SQLite has one writer. Queueing here is fair and wakes at once; its own busy handler sleeps and retries.
_sqlite_writer = threading.RLock()

Send = tuple[str, dict[str, Any]]
"""A group, and what it is sent."""

TRANSLATE, TRANSCRIBE = "chat.translate", "chat.transcribe"
"""The tasks that are asked for; a worker does them."""
PROMISING_EVENTS = {"message.sent", "message.edited", "translation.started"}
"""After these, translations may wait."""
LOST = "a hint was lost; sockets and sweeper will catch up"
ENDING_EVENTS = {"translation.finished", "translation.corrected"}
"""After these, nobody waits for the translation any more."""
INBOX_EVENTS = {"message.sent", "message.edited", "thread.changed", *ENDING_EVENTS}


def thread_group(thread_id: UUID | str) -> str:
    return f"thread.{UUID(str(thread_id)).hex}"


def user_group(user_id: int | str) -> str:
    return f"user.{user_id}"


def organization_group(organization_id: int | str) -> str:
    return f"organization.{organization_id}"


def presence_group(organization_id: int | str) -> str:
    return f"presence.{organization_id}"


@dataclass(slots=True)
class Log:
    """A thread that is being written to, locked until the transaction ends."""

    thread: Thread
    recorded: list[Event] = field(default_factory=list)
    shown: dict[int, MessageOut] = field(default_factory=dict)
    """The messages of the recorded events as screens will see them, by the event's seq."""

    @property
    def next_seq(self) -> int:
        """The number that the next event will get."""
        return self.thread.last_seq + 1

    def record(self, type: str, message: Message | None = None, shown: MessageOut | None = None, **data: Any) -> None:
        """Put an event into the log under the next seq. It is published when the transaction commits."""
        self.thread.last_seq += 1
        event = Event(thread=self.thread, seq=self.thread.last_seq, type=type, message=message, data=data)
        self.recorded.append(event)
        if shown is not None:
            self.shown[event.seq] = shown


class _Outgoing(threading.local):
    """What this thread will announce when its outermost transaction has committed."""

    depth = 0

    def __init__(self) -> None:
        self.sends: list[Send] = []
        self.wakes: set[str] = set()

    def take(self) -> tuple[list[Send], set[str]]:
        taken = self.sends, self.wakes
        self.sends, self.wakes = [], set()
        return taken


_outgoing = _Outgoing()


@contextmanager
def write_lock() -> Iterator[None]:
    """One transaction; on SQLite also the process's turn to write. May be nested.

    What was announced within goes out when the outermost one has committed and given up its turn, in one hop.
    """
    turn = _sqlite_writer if connection.vendor == "sqlite" else nullcontext()
    _outgoing.depth += 1
    try:
        with turn, transaction.atomic(savepoint=_outgoing.depth == 1):
            yield
    except BaseException:
        _outgoing.take()
        raise
    finally:
        _outgoing.depth -= 1
    if not _outgoing.depth:
        transaction.on_commit(partial(_announce, *_outgoing.take()))


@contextmanager
def writing(thread_id: UUID | str) -> Iterator[Log]:
    """One transaction that writes to a thread. Raises `Refusal` where there is no such thread."""
    with writing_to([UUID(str(thread_id))]) as logs:
        for log in logs.values():
            yield log
            return
        raise Refusal(ErrorCode.THREAD_NOT_FOUND)


@contextmanager
def writing_to(thread_ids: Iterable[UUID]) -> Iterator[dict[UUID, Log]]:
    """One transaction that writes to several threads, those that there are.

    Their rows are locked first, so that numbers are dense and readers never see a gap; in the order of their ids, so
    that two writers never wait for each other.
    """
    with write_lock():
        threads = Thread.objects.select_for_update().filter(pk__in=thread_ids).order_by("pk")
        logs = {thread.pk: Log(thread) for thread in threads}
        yield logs
        _store([log for log in logs.values() if log.recorded])


def _store(logs: list[Log]) -> None:
    Event.objects.bulk_create([event for log in logs for event in log.recorded])
    # An upsert of rows that are there and locked: one statement, however many threads.
    Thread.objects.bulk_create(
        [log.thread for log in logs],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["last_seq", "last_message", "last_activity_at", "waits_on", "subject", "status"],
    )
    for log in logs:
        _outgoing.sends += _announcements(log)
        if any(event.type in PROMISING_EVENTS for event in log.recorded):
            _outgoing.wakes.add(TRANSLATE)


def _announcements(log: Log) -> list[Send]:
    group = thread_group(log.thread.pk)
    sends = [(group, _announcement(event, log.shown.get(event.seq))) for event in log.recorded]
    if not any(event.type in INBOX_EVENTS for event in log.recorded):
        return sends
    hint = _hint(encode(InboxChanged(thread=str(log.thread.pk))))
    organizations = filter(None, (log.thread.buyer_id, log.thread.supplier_id))
    return sends + [(organization_group(organization_id), hint) for organization_id in organizations]


def _announcement(event: Event, message: MessageOut | None) -> dict[str, Any]:
    """What the group carries: the finished frame, and what a feed needs to know without opening it."""
    pending = [code for code, row in message.translations.items() if row.state == "pending"] if message else []
    return {
        "type": "chat.event",
        "thread": str(event.thread_id),
        "seq": event.seq,
        "frame": encode(shapes.event_out(event, message)),
        "message_id": str(event.message_id or ""),
        "by": message.sender.id if message else "",
        "pending": pending,
        "finishes": event.data.get("language", "") if event.type in ENDING_EVENTS else "",
    }


# --- what is not in the log ---------------------------------------------------------------------------------------


def announce_typing(thread_id: UUID, user_id: int, name: str) -> None:
    frame = encode(TypingStarted(thread=str(thread_id), user=str(user_id), name=name))
    _deliver([(thread_group(thread_id), _hint(frame, by=user_id))])


def announce_receipt(thread_id: UUID, user_id: int, delivered_seq: int, read_seq: int) -> None:
    """Tell the thread; and the person's own inboxes, when something was read."""
    receipt = ReceiptChanged(thread=str(thread_id), user=str(user_id), delivered_seq=delivered_seq, read_seq=read_seq)
    _deliver([(thread_group(thread_id), _hint(encode(receipt)))])


def announce_inbox(thread_id: UUID, *user_ids: int) -> None:
    """A row of these people's inboxes is no longer as it was."""
    hint = _hint(encode(InboxChanged(thread=str(thread_id))))
    _deliver([(user_group(user_id), hint) for user_id in user_ids])


def announce_presence(user_id: int, organization_id: int, *, online: bool) -> None:
    event = PresenceChanged(user=str(user_id), online=online, last_seen_at=shapes.instant(timezone.now()))
    _deliver([(presence_group(organization_id), _hint(encode(event)))])


def announce_person(user_id: int, *, session_ended: str = "", removed: bool = False) -> None:
    """The person's sockets look again at who they are: languages changed, signed out or removed."""
    message = {"type": "chat.person", "session_ended": session_ended, "removed": removed}
    _deliver([(user_group(user_id), message)])


def announce_utterance(thread_id: UUID, event: Wire) -> None:
    """What is being said, or that it is over, to everybody in the thread, the speaker too."""
    _deliver([(thread_group(thread_id), _hint(encode(event)))])


def announce_progress(thread_id: UUID, user_id: int, utterance: str, percent: int) -> None:
    event = UtteranceProgress(thread=str(thread_id), utterance=utterance, percent=percent)
    _deliver([(user_group(user_id), _hint(encode(event)))])


def wake_transcriber() -> None:
    """Something spoken waits. A lost word does no harm here either."""
    _announce([], {TRANSCRIBE})


async def reply(channel: str, message: dict[str, Any]) -> None:
    """Tell one socket, by the name of its channel, what it asked a worker for."""
    await get_channel_layer().send(channel, message)


def wake_translator() -> None:
    """Translations wait. A lost word does no harm: the sweeper finds what is left over."""
    _announce([], {TRANSLATE})


def _hint(frame: str, by: int | str = "") -> dict[str, Any]:
    return {"type": "chat.hint", "frame": frame, "by": str(by)}


def _deliver(sends: list[Send]) -> None:
    _announce(sends, set())


def _announce(sends: list[Send], wakes: set[str]) -> None:
    """Never lets a broken channel layer or broker undo what is committed: both carry only hints.

    In a thread of a server its event loop takes it from here, so that no writer waits for sockets.
    """
    if not sends and not wakes:
        return
    try:
        loop: asyncio.AbstractEventLoop | None = getattr(SyncToAsync.threadlocal, "main_event_loop", None)
        if loop is None or loop.is_closed():
            async_to_sync(_go_out)(sends, wakes)
        else:
            loop.call_soon_threadsafe(_Herald.of(loop).take, sends, wakes)
    except Exception:
        logger.exception(LOST)


class _Herald:
    """Sends what was announced, in its order. One for an event loop, and used in it alone."""

    _heralds: ClassVar[WeakKeyDictionary[asyncio.AbstractEventLoop, _Herald]] = WeakKeyDictionary()

    def __init__(self) -> None:
        self._waiting: deque[tuple[list[Send], set[str]]] = deque()
        self._task: asyncio.Task[None] | None = None

    @classmethod
    def of(cls, loop: asyncio.AbstractEventLoop) -> _Herald:
        return cls._heralds.setdefault(loop, cls())

    def take(self, sends: list[Send], wakes: set[str]) -> None:
        self._waiting.append((sends, wakes))
        if self._task is None:
            self._task = asyncio.ensure_future(self._send_all())

    async def _send_all(self) -> None:
        try:
            while self._waiting:
                await self._send_next()
        finally:
            self._task = None

    async def _send_next(self) -> None:
        try:
            await _go_out(*self._waiting.popleft())
        except Exception:
            logger.exception(LOST)


async def _go_out(sends: list[Send], wakes: set[str]) -> None:
    for task_name in wakes:
        await enqueue(task_name)
    layer = get_channel_layer()
    for group, message in sends:
        await layer.group_send(group, message)
