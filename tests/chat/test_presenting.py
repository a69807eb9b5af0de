"""Messages as a page shows them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import pytest
from django.utils import timezone, translation

from chat.pair import Viewer, other_languages, pair_of
from chat.presenting import Item, present, reason_of
from chat.protocol import CheckOut, MessageOut, ParticipantOut, Person, TranslationOut
from translation.translator import Reason

CASES = json.loads((Path(__file__).parents[1] / "data" / "pairs.json").read_text())
Side = Literal["buyer", "supplier"]
PEOPLE = {"1": ("Jordan", "buyer", "en"), "2": ("Chen", "buyer", "en"), "3": ("Li Wei", "supplier", "zh")}
JORDAN = Viewer(id="1", side="buyer", reads=("en",))


def person(number: str, **more: Any) -> ParticipantOut:
    name, side, reads = PEOPLE[number]
    fields: dict[str, Any] = {
        "id": number, "name": name, "organization": side, "organization_id": side, "side": side, "reads": reads,
        "speaks": reads, "time_zone": "UTC", "online": False, "last_seen_at": None, "delivered_seq": 0, "read_seq": 0,
    }  # fmt: skip
    return ParticipantOut(**{**fields, **more})


def message(seq: int, sender: str = "1", at: str = "2026-03-02T08:00:00.000Z", **more: Any) -> MessageOut:
    name, side, reads = PEOPLE[sender]
    fields: dict[str, Any] = {
        "id": str(seq), "client_id": str(seq), "seq": seq, "kind": "text",
        "language": reads, "text": "好的" if reads == "zh" else "Fine",
        "sender": Person(id=sender, name=name, organization=side, organization_id=side), "side": side, "revision": 1,
        "created_at": at,
    }  # fmt: skip
    return MessageOut(**{**fields, **more})


def shown(*messages: MessageOut, people: list[ParticipantOut] | None = None, unread: int | None = None) -> list[Item]:
    return present(messages, JORDAN, people or [person(number) for number in PEOPLE], unread)


def with_defaults(case: dict[str, Any]) -> MessageOut:
    sender = "1" if case["side"] == "buyer" else "3"
    translations = {code: TranslationOut(**fields) for code, fields in case["translations"].items()}
    return message(1, sender, **{**case, "translations": translations})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_server_pairs_as_the_browser_does(case: dict[str, Any]) -> None:
    viewer = Viewer(id="1", **{**case["viewer"], "reads": tuple(case["viewer"]["reads"])})
    pair = asdict(pair_of(with_defaults(case["message"]), viewer, case["others"], swapped=case.get("swapped", False)))
    assert {**pair, "checks": [check.model_dump() for check in pair["checks"]]} == with_full_checks(case["pair"])


def with_full_checks(pair: dict[str, Any]) -> dict[str, Any]:
    return {**pair, "checks": [CheckOut(**check).model_dump() for check in pair["checks"]]}


def test_the_other_side_is_read_in_each_language_once() -> None:
    people = [person("1"), person("3"), person("3", reads="es"), person("3")]
    assert other_languages(people, "buyer") == ["zh", "es"]


def test_messages_of_one_person_within_five_minutes_stand_in_one_group() -> None:
    first, second, third = shown(
        message(1), message(2, at="2026-03-02T08:04:59.000Z"), message(3, at="2026-03-02T08:09:59.000Z")
    )
    assert (first.starts_group, first.ends_group) == (True, False)
    assert (second.starts_group, second.ends_group) == (False, True)
    assert (third.starts_group, third.ends_group) == (True, True)


def test_a_group_ends_where_somebody_else_speaks_or_something_happens() -> None:
    items = shown(
        message(1), message(2, "2"), message(3, "2", kind="system", text="", data={"change": "joined", "name": "Chen"})
    )
    assert [(item.starts_group, item.ends_group) for item in items] == [(True, True)] * 3


def test_the_unread_divider_parts_a_group() -> None:
    before, after = shown(message(1, "3"), message(2, "3"), unread=2)
    assert (before.ends_group, after.starts_group, after.unread_divider) == (True, True, True)


def test_a_day_begins_at_midnight_of_the_readers_zone() -> None:
    late = message(1, at="2026-03-02T05:30:00.000Z")
    early = message(2, at="2026-03-02T06:30:00.000Z")
    with timezone.override("America/Chicago"):
        first, second = shown(late, early)
    assert [str(item.day) for item in (first, second)] == ["2026-03-01", "2026-03-02"]


@pytest.mark.parametrize(
    ("delivered", "read", "receipt"), [(0, 0, "sent"), (4, 3, "sent"), (5, 4, "delivered"), (9, 5, "read")]
)
def test_a_receipt_tells_how_far_ones_own_message_came(delivered: int, read: int, receipt: str) -> None:
    people = [person("1", read_seq=9), person("3", delivered_seq=delivered, read_seq=read)]
    assert shown(message(5), people=people)[0].receipt == receipt


def test_only_ones_own_messages_have_a_receipt() -> None:
    assert [item.receipt for item in shown(message(1, "2"), message(2, "3"))] == ["", ""]


def test_a_figure_that_differs_is_marked_in_the_translation_and_noted_with_both_values() -> None:
    checks = [CheckOut(reason="figure_differs", original="15,000", translated="50,000")]
    done = TranslationOut(state="done", text="From 50,000", checks=checks)
    (item,) = shown(message(1, "3", text="15,000 起", translations={"en": done}))
    assert item.differs
    assert item.large_checks == tuple(checks)
    assert item.small_checks == ()
    assert item.second_is_original
    assert [note.text for note in item.notes] == [
        "Figure differs: original 15,000, translation 50,000. The original is shown."
    ]


def test_a_message_without_translation_shows_its_original_with_the_reason() -> None:
    failed = TranslationOut(state="failed", checks=[CheckOut(reason="no_pack")])
    (item,) = shown(message(1, "3", text="你好", translations={"en": failed}))
    assert (item.large.text, item.second, item.can_retry) == ("你好", None, True)
    assert item.notes[0].text == "Not translated: no language pack for Chinese to English."


def test_a_translation_on_its_way_leaves_the_original_readable() -> None:
    (item,) = shown(message(1, "3", text="你好", translations={"en": TranslationOut(state="pending")}))
    assert item.is_skeleton
    assert item.second is not None
    assert item.second.text == "你好"


def test_every_reason_has_words_of_its_own() -> None:
    reasons = [
        "engine_failed",
        *(reason for reason in Reason if reason not in (Reason.FIGURE_DIFFERS, Reason.ENGINE_FAILED)),
    ]
    assert len({reason_of(reason, "en", "zh") for reason in reasons}) == len(reasons)
    assert reason_of("unheard_of", "en", "zh") == reason_of("engine_failed", "en", "zh")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"change": "joined", "name": "Li Wei"}, "Li Wei joined."),
        ({"change": "renamed", "name": "Li Wei", "value": "50% off"}, "Li Wei renamed the conversation to “50% off”."),
        ({"change": "assigned", "name": "Jordan", "value": "Chen"}, "Jordan assigned the conversation to Chen."),
        ({"change": "unassigned", "name": "Jordan"}, "Jordan left the conversation to the whole team."),
        ({"change": "unheard_of"}, ""),
    ],
)
def test_a_system_line_is_worded_for_the_reader(data: dict[str, str], sentence: str) -> None:
    with translation.override("en"):
        assert shown(message(1, kind="system", text="", data=data))[0].system == sentence


def test_what_names_another_way_to_pay_is_veiled_for_the_other_side_only() -> None:
    items = shown(*(message(n, sender, payment=True) for n, sender in enumerate(PEOPLE, 1)), message(4, "3"))
    assert [item.is_veiled for item in items] == [False, False, True, False]


def test_the_receipt_stands_under_ones_last_message_only() -> None:
    items = shown(message(1), message(2), message(3, "2"), message(4, "3"))
    assert [item.is_newest_mine for item in items] == [False, True, False, False]
