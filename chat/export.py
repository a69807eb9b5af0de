"""The protocol as documents: Markdown for people, AsyncAPI for tools, constants for the browser."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable
from typing import Any

from chat import protocol
from chat.protocol import ANSWERS, COMMANDS, DURABLE, EPHEMERAL, CloseCode, ErrorCode, Wire

MODELS = (*COMMANDS, *DURABLE, *EPHEMERAL, *ANSWERS)
SHAPES = (
    protocol.MessageOut,
    protocol.TranslationOut,
    protocol.CheckOut,
    protocol.AttachmentOut,
    protocol.ParticipantOut,
    protocol.Person,
)


def name_of(model: type[Wire]) -> str:
    """The `type` that a model has on the wire."""
    schema = model.model_json_schema()
    return str(schema["properties"]["type"]["const"])


def markdown() -> str:
    """PROTOCOL.md."""
    parts = [
        "# parley.v1\n",
        "Written by `manage.py export_protocol` from `chat/protocol.py`; change that file, not this one.\n",
        INTRODUCTION,
        "## Commands\n",
        *[_section(model) for model in COMMANDS],
        "## Durable events\n",
        *[_section(model) for model in DURABLE],
        "## Ephemeral events\n",
        *[_section(model) for model in EPHEMERAL],
        "## Answers\n",
        *[_section(model) for model in ANSWERS],
        "## Shapes\n",
        *[_section(shape) for shape in SHAPES],
        "## Error codes\n",
        _codes(ErrorCode),
        "## Close codes\n",
        _codes(CloseCode),
    ]
    return "\n".join(parts)


INTRODUCTION = """\
One WebSocket a tab at `/ws/`, subprotocol `parley.v1`, for all threads. A page's socket is authenticated by its session
cookie, a program's by `Authorization: Bearer TOKEN` (from `POST /api/token`). Text frames are JSON objects of at most
64 KiB.

Every command has a `type` and a `ref` of the client's choice and is answered by `ack` or `error` with that `ref`.
Commands are idempotent: sent again under the same `client_id` (or `revision`), a command gives the first result, so a
client that does not know what became of one simply sends it again.

**Durable** events carry `seq`, numbered 1, 2, 3 … in each thread without gaps, in the transaction that wrote what they
tell. **Ephemeral** events have no number and are never replayed.

**Following a thread.** Send `thread.subscribe` with the newest `seq` you have (`cursor`, 0 for none). You get `ack`,
then every durable event after the cursor, then `thread.subscribed` with the new cursor and the people's receipts; from
then on events come as they happen. Drop what is not newer than your cursor; when a number is missing, subscribe again.
After a lost connection do the same: recovery is the start-up path. If more than 500 events were missed you get
`thread.reset`: load the thread by `GET /api/threads/{id}` and go on from its cursor.

**Translations.** A message reaches its sender at once, and each reader when the translation into the reading language
is finished, after 1 s at the latest (then marked `pending`). `translation.finished` follows with its own number.
"""


def _section(model: type[Wire]) -> str:
    title = name_of(model) if "type" in model.model_fields else model.__name__
    rows = [_row(name, field) for name, field in _properties(model).items() if name != "type"]
    table = "\n".join(["| field | type | |", "|---|---|---|", *rows])
    return f"### `{title}`\n\n{inspect.getdoc(model)}\n\n{table}\n"


def _properties(model: type[Wire]) -> dict[str, Any]:
    schema = model.model_json_schema()
    required = set(schema.get("required", []))
    return {name: {**field, "required": name in required} for name, field in schema.get("properties", {}).items()}


def _row(name: str, field: dict[str, Any]) -> str:
    return f"| `{name}` | {_type(field)} | {'' if field['required'] else 'optional'} |"


def _type(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return str(field["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in field:
        return " or ".join(_type(one) for one in field["anyOf"])
    if "enum" in field or "const" in field:
        return ", ".join(f'`"{value}"`' for value in field.get("enum", [field.get("const")]))
    if field.get("type") == "array":
        return f"list of {_type(field['items'])}"
    if isinstance(field.get("additionalProperties"), dict):
        return f"object of {_type(field['additionalProperties'])}"
    return str(field.get("format") or field.get("type", "any"))


def _codes(codes: type[ErrorCode | CloseCode]) -> str:
    source = inspect.getsource(codes)
    rows = [f"| `{member.value}` | {_comment_of(member.name, source)} |" for member in codes]
    return "\n".join(["| code | |", "|---|---|", *rows, ""])


def _comment_of(name: str, source: str) -> str:
    after = source.split(f"    {name} = ", 1)[1].splitlines()[1:2]
    line = after[0].strip() if after else ""
    return line.strip('"') if line.startswith('"""') else ""


def asyncapi() -> str:
    """asyncapi.json, version 3.0."""
    messages = {name_of(model): _message(model) for model in MODELS}
    document = {
        "asyncapi": "3.0.0",
        "info": {"title": "Parley", "version": protocol.SUBPROTOCOL, "license": {"name": "Apache-2.0"}},
        "channels": {
            "socket": {
                "address": "/ws/",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
            }
        },
        "operations": {
            "receiveCommands": _operation("receive", COMMANDS),
            "sendEvents": _operation("send", (*DURABLE, *EPHEMERAL, *ANSWERS)),
        },
        "components": {"messages": messages},
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _message(model: type[Wire]) -> dict[str, Any]:
    return {"name": name_of(model), "summary": inspect.getdoc(model), "payload": model.model_json_schema()}


def _operation(action: str, models: Iterable[type[Wire]]) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": "#/channels/socket"},
        "messages": [{"$ref": f"#/channels/socket/messages/{name_of(model)}"} for model in models],
    }


def javascript() -> str:
    """static/js/protocol.js."""
    values = {
        "SUBPROTOCOL": protocol.SUBPROTOCOL,
        "MAX_FRAME_BYTES": protocol.MAX_FRAME_BYTES,
        "MAX_TEXT_CHARS": protocol.MAX_TEXT_CHARS,
        "MAX_ATTACHMENTS": protocol.MAX_ATTACHMENTS,
        "DURABLE_EVENTS": [name_of(model) for model in DURABLE],
        "EPHEMERAL_EVENTS": [name_of(model) for model in EPHEMERAL],
        "ErrorCode": {member.name: member.value for member in ErrorCode},
        "CloseCode": {member.name: int(member) for member in CloseCode},
    }
    lines = [f"export const {name} = {_literal(value)};" for name, value in values.items()]
    head = "// Written by `manage.py export_protocol` from chat/protocol.py: change that file, not this one.\n"
    return "\n".join([head, *lines, ""])


def _literal(value: Any) -> str:
    text = json.dumps(value, indent=2)
    return f"Object.freeze({text})" if isinstance(value, list | dict) else text
