"""What every translation engine promises, and the words in which it speaks.

The shapes follow argos-translate's nouns (`Hypothesis`, source, target); the error that knows
whether a retry helps follows healthchecks' `TransportError`.

    TranslationError
    ├── EngineError          an engine could not do its work (`permanent` tells whether a retry helps)
    │   └── PairUnavailable  no engine or pack for this pair of languages
    └── Cancelled            the caller took the request back
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable


class TranslationError(Exception):
    """Anything that keeps a text from being translated."""


class EngineError(TranslationError):
    """An engine failed. `permanent` is True where trying again cannot help."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class PairUnavailable(EngineError):
    """No installed pack serves this pair, neither directly nor by pivot."""

    def __init__(self, pair: LanguagePair) -> None:
        super().__init__(f"no language pack for {pair.source} to {pair.target}", permanent=True)
        self.pair = pair


class Cancelled(TranslationError):
    """The caller took the request back before it was finished."""


@dataclass(frozen=True, slots=True, order=True)
class LanguagePair:
    """A direction of translation, each side a BCP 47 tag such as `en`, `zh`, `es`."""

    source: str
    target: str

    def __str__(self) -> str:
        return f"{self.source}-{self.target}"


class Reason(StrEnum):
    """Why a translation is marked or withheld. Stable codes: stored, sent and shown in words."""

    FIGURE_DIFFERS = "figure_differs"
    """A figure, price, date, unit or code of the original is missing or other in the translation."""
    REPEATED = "repeated"
    """The result repeats itself."""
    COPIED = "copied"
    """The result is the original, unchanged, where it should not be."""
    WRONG_SCRIPT = "wrong_script"
    """The result is not written in the target language's script."""
    LENGTH = "length"
    """The result is too short: parts are missing."""
    ADDED = "added"
    """The result says more than the original: a preface, a note, an explanation."""
    ANSWERED = "answered"
    """The original asks and the result answers."""
    NEGATION = "negation"
    """A "not" of the original is missing, or one stands there that the original has not."""
    FIGURES_MOVED = "figures_moved"
    """The figures are those of the original, but some have changed places."""
    NO_PACK = "no_pack"
    """No language pack serves this pair."""
    ENGINE_FAILED = "engine_failed"
    """The engine raised an error."""
    TIMED_OUT = "timed_out"
    """It took too long."""


@dataclass(frozen=True, slots=True)
class Check:
    """One finding about a translation."""

    reason: Reason
    original: str = ""
    """The token of the original that differs, as written there; empty where none applies."""
    translated: str = ""
    """What stands in the translation in its place; empty when it is missing."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A translation, and what is known about it."""

    text: str
    engine: str
    """The engine's label, such as `argos:translate-en_zh-0.1` or `phrasebook`."""
    checks: tuple[Check, ...] = ()
    """Empty when nothing is wrong."""
    via: str = ""
    """The language in between where the pair was served by pivot."""
    usable: bool = True
    """False when `text` must not be shown as a translation (garbage): `checks` say why."""


@dataclass(frozen=True, slots=True)
class Context:
    """What an engine may use beside the text. Engines ignore what they cannot use."""

    product: str = ""
    """The product that the thread is about, in the words of the buyer."""
    previous: tuple[str, ...] = ()
    """The last few messages of the thread, oldest first."""
    forced_prefix: str = ""
    """Target words already shown, which the translation must begin with (live captions)."""
    live: bool = False
    """For captions of speech that goes on: quick, and as it comes, for a better one follows at once."""
    remark: str = ""
    """What was wrong with the last translation of the same text, for an engine that can be told."""
    cancelled: threading.Event | None = field(default=None, compare=False)
    """Set by a caller who no longer wants the translation."""


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What the status page and `manage.py models` show of an engine."""

    name: str
    pairs: frozenset[LanguagePair] = field(default_factory=frozenset)
    loaded: frozenset[LanguagePair] = field(default_factory=frozenset)
    memory_bytes: int = 0
    """Measured growth of the process when its models were loaded, in bytes; 0 while none is."""


@runtime_checkable
class Translator(Protocol):
    """Text in, text out. Safe to call from many threads at once; blocks the caller."""

    @property
    def name(self) -> str:
        """The engine's short name, such as `argos`."""
        ...

    def pairs(self) -> frozenset[LanguagePair]:
        """The pairs that can be translated at this moment, loaded or not."""
        ...

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        """Translate `texts`, one hypothesis each, in their order.

        Raises `PairUnavailable` where the pair is not served and `EngineError` where the engine
        fails. An empty text gives an empty hypothesis. Line breaks of the text are kept.
        """
        ...

    def info(self) -> EngineInfo:
        """What is installed and loaded. Loads nothing."""
        ...
