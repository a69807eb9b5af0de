"""A socket as a test sees it: commands out, events in, a session's cookie from a real login."""

from __future__ import annotations

import asyncio
import json
import uuid
from types import TracebackType
from typing import Any, Self

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from chat.consumers import ChatConsumer
from chat.models import Thread, User
from config.broker import start

WAIT_S = 5


class Screen:
    """One open tab of a person."""

    def __init__(self, user: User | None, *, headers: list[tuple[bytes, bytes]] | None = None) -> None:
        self.user = user
        self.headers = headers or []
        self.seen: list[dict[str, Any]] = []

    async def __aenter__(self) -> Self:
        if self.user is not None and not self.headers:
            self.headers = [(b"cookie", await sync_to_async(_cookie_of)(self.user)), (b"host", b"testserver")]
        application: Any = ChatConsumer.as_asgi()
        self.socket = WebsocketCommunicator(application, "/ws/", headers=self.headers, subprotocols=["parley.v1"])
        await start()
        connected, self.subprotocol = await self.socket.connect(timeout=WAIT_S)
        assert connected
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.socket.disconnect(timeout=WAIT_S)

    async def say(self, type: str, **fields: Any) -> dict[str, Any]:
        """Send a command and give its answer, `ack` or `error`; what comes before it is kept in `seen`."""
        ref = uuid.uuid4().hex
        await self.raw(json.dumps({"type": type, "ref": ref, **fields}))
        return await self.until(lambda event: event.get("ref") == ref)

    async def raw(self, frame: str) -> None:
        await self.socket.send_to(text_data=frame)

    async def next(self) -> dict[str, Any]:
        event: dict[str, Any] = json.loads(await self.socket.receive_from(timeout=WAIT_S))
        self.seen.append(event)
        return event

    async def until(self, wanted: Any) -> dict[str, Any]:
        """The next event that is `wanted`: a type, or a test."""
        is_wanted = wanted if callable(wanted) else lambda event: event["type"] == wanted
        async with asyncio.timeout(WAIT_S):
            while True:
                event = await self.next()
                if is_wanted(event):
                    return event

    async def follow(self, thread: Thread, cursor: int = 0) -> dict[str, Any]:
        """Subscribe; gives `thread.subscribed`."""
        await self.say("thread.subscribe", thread=str(thread.pk), cursor=cursor)
        return await self.until("thread.subscribed")

    async def closed(self) -> int:
        """The code with which the server closed the socket."""
        async with asyncio.timeout(WAIT_S):
            while True:
                output = await self.socket.receive_output(timeout=WAIT_S)
                if output["type"] == "websocket.close":
                    return int(output["code"])


def _cookie_of(user: User) -> bytes:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}".encode()
