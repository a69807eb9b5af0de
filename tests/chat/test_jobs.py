"""A promised translation is kept, whoever dies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.utils import timezone

from chat import jobs
from chat.actions import translations
from chat.models import Translation
from chat.turnstile import Turnstile
from tests.cast import Cast, say
from translation.engines.echo import EchoTranslator
from translation.translator import Context, EngineError, Hypothesis, LanguagePair, PairUnavailable


class Stubborn(EchoTranslator):
    """Fails on one text and does the others."""

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        if any("poison" in text for text in texts):
            raise EngineError("cannot digest this")
        return super().translate(texts, pair, context)


class Empty(EchoTranslator):
    """Serves no pair."""

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        raise PairUnavailable(pair)


def pass_lease() -> None:
    Translation.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))


def test_what_waits_is_claimed_once(cast: Cast) -> None:
    say(cast.jordan, cast.thread, "Hello.")
    first, second = translations.claim(), translations.claim()
    assert len(first) == 2  # the inquiry's own text and this
    assert second == []


def test_a_dead_workers_rows_are_taken_by_another_after_the_lease(cast: Cast) -> None:
    assert translations.claim()
    pass_lease()
    assert jobs.drain() == 1
    assert Translation.objects.get().state == "done"


def test_conversation_goes_before_history(cast: Cast) -> None:
    jobs.drain()
    old, new = say(cast.jordan, cast.thread, "Old."), say(cast.jordan, cast.thread, "New.")
    Translation.objects.filter(message=old).update(priority=Translation.Priority.HISTORY)
    assert [row.message_id for row in translations.claim()] == [new.pk, old.pk]


def test_a_poisonous_text_fails_alone_and_not_for_ever(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "get_translator", Stubborn)
    poison, good = say(cast.jordan, cast.thread, "poison"), say(cast.jordan, cast.thread, "Good day.")
    for _ in range(translations.MAX_ATTEMPTS + 1):
        jobs.drain()
        pass_lease()
    assert Translation.objects.get(message=good).state == "done"
    failed = Translation.objects.get(message=poison)
    assert (failed.state, failed.checks[0]["reason"]) == ("failed", "engine_failed")
    assert failed.attempts <= translations.MAX_ATTEMPTS


def test_a_worker_that_dies_on_a_text_each_time_does_not_block_the_queue(cast: Cast) -> None:
    for _ in range(translations.MAX_ATTEMPTS):
        assert translations.claim()
        pass_lease()
    assert translations.claim() == []
    jobs.sweep()
    assert Translation.objects.get().state == "failed"


def test_a_missing_pack_is_told_at_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "get_translator", Empty)
    jobs.drain()
    row = Translation.objects.get()
    assert (row.state, row.checks[0]["reason"]) == ("failed", "no_pack")


def test_changing_the_reading_language_queues_what_is_missing_once(cast: Cast) -> None:
    jobs.drain()
    cast.liwei.reading_language = "es"
    cast.liwei.save()
    assert translations.request_missing(cast.liwei) == 1
    assert translations.request_missing(cast.liwei) == 0
    jobs.drain()
    assert Translation.objects.get(language="es").state == "done"


def test_the_turnstile_forgets_no_late_comer() -> None:
    turnstile = Turnstile(1)
    assert turnstile.enter()
    assert not turnstile.enter()
    assert not turnstile.leave()
    assert turnstile.leave()
    assert turnstile.enter()
