"""From `message.send` on one socket to the translated event on the other, idle, against a bare `translate_batch`.

Aim: overhead p50 at most 15 ms.
"""

from __future__ import annotations

import asyncio
import statistics
import time

from tests.benchmarks.bare import BarePack, pack_folder
from tests.benchmarks.clients import Client, Crowd
from tests.benchmarks.lines import trade_lines
from tests.benchmarks.machine import ms, quantile, table
from tests.service import Service

LINES = 100
PAUSE_S = 0.06  # below the limit of commands a second, and long enough for the service to be idle again


async def _through_parley(service: Service, crowd: Crowd, lines: list[str]) -> list[float]:
    token, thread = crowd.buyers[0]
    buyer, supplier = await Client.open(service, token), await Client.open(service, crowd.supplier)
    await supplier.follow(thread)
    taken = []
    for line in lines:
        start = time.perf_counter()
        answer = await buyer.say(thread, line)
        await supplier.until("translation.finished", message_id=answer["message_id"])
        taken.append(time.perf_counter() - start)
        await asyncio.sleep(PAUSE_S)
    return taken


def main() -> str:
    """Measure; gives the table."""
    lines = trade_lines(LINES + 5)
    with Service() as service:
        crowd = Crowd.of(service, 1)
        bare = BarePack(pack_folder(service, "en", "zh"))
        bare.seconds(lines[:1])
        through = asyncio.run(_through_parley(service, crowd, lines))[5:]
        alone = [bare.seconds([line]) for line in lines[5:]]
    overhead = [one - other for one, other in zip(through, alone, strict=True)]
    rows = [
        ("bare translate_batch", ms(statistics.median(alone)), ms(quantile(alone, 0.95))),
        ("send to translated event", ms(statistics.median(through)), ms(quantile(through, 0.95))),
        ("overhead", ms(statistics.median(overhead)), ms(quantile(overhead, 0.95))),
    ]
    return table(f"Latency of {LINES} trade lines, one at a time, en to zh", ("", "p50", "p95"), rows)


if __name__ == "__main__":
    print(main())
