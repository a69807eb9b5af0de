"""The lines that the benchmarks translate: 2,000 of trade talk, English, Chinese and Spanish side by side."""

from __future__ import annotations

from pathlib import Path

FILE = Path(__file__).parent.parent / "data" / "trade_lines.tsv"


def trade_lines(number: int, column: int = 0) -> list[str]:
    """The first `number` lines of a column: 0 English, 1 Chinese, 2 Spanish."""
    return [line.split("\t")[column] for line in FILE.read_text().splitlines()[:number]]
