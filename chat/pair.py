"""The rule of the pair: which text of a message stands large, which small. The browser follows the same rule.

Both are held to `tests/data/pairs.json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from chat.protocol import CheckOut, MessageOut, ParticipantOut, TranslationOut

State = Literal["same", "done", "pending", "failed"]

FIGURE_DIFFERS = "figure_differs"
NOT_RUNNING = CheckOut(reason="engine_failed")


@dataclass(frozen=True, slots=True)
class Line:
    """A text and its language, BCP 47. The text is empty while it is still to come."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at a thread, and how."""

    id: str
    side: str
    """`buyer` or `supplier`."""
    reads: tuple[str, ...]
    """The languages that need no translation, the preferred one first. Never empty."""
    original_first: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Both lines of a message, as one viewer sees them."""

    state: State
    large: Line
    small: Line | None = None
    more: int = 0
    """Further languages in which the other side reads it."""
    checks: tuple[CheckOut, ...] = ()
    """The findings to be noted under the pair."""
    target: str | None = None
    """The language of the translation in question."""


def pair_of(message: MessageOut, viewer: Viewer, others: Sequence[str], *, swapped: bool = False) -> Pair:
    """How `viewer` sees `message`; `others` are the reading languages of the other side, in order.

    `swapped` exchanges the lines once more, for a viewer who asked for it on this message.
    """
    is_foreign = message.language not in viewer.reads
    pair = _foreign(message, viewer.reads[0]) if is_foreign else _own(message, viewer, others)
    # Our own messages show the original first anyhow.
    return _exchanged(pair) if swapped != (is_foreign and viewer.original_first) else pair


def other_languages(participants: Iterable[ParticipantOut], side: str) -> list[str]:
    """The reading languages of the people on the other side than `side`, each once."""
    return list(dict.fromkeys(person.reads for person in participants if person.side != side))


def _foreign(message: MessageOut, target: str) -> Pair:
    original = Line(message.text, message.language)
    if not message.text:
        return Pair("same", original)
    translation = message.translations.get(target, TranslationOut(state="failed"))
    if translation.state == "failed":
        return _failed(original, translation, target)
    return _translated(translation, Line(translation.text, target), original, target)


def _own(message: MessageOut, viewer: Viewer, others: Sequence[str]) -> Pair:
    original = Line(message.text, message.language)
    targets = [code for code in others if code != message.language and code in message.translations]
    if message.side != viewer.side or not message.text or not targets:
        return Pair("same", original)
    translation = message.translations[targets[0]]
    if translation.state == "failed":
        return _failed(original, translation, targets[0])
    pair = _translated(translation, original, Line(translation.text, targets[0]), targets[0])
    return replace(pair, more=len(targets) - 1)


def _failed(original: Line, translation: TranslationOut, target: str) -> Pair:
    reason = translation.checks[0] if translation.checks else NOT_RUNNING
    return Pair("failed", original, checks=(reason,), target=target)


def _translated(translation: TranslationOut, large: Line, small: Line, target: str) -> Pair:
    differing = tuple(check for check in translation.checks if check.reason == FIGURE_DIFFERS)
    return Pair(translation.state, large, small, checks=differing if translation.state == "done" else (), target=target)


def _exchanged(pair: Pair) -> Pair:
    return replace(pair, large=pair.small, small=pair.large) if pair.small else pair
