"""Which engine speaks: the one place that chooses. An engine that fails hands over to the next."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from translation.translator import (
    Context,
    EngineError,
    EngineInfo,
    Hypothesis,
    LanguagePair,
    PairUnavailable,
    Translator,
)

logger = logging.getLogger(__name__)


class Ranked:
    """Several engines as one, the preferred first."""

    name = "ranked"

    def __init__(self, engines: Sequence[Translator]) -> None:
        self._engines = tuple(engines)

    def pairs(self) -> frozenset[LanguagePair]:
        return frozenset().union(*(engine.pairs() for engine in self._engines))

    def serving(self, pair: LanguagePair) -> list[Translator]:
        """The engines that would be asked for `pair`, in order."""
        return [engine for engine in self._engines if pair in engine.pairs()]

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        *others, last = self.serving(pair) or [None]
        if last is None:
            raise PairUnavailable(pair)
        for engine in others:
            try:
                return engine.translate(texts, pair, context)
            except EngineError as error:
                logger.warning("%s failed for %s, the next engine takes over: %s", engine.name, pair, error)
        return last.translate(texts, pair, context)

    def info(self) -> EngineInfo:
        infos = [engine.info() for engine in self._engines]
        loaded: frozenset[LanguagePair] = frozenset().union(*(info.loaded for info in infos))
        return EngineInfo(self.name, self.pairs(), loaded, sum(info.memory_bytes for info in infos))
