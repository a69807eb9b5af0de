"""The protocol is written once, and what others read of it is what the code says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import call_command

from chat import protocol
from chat.export import MODELS, name_of
from chat.protocol import ErrorCode, Refusal, encode, parse_command
from chat.refusals import SENTENCES, sentence, status_of

THREAD = "0b9d1b52-5b0e-4a3f-9a55-0d1c1fbb2d4f"

COMMANDS: list[dict[str, Any]] = [
    {"type": "thread.subscribe", "ref": "1", "thread": THREAD, "cursor": 0},
    {"type": "thread.unsubscribe", "ref": "1", "thread": THREAD},
    {"type": "message.send", "ref": "1", "thread": THREAD, "client_id": THREAD, "text": "Hi."},
    {"type": "message.edit", "ref": "1", "thread": THREAD, "message_id": "7", "revision": 1, "text": "Ho."},
    {"type": "translation.retry", "ref": "1", "thread": THREAD, "message_id": "7", "language": "zh"},
    {"type": "receipt.deliver", "ref": "1", "thread": THREAD, "seq": 7},
    {"type": "receipt.read", "ref": "1", "thread": THREAD, "seq": 7},
    {"type": "typing.start", "ref": "1", "thread": THREAD},
    {
        "type": "translation.correct",
        "ref": "1",
        "thread": THREAD,
        "message_id": "5",
        "revision": 1,
        "language": "zh",
        "text": "交期是35天。",
    },
    {"type": "language.detect", "ref": "1", "thread": THREAD, "text": "¿Cuánto cuesta?"},
    {"type": "utterance.start", "ref": "1", "thread": THREAD, "client_id": THREAD, "hands_free": True},
    {"type": "utterance.stop", "ref": "1"},
    {"type": "figures.confirm", "ref": "1", "thread": THREAD, "message_id": "12", "revision": 1},
    {"type": "ping", "ref": "1"},
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command["type"])
def test_each_command_survives_the_wire(command: dict[str, Any]) -> None:
    parsed = parse_command(json.dumps(command))
    again = parse_command(encode(parsed))
    assert again == parsed
    assert command.items() <= json.loads(encode(parsed)).items()


def test_every_command_is_among_them() -> None:
    assert {command["type"] for command in COMMANDS} == {name_of(command) for command in protocol.COMMANDS}


def test_no_two_things_have_one_name() -> None:
    names = [name_of(model) for model in MODELS]
    assert len(names) == len(set(names))


def test_every_error_code_has_a_sentence() -> None:
    assert set(SENTENCES) == set(ErrorCode)
    for code in ErrorCode:
        refusal = Refusal(code, field="text", n=1, m=1, limit=2, size=3, id=4)
        assert "%" not in sentence(refusal)
        assert 400 <= status_of(refusal) < 600


def test_the_documents_are_up_to_date() -> None:
    call_command("export_protocol", "--check")
