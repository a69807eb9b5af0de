"""In what order and when one socket hears of a thread. PURE: no I/O, the clock is handed in.

A message waits up to the deadline for the translation that its reader needs, and everything after it waits behind
it, so that the order of the log is kept. A dead translator, worker or publisher delays nobody beyond the deadline.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

GAP_GRACE_S = 0.3
"""How long a missing event may still be on its way before the log is asked for it."""


@dataclass(slots=True)
class Incoming:
    """A durable event as the group carries it."""

    seq: int
    frame: str
    message_id: str = ""
    waits_for: str = ""
    """The language of the translation that this reader waits for; empty when for none."""
    finishes: str = ""
    """The language whose waiting this event ends; empty when it ends none."""


@dataclass(slots=True)
class ThreadFeed:
    """One thread as one socket follows it. `cursor` is the newest seq that was sent."""

    cursor: int
    deadline_s: float
    _waiting: dict[int, Incoming] = field(default_factory=dict)
    _until: dict[int, float] = field(default_factory=dict)
    _gap_since: float | None = None

    def feed(self, event: Incoming, now: float) -> None:
        """Take an event in. One that was sent before is dropped."""
        if event.seq <= self.cursor or event.seq in self._waiting:
            return
        self._waiting[event.seq] = event
        self._until[event.seq] = now + self.deadline_s if event.waits_for else now
        if event.finishes:
            self._finish(event, now)

    def release(self, now: float) -> Iterator[str]:
        """The frames that may go out now, in the order of the log."""
        while (event := self._waiting.get(self.cursor + 1)) and self._until[event.seq] <= now:
            self._forget(event.seq)
            self.cursor = event.seq
            yield event.frame
        self._note_gap(now)

    def wake_at(self) -> float | None:
        """When `release` should be asked again; None while nothing waits."""
        if self._gap_since is not None:
            return self._gap_since + GAP_GRACE_S
        return self._until.get(self.cursor + 1)

    def is_behind(self, now: float) -> bool:
        """Whether an event is missing and has been for longer than the grace."""
        return self._gap_since is not None and now >= self._gap_since + GAP_GRACE_S

    def skip_to(self, cursor: int) -> None:
        """The log was replayed up to `cursor`."""
        self.cursor = max(self.cursor, cursor)
        for seq in [seq for seq in self._waiting if seq <= self.cursor]:
            self._forget(seq)
        self._gap_since = None

    def _finish(self, event: Incoming, now: float) -> None:
        for waiting in self._waiting.values():
            if waiting.message_id == event.message_id and waiting.waits_for == event.finishes:
                self._until[waiting.seq] = now

    def _note_gap(self, now: float) -> None:
        missing = bool(self._waiting) and self.cursor + 1 not in self._waiting
        self._gap_since = (self._gap_since or now) if missing else None

    def _forget(self, seq: int) -> None:
        del self._waiting[seq], self._until[seq]
