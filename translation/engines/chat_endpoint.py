"""A client of the chat endpoint that llama.cpp, vLLM, Ollama and others offer alike (`/v1/chat/completions`).

Answers are read as a stream: an endpoint that is slow, talks on for ever or is no longer wanted is left at once.
"""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import SplitResult, urlsplit

from translation.prompts import ChatMessage
from translation.translator import Cancelled, EngineError

CONNECT_S = 3.0
MAX_LINE_BYTES = 64 * 1024
MAX_ANSWER_CHARS = 20_000
_DONE = "[DONE]"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for, and when it is no longer worth having."""

    messages: Sequence[ChatMessage]
    max_tokens: int
    deadline: float
    """By `time.monotonic`, in seconds."""
    stop: Sequence[str] = ()
    cancelled: threading.Event | None = None


@dataclass(slots=True)
class ChatEndpoint:
    """One model behind an address such as `http://10.0.0.5:11434/v1`. Safe to use from many threads at once."""

    url: str
    model: str = ""
    key: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    """Further fields of the request that this endpoint knows."""

    def complete(self, request: Request) -> str:
        """The answer as far as it went. Raises `EngineError` or `Cancelled`; never waits beyond the deadline."""
        try:
            return self._complete(request)
        except (OSError, http.client.HTTPException) as error:
            raise EngineError(f"{self.url} does not answer: {error or type(error).__name__}") from error

    def _complete(self, request: Request) -> str:
        address = urlsplit(self.url)
        # Closing is how the endpoint learns that nobody waits any more.
        with closing(_connection(address, min(CONNECT_S, _left(request)))) as connection:
            connection.connect()
            patience = _Patience(connection.sock, request)
            patience.renew()
            body = json.dumps(self._body(request)).encode()
            connection.request("POST", f"{address.path.rstrip('/')}/chat/completions", body, self._headers())
            with closing(connection.getresponse()) as response:
                if response.status != HTTPStatus.OK:
                    raise self._refusal(response)
                return "".join(_pieces(response, patience))

    def _body(self, request: Request) -> dict[str, Any]:
        body: dict[str, Any] = {
            "messages": list(request.messages),
            "max_tokens": request.max_tokens,
            "temperature": 0,
            "stream": True,
            **self.extra,
        }
        if self.model:
            body["model"] = self.model
        if request.stop:
            body["stop"] = list(request.stop)
        return body

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "text/event-stream"}
        return {**headers, "Authorization": f"Bearer {self.key}"} if self.key else headers

    def _refusal(self, response: http.client.HTTPResponse) -> EngineError:
        said = response.read(500).decode(errors="replace").strip()
        # What is wrong with the request stays wrong; a server in trouble may recover.
        permanent = HTTPStatus.BAD_REQUEST <= response.status < HTTPStatus.TOO_MANY_REQUESTS
        return EngineError(f"{self.url} answered {response.status}: {said}", permanent=permanent)


def _connection(address: SplitResult, timeout_s: float) -> http.client.HTTPConnection:
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    return kind(address.hostname or "", address.port, timeout=timeout_s)


def _left(request: Request) -> float:
    if request.cancelled is not None and request.cancelled.is_set():
        raise Cancelled("no longer wanted")
    left_s = request.deadline - time.monotonic()
    if left_s <= 0:
        raise EngineError("the language model took too long")
    return left_s


@dataclass(frozen=True, slots=True)
class _Patience:
    """How long the next bytes of an answer are waited for: never beyond the deadline of the whole."""

    socket: socket.socket
    request: Request

    def renew(self) -> None:
        """Raises `EngineError` or `Cancelled` where there is none left."""
        self.socket.settimeout(_left(self.request))


def _pieces(response: http.client.HTTPResponse, patience: _Patience) -> Iterator[str]:
    said = 0
    while line := response.readline(MAX_LINE_BYTES):
        patience.renew()
        if (piece := _piece(line)) is None:
            return
        said += len(piece)
        if said > MAX_ANSWER_CHARS:
            raise EngineError("the language model talks on for ever")
        yield piece
    raise EngineError("the language model stopped in the middle of its answer")


def _piece(line: bytes) -> str | None:
    """The text that one line of the stream brings; None at its end."""
    text = line.decode(errors="replace").strip()
    if not text or text.startswith(":"):
        return ""
    if not text.startswith("data:"):
        raise EngineError(f"not the answer of a chat endpoint: {text[:80]}", permanent=True)
    content = text.removeprefix("data:").strip()
    if content == _DONE:
        return None
    try:
        choices = json.loads(content)["choices"]
        return str(choices[0]["delta"].get("content") or "") if choices else ""
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise EngineError(f"not the answer of a chat endpoint: {content[:80]}") from error
