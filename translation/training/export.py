"""From trained weights to the files of `translation/starter`: CTranslate2's int8 form, one set for every direction."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import torch
from ctranslate2.specs import TransformerSpec

from translation.training import vocabulary
from translation.training.corpus import LANGUAGES
from translation.training.network import MAX_POSITIONS, Shape, sinusoids

Weights = dict[str, np.ndarray[Any, Any]]


def export(checkpoint: Path, pieces: Path, folder: Path) -> None:
    """Write `model/` and `sentencepiece.model` into `folder`, replacing what is there."""
    saved = torch.load(checkpoint, map_location="cpu", weights_only=True)
    weights = {name: weight.float().numpy() for name, weight in saved["model"].items()}
    spec = _spec(Shape(**saved["shape"]), weights)
    _describe(spec, pieces)
    spec.validate()
    spec.optimize(quantization="int8")
    shutil.rmtree(folder / "model", ignore_errors=True)
    (folder / "model").mkdir(parents=True)
    spec.save(str(folder / "model"))
    shutil.copyfile(pieces, folder / "sentencepiece.model")


def _spec(shape: Shape, weights: Weights) -> Any:
    layers = (shape.encoder_layers, shape.decoder_layers)
    spec = TransformerSpec.from_config(layers, shape.heads, pre_norm=True)
    positions = sinusoids(MAX_POSITIONS, shape.width).numpy()
    for part in (spec.encoder, spec.decoder):
        part.position_encodings.encodings = positions
    spec.encoder.embeddings[0].weight = spec.decoder.embeddings.weight = weights["emb.weight"]
    spec.decoder.projection.weight, spec.decoder.projection.bias = weights["emb.weight"], weights["bias"]
    _norm(spec.encoder.layer_norm, weights, "en")
    _norm(spec.decoder.layer_norm, weights, "dn")
    for index, layer in enumerate(spec.encoder.layer):
        _layer(layer, weights, f"enc.{index}")
    for index, layer in enumerate(spec.decoder.layer):
        _layer(layer, weights, f"dec.{index}")
        _attention(layer.attention, weights, f"dec.{index}.cross", ("q", "kv", "out"))
    return spec


def _layer(layer: Any, weights: Weights, name: str) -> None:
    _attention(layer.self_attention, weights, f"{name}.att", ("qkv", "out"))
    _norm(layer.ffn.layer_norm, weights, f"{name}.ffn.norm")
    _linear(layer.ffn.linear_0, weights, f"{name}.ffn.a")
    _linear(layer.ffn.linear_1, weights, f"{name}.ffn.b")


def _attention(attention: Any, weights: Weights, name: str, parts: tuple[str, ...]) -> None:
    _norm(attention.layer_norm, weights, f"{name}.norm")
    for linear, part in zip(attention.linear, parts, strict=True):
        _linear(linear, weights, f"{name}.{part}")


def _norm(norm: Any, weights: Weights, name: str) -> None:
    norm.gamma, norm.beta = weights[f"{name}.weight"], weights[f"{name}.bias"]


def _linear(linear: Any, weights: Weights, name: str) -> None:
    linear.weight, linear.bias = weights[f"{name}.weight"], weights[f"{name}.bias"]


def _describe(spec: Any, pieces: Path) -> None:
    processor = vocabulary.load(pieces)
    tokens = [processor.id_to_piece(index) for index in range(processor.vocab_size())]
    spec.register_source_vocabulary(tokens)
    spec.register_target_vocabulary(tokens)
    spec.config.add_source_bos, spec.config.add_source_eos = False, True
    spec.config.bos_token, spec.config.eos_token, spec.config.unk_token = "<s>", "</s>", "<unk>"
    # Each pack writes the tag of its own target here.
    spec.config.decoder_start_token = vocabulary.tag(LANGUAGES[0])
