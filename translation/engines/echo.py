"""An engine that only pretends: for tests and demonstrations in which translation is not the subject."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Sequence

from translation.translator import Context, EngineError, EngineInfo, Hypothesis, LanguagePair, PairUnavailable

LANGUAGES = ("en", "zh", "es")


class EchoTranslator:
    """Gives `[zh] text` for `text`.

    `delay_s` is how long each call takes. A text that contains `fails_on` makes its whole call fail, for good
    where `permanent` is set. `calls` keeps the texts of every call.
    """

    name = "echo"

    def __init__(
        self,
        pairs: Iterable[LanguagePair] | None = None,
        *,
        delay_s: float = 0.0,
        fails_on: str = "",
        permanent: bool = False,
    ) -> None:
        every = (LanguagePair(source, target) for source, target in itertools.permutations(LANGUAGES, 2))
        self._pairs = frozenset(every if pairs is None else pairs)
        self._permanent = permanent
        self.delay_s = delay_s
        self.fails_on = fails_on
        self.calls: list[list[str]] = []

    def pairs(self) -> frozenset[LanguagePair]:
        return self._pairs

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        if pair not in self._pairs:
            raise PairUnavailable(pair)
        self.calls.append(list(texts))
        time.sleep(self.delay_s)
        if self.fails_on and any(self.fails_on in text for text in texts):
            raise EngineError("told to fail", permanent=self._permanent)
        return [Hypothesis(f"[{pair.target}] {text}" if text else "", self.name) for text in texts]

    def info(self) -> EngineInfo:
        return EngineInfo(self.name, self._pairs)
