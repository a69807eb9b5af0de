"""How many may do the same work at once, without a call for work being lost."""

from __future__ import annotations

import threading


class Turnstile:
    """Lets at most `limit` in at once, and sees to it that a call that came too late is not forgotten."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._inside = 0
        self._came_late = False
        self._lock = threading.Lock()

    def enter(self) -> bool:
        """Whether the caller may work. If not, somebody inside will look again."""
        with self._lock:
            self._came_late = self._inside >= self._limit
            if not self._came_late:
                self._inside += 1
            return not self._came_late

    def leave(self) -> bool:
        """Whether the caller may go. If not, work came meanwhile: look again, then ask again."""
        with self._lock:
            must_stay, self._came_late = self._came_late, False
            self._inside -= not must_stay
            return not must_stay
