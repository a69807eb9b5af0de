"""WebSocket clients of the benchmarks: a program with a bearer token that speaks `parley.v1`."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from dataclasses import dataclass
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.service import ROOT, Service


@dataclass(frozen=True)
class Crowd:
    """One supplier and the buyers, as tokens; each buyer with a thread."""

    supplier: str
    buyers: list[tuple[str, str]]

    @classmethod
    def of(cls, service: Service, number: int) -> Self:
        """Make them in the service's database."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.crowd", str(number)],
            cwd=ROOT,
            env=service.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        supplier, *lines = done.stdout.split("\n")
        return cls(supplier, [(token, thread) for token, thread in (line.split() for line in lines if line)])


class Client:
    """One socket."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    @classmethod
    async def open(cls, service: Service, token: str) -> Self:
        headers = {"Authorization": f"Bearer {token}"}
        protocols = [Subprotocol("parley.v1")]
        socket = await connect(
            service.socket_url, additional_headers=headers, subprotocols=protocols, max_size=None, compression=None
        )
        return cls(socket)

    async def send(self, type: str, **fields: Any) -> str:
        ref = uuid.uuid4().hex
        await self.socket.send(json.dumps({"type": type, "ref": ref, **fields}))
        return ref

    async def until(self, type: str, **fields: Any) -> dict[str, Any]:
        """The next event of this type with these fields."""
        while True:
            event: dict[str, Any] = json.loads(await self.socket.recv())
            if event["type"] == "error":
                raise RuntimeError(f"refused: {event}")
            if event["type"] == type and fields.items() <= event.items():
                return event

    async def follow(self, thread: str) -> None:
        await self.send("thread.subscribe", thread=thread, cursor=0)
        await self.until("thread.subscribed", thread=thread)

    async def say(self, thread: str, text: str) -> dict[str, Any]:
        ref = await self.send("message.send", thread=thread, client_id=str(uuid.uuid4()), text=text)
        return await self.until("ack", ref=ref)
