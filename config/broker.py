"""The job broker, and the only place that knows which one it is.

Without `REDIS_URL` jobs run inside the web process; the tasks are the same in both forms.
"""

from __future__ import annotations

from typing import Any

from taskiq import AsyncBroker, InMemoryBroker
from taskiq.kicker import AsyncKicker

broker: AsyncBroker = InMemoryBroker()
_is_running = False


async def start() -> None:
    """Begin to take jobs. Called once in a process that serves."""
    global _is_running  # noqa: PLW0603
    if not _is_running:
        _is_running = True
        await broker.startup()


async def enqueue(task_name: str, **arguments: Any) -> None:
    """Ask for a job by its name: those who enqueue need not know who does the work.

    A process that does not serve, such as a command, has nobody to do it; the sweeper of one that serves finds it.
    """
    if _is_running:
        await AsyncKicker[Any, None](task_name=task_name, broker=broker, labels={}).kiq(**arguments)
