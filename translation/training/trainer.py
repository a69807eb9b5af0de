"""Training: resumable, on a GPU where there is one, with averaged weights and an early end."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sentencepiece
import torch
from torch import Tensor

from translation.training.batches import Batch, Encoded, batches, encode
from translation.training.examples import Curriculum, Example
from translation.training.network import ChunkedLoss, Network, Shape, hits
from translation.training.vocabulary import PAD

REPORT_STEPS, AVERAGE_STEPS, CHECK_STEPS = 50, 10, 250
PATIENCE = 6
"""Checks without a gain on the held-out lines before training ends."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train."""

    minutes: float
    peak_rate: float = 1.5e-3
    warmup_steps: int = 400
    batch_tokens: int = 4800
    seed: int = 1


@dataclass(slots=True)
class Progress:
    """How far training has come; all that a resumed one needs beside the weights."""

    step: int = 0
    seconds: float = 0.0
    best: float = 0.0
    """The largest share of the held-out lines' tokens that were the likeliest, given those before."""
    checks_without_gain: int = 0


def device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def working_type() -> torch.dtype:
    """bf16 where the processor multiplies it by itself; elsewhere it is slower than plain numbers."""
    fast = torch.cuda.is_available() or (
        hasattr(torch.cpu, "_is_amx_tile_supported") and torch.cpu._is_amx_tile_supported()  # noqa: SLF001
    )
    return torch.bfloat16 if fast else torch.float32


class Trainer:
    """A network in training. Its master copy and its average are always in full precision."""

    def __init__(self, shape: Shape, plan: Plan, folder: Path, say: Callable[[str], None]) -> None:
        self.plan, self.folder, self.say = plan, folder, say
        self.network = Network(shape).to(device())
        self.master = {name: weight.detach().clone() for name, weight in self.network.named_parameters()}
        self.average = {name: weight.clone() for name, weight in self.master.items()}
        self.optimizer = torch.optim.AdamW(
            [weight.requires_grad_() for weight in self.master.values()], lr=1e-3, betas=(0.9, 0.98), eps=1e-9
        )
        self.progress = Progress()
        self.rng = random.Random(plan.seed)  # shuffling needs no cryptography

    def start_from(self, checkpoint: Path) -> None:
        """Begin with the weights of an earlier training."""
        weights = torch.load(checkpoint, map_location=device(), weights_only=True)["model"]
        for name, weight in self.master.items():
            weight.data.copy_(weights[name].float())
            self.average[name].copy_(weight.data)

    def run(
        self, curriculum: Curriculum, pieces: sentencepiece.SentencePieceProcessor, held_out: list[Example]
    ) -> None:
        """Train until the time is over or the held-out lines gain nothing more; the best average is kept."""
        self._resume()
        self.network.to(working_type())
        checks = list(batches(encode(held_out, pieces), self.plan.batch_tokens, self.rng))
        before, start = self.progress.seconds, time.monotonic()
        for batch in self._stream(curriculum, pieces):
            self.progress.seconds = before + time.monotonic() - start
            if self.progress.seconds >= self.plan.minutes * 60 or self.progress.checks_without_gain >= PATIENCE:
                break
            self._step(batch)
            if self.progress.step % CHECK_STEPS == 0:
                self._check(checks)
        self._check(checks)

    def _stream(self, curriculum: Curriculum, pieces: sentencepiece.SentencePieceProcessor) -> Iterator[Batch]:
        while True:
            encoded: list[Encoded] = encode(curriculum.epoch(self.rng), pieces)
            self.say(f"epoch of {len(encoded):,} examples, {sum(len(one.target) for one in encoded):,} target tokens")
            yield from batches(encoded, self.plan.batch_tokens, self.rng)

    def _rate(self) -> float:
        done = self.progress.seconds / (self.plan.minutes * 60)
        cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, done)))
        return self.plan.peak_rate * min(1.0, (self.progress.step + 1) / self.plan.warmup_steps) * max(0.02, cosine)

    def _step(self, batch: Batch) -> None:
        self._copy(self.master)
        loss = self._loss(batch)
        loss.backward()  # type: ignore[no-untyped-call]
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate()
        for name, weight in self.network.named_parameters():
            self.master[name].grad = None if weight.grad is None else weight.grad.float()
            weight.grad = None
        torch.nn.utils.clip_grad_norm_(self.master.values(), 1.0)
        self.optimizer.step()
        self.progress.step += 1
        if self.progress.step % AVERAGE_STEPS == 0:
            self._average()
        if self.progress.step % REPORT_STEPS == 0:
            self.say(f"{self.progress.seconds / 60:6.1f} of {self.plan.minutes:g} min  step {self.progress.step}  "
                     f"loss {float(loss.detach()):.3f}  rate {self._rate():.1e}")  # fmt: skip

    def _loss(self, batch: Batch) -> Tensor:
        loss: Tensor = ChunkedLoss.apply(*self._predicted(batch))  # type: ignore[no-untyped-call]
        return loss

    def _predicted(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """For each token of the targets the decoder's state, then what makes logits of states, and the tokens."""
        source, target = batch.source.to(device()), batch.target.to(device())
        states = self.network(source, target[:, :-1])
        wanted = target[:, 1:]
        real = wanted != PAD
        return states[real], self.network.emb.weight, self.network.bias, wanted[real]

    @torch.no_grad()
    def _average(self) -> None:
        keep = min(0.998, (1 + self.progress.step) / (10 + self.progress.step)) ** AVERAGE_STEPS
        for name, weight in self.master.items():
            self.average[name].lerp_(weight, 1 - keep)

    @torch.no_grad()
    def _copy(self, weights: dict[str, Tensor]) -> None:
        for name, weight in self.network.named_parameters():
            weight.copy_(weights[name])

    @torch.no_grad()
    def _check(self, checks: list[Batch]) -> None:
        self._copy(self.average)
        # Not the loss: a network of this size grows too sure of itself, and translates better all the while.
        predicted = [self._predicted(batch) for batch in checks]
        share = sum(hits(*one) for one in predicted) / sum(len(one[-1]) for one in predicted)
        gained = share > self.progress.best
        self.progress.best = max(share, self.progress.best)
        self.progress.checks_without_gain = 0 if gained else self.progress.checks_without_gain + 1
        self.say(f"held-out tokens right {share:.4f}" + (", the best so far" if gained else ""))
        if gained:
            self._save("best.pt", {"model": self.average, "shape": self.network.shape.as_dict()})
        self._save("state.pt", self._state())

    def _state(self) -> dict[str, Any]:
        return {
            "model": {name: weight.detach() for name, weight in self.master.items()},
            "average": self.average,
            "optimizer": self.optimizer.state_dict(),
            "progress": {name: getattr(self.progress, name) for name in Progress.__slots__},
        }

    def _save(self, name: str, content: dict[str, Any]) -> None:
        half_written = self.folder / f"{name}.part"
        torch.save(content, half_written)
        half_written.replace(self.folder / name)

    def _resume(self) -> None:
        path = self.folder / "state.pt"
        if not path.exists():
            return
        state = torch.load(path, map_location=device(), weights_only=True)
        for name, weight in self.master.items():
            weight.data.copy_(state["model"][name])
            self.average[name].copy_(state["average"][name])
        self.optimizer.load_state_dict(state["optimizer"])
        self.progress = Progress(**state["progress"])
        self.rng.seed(self.plan.seed + self.progress.step)  # other draws than those of the beginning
        self.say(f"resumed at step {self.progress.step}")


def blend(best: Path, start: Path, keep: float) -> Path:
    """The weights of `best` with a share of `keep` (0 to 1) of those of `start`, in a file beside it.

    What training on forgot comes back, what it learned stays for the most part (Wortsman et al. 2022, WiSE-FT).
    """
    old, new = (torch.load(path, map_location="cpu", weights_only=True) for path in (start, best))
    mixed = {name: weight.lerp(old["model"][name].float(), keep) for name, weight in new["model"].items()}
    blended = best.with_name("blended.pt")  # not in its place: training that goes on would mix them in again
    torch.save({**new, "model": mixed}, blended)
    return blended
