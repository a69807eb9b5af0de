"""`manage.py models` says which engine serves which pair, how large it is, and how fast it was when measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from chat import engines, measuring
from chat.apps import check_language_model
from chat.engines import translation_engines
from tests.models import empty_installation, models
from tests.translation.test_gguf import small_model
from translation.packs import PackStore
from translation.translator import EngineError, Hypothesis, LanguagePair

EN_ZH = LanguagePair("en", "zh")


@pytest.fixture
def store(settings: Any, tmp_path: Path) -> Iterator[PackStore]:
    with empty_installation(settings, tmp_path) as store:
        yield store


@pytest.fixture
def ranked(settings: Any, store: PackStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engines of the service, with the starter packs; GGUF models count, whether they could be run here or not."""
    settings.TRANSLATOR = "pipeline"
    monkeypatch.setattr(engines, "find_spec", lambda name: object())
    models("install", "starter")


def add_model(settings: Any, name: str, numbers: int = 64) -> None:
    settings.GGUF_DIR.mkdir(exist_ok=True)
    (settings.GGUF_DIR / f"{name}.gguf").write_bytes(small_model(numbers=numbers))


def test_the_list_says_which_engine_is_asked_first(ranked: None) -> None:
    told = models()
    assert "  en-zh  starter (11.4 MB)\n" in told
    assert "models measure" in told


def test_the_list_names_the_model_that_is_used_and_who_comes_after(ranked: None, settings: Any) -> None:
    add_model(settings, "large", numbers=2**20)
    add_model(settings, "small")
    assert "  en-zh  llama (large, 4.0 MB), then starter (11.4 MB)\n" in models()
    settings.LLAMA_MODEL = "small"
    assert "  zh-es  llama (small, 0.0 MB), then starter (11.4 MB)\n" in models()


def test_a_model_alone_serves_the_languages_of_the_product(settings: Any, ranked: None, store: PackStore) -> None:
    for pack in store.installed():
        store.remove(pack)
    add_model(settings, "mine")
    assert re.findall(r"^  (..-..)  llama", models(), re.MULTILINE) == [
        *("en-es", "en-zh", "es-en", "es-zh", "zh-en", "zh-es"),
    ]


def test_a_model_that_is_named_but_not_there_is_told(ranked: None, settings: Any) -> None:
    assert check_language_model(None) == []
    add_model(settings, "mine")
    settings.LLAMA_MODEL = "other"
    assert "LLAMA_MODEL names 'other', which is not installed" in models()
    [warning] = check_language_model(None)
    assert warning.id == "chat.W002"
    assert "(mine)" in str(warning.hint)
    settings.LLAMA_MODEL = "mine"
    assert check_language_model(None) == []


def test_what_was_measured_is_shown_from_then_on(ranked: None) -> None:
    models("measure")
    assert re.search(r"zh-es  starter \(11\.4 MB, \d\.\d\d s a line, \d+\.\d MB in memory\)", models())


def test_nothing_can_be_measured_where_nothing_is_installed(store: PackStore, settings: Any) -> None:
    settings.TRANSLATOR = "pipeline"
    with pytest.raises(CommandError, match="Nothing is installed"):
        models("measure")


def test_an_engine_that_fails_does_not_keep_the_others_from_being_measured(
    ranked: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise EngineError("mine.gguf cannot be used: no memory")

    add_model(settings, "mine")
    monkeypatch.setattr(translation_engines()["llama"], "translate", broken)
    told = models("measure")
    assert "llama could not be measured for en-zh: mine.gguf cannot be used: no memory" in told
    assert re.search(r"en-zh  llama \(mine, 0\.0 MB\), then starter \(11\.4 MB, \d", told)


def test_a_first_call_that_takes_too_long_does_not_count(
    ranked: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[LanguagePair] = []

    def slow_at_first(texts: list[str], pair: LanguagePair) -> list[Hypothesis]:
        asked.append(pair)
        if asked.count(pair) == 1:
            raise EngineError("timed out")
        return [Hypothesis("...", "llama:mine") for _ in texts]

    add_model(settings, "mine")
    monkeypatch.setattr(translation_engines()["llama"], "translate", slow_at_first)
    assert "timed out" not in models("measure")
    assert re.search(r"en-zh  llama \(mine, 0\.0 MB, 0\.00 s a line\)", models())


def test_what_was_measured_with_another_model_is_not_shown(ranked: None, settings: Any) -> None:
    add_model(settings, "mine")
    measuring.keep(measuring.Speed(measuring.Job("llama", EN_ZH), "mine", 2.5, 2**30))
    assert "llama (mine, 0.0 MB, 2.50 s a line, 1024.0 MB in memory)" in models()
    add_model(settings, "larger", numbers=640)
    assert "2.50 s" not in models()


@pytest.mark.parametrize(
    "content", ["", "not json", "[]", "7", '{"a": 1}', '{"starter en zh": {"line_s": "x"}}', '{"starter en zh": null}']
)
def test_what_was_measured_may_be_damaged(ranked: None, settings: Any, content: str) -> None:
    settings.GGUF_DIR.mkdir()
    (settings.GGUF_DIR / "measured.json").write_text(content)
    assert "  en-zh  starter (11.4 MB)\n" in models()
    measuring.keep(measuring.Speed(measuring.Job("starter", EN_ZH), "", 0.125, 0))
    assert "  en-zh  starter (11.4 MB, 0.12 s a line)\n" in models()
    assert [path.name for path in settings.GGUF_DIR.iterdir()] == ["measured.json"]
