"""Calls that wait at the same time share a batch; nobody waits for one to fill."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from translation import batcher as batching
from translation.batcher import MAX_BATCH_TEXTS, Batcher
from translation.engines.echo import EchoTranslator
from translation.translator import Context, EngineError, LanguagePair

EN_ZH = LanguagePair("en", "zh")


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


def together(batcher: Batcher, *jobs: tuple[LanguagePair, Context | None]) -> None:
    """Ask for each job while all workers are busy, so that what can share a batch does."""
    blockers = [(LanguagePair("zh", "en"), None)] * 2
    with ThreadPoolExecutor(len(jobs) + 2) as pool:
        for pair, context in [*blockers, *jobs]:
            pool.submit(ask, batcher, "hello", pair, context)
            time.sleep(0.005)


def test_other_pairs_go_apart(batcher: Batcher, engine: EchoTranslator) -> None:
    together(batcher, (EN_ZH, None), (LanguagePair("en", "es"), None), (EN_ZH, None))
    assert sorted(len(call) for call in engine.calls[2:]) == [1, 2]


def test_contexts_go_together_unless_the_engine_reads_them(engine: EchoTranslator) -> None:
    jobs = [(EN_ZH, Context(product="bottle")), (EN_ZH, Context(product="lamp"))]
    for keep_context, calls in ((False, [2]), (True, [1, 1])):
        engine.calls.clear()
        batcher = Batcher(engine, keep_context=keep_context)
        together(batcher, *jobs)
        batcher.close()
        assert [len(call) for call in engine.calls[2:]] == calls


def test_a_forced_prefix_is_nobody_elses(batcher: Batcher, engine: EchoTranslator) -> None:
    together(batcher, (EN_ZH, Context(forced_prefix="a")), (EN_ZH, Context(forced_prefix="b")))
    assert [len(call) for call in engine.calls[2:]] == [1, 1]


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
