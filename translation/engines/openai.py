"""A general language model on the operator's own network, behind an endpoint in OpenAI's form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from translation.engines.chat_endpoint import ChatEndpoint
from translation.engines.generative import TIMEOUT_S, Generator
from translation.translator import Context, EngineInfo, Hypothesis, LanguagePair

SLOTS = 8


class OpenAITranslator:
    """Translates by the model that Ollama, vLLM, llama-server or the like serve at `url` (ending in `/v1`)."""

    name = "openai"

    def __init__(
        self, url: str, model: str, languages: Iterable[str], *, key: str = "", timeout_s: float = TIMEOUT_S
    ) -> None:
        endpoint = ChatEndpoint(url.rstrip("/"), model, key)
        self._generator = Generator(lambda: endpoint, f"{self.name}:{model or 'default'}", languages, SLOTS, timeout_s)

    def pairs(self) -> frozenset[LanguagePair]:
        return self._generator.pairs()

    def translate(self, texts: Sequence[str], pair: LanguagePair, context: Context | None = None) -> list[Hypothesis]:
        return self._generator.translate(texts, pair, context)

    def info(self) -> EngineInfo:
        return EngineInfo(self.name, self.pairs())

    def close(self) -> None:
        self._generator.close()
