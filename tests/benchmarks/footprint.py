"""What one service costs: start-up to the first page, and peak memory after 100 messages in three languages."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from tests.benchmarks.clients import Client, Crowd
from tests.benchmarks.lines import trade_lines
from tests.benchmarks.machine import table
from tests.service import Service

MESSAGES = 100


async def _talk(service: Service, crowd: Crowd) -> None:
    supplier = await Client.open(service, crowd.supplier)
    buyers = [await Client.open(service, token) for token, _thread in crowd.buyers]
    for _token, thread in crowd.buyers:
        await supplier.follow(thread)
    for index in range(MESSAGES):
        speaker = (buyers[0], supplier, buyers[1])[index % 3]
        thread = crowd.buyers[0 if index % 3 == 0 else 1][1]
        await speaker.say(thread, trade_lines(MESSAGES, column=index % 3)[index])
        await asyncio.sleep(0.06)
    await asyncio.sleep(5)


def _peak_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    kib = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kib) / 1024


def main() -> str:
    """Measure; gives the table."""
    with Service() as service:
        service.stop()
        start = time.perf_counter()
        service.start()
        started_s = time.perf_counter() - start
        crowd = Crowd.of(service, 2)
        assert service.process is not None
        idle = _peak_mib(service.process.pid)
        asyncio.run(_talk(service, crowd))
        busy = _peak_mib(service.process.pid)
    rows = [
        ("start to first page", f"{started_s:.1f} s"),
        ("peak memory, idle", f"{idle:.0f} MiB"),
        (f"peak memory after {MESSAGES} messages in three languages", f"{busy:.0f} MiB"),
    ]
    return table("Footprint of the embedded form", ("", ""), rows)


if __name__ == "__main__":
    print(main())
