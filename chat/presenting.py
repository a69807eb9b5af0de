"""Messages as a page shows them: who said it, which line is large, what stands under it. Reads no database.

The browser draws what comes later by the same rules: the pair, the groups, the receipts, the notes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from chat.naming import engine_words, language_name
from chat.pair import FIGURE_DIFFERS, Line, Pair, Viewer, other_languages, pair_of
from chat.protocol import CheckOut, MessageOut, ParticipantOut

__all__ = ["Item", "Line", "Note", "Viewer", "present"]

GROUP_GAP = timedelta(minutes=5)
Receipt = Literal["", "sent", "delivered", "read"]
RECEIPTS: tuple[Receipt, ...] = ("sent", "delivered", "read")


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence under a pair."""

    text: str
    is_bad: bool
    """A figure differs; otherwise it is a caution."""


@dataclass(frozen=True, slots=True)
class Item:
    """A message as one viewer sees it."""

    message: MessageOut
    at: datetime
    """When it was sent, in the current time zone."""
    mine: bool
    """The viewer sent it."""
    ours: bool
    """Somebody of the viewer's side sent it."""
    pair: Pair
    notes: tuple[Note, ...]
    receipt: Receipt
    """Of the viewer's own messages only."""
    system: str
    """The sentence of a system line; empty for what people say."""
    day: date | None = None
    """The day, where a divider goes before."""
    unread_divider: bool = False
    starts_group: bool = True
    ends_group: bool = True
    is_newest_mine: bool = False
    """The last thing that the viewer said: its receipt stands under it for good."""

    @property
    def heard(self) -> str:
        """Whether the figures of something spoken have been confirmed, in words; empty where there are none."""
        voice = self.message.voice
        if voice is None:
            return ""
        if voice.confirmed_by:
            return _("Confirmed by %(name)s") % {"name": voice.confirmed_by}
        return _("Heard, not confirmed") if voice.figures else ""

    @property
    def large(self) -> Line:
        return self.pair.large

    @property
    def small(self) -> Line | None:
        return self.pair.small

    @property
    def state(self) -> str:
        return self.pair.state

    @property
    def side(self) -> str:
        """`mine`, `ours` or `theirs`."""
        return "mine" if self.mine else "ours" if self.ours else "theirs"

    @property
    def is_skeleton(self) -> bool:
        """The large line is still to come: bars as long as the original stand in its place."""
        return self.state == "pending" and not self.large.text

    @property
    def second(self) -> Line | None:
        """The small line, where there is already one to read."""
        return self.small if self.small and self.small.text else None

    @property
    def second_is_original(self) -> bool:
        return bool(self.small) and self.small != self.translation

    @property
    def translation(self) -> Line | None:
        """The line that the machine wrote, wherever it stands."""
        lines = (self.pair.large, self.pair.small)
        return next((line for line in lines if line and line.language == self.pair.target), None)

    @property
    def large_checks(self) -> tuple[CheckOut, ...]:
        return self.pair.checks if self.large == self.translation else ()

    @property
    def small_checks(self) -> tuple[CheckOut, ...]:
        return () if self.second_is_original else self.pair.checks

    @property
    def differs(self) -> bool:
        """A figure of the translation is not the original's."""
        return self.state == "done" and bool(self.pair.checks)

    @property
    def is_veiled(self) -> bool:
        """It names another way to pay: whoever gets it reads the warning first."""
        return self.message.payment and not self.ours

    @property
    def can_retry(self) -> bool:
        return self.state == "failed"

    @property
    def engine(self) -> str:
        return engine_words(self._translated("engine"))

    @property
    def via(self) -> str:
        return self._translated("via")

    @property
    def corrected_by(self) -> str:
        return self._translated("corrected_by")

    def _translated(self, field: str) -> str:
        translation = self.message.translations.get(self.pair.target or "")
        return str(getattr(translation, field, ""))


def present(
    messages: Sequence[MessageOut],
    viewer: Viewer,
    participants: Sequence[ParticipantOut],
    first_unread_seq: int | None = None,
) -> list[Item]:
    """The messages, oldest first, with their days, groups and the unread divider."""
    others = other_languages(participants, viewer.side)
    items = [_item(message, viewer, participants, others) for message in messages]
    items = [_divided(item, before, first_unread_seq) for item, before in zip(items, [None, *items], strict=False)]
    newest_mine = max((item.message.seq for item in items if item.mine and not item.system), default=None)
    return [
        replace(
            item,
            starts_group=not _continues(before, item),
            ends_group=not _continues(item, after),
            is_newest_mine=item.message.seq == newest_mine,
        )
        for before, item, after in zip([None, *items], items, [*items[1:], None], strict=False)
    ]


def voice_notes(message: MessageOut) -> list[Note]:
    """The sentences about the sound of something spoken."""
    voice = message.voice
    if voice is None:
        return []
    told = [(not voice.transcribed, _("Not transcribed.")), (voice.cut, _("Cut off here: the connection was lost."))]
    return [Note(text, False) for is_so, text in told if is_so]


def note_of(check: CheckOut, source: str, target: str) -> Note:
    """What a finding says to the reader."""
    if check.reason == FIGURE_DIFFERS:
        values = {"a": check.original, "b": check.translated or "–"}
        return Note(_("Figure differs: original %(a)s, translation %(b)s. The original is shown.") % values, True)
    return Note(_("Not translated: %(reason)s.") % {"reason": reason_of(check.reason, source, target)}, False)


def reason_of(reason: str, source: str, target: str) -> str:
    """Why there is no translation, as a part of a sentence."""
    if reason == "no_pack":
        names = {"a": language_name(source), "b": language_name(target)}
        return _("no language pack for %(a)s to %(b)s") % names
    return _REASONS.get(reason, lambda: _("the translator is not running"))()


_REASONS: dict[str, Callable[[], str]] = {
    "timed_out": lambda: _("it took too long"),
    "repeated": lambda: _("the result repeated itself"),
    "wrong_script": lambda: _("the result was in the wrong script"),
    "copied": lambda: _("the result was the original again"),
    "length": lambda: _("parts were missing"),
    "added": lambda: _("the result said more than the original"),
    "answered": lambda: _("the result answered the question"),
    "negation": lambda: _("a “not” was lost or added"),
    "figures_moved": lambda: _("figures had changed places"),
}


def system_sentence(data: dict[str, Any]) -> str:
    """What a system line tells, in the current language."""
    values = {"name": data.get("name", ""), "value": data.get("value", "")}
    sentence = _CHANGES.get(data.get("change", ""))
    return sentence() % values if sentence else ""


_CHANGES: dict[str, Callable[[], str]] = {
    "joined": lambda: _("%(name)s joined."),
    "renamed": lambda: _("%(name)s renamed the conversation to “%(value)s”."),
    "assigned": lambda: _("%(name)s assigned the conversation to %(value)s."),
    "unassigned": lambda: _("%(name)s left the conversation to the whole team."),
    "blocked": lambda: _("%(name)s blocked this conversation."),
    "unblocked": lambda: _("%(name)s lifted the block."),
}


def receipt_of(message: MessageOut, participants: Sequence[ParticipantOut]) -> Receipt:
    """How far a message has come with the other side."""
    others = [person for person in participants if person.side != message.side]
    if any(person.read_seq >= message.seq for person in others):
        return "read"
    return "delivered" if any(person.delivered_seq >= message.seq for person in others) else "sent"


def _item(message: MessageOut, viewer: Viewer, participants: Sequence[ParticipantOut], others: Sequence[str]) -> Item:
    pair = pair_of(message, viewer, others)
    mine = message.sender.id == viewer.id
    return Item(
        message=message,
        at=timezone.localtime(datetime.fromisoformat(message.created_at)),
        mine=mine,
        ours=message.side == viewer.side,
        pair=pair,
        notes=(
            *(note_of(check, message.language, pair.target or "") for check in pair.checks),
            *voice_notes(message),
        ),
        receipt=receipt_of(message, participants) if mine else "",
        system=system_sentence(message.data) if message.kind == "system" else "",
    )


def _divided(item: Item, before: Item | None, first_unread_seq: int | None) -> Item:
    is_new_day = before is None or before.at.date() != item.at.date()
    return replace(
        item,
        day=item.at.date() if is_new_day else None,
        unread_divider=item.message.seq == first_unread_seq,
    )


def _continues(before: Item | None, item: Item | None) -> bool:
    """Does `item` stand in the same group as the one before it?"""
    if before is None or item is None or item.day or item.unread_divider:
        return False
    speaks_on = before.message.sender.id == item.message.sender.id and item.at - before.at < GROUP_GAP
    return speaks_on and "system" not in {before.message.kind, item.message.kind}
