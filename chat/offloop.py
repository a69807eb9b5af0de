"""Database work of sockets, off their event loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from channels.db import database_sync_to_async

T = TypeVar("T")


async def act(work: Callable[..., T], *arguments: Any, **named: Any) -> T:
    """Do database work off the event loop."""
    result: T = await database_sync_to_async(work, thread_sensitive=False)(*arguments, **named)
    return result
