"""The whole service as a process of its own: Daphne, a database and uploads in a fresh folder, real language packs."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
START_S = 60


class Service:
    """Starts on entering, on a free port of the loopback; stops and removes its folder on leaving."""

    def __init__(self, *seeds: tuple[str, ...], **environment: str) -> None:
        self.seeds = seeds
        self.folder = Path(tempfile.mkdtemp(prefix="parley-service-"))
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.socket_url = f"ws://127.0.0.1:{self.port}/ws/"
        inherited = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
        self.environment = {
            **inherited,
            "PARLEY_DATA": str(self.folder),
            "TRANSLATOR": "pipeline",
            "LOG_LEVEL": "WARNING",
            **environment,
        }
        self.environment.pop("DATABASE_URL", None)
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        for arguments in [("migrate", "--verbosity", "0"), ("models", "install", "starter"), *self.seeds]:
            self.manage(*arguments)
        self.manage("collectstatic", "--no-input", "--verbosity", "0")
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def manage(self, *arguments: str) -> str:
        """Run a management command on this service's folder; gives what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def start(self) -> None:
        """Start the server and wait for its first page."""
        arguments = ["--bind", "127.0.0.1", "--port", str(self.port), "--verbosity", "0", "config.asgi:application"]
        self.process = subprocess.Popen([sys.executable, "-m", "daphne", *arguments], cwd=ROOT, env=self.environment)
        deadline = time.monotonic() + START_S
        while not self._answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError("the service did not start")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the server; its folder stays."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/sign-in/", timeout=5) as page:  # noqa: S310  # our own address
                return bool(page.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
