"""From `message.send` on one socket to the translated event on the other, idle, against a bare `translate_batch`.

Both are asked in turn, line by line, with the same pause before each: a machine whose speed wanders, or whose caches
are cold after a pause, then does so to both. Aim: overhead p50 at most 15 ms.
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


async def _in_turn(service: Service, crowd: Crowd, bare: BarePack, lines: list[str]) -> list[tuple[float, float]]:
    """For each line the seconds through the service, and those of the model alone."""
    token, thread = crowd.buyers[0]
    buyer, supplier = await Client.open(service, token), await Client.open(service, crowd.supplier)
    await supplier.follow(thread)
    taken = []
    for line in lines:
        start = time.perf_counter()
        answer = await buyer.say(thread, line)
        await supplier.until("translation.finished", message_id=answer["message_id"])
        through = time.perf_counter() - start
        await asyncio.sleep(PAUSE_S)
        taken.append((through, bare.seconds([line])))
        await asyncio.sleep(PAUSE_S)
    return taken


def main() -> str:
    """Measure; gives the table."""
    lines = trade_lines(LINES + 5)
    with Service() as service:
        crowd = Crowd.of(service, 1)
        bare = BarePack(pack_folder(service, "en", "zh"))
        bare.seconds(lines[:1])
        taken = asyncio.run(_in_turn(service, crowd, bare, lines))[5:]
    through, alone = [one for one, _other in taken], [other for _one, other in taken]
    overhead = [one - other for one, other in taken]
    rows = [
        ("bare translate_batch", ms(statistics.median(alone)), ms(quantile(alone, 0.95))),
        ("send to translated event", ms(statistics.median(through)), ms(quantile(through, 0.95))),
        ("overhead", ms(statistics.median(overhead)), ms(quantile(overhead, 0.95))),
    ]
    return table(f"Latency of {LINES} trade lines, one at a time, en to zh", ("", "p50", "p95"), rows)


if __name__ == "__main__":
    print(main())
