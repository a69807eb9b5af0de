"""How much one socket may ask. PURE: the clock is handed in."""

from __future__ import annotations

from dataclasses import dataclass

COMMANDS_PER_S = 20.0
BURST_COMMANDS = 60.0
MAX_REFUSALS = 200
"""Refused commands, forgiven at the same rate, after which the socket is closed."""


@dataclass(slots=True)
class CommandBudget:
    """A token bucket, and a count of what was asked beyond it."""

    tokens: float = BURST_COMMANDS
    refusals: float = 0.0
    _last: float = 0.0

    def spend(self, now: float) -> float:
        """0.0 where the command may be carried out; otherwise how many seconds to wait."""
        self._refill(now)
        if self.tokens >= 1:
            self.tokens -= 1
            return 0.0
        return (1 - self.tokens) / COMMANDS_PER_S

    def refuse(self) -> None:
        """Count a command that could not be carried out, for whatever reason."""
        self.refusals += 1

    @property
    def is_abused(self) -> bool:
        """Whether the refusals are no accident any more."""
        return self.refusals > MAX_REFUSALS

    def _refill(self, now: float) -> None:
        passed = now - self._last if self._last else 0.0
        self._last = now
        self.tokens = min(BURST_COMMANDS, self.tokens + passed * COMMANDS_PER_S)
        self.refusals = max(0.0, self.refusals - passed * COMMANDS_PER_S / 4)
