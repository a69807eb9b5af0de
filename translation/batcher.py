"""Natural batching: what waits while the engine works is its next batch.

Nothing waits for company. A call that finds the engine idle starts at once and alone; under load the batches grow by
themselves, and with them the throughput.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from translation.translator import (
    Context,
    EngineError,
    Hypothesis,
    LanguagePair,
    PairUnavailable,
    Translator,
)
from translation.wrapper import Wrapper

MAX_BATCH_TEXTS = 256
MAX_WAITING_TEXTS = 8192  # more than that means that the engine cannot keep up: better to say so
WORKERS = 2


@dataclass(slots=True)
class _Request:
    """Some texts of one caller, and where their hypotheses are awaited."""

    texts: list[str]
    pair: LanguagePair
    context: Context | None
    answer: Future[list[Hypothesis]] = field(default_factory=Future)

    @property
    def kind(self) -> tuple[LanguagePair, Context | None]:
        """Requests of the same kind can share a call."""
        return self.pair, self.context


class Batcher(Wrapper):
    """A translator that puts the calls of many threads together into few calls of `translator`.

    `keep_context` is for engines that read the product and the previous messages: calls that differ in these then
    go apart. Otherwise only a forced prefix is passed on. `workers` is how many calls of `translator` may be under
    way at once.
    """

    def __init__(self, translator: Translator, *, keep_context: bool = False, workers: int = WORKERS) -> None:
        super().__init__(translator)
        self._keep_context = keep_context
        self._changed = threading.Condition()
        self._waiting: deque[_Request] = deque()
        self._waiting_texts = 0
        self._closed = False
        self._threads = [threading.Thread(target=self._work, name="batcher", daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        """As promised by `Translator`. Raises `EngineError` also when closed, or when too much is waiting."""
        if pair not in self.pairs():
            raise PairUnavailable(pair)
        shared = context if self._keep_context else _only_prefix(context)
        parts = [list(texts[start : start + MAX_BATCH_TEXTS]) for start in range(0, len(texts), MAX_BATCH_TEXTS)]
        requests = [_Request(part, pair, shared) for part in parts]
        self._enqueue(requests, len(texts))
        return [hypothesis for request in requests for hypothesis in request.answer.result()]

    def close(self) -> None:
        """End the threads. Calls under way are finished, those that wait fail."""
        with self._changed:
            self._closed = True
            abandoned = [self._take_out(request) for request in list(self._waiting)]
            self._changed.notify_all()
        for request in abandoned:
            request.answer.set_exception(EngineError("the translator was closed"))
        for thread in self._threads:
            thread.join()

    def _enqueue(self, requests: list[_Request], texts: int) -> None:
        with self._changed:
            if self._closed:
                raise EngineError("the translator was closed")
            if self._waiting_texts and self._waiting_texts + texts > MAX_WAITING_TEXTS:
                raise EngineError("too many texts are waiting for translation")
            self._waiting.extend(requests)
            self._waiting_texts += texts
            self._changed.notify(len(requests))

    def _work(self) -> None:
        while batch := self._next_batch():
            self._run(batch)

    def _next_batch(self) -> list[_Request]:
        """The oldest request and those of its kind that fit beside it; empty once closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            if not self._waiting:
                return []
            batch = [self._take_out(self._waiting[0])]
            room = MAX_BATCH_TEXTS - len(batch[0].texts)
            for request in [one for one in self._waiting if one.kind == batch[0].kind]:
                if len(request.texts) > room:
                    break
                room -= len(request.texts)
                batch.append(self._take_out(request))
            return batch

    def _take_out(self, request: _Request) -> _Request:
        self._waiting.remove(request)
        self._waiting_texts -= len(request.texts)
        return request

    def _run(self, batch: list[_Request]) -> None:
        try:
            self._answer(batch)
        except Exception as error:  # noqa: BLE001 - whatever it is belongs to the callers, not to this thread
            if len(batch) == 1:
                batch[0].answer.set_exception(error)
                return
            # One text may have spoilt it for all: each caller alone.
            for request in batch:
                self._run([request])

    def _answer(self, batch: list[_Request]) -> None:
        texts = [text for request in batch for text in request.texts]
        hypotheses = iter(self._translator.translate(texts, batch[0].pair, batch[0].context))
        answers = [[next(hypotheses) for _ in request.texts] for request in batch]
        for request, answer in zip(batch, answers, strict=True):
            request.answer.set_result(answer)


def _only_prefix(context: Context | None) -> Context | None:
    return Context(forced_prefix=context.forced_prefix) if context and context.forced_prefix else None
