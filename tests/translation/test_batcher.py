"""Calls that wait at the same time share a batch; nobody waits for one to fill."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from translation import batcher as batching
from translation.batcher import MAX_BATCH_TEXTS, Batcher
from translation.engines.echo import EchoTranslator
from translation.translator import Context, EngineError, Hypothesis, LanguagePair

EN_ZH = LanguagePair("en", "zh")
BUSY = LanguagePair("zh", "en")


@pytest.fixture
def engine() -> EchoTranslator:
    return EchoTranslator(delay_s=0.05)


@pytest.fixture
def batcher(engine: EchoTranslator) -> Iterator[Batcher]:
    made = Batcher(engine)
    yield made
    made.close()


def ask(batcher: Batcher, text: str, pair: LanguagePair = EN_ZH, context: Context | None = None) -> str:
    return batcher.translate([text], pair, context)[0].text


def test_what_queues_up_while_the_model_works_is_the_next_batch(batcher: Batcher, engine: EchoTranslator) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda number: ask(batcher, f"line {number}"), range(20)))
    assert answers == [f"[zh] line {number}" for number in range(20)]
    assert len(engine.calls) < 10


def test_an_idle_model_starts_at_once() -> None:
    engine = EchoTranslator()
    batcher = Batcher(engine)
    start = time.perf_counter()
    ask(batcher, "hello")
    assert time.perf_counter() - start < 1
    assert engine.calls == [["hello"]]
    batcher.close()


class Gated(EchoTranslator):
    """Holds what it is given in `BUSY` until the gate is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        if pair == BUSY:
            self.gate.wait(10)
            return [Hypothesis("", self.name) for _ in texts]
        return super().translate(texts, pair, context)


def together(*jobs: tuple[LanguagePair, Context | None], keep_context: bool = False) -> list[int]:
    """How many texts each call held, when each job was asked for while all workers were busy."""
    engine = Gated()
    with closing(Batcher(engine, keep_context=keep_context)) as batcher, ThreadPoolExecutor(len(jobs) + 2) as pool:
        for asked, (pair, context) in enumerate([(BUSY, None)] * 2 + list(jobs)):
            pool.submit(ask, batcher, "hello", pair, context)
            while batcher._waiting_texts != max(0, asked - 1):
                time.sleep(0.001)
        engine.gate.set()
    return sorted(len(call) for call in engine.calls)


def test_other_pairs_go_apart() -> None:
    assert together((EN_ZH, None), (LanguagePair("en", "es"), None), (EN_ZH, None)) == [1, 2]


def test_contexts_go_together_unless_the_engine_reads_them() -> None:
    jobs = [(EN_ZH, Context(product="bottle")), (EN_ZH, Context(product="lamp"))]
    assert together(*jobs) == [2]
    assert together(*jobs, keep_context=True) == [1, 1]


def test_a_forced_prefix_is_nobody_elses() -> None:
    assert together((EN_ZH, Context(forced_prefix="a")), (EN_ZH, Context(forced_prefix="b"))) == [1, 1]


def test_too_much_waiting_is_turned_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "MAX_WAITING_TEXTS", 2)
    batcher = Batcher(EchoTranslator(delay_s=0.1), workers=1)
    with ThreadPoolExecutor(8) as pool:
        futures = [pool.submit(ask, batcher, "hello") for _ in range(8)]
    failures = [future.exception() for future in futures if future.exception()]
    assert 0 < len(failures) < 8
    assert all(isinstance(failure, EngineError) and not failure.permanent for failure in failures)
    batcher.close()


def test_those_who_wait_when_it_closes_are_told() -> None:
    batcher = Batcher(EchoTranslator(delay_s=0.2), workers=1)
    with ThreadPoolExecutor(2) as pool:
        running = pool.submit(ask, batcher, "running")
        time.sleep(0.05)
        waiting = pool.submit(ask, batcher, "waiting")
        time.sleep(0.05)
        batcher.close()
    assert running.result() == "[zh] running"
    assert isinstance(waiting.exception(), EngineError)


def test_one_poisonous_text_fails_alone(engine: EchoTranslator, batcher: Batcher) -> None:
    engine.fails_on = "poison"
    started = threading.Thread(target=ask, args=(batcher, "first"))
    started.start()
    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(ask, batcher, text) for text in ("a", "poison", "b")]
    started.join()
    assert futures[0].result() == "[zh] a"
    assert futures[2].result() == "[zh] b"
    with pytest.raises(EngineError):
        futures[1].result()


def test_a_batch_is_bounded(batcher: Batcher, engine: EchoTranslator) -> None:
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: batcher.translate(["line"] * 100, EN_ZH), range(3)))
    assert max(len(call) for call in engine.calls) <= MAX_BATCH_TEXTS


def test_a_closed_batcher_turns_callers_down() -> None:
    batcher = Batcher(EchoTranslator())
    batcher.close()
    with pytest.raises(EngineError):
        ask(batcher, "hello")
