"""The network: a pre-norm Transformer (Vaswani et al. 2017), deep encoder and shallow decoder, one table of embeddings.

Attention is written out as plain matrix products, which processors without a fused kernel run fastest.
Shapes: `batch` x `length` of token numbers in, `batch` x `length` x `width` out.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from translation.training.vocabulary import PAD

MAX_POSITIONS = 256
_HIDDEN = -1e4  # what a masked position gets before the softmax: finite also in bf16


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the network is."""

    vocabulary: int = 12_000
    width: int = 256
    heads: int = 4
    inner: int = 1024
    encoder_layers: int = 6
    decoder_layers: int = 3

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


class Attention(nn.Module):
    """Attention with what stands around it: norm before, sum after."""

    def __init__(self, width: int, heads: int, *, across: bool) -> None:
        super().__init__()
        self.heads, self.across = heads, across
        self.norm = nn.LayerNorm(width)
        if across:
            self.q, self.kv = nn.Linear(width, width), nn.Linear(width, 2 * width)
        else:
            self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, states: Tensor, memory: Tensor | None, mask: Tensor) -> Tensor:
        normed = self.norm(states)
        if memory is None:
            queries, keys, values = self.qkv(normed).chunk(3, -1)
        else:
            queries, (keys, values) = self.q(normed), self.kv(memory).chunk(2, -1)
        queries, keys, values = (self._by_head(part) for part in (queries, keys, values))
        scores = queries @ keys.transpose(-1, -2) * queries.size(-1) ** -0.5 + mask
        mixed = (torch.softmax(scores, -1) @ values).transpose(1, 2).reshape(states.shape)
        return states + self.out(mixed)

    def _by_head(self, part: Tensor) -> Tensor:
        batch, length, width = part.shape
        return part.view(batch, length, self.heads, width // self.heads).transpose(1, 2)


class FeedForward(nn.Module):
    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.norm, self.a, self.b = nn.LayerNorm(width), nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, states: Tensor) -> Tensor:
        return states + self.b(functional.relu(self.a(self.norm(states))))


class EncoderLayer(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.att = Attention(shape.width, shape.heads, across=False)
        self.ffn = FeedForward(shape.width, shape.inner)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        return self.ffn(self.att(states, None, mask))


class DecoderLayer(EncoderLayer):
    def __init__(self, shape: Shape) -> None:
        super().__init__(shape)
        self.cross = Attention(shape.width, shape.heads, across=True)

    def forward(self, states: Tensor, mask: Tensor, memory: Tensor, memory_mask: Tensor) -> Tensor:  # type: ignore[override]
        return self.ffn(self.cross(self.att(states, None, mask), memory, memory_mask))


class Network(nn.Module):
    """Source tokens and the target tokens so far in, the decoder's states out; `emb` and `bias` make them logits."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.emb = nn.Embedding(shape.vocabulary, shape.width, padding_idx=PAD)
        self.register_buffer("positions", sinusoids(MAX_POSITIONS, shape.width), persistent=False)
        self.enc = nn.ModuleList(EncoderLayer(shape) for _ in range(shape.encoder_layers))
        self.dec = nn.ModuleList(DecoderLayer(shape) for _ in range(shape.decoder_layers))
        self.en, self.dn = nn.LayerNorm(shape.width), nn.LayerNorm(shape.width)
        self.bias = nn.Parameter(torch.zeros(shape.vocabulary))
        self._initialize()

    def _initialize(self) -> None:
        nn.init.normal_(self.emb.weight, std=self.shape.width**-0.5)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.xavier_uniform_(module.weight)
                nn.init.zeros_(module.bias)

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        source_mask = (source == PAD)[:, None, None, :].to(self.emb.weight.dtype) * _HIDDEN
        memory = self._embedded(source)
        for layer in self.enc:
            memory = layer(memory, source_mask)
        memory = self.en(memory)
        states = self._embedded(target)
        future = torch.full((target.size(1),) * 2, _HIDDEN, dtype=states.dtype, device=states.device).triu(1)
        for layer in self.dec:
            states = layer(states, future, memory, source_mask)
        normed: Tensor = self.dn(states)
        return normed

    def _embedded(self, tokens: Tensor) -> Tensor:
        embedded: Tensor = self.emb(tokens)
        return embedded * math.sqrt(self.shape.width) + self.positions[: tokens.size(1)]  # type: ignore[index]


def sinusoids(length: int, width: int) -> Tensor:
    """Positions as sines and cosines, in the order that CTranslate2 expects: all sines first."""
    frequencies = torch.exp(-math.log(10_000) * torch.arange(width // 2).float() / (width // 2 - 1))
    angles = torch.arange(length).float()[:, None] * frequencies[None]
    return torch.cat([angles.sin(), angles.cos()], 1)


class ChunkedLoss(torch.autograd.Function):
    """Cross-entropy with label smoothing over a large vocabulary, a chunk of positions at a time.

    The logits of a whole batch would be the largest tensor by far; here each chunk's gradient is written out at once
    and its logits are dropped. Inputs: states (n x width), table (vocabulary x width), bias, targets (n).
    """

    CHUNK = 1024
    SMOOTHING = 0.1

    @staticmethod
    def forward(ctx, states, table, bias, targets):  # type: ignore[no-untyped-def, override]
        count, smoothing = len(targets), ChunkedLoss.SMOOTHING
        to_states, to_table, to_bias = torch.empty_like(states), torch.zeros_like(table), torch.zeros_like(bias)
        loss = 0.0
        for start in range(0, count, ChunkedLoss.CHUNK):
            chunk, wanted = states[start : start + ChunkedLoss.CHUNK], targets[start : start + ChunkedLoss.CHUNK, None]
            logits = functional.linear(chunk, table, bias).float()
            total = logits.logsumexp(-1, keepdim=True)
            loss += float(
                (total - (1 - smoothing) * logits.gather(1, wanted) - smoothing * logits.mean(-1, True)).sum()
            )
            gradient = logits.sub_(total).exp_().sub_(smoothing / logits.size(1))
            gradient.scatter_add_(1, wanted, torch.full_like(wanted, -(1 - smoothing), dtype=gradient.dtype))
            gradient = gradient.div_(count).to(states.dtype)
            to_states[start : start + ChunkedLoss.CHUNK] = gradient @ table
            to_table.addmm_(gradient.t(), chunk)
            to_bias += gradient.sum(0)
        ctx.save_for_backward(to_states, to_table, to_bias)
        return states.new_tensor(loss / count, dtype=torch.float32)

    @staticmethod
    def backward(ctx, grad):  # type: ignore[no-untyped-def, override]
        to_states, to_table, to_bias = ctx.saved_tensors
        return to_states * grad, to_table * grad, to_bias * grad, None


@torch.no_grad()
def hits(states: Tensor, table: Tensor, bias: Tensor, targets: Tensor) -> int:
    """How many of the targets (n) are what the decoder's states (n x width) find likeliest."""
    chunks = zip(states.split(ChunkedLoss.CHUNK), targets.split(ChunkedLoss.CHUNK), strict=True)
    return sum(int((functional.linear(chunk, table, bias).argmax(-1) == wanted).sum()) for chunk, wanted in chunks)
