"""Natural batching: what queues up while the model works is its next batch.

A call that finds the model idle starts at once; nobody waits for a batch to fill.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from translation.translator import Cancelled, Context, EngineError, EngineInfo, Hypothesis, LanguagePair, Translator

MAX_BATCH_TEXTS = 128


@dataclass(slots=True)
class _Request:
    """One caller's texts, and where the answer goes."""

    texts: Sequence[str]
    pair: LanguagePair
    context: Context | None
    answer: Future[list[Hypothesis]] = field(default_factory=Future)

    def fits(self, other: _Request) -> bool:
        """Whether the two may share a call: a context is for its own texts only."""
        return self.pair == other.pair and self.context == other.context


class Batcher:
    """Another engine, its calls shared by all threads that wait at the same time."""

    def __init__(self, engine: Translator) -> None:
        self.name = engine.name
        self._engine = engine
        self._waiting: deque[_Request] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._worker = threading.Thread(target=self._work, name=f"batcher-{engine.name}", daemon=True)
        self._worker.start()

    def pairs(self) -> frozenset[LanguagePair]:
        return self._engine.pairs()

    def info(self) -> EngineInfo:
        return self._engine.info()

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        request = _Request(list(texts), pair, context)
        with self._changed:
            if self._closed:
                raise Cancelled("the batcher is closed")
            self._waiting.append(request)
            self._changed.notify()
        return request.answer.result()

    def close(self) -> None:
        """Finish what is under way, turn down what waits, and end the thread."""
        with self._changed:
            self._closed = True
            turned_down = [*self._waiting]
            self._waiting.clear()
            self._changed.notify()
        for request in turned_down:
            request.answer.set_exception(Cancelled("the batcher was closed"))
        self._worker.join()

    def _work(self) -> None:
        while batch := self._next_batch():
            try:
                self._translate_together(batch)
            except Exception as error:  # noqa: BLE001
                # Whoever waits must be told, whatever it was: the thread goes on for the others.
                for request in batch:
                    if not request.answer.done():
                        request.answer.set_exception(error)

    def _next_batch(self) -> list[_Request]:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            batch = [self._waiting.popleft()] if self._waiting else []
            size = sum(len(request.texts) for request in batch)
            for request in [one for one in self._waiting if batch[0].fits(one)]:
                if size + len(request.texts) > MAX_BATCH_TEXTS:
                    break
                self._waiting.remove(request)
                batch.append(request)
                size += len(request.texts)
        return batch

    def _translate_together(self, batch: list[_Request]) -> None:
        texts = [text for request in batch for text in request.texts]
        try:
            answers = iter(self._engine.translate(texts, batch[0].pair, batch[0].context))
        except EngineError:
            if len(batch) == 1:
                raise
            self._translate_singly(batch)
            return
        for request in batch:
            request.answer.set_result([next(answers) for _ in request.texts])

    def _translate_singly(self, batch: list[_Request]) -> None:
        # One poisonous text must not fail the others that came at the same time.
        for request in batch:
            try:
                request.answer.set_result(self._engine.translate(request.texts, request.pair, request.context))
            except EngineError as error:
                request.answer.set_exception(error)
