"""Which engine translates which pair, and what happens when it cannot: the only place that decides it."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from translation.ahead import Ahead
from translation.translator import (
    Context,
    EngineError,
    EngineInfo,
    Hypothesis,
    LanguagePair,
    PairUnavailable,
    Translator,
)

DEADLINE_S = 25.0
"""After this long no further engine is asked."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    """The names of engines, the preferred first; those not named are not used."""

    usual: Sequence[str]
    pairs: Mapping[LanguagePair, Sequence[str]] = field(default_factory=dict)
    """Where a pair has an order of its own."""
    captions: Sequence[str] = ()
    """For live captions, where speed counts most; as usual when empty."""

    def of(self, pair: LanguagePair, *, captions: bool = False) -> Sequence[str]:
        return self.captions if captions and self.captions else self.pairs.get(pair, self.usual)


class Ranking:
    """A translator that asks the first of its engines that serves the pair.

    What that one cannot do, refuses, or gives back with a finding goes to the next, until the deadline; of several
    imperfect translations the best is given.
    """

    name = "ranking"

    def __init__(
        self, engines: Mapping[str, Translator], order: Order | None = None, deadline_s: float = DEADLINE_S
    ) -> None:
        self._engines = dict(engines)
        self._order = order or Order(tuple(engines))
        self._deadline_s = deadline_s

    def engines_for(self, pair: LanguagePair, *, captions: bool = False) -> dict[str, Translator]:
        """The engines that serve `pair` at this moment, the preferred one first."""
        named = ((name, self._engines.get(name)) for name in self._order.of(pair, captions=captions))
        return {name: engine for name, engine in named if engine is not None and pair in engine.pairs()}

    def reads_context(self, pair: LanguagePair | None = None) -> bool:
        """Whether the preferred engine of `pair`, or of any pair, makes use of the conversation around a text."""
        if pair is not None:
            return any(getattr(engine, "reads_context", False) for engine in list(self.engines_for(pair).values())[:1])
        readers = (engine for engine in self._engines.values() if getattr(engine, "reads_context", False))
        return any(self.reads_context(one) for engine in readers for one in list(engine.pairs())[:1])

    def pairs(self) -> frozenset[LanguagePair]:
        served = {name: engine.pairs() for name, engine in self._engines.items()}
        every = frozenset[LanguagePair]().union(*served.values())
        return frozenset(pair for pair in every if any(pair in served.get(name, ()) for name in self._order.of(pair)))

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        captions = bool(context and (context.live or context.forced_prefix))
        engines = self.engines_for(pair, captions=captions)
        round_ = _Round(texts, pair, context, time.monotonic() + self._deadline_s)
        for name, engine in engines.items():
            if round_.is_over():
                break
            round_.ask(name, engine)
        return round_.result()

    def begin(self, texts: Sequence[str], pair: LanguagePair) -> None:
        """Have the preferred engine begin with what it will be asked, if it can."""
        engine = next(iter(self.engines_for(pair).values()), None)
        if isinstance(engine, Ahead):
            engine.begin(texts, pair)

    def info(self) -> EngineInfo:
        infos = [engine.info() for engine in self._engines.values()]
        return EngineInfo(
            name="+".join(info.name for info in infos if info.pairs) or self.name,
            pairs=self.pairs(),
            loaded=frozenset().union(*(info.loaded for info in infos)),
            memory_bytes=sum(info.memory_bytes for info in infos),
        )


class _Round:
    """Some texts on their way from engine to engine."""

    def __init__(self, texts: Sequence[str], pair: LanguagePair, context: Context | None, deadline: float) -> None:
        self._texts, self._pair, self._context, self._deadline = texts, pair, context, deadline
        self._best: list[Hypothesis | None] = [None] * len(texts)
        self._failure: EngineError = PairUnavailable(pair)

    def is_over(self) -> bool:
        """Whether nothing can be gained any more; the first engine is always asked."""
        late = any(self._best) and time.monotonic() > self._deadline
        return late or all(best is not None and not best.checks for best in self._best)

    def ask(self, name: str, engine: Translator) -> None:
        """Let an engine try what is not yet right."""
        open_texts = [index for index, best in enumerate(self._best) if best is None or best.checks]
        try:
            hypotheses = engine.translate([self._texts[index] for index in open_texts], self._pair, self._context)
        except EngineError as error:
            log.warning("%s failed for %s: %s", name, self._pair, error)
            self._failure = error
            return
        for index, hypothesis in zip(open_texts, hypotheses, strict=True):
            best = self._best[index]
            if best is None or _badness(hypothesis) < _badness(best):
                self._best[index] = hypothesis

    def result(self) -> list[Hypothesis]:
        done = [best for best in self._best if best is not None]
        if len(done) < len(self._texts):
            raise self._failure
        return done


def _badness(hypothesis: Hypothesis) -> tuple[bool, int]:
    return not hypothesis.usable, len(hypothesis.checks)
