"""HTTP and WebSocket, as Daphne serves them."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path

from chat.consumers import ChatConsumer
from chat.jobs import work_for_ever
from config.broker import start

router = ProtocolTypeRouter({"http": django_application, "websocket": URLRouter([path("ws/", ChatConsumer.as_asgi())])})


SWITCH_INTERVAL_S = 0.001
"""How long a thread that computes keeps the others waiting: Python's 5 ms are long beside a message's few."""


class WithSweeper:
    """The application, and the sweeper that starts with the first request: Daphne knows no start-up event."""

    def __init__(self) -> None:
        self.sweeper: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if self.sweeper is None:
            sys.setswitchinterval(SWITCH_INTERVAL_S)
            self.sweeper = asyncio.create_task(work_for_ever())
            await start()
        await router(scope, receive, send)


application = WithSweeper()
