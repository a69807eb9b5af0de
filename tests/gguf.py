"""The real language model, where `make test` has put it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.service import ROOT
from translation.engines.llama import LlamaTranslator

MODEL = ROOT / "var" / "models" / "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
PATIENCE_S = 600.0
"""Tests may run beside others on a slow machine; what they look at is not the time."""


def model() -> Path:
    """Its file. Fails with what to do where it is not there."""
    assert MODEL.is_file(), f"there is no {MODEL}: run `make test`, which fetches it"
    return MODEL


def llama(**options: Any) -> LlamaTranslator:
    """The engine on it, with more patience than the service has."""
    return LlamaTranslator(model, ("en", "zh", "es"), timeout_s=PATIENCE_S, **options)
