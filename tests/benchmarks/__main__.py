"""Run every benchmark and print its table: `python -m tests.benchmarks [NAME ...]`."""

from __future__ import annotations

import sys
from importlib import import_module

from tests.benchmarks.machine import machine

NAMES = ("text_latency", "text_throughput", "footprint", "language_model", "voice_note")


def main(names: list[str]) -> None:
    print(f"Measured on {machine()}.\n", flush=True)
    for name in names or NAMES:
        print(import_module(f"tests.benchmarks.{name}").main(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
