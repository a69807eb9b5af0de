"""A chat endpoint that behaves as a test wants it to, good or bad."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler", dict[str, Any]], None]


class Handler(BaseHTTPRequestHandler):
    """Reads a request and leaves the answer to the behaviour."""

    behaviour: Behaviour
    seen: list[dict[str, Any]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.seen.append({**body, "path": self.path, "key": self.headers.get("Authorization", "")})
        with suppress(OSError):  # the client may have gone, as it should
            type(self).behaviour(self, body)

    def begin(self, status: int = 200, kind: str = "text/event-stream") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()

    def piece(self, text: str) -> None:
        content = json.dumps({"choices": [{"delta": {"content": text}}]})
        self.wfile.write(f"data: {content}\n\n".encode())
        self.wfile.flush()

    def end(self) -> None:
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, *_: Any) -> None:
        pass


def says(*pieces: str) -> Behaviour:
    """Answers with these pieces."""

    def behave(handler: Handler, body: dict[str, Any]) -> None:
        handler.begin()
        for piece in pieces:
            handler.piece(piece)
        handler.end()

    return behave


def echoes(handler: Handler, body: dict[str, Any]) -> None:
    """Answers with the message of the question."""
    says(body["messages"][-1]["content"].split("Message: ")[-1])(handler, body)


def is_slow(handler: Handler, body: dict[str, Any]) -> None:
    time.sleep(1.0)
    says("too late")(handler, body)


def talks_on_for_ever(handler: Handler, body: dict[str, Any]) -> None:
    handler.begin()
    while True:
        handler.piece("and so on " * 20)


def stops_in_the_middle(handler: Handler, body: dict[str, Any]) -> None:
    handler.begin()
    handler.piece("We can")


def sends_html(handler: Handler, body: dict[str, Any]) -> None:
    handler.begin(kind="text/html")
    handler.wfile.write(b"<html><body>Welcome to the router</body></html>\n")


def refuses(handler: Handler, body: dict[str, Any]) -> None:
    handler.begin(400, "application/json")
    handler.wfile.write(b'{"error": "no such model"}')


@contextmanager
def endpoint(behaviour: Behaviour) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Its address, and the requests that it has seen."""
    seen: list[dict[str, Any]] = []
    kind = type("OneTest", (Handler,), {"behaviour": staticmethod(behaviour), "seen": seen})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
