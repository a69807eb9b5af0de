"""One Argos package in memory: its tokenizer and its CTranslate2 model."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import ctranslate2
import sentencepiece

from translation.argos_library import package_module
from translation.packfile import Pack, PackKind
from translation.translator import EngineError

MAX_BATCH_TOKENS = 2048
MAX_POSITIONS = 250  # of a text, source or target; the starter packs know 256
MAX_SOURCE_TOKENS = 120  # a longer stretch is cut: models learned from sentences
MAX_FORCED_TOKENS = 120  # a longer forced prefix is left out
PART_TOKENS = 1024  # about this much goes to one thread at a time
MIN_PART_TEXTS = 4  # fewer are not worth a thread of their own
LENGTH_FACTOR, LENGTH_ALLOWANCE = 3, 16  # a translation has at most 3 tokens for each of the source, and 16
LENGTH_PENALTY = 0.2  # as in Argos Translate

_LINE_BREAKS = re.compile(r"(\s*[\r\n\v\f\x85\u2028\u2029]\s*)")
_UNSPACED = {"zh", "ja", "th"}
_CUT_AFTER = re.compile(r"[\s,;:.!?，；：。！？、]")


class Tokenizer(Protocol):
    """Text to pieces and back."""

    def encode(self, text: str) -> list[str]: ...
    def decode(self, tokens: list[str]) -> str: ...


class SentencePieces:
    """SentencePiece, with the underscores of the text left alone (Argos' own turns them into spaces)."""

    def __init__(self, file: Path) -> None:
        self._processor = sentencepiece.SentencePieceProcessor(model_file=str(file))

    def encode(self, text: str) -> list[str]:
        return list(self._processor.encode(text, out_type=str))

    def decode(self, tokens: list[str]) -> str:
        # A word taken over from the source for an unknown one keeps its space marker.
        return str(self._processor.decode(tokens)).replace("▁", " ").strip()


@dataclass(frozen=True, slots=True)
class Weights:
    """A CTranslate2 model in memory; several packs may share it."""

    translator: Any
    tokenizer: Tokenizer
    memory_bytes: int
    """How much the process grew when it was loaded, and at least the size of its file."""


class ArgosModel:
    """A pack that is ready to translate. Safe to call from many threads at once."""

    def __init__(self, pack: Pack, weights: Weights) -> None:
        self.pack = pack
        self.weights = weights
        self._start = [token] if (token := _start_token(pack)) else []
        self._prefix = [token] if (token := str(_package(pack).target_prefix)) else []
        self._glue = "" if pack.pair.target.split("-")[0] in _UNSPACED else " "

    def translate(self, texts: Sequence[str], beam: int, forced_prefix: str = "") -> list[list[str]]:
        """The best translations of each text, as many as the beam is wide, the likeliest first; line breaks kept.

        Raises `EngineError`.
        """
        layouts = [_LINE_BREAKS.split(text) for text in texts]
        lines = [line.strip() for layout in layouts for line in layout[::2]]
        translated = iter(self._translate_lines(lines, beam, forced_prefix))
        results = []
        for layout in layouts:
            filled = [next(translated) for _ in layout[::2]]
            results.append([_filled(layout, [line[rank] for line in filled]) for rank in range(beam)])
        return results

    def _translate_lines(self, lines: list[str], beam: int, forced_prefix: str) -> list[list[str]]:
        pieces = [list(_pieces(self.weights.tokenizer.encode(line))) for line in lines]
        flat = [piece for line in pieces for piece in line]
        decoded = iter(self._run(flat, beam, forced_prefix))
        return [self._joined([next(decoded) for _ in line], beam) for line in pieces]

    def _joined(self, pieces: list[list[str]], beam: int) -> list[str]:
        return [self._glue.join(piece[rank] for piece in pieces) for rank in range(beam)]

    def _run(self, sources: list[list[str]], beam: int, forced_prefix: str) -> list[list[str]]:
        if not sources:
            return []
        forced = self.weights.tokenizer.encode(forced_prefix) if forced_prefix else []
        if len(forced) > MAX_FORCED_TOKENS:
            forced = []
        targets = self._submit(sources, [*self._start, *self._prefix, *forced], beam)
        return [[self._decode(tokens) for tokens in best] for best in targets]

    def _decode(self, tokens: list[str]) -> str:
        return self.weights.tokenizer.decode(tokens[len(self._prefix) :])

    def _submit(self, sources: list[list[str]], prefix: list[str], beam: int) -> list[list[list[str]]]:
        pending: dict[int, Any] = {}
        try:
            for indices in _parts(sources, self.weights.translator.num_translators):
                batch = [sources[index] for index in indices]
                pending.update(zip(indices, self._translate_batch(batch, prefix, beam), strict=True))
            return [pending[index].result().hypotheses for index in range(len(sources))]
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"{self.pack.label} failed: {error}") from error

    def _translate_batch(self, batch: list[list[str]], prefix: list[str], beam: int) -> Any:
        longest = max(map(len, batch))
        return self.weights.translator.translate_batch(
            batch,
            target_prefix=[prefix] * len(batch) if prefix else None,
            beam_size=beam,
            num_hypotheses=beam,  # the runners-up cost nothing
            max_batch_size=MAX_BATCH_TOKENS,
            batch_type="tokens",
            max_input_length=0,
            max_decoding_length=min(len(prefix) + LENGTH_ALLOWANCE + LENGTH_FACTOR * longest, MAX_POSITIONS),
            length_penalty=LENGTH_PENALTY,
            replace_unknowns=self.pack.kind is PackKind.FULL,
            asynchronous=True,
        )


def _parts(sources: list[list[str]], threads: int) -> Iterable[list[int]]:
    """The indices of `sources` in parts of like length, enough of them to keep every thread busy.

    One limit of length holds for a part, so a short line that loops does not run on to the limit of a long one.
    """
    lengths = list(map(len, sources))
    by_length = sorted(range(len(sources)), key=lengths.__getitem__)
    wanted = max(-(-sum(lengths) // PART_TOKENS), min(threads, len(sources) // MIN_PART_TEXTS), 1)
    share, part, tokens = sum(lengths) / wanted, [], 0
    for index in by_length:
        part.append(index)
        tokens += lengths[index]
        if tokens >= share:
            yield part
            part, tokens = [], 0
    if part:
        yield part


def _filled(layout: list[str], lines: list[str]) -> str:
    """A text of `lines`, with the line breaks of `layout`."""
    filled = list(layout)
    filled[::2] = lines
    return "".join(filled)


def _pieces(tokens: list[str]) -> Iterable[list[str]]:
    while len(tokens) > MAX_SOURCE_TOKENS:
        cut = _cut(tokens)
        yield tokens[:cut]
        tokens = tokens[cut:]
    if tokens:
        yield tokens


def _cut(tokens: list[str]) -> int:
    """Where to end the first piece: after punctuation, else before a word, else at the limit."""
    candidates = range(MAX_SOURCE_TOKENS, MAX_SOURCE_TOKENS // 2, -1)
    after_sign = (cut for cut in candidates if _CUT_AFTER.fullmatch(tokens[cut - 1].strip("▁") or "▁"))
    before_word = (cut for cut in candidates if tokens[cut].startswith("▁"))
    return next(itertools.chain(after_sign, before_word), MAX_SOURCE_TOKENS)


def weights_key(pack: Pack) -> str:
    """The same for packs that can share their weights in memory."""
    if pack.kind is not PackKind.STARTER:
        return str(pack.folder)
    with (pack.folder / "model" / "model.bin").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def load_model(pack: Pack, threads: int, weights: Weights | None = None) -> ArgosModel:
    """Load `pack`, into `weights` that are there already where given. Raises `EngineError`."""
    try:
        return ArgosModel(pack, weights or _load_weights(pack, threads))
    except (OSError, RuntimeError, ValueError) as error:
        raise EngineError(f"{pack.label} cannot be loaded: {error}", permanent=True) from error


def _load_weights(pack: Pack, threads: int) -> Weights:
    before = resident_bytes()
    options: dict[str, Any] = {"device": "cpu", "compute_type": "int8", "inter_threads": threads, "intra_threads": 1}
    if pack.kind is PackKind.STARTER:
        options["files"] = _without_start_token(pack.folder / "model")
    translator = ctranslate2.Translator(str(pack.folder / "model"), **options)
    tokenizer = _tokenizer(pack)
    del options
    # The process grows by less where it reuses what another model has freed.
    at_least = (pack.folder / "model" / "model.bin").stat().st_size
    return Weights(translator, tokenizer, max(at_least, resident_bytes() - before))


def _without_start_token(model: Path) -> dict[str, bytes]:
    # The directions of a starter pack differ in the decoder's first token alone. With none in the configuration,
    # each call names its own.
    files = {path.name: path.read_bytes() for path in model.iterdir()}
    config = json.loads(files["config.json"])
    config["decoder_start_token"] = None
    return {**files, "config.json": json.dumps(config).encode()}


def _start_token(pack: Pack) -> str:
    if pack.kind is not PackKind.STARTER:
        return ""
    config = json.loads((pack.folder / "model" / "config.json").read_text(encoding="utf-8"))
    return str(config["decoder_start_token"])


def _tokenizer(pack: Pack) -> Tokenizer:
    file = pack.folder / "sentencepiece.model"
    if file.exists():
        return SentencePieces(file)
    # Older packages come with byte pair encoding over Moses tokens, which Argos' own class reads.
    tokenizer: Tokenizer = _package(pack).tokenizer
    return tokenizer


def _package(pack: Pack) -> Any:
    return package_module().Package(pack.folder)


def resident_bytes() -> int:
    """The memory that this process holds; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
