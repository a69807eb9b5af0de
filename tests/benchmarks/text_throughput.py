"""2,000 trade lines from 64 senders through the whole service, against the limit and against the plain way.

The limit is one in-process `translate_batch` over the whole set; the plain way is `argostranslate.translate` called
line by line. Aim: at least 0.7 of the limit and 8 times the plain way.
"""

from __future__ import annotations

import asyncio
import time

from tests.benchmarks.bare import BarePack, LineByLine, pack_folder
from tests.benchmarks.clients import Client, Crowd
from tests.benchmarks.lines import trade_lines
from tests.benchmarks.machine import table
from tests.service import Service

LINES = 2000
SENDERS = 64
LINE_BY_LINE = 300  # enough for a rate; all of them would take minutes


async def _through_parley(service: Service, crowd: Crowd, lines: list[str]) -> float:
    supplier = await Client.open(service, crowd.supplier)
    for _token, thread in crowd.buyers:
        await supplier.follow(thread)
    buyers = [await Client.open(service, token) for token, _thread in crowd.buyers]
    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        group.create_task(_count(supplier, len(lines)))
        for index, (buyer, (_token, thread)) in enumerate(zip(buyers, crowd.buyers, strict=True)):
            group.create_task(_say_all(buyer, thread, lines[index::SENDERS]))
    return time.perf_counter() - start


async def _say_all(buyer: Client, thread: str, lines: list[str]) -> None:
    for line in lines:
        await buyer.say(thread, line)


async def _count(supplier: Client, number: int) -> None:
    for _ in range(number):
        await supplier.until("translation.finished")


def main() -> str:
    """Measure; gives the table."""
    lines = trade_lines(LINES)
    with Service() as service:
        crowd = Crowd.of(service, SENDERS)
        folder = pack_folder(service, "en", "zh")
        through = LINES / asyncio.run(_through_parley(service, crowd, lines))
        service.stop()
        bare = BarePack(folder)
        bare.seconds(lines[:100])
        limit = LINES / bare.seconds(lines)
        plain = LINE_BY_LINE / LineByLine(folder).seconds(lines[:LINE_BY_LINE])
    rows = [
        ("one translate_batch (limit)", f"{limit:.0f}", f"{through / limit:.2f}"),
        ("argostranslate, line by line", f"{plain:.0f}", f"{through / plain:.1f}"),
        (f"Parley, {SENDERS} senders", f"{through:.0f}", ""),
    ]
    return table(f"Throughput of {LINES} trade lines, en to zh", ("", "lines a second", "Parley's share"), rows)


if __name__ == "__main__":
    print(main())
