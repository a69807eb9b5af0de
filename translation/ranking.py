"""Which engine translates which pair: the only place that decides it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from translation.translator import (
    Context,
    EngineError,
    EngineInfo,
    Hypothesis,
    LanguagePair,
    PairUnavailable,
    Translator,
)

Order = Callable[[LanguagePair, Sequence[Translator]], Sequence[Translator]]
"""Puts the engines that serve a pair in the order in which they are tried."""

log = logging.getLogger(__name__)


def as_given(pair: LanguagePair, engines: Sequence[Translator]) -> Sequence[Translator]:
    """The order in which the engines were named, for every pair."""
    return engines


class Ranking:
    """A translator that asks the first of `engines` that serves the pair, and the next where that one fails."""

    name = "ranking"

    def __init__(self, engines: Sequence[Translator], order: Order = as_given) -> None:
        self._engines = tuple(engines)
        self._order = order

    def engines_for(self, pair: LanguagePair) -> Sequence[Translator]:
        """The engines that serve `pair`, the preferred one first."""
        return self._order(pair, [engine for engine in self._engines if pair in engine.pairs()])

    def pairs(self) -> frozenset[LanguagePair]:
        return frozenset().union(*(engine.pairs() for engine in self._engines))

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        failure: EngineError = PairUnavailable(pair)
        for engine in self.engines_for(pair):
            try:
                return engine.translate(texts, pair, context)
            except EngineError as error:
                log.warning("%s failed for %s: %s", engine.name, pair, error)
                failure = error
        raise failure

    def info(self) -> EngineInfo:
        infos = [engine.info() for engine in self._engines]
        return EngineInfo(
            name="+".join(info.name for info in infos),
            pairs=self.pairs(),
            loaded=frozenset().union(*(info.loaded for info in infos)),
            memory_bytes=sum(info.memory_bytes for info in infos),
        )
