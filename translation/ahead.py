"""Beginning a translation before it is asked for: while a message is being written, its text is already translated."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from translation.translator import Context, Hypothesis, LanguagePair, Translator
from translation.wrapper import Wrapper

MAX_BEGUN_TEXTS = 512
MAX_AGE_S = 10.0
"""What nobody has fetched by then is forgotten: the message was refused, or remembered from elsewhere."""
WORKERS = 2

_Key = tuple[str, LanguagePair]


@dataclass(frozen=True, slots=True)
class _Begun:
    """A text that is being translated, as one of several."""

    answer: Future[list[Hypothesis]]
    index: int
    since: float


class Ahead(Wrapper):
    """A translator that may be told beforehand what it will be asked.

    For engines that translate each text by itself: what was begun knows no context.
    """

    def __init__(self, translator: Translator) -> None:
        super().__init__(translator)
        self._begun: OrderedDict[_Key, _Begun] = OrderedDict()
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(WORKERS, thread_name_prefix="ahead")

    def begin(self, texts: Sequence[str], pair: LanguagePair) -> None:
        """Translate `texts` in the background; `translate` will fetch them. More than fit are left for later."""
        now = time.monotonic()
        with self._lock:
            self._forget(now)
            new = list(dict.fromkeys(text for text in texts if (text, pair) not in self._begun))
            new = new[: MAX_BEGUN_TEXTS - len(self._begun)]
            if new:
                answer = self._threads.submit(self._translator.translate, new, pair)
                self._begun.update({(text, pair): _Begun(answer, index, now) for index, text in enumerate(new)})

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        """As promised by `Translator`. What was begun is waited for; where that failed, it is tried again."""
        begun = {} if context and context.forced_prefix else self._fetch(texts, pair)
        found = {text: one.answer.result()[one.index] for text, one in begun.items() if not one.answer.exception()}
        left = [text for text in dict.fromkeys(texts) if text not in found]
        if left:
            found.update(zip(left, self._translator.translate(left, pair, context), strict=True))
        return [found[text] for text in texts]

    def _fetch(self, texts: Sequence[str], pair: LanguagePair) -> dict[str, _Begun]:
        with self._lock:
            self._forget(time.monotonic())
            taken = {text: self._begun.pop((text, pair), None) for text in dict.fromkeys(texts)}
        return {text: one for text, one in taken.items() if one is not None}

    def _forget(self, now: float) -> None:
        while self._begun and next(iter(self._begun.values())).since < now - MAX_AGE_S:
            self._begun.popitem(last=False)
