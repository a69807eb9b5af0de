"""The channel layer of the embedded form."""

from __future__ import annotations

import time

from channels.layers import InMemoryChannelLayer

CLEANING_INTERVAL_S = 1.0


class MemoryChannelLayer(InMemoryChannelLayer):
    """Channels' own, which looks through every channel for expired messages on each send: here once a second."""

    _cleaned_at = 0.0

    def _clean_expired(self) -> None:
        now = time.monotonic()
        if now - self._cleaned_at >= CLEANING_INTERVAL_S:
            self._cleaned_at = now
            super()._clean_expired()
