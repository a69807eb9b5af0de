"""Pairs that no pack serves directly, by way of a language in between."""

from __future__ import annotations

from collections.abc import Sequence

from translation.translator import Context, EngineInfo, Hypothesis, LanguagePair, PairUnavailable, Translator

VIA = "en"


class Pivot:
    """Another engine's pairs, and those that two of them make by way of `via`."""

    def __init__(self, engine: Translator, via: str = VIA) -> None:
        self.name = engine.name
        self._engine = engine
        self._via = via

    def pairs(self) -> frozenset[LanguagePair]:
        direct = self._engine.pairs()
        sources = {pair.source for pair in direct if pair.target == self._via}
        targets = {pair.target for pair in direct if pair.source == self._via}
        made = {LanguagePair(source, target) for source in sources for target in targets if source != target}
        return direct | made

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        if pair in self._engine.pairs():
            return self._engine.translate(texts, pair, context)
        if pair not in self.pairs():
            raise PairUnavailable(pair)
        # What is forced or quoted belongs to the target language: only the second step can use it.
        first = self._engine.translate(texts, LanguagePair(pair.source, self._via))
        between = [hypothesis.text for hypothesis in first]
        second = self._engine.translate(between, LanguagePair(self._via, pair.target), context)
        return [self._joined(one, two) for one, two in zip(first, second, strict=True)]

    def info(self) -> EngineInfo:
        info = self._engine.info()
        return EngineInfo(info.name, self.pairs(), info.loaded, info.memory_bytes)

    def _joined(self, first: Hypothesis, second: Hypothesis) -> Hypothesis:
        usable = first.usable and second.usable
        return Hypothesis(second.text, second.engine, first.checks + second.checks, self._via, usable)
