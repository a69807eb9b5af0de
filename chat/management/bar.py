"""The bar that shows how much of a model has arrived."""

from __future__ import annotations

from typing import Self

from tqdm import tqdm


class Bar:
    """A bar for bytes, which counts also what was there before."""

    def __init__(self, label: str) -> None:
        self._bar = tqdm(desc=label, unit="B", unit_scale=True, unit_divisor=1024, disable=None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def show(self, done: int, total: int) -> None:
        self._bar.total = total or None
        self._bar.update(done - self._bar.n)
