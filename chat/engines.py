"""The translator and recognizer of this process: from settings, built once, held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from speech import models
from speech.recognizer import Recognizer, RecognizerInfo
from translation import detector, gguf
from translation.packs import PackStore
from translation.ranking import Order, Ranking
from translation.translator import LanguagePair, Translator

if TYPE_CHECKING:
    from translation.packs import PackKind


def gguf_model() -> Path | None:
    """The file of the language model that is used; None where none is installed, or nothing to run it with."""
    return gguf.chosen(settings.GGUF_DIR, settings.LLAMA_MODEL) if find_spec("xllamacpp") else None


def model_of(engine: str) -> str:
    """The name of the one model that an engine runs; empty for those that have a pack for each pair."""
    if engine == "llama":
        model = gguf_model()
        return model.stem if model else ""
    return settings.OPENAI_MODEL if engine == "openai" else ""


def model_size_bytes(engine: str) -> int:
    """What the one model of an engine takes on this machine's disk; 0 where there is none."""
    model = gguf_model() if engine == "llama" else None
    return model.stat().st_size if model else 0


def speech_model() -> models.SpeechModel | None:
    """The speech model that is used; None where none is installed, or not the one that `SPEECH_MODEL` names."""
    return models.chosen(settings.SPEECH_DIR, settings.SPEECH_MODEL)


def recognizer_info() -> RecognizerInfo:
    """What recognizes speech here, as far as it is known."""
    return get_recognizer().info()


@cache
def translation_engines() -> dict[str, Translator]:
    """Every engine by the name that rankings use, as the service uses it: figures kept, results examined."""
    from translation.engines.llama import LlamaTranslator
    from translation.packs import PackKind
    from translation.pipeline import Pipeline

    engines: dict[str, Translator] = {
        "argos": _packs("argos", PackKind.FULL),
        "llama": Pipeline(LlamaTranslator(gguf_model, settings.LLM_LANGUAGES), generative=True),
        "starter": _packs("starter", PackKind.STARTER),
    }
    return {**engines, "openai": _endpoint()} if settings.OPENAI_URL else engines


def _packs(name: str, kind: PackKind) -> Translator:
    from translation.ahead import Ahead
    from translation.batcher import Batcher
    from translation.engines.argos import ArgosTranslator
    from translation.pipeline import Pipeline
    from translation.pivot import Pivot

    argos = ArgosTranslator(pack_store(), kind=kind, name=name)
    return Ahead(Pipeline(Pivot(Batcher(argos)), Pivot(Batcher(argos.wider(), workers=1))))


def _endpoint() -> Translator:
    from translation.engines.openai import OpenAITranslator
    from translation.pipeline import Pipeline

    endpoint = OpenAITranslator(
        settings.OPENAI_URL, settings.OPENAI_MODEL, settings.LLM_LANGUAGES, key=settings.OPENAI_KEY
    )
    return Pipeline(endpoint, generative=True)


def _ranking() -> Translator:
    return Ranking(translation_engines(), translation_order())


def translation_order() -> Order:
    """Which engine is asked first, from settings."""
    pairs = {LanguagePair(*pair.split("-", 1)): names for pair, names in settings.TRANSLATION_RANKING_OF.items()}
    return Order(settings.TRANSLATION_RANKING, pairs, settings.CAPTION_RANKING)


def _echo() -> Translator:
    from translation.engines.echo import EchoTranslator

    return EchoTranslator()


TRANSLATORS: dict[str, Callable[[], Translator]] = {"pipeline": _ranking, "echo": _echo}


@cache
def pack_store() -> PackStore:
    """The language packs of this installation."""
    return PackStore(settings.PACKS_DIR)


@cache
def get_translator() -> Translator:
    """The translator that `TRANSLATOR` names."""
    return TRANSLATORS[settings.TRANSLATOR]()


def _whisper() -> Recognizer:
    from speech.engines.whisper import WhisperRecognizer

    return WhisperRecognizer(_speech_folder, settings.SPEECH_DEVICE, settings.SPEECH_COMPUTE_TYPE)


def _speech_folder() -> Path | None:
    model = speech_model()
    return model.folder if model else None


def _scripted() -> Recognizer:
    from speech.engines.scripted import ScriptedRecognizer

    return ScriptedRecognizer()


RECOGNIZERS: dict[str, Callable[[], Recognizer]] = {"whisper": _whisper, "scripted": _scripted}


@cache
def get_recognizer() -> Recognizer:
    """The recognizer that `RECOGNIZER` names."""
    return RECOGNIZERS[settings.RECOGNIZER]()


def begin(texts: Sequence[str], pair: LanguagePair) -> None:
    """Have texts translated that this process will be asked for in a moment, where the engine can begin early."""
    translator = get_translator()
    if isinstance(translator, Ranking):
        translator.begin(texts, pair)


def reads_context(pair: LanguagePair) -> bool:
    """Whether the engine that `pair` is first given to makes use of the conversation around a text."""
    translator = get_translator()
    return isinstance(translator, Ranking) and translator.reads_context(pair)


def engines_of(pair: LanguagePair) -> list[str]:
    """The names of the engines that serve a pair, in the order in which they are asked."""
    translator = get_translator()
    return list(translator.engines_for(pair)) if isinstance(translator, Ranking) else []


def takes_its_time() -> bool:
    """Whether some pair is first given to an engine that takes seconds a text."""
    translator = get_translator()
    return isinstance(translator, Ranking) and translator.reads_context()


def translated_languages() -> frozenset[str]:
    """Every language from which something can be translated here."""
    return frozenset(pair.source for pair in get_translator().pairs())


def other_language(text: str, expected: str, plausible: Iterable[str]) -> str | None:
    """The language that a text is evidently written in, where it is not the author's; else None."""
    found = detector.examine(text, expected, plausible)
    return found.language if found.certain and found.language != expected else None


def language_of(text: str, expected: str, plausible: Iterable[str]) -> str:
    """The language a text is written in: the author's setting, unless the text itself says otherwise."""
    return detector.detect(text, expected, plausible)
