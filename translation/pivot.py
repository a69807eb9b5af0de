"""Serves the pairs that have no engine of their own by way of a language in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from translation.translator import Context, EngineInfo, Hypothesis, LanguagePair, PairUnavailable, Translator
from translation.wrapper import Wrapper

DEFAULT_VIA = "en"


class Pivot(Wrapper):
    """A translator over `translator` that adds every pair which two of its pairs make by way of `via`."""

    def __init__(self, translator: Translator, via: str = DEFAULT_VIA) -> None:
        super().__init__(translator)
        self._via = via
        # What the engine served when last asked, and what that makes.
        self._known: tuple[frozenset[LanguagePair], frozenset[LanguagePair]] = (frozenset(), frozenset())

    def pairs(self) -> frozenset[LanguagePair]:
        direct = self._translator.pairs()
        if self._known[0] != direct:
            self._known = (direct, direct | self._made_from(direct))
        return self._known[1]

    def info(self) -> EngineInfo:
        return replace(self._translator.info(), pairs=self.pairs())

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        if pair in self._translator.pairs():
            return self._translator.translate(texts, pair, context)
        if pair not in self.pairs():
            raise PairUnavailable(pair)
        return self._translate_twice(texts, pair, context)

    def _translate_twice(self, texts: Sequence[str], pair: LanguagePair, context: Context | None) -> list[Hypothesis]:
        # The prefix is in the target's words, so it binds the second step only.
        unbound = replace(context, forced_prefix="") if context else None
        firsts = self._translator.translate(texts, LanguagePair(pair.source, self._via), unbound)
        between = [first.text for first in firsts]
        seconds = self._translator.translate(between, LanguagePair(self._via, pair.target), context)
        return [self._merge(first, second) for first, second in zip(firsts, seconds, strict=True)]

    def _merge(self, first: Hypothesis, second: Hypothesis) -> Hypothesis:
        return replace(
            second,
            engine=first.engine if first.engine == second.engine else f"{first.engine}+{second.engine}",
            checks=first.checks + second.checks,
            via=self._via,
            usable=first.usable and second.usable,
        )

    def _made_from(self, direct: frozenset[LanguagePair]) -> frozenset[LanguagePair]:
        sources = {pair.source for pair in direct if pair.target == self._via}
        targets = {pair.target for pair in direct if pair.source == self._via}
        return frozenset(LanguagePair(source, target) for source in sources for target in targets if source != target)
