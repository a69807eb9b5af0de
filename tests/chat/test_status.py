"""The status page says what runs, honestly, and shows the inside to staff only."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chat import engines, measuring
from chat.models import Translation, User
from chat.views import status
from chat.views.status import Queue, queue_now, state_of
from speech.recognizer import RecognizerInfo
from tests.cast import Cast
from tests.speech_model import tiny_whisper
from tests.translation.test_gguf import small_model
from translation.translator import EngineInfo, LanguagePair


def page(client: Client, user: User, *, is_staff: bool = False) -> str:
    User.objects.filter(pk=user.pk).update(is_staff=is_staff)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("status")).content.decode()


def test_the_matrix_says_direct_by_pivot_and_missing_in_words(client: Client, cast: Cast, packs: None) -> None:
    User.objects.filter(pk=cast.chen.pk).update(reading_language="fi")
    shown = page(client, cast.jordan)
    for word in ("Direct", "Via English", "Missing", "Suomi", "No text or audio leaves this server."):
        assert word in shown


def test_it_says_that_the_starter_packs_are_small(client: Client, cast: Cast, packs: None) -> None:
    assert "Some pairs run on the small starter packs, made for trade talk: check what matters." in page(
        client, cast.jordan
    )


def test_a_cell_tells_version_size_and_the_command_that_installs_the_full_pack(
    client: Client, cast: Cast, packs: None
) -> None:
    shown = page(client, cast.jordan)
    for detail in ("0.3", "MB", "Small starter pack of this project", "python manage.py models install en-zh"):
        assert detail in shown


def test_a_pair_of_a_language_model_tells_which_how_large_and_how_fast(
    client: Client, cast: Cast, packs: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda name: object())
    settings.GGUF_DIR = tmp_path
    (tmp_path / "mine.gguf").write_bytes(small_model(numbers=2**20))
    for pair in (LanguagePair("zh", "es"), LanguagePair("en", "zh")):
        measuring.keep(measuring.Speed(measuring.Job("llama", pair), "mine", 2.5, 2**30))
    shown = page(client, cast.jordan, is_staff=True)
    assert "Language model (mine), 2.50 s a line" in shown
    assert "Starter pack" in shown
    assert "4.0\xa0MB" in shown
    assert "small starter packs" not in shown
    assert "Via English" not in shown
    assert "<bdi>Language model + Starter pack</bdi>" in shown


def test_a_missing_pair_tells_what_to_install(client: Client, cast: Cast, packs: None) -> None:
    User.objects.filter(pk=cast.chen.pk).update(reading_language="fi")
    assert "python manage.py models install zh-en en-fi" in page(client, cast.jordan)


def test_queue_and_memory_are_for_staff(client: Client, cast: Cast, packs: None) -> None:
    assert "Memory" not in page(client, cast.jordan)
    shown = page(client, cast.jordan, is_staff=True)
    assert "Memory" in shown
    assert "1 waiting, oldest" in shown


@pytest.mark.usefixtures("whisper")
def test_the_speech_model_is_told_to_staff(
    client: Client, cast: Cast, packs: None, settings: Any, tmp_path: Path
) -> None:
    settings.SPEECH_DIR, settings.SPEECH_COMPUTE_TYPE = tmp_path, "float32"
    tiny_whisper(tmp_path / "base")
    assert "Whisper" not in page(client, cast.jordan)
    shown = page(client, cast.jordan, is_staff=True)
    assert "Whisper base, float32" in shown
    assert "real time" not in shown


def test_a_recognizer_that_has_run_tells_how_fast_it_is_and_its_memory(
    client: Client, cast: Cast, packs: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = RecognizerInfo("whisper", "base", "int8", loaded=True, memory_bytes=2**40, real_time_factor=0.21)
    monkeypatch.setattr(status, "recognizer_info", lambda: info)
    shown = page(client, cast.jordan, is_staff=True)
    assert "0.2 x real time" in shown
    assert "1.0\xa0TB" in shown


@pytest.mark.usefixtures("whisper")
def test_without_a_speech_model_staff_are_told_what_to_install(
    client: Client, cast: Cast, packs: None, settings: Any, tmp_path: Path
) -> None:
    settings.SPEECH_DIR = tmp_path / "nowhere"
    assert "models install speech" not in page(client, cast.jordan)
    shown = page(client, cast.jordan, is_staff=True)
    assert "Not installed" in shown
    assert "python manage.py models install speech" in shown


def test_the_queue_tells_how_long_the_oldest_waits(cast: Cast) -> None:
    Translation.objects.update(created_at=timezone.now() - timedelta(seconds=40))
    queue = queue_now()
    assert queue.waiting == 1
    assert 40 <= queue.oldest_s < 60
    assert queue.is_slow


@pytest.mark.parametrize(("pairs", "oldest_s", "state"), [(0, 0, "stopped"), (1, 1, "running"), (1, 31, "slow")])
def test_the_state_follows_from_packs_and_queue(pairs: int, oldest_s: float, state: str) -> None:
    engine = EngineInfo("argos", frozenset([LanguagePair("en", "zh")][:pairs]))
    assert state_of(engine, Queue(1, oldest_s)) == state


def test_without_a_pack_it_says_that_messages_arrive_as_written(
    client: Client, cast: Cast, packs: None, settings: Any, tmp_path: Path
) -> None:
    settings.PACKS_DIR = tmp_path
    assert "Translation is not running. Messages arrive as written." in page(client, cast.jordan)


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get(reverse("status")).status_code == 302
