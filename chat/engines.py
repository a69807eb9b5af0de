"""The translator and recognizer of this process: from settings, built once, held."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from django.conf import settings

from translation import detector
from translation.packs import PackStore
from translation.translator import Translator


def _pipeline() -> Translator:
    """The choice of engines: the preferred first. What another engine adds is one more entry here."""
    from translation.batcher import Batcher
    from translation.engines.argos import ArgosTranslator
    from translation.pipeline import Pipeline
    from translation.pivot import Pivot
    from translation.ranking import Ranking

    argos = ArgosTranslator(pack_store())
    second_look = Ranking([Pivot(Batcher(argos.wider(), workers=1))])
    return Pipeline(Ranking([Pivot(Batcher(argos))]), second_look)


def _echo() -> Translator:
    from translation.engines.echo import EchoTranslator

    return EchoTranslator()


TRANSLATORS: dict[str, Callable[[], Translator]] = {"pipeline": _pipeline, "echo": _echo}


@cache
def pack_store() -> PackStore:
    """The language packs of this installation."""
    return PackStore(settings.PACKS_DIR)


@cache
def get_translator() -> Translator:
    """The translator that `TRANSLATOR` names."""
    return TRANSLATORS[settings.TRANSLATOR]()


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
