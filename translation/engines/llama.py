"""GGUF models by llama.cpp: one model, in a process of its own beside the service, started on first use."""

from __future__ import annotations

import json
import os
import secrets
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from translation.engines.chat_endpoint import ChatEndpoint
from translation.engines.generative import TIMEOUT_S, Generator
from translation.engines.llama_host import KEY_VARIABLE
from translation.translator import Context, EngineError, EngineInfo, Hypothesis, LanguagePair

SLOTS = 4
SLOT_TOKENS = 2048
START_S = 120.0
"""How long a model may take to be read, on a slow disk."""
REST_AFTER_FAILURE_S = 60.0
"""A model that could not be started is not tried again at once."""


class LlamaTranslator:
    """Translates by the GGUF chat model that `find_model` gives at the moment; serves no pair while it gives None.

    On a processor, where reading takes time too, a line that comes together with others goes without an example, and
    may be translated otherwise than alone: unless `examples_when_busy`.
    """

    name = "llama"

    def __init__(
        self,
        find_model: Callable[[], Path | None],
        languages: Iterable[str],
        *,
        timeout_s: float = TIMEOUT_S,
        threads: int | None = None,
        examples_when_busy: bool = False,
    ) -> None:
        self._find_model = find_model
        self._host: Host | None = None
        self._lock = threading.Lock()
        self._failed_at = float("-inf")
        self._timeout_s = timeout_s
        self._examples_when_busy = examples_when_busy
        self._threads = threads or os.cpu_count() or 1
        self._languages = frozenset(languages)
        self._generator: Generator | None = None

    def pairs(self) -> frozenset[LanguagePair]:
        model = self._find_model()
        return frozenset() if model is None else self._generator_of(model).pairs()

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        model = self._find_model()
        if model is None:
            raise EngineError("no GGUF model is installed", permanent=True)
        if not any(text.strip() for text in texts):
            return [Hypothesis("", self.name) for _ in texts]
        self._running(model)
        return self._generator_of(model).translate(texts, pair, context)

    def info(self) -> EngineInfo:
        host = self._host
        loaded = host is not None and host.is_running()
        return EngineInfo(
            self.name,
            self.pairs(),
            loaded=self.pairs() if loaded else frozenset(),
            memory_bytes=host.memory_bytes() if host and loaded else 0,
        )

    def close(self) -> None:
        """End the model's process."""
        with self._lock:
            if self._generator:
                self._generator.close()
            if self._host:
                self._host.stop()
            self._host = self._generator = None

    def _generator_of(self, model: Path) -> Generator:
        if self._generator is None:
            label = f"{self.name}:{model.stem}"
            self._generator = Generator(
                lambda: self._running(model).endpoint,
                label,
                self._languages,
                SLOTS,
                self._timeout_s,
                examples_when_busy=self._examples_when_busy,
            )
        return self._generator

    def _running(self, model: Path) -> Host:
        with self._lock:
            if self._host is not None and (not self._host.is_running() or self._host.model != model):
                self._host.stop()
                self._host = None
            if self._host is None:
                self._host = self._started(model)
            return self._host

    def _started(self, model: Path) -> Host:
        if time.monotonic() - self._failed_at < REST_AFTER_FAILURE_S:
            raise EngineError(f"{model.name} could not be started a moment ago")
        try:
            return Host(model, self._threads)
        except EngineError:
            self._failed_at = time.monotonic()
            raise


class Host:
    """The process that holds a model. Raises `EngineError` where it does not come up."""

    def __init__(self, model: Path, threads: int) -> None:
        self.model = model
        key = secrets.token_hex(16)
        command = [sys.executable, "-m", "translation.engines.llama_host", str(model)]
        options = ["--slots", str(SLOTS), "--threads", str(threads), "--context", str(SLOTS * SLOT_TOKENS)]
        self._process = subprocess.Popen(  # noqa: S603  # our own module, our own arguments
            [*command, *options],
            cwd=Path(__file__).resolve().parents[2],
            env={**os.environ, KEY_VARIABLE: key},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        address = self._first_words().get("address")
        self.endpoint = ChatEndpoint(f"{address}/v1", key=key, extra={"cache_prompt": True})

    def is_running(self) -> bool:
        return self._process.poll() is None

    def memory_bytes(self) -> int:
        """What the process holds, the file's own pages included; 0 where the system does not tell."""
        try:
            pages = Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()[1]
        except OSError:
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def stop(self) -> None:
        """End it, whether it answers or not."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()

    def _first_words(self) -> dict[str, Any]:
        stdout = self._process.stdout
        line = stdout.readline() if stdout and select.select([stdout], [], [], START_S)[0] else b""
        answer: dict[str, Any] = json.loads(line) if line.startswith(b"{") else {}
        if "address" not in answer:
            self.stop()
            raise EngineError(f"{self.model.name} cannot be used: {answer.get('error', 'its process ended')}")
        return answer
