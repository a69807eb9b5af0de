"""The physical limit: the pack's model called by CTranslate2 itself, and what a user would write with Argos."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import sentencepiece

from tests.service import Service
from translation.packs import PackStore
from translation.translator import LanguagePair

BEAM = 2
BATCH_TOKENS = 2048


def pack_folder(service: Service, source: str, target: str) -> Path:
    """Where the pack of a pair lies in a service's data."""
    return PackStore(service.folder / "packs").best()[LanguagePair(source, target)].folder


class BarePack:
    """One Argos package, with nothing around it: tokenize, `translate_batch`, detokenize."""

    def __init__(self, folder: Path) -> None:
        self.pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
        self.model = ctranslate2.Translator(
            str(folder / "model"), compute_type="int8", inter_threads=os.cpu_count() or 1, intra_threads=1
        )

    def translate(self, texts: Sequence[str]) -> list[str]:
        tokens = self.pieces.encode(list(texts), out_type=str)
        results = self.model.translate_batch(tokens, beam_size=BEAM, max_batch_size=BATCH_TOKENS, batch_type="tokens")
        return [self.pieces.decode(result.hypotheses[0]) for result in results]

    def seconds(self, texts: Sequence[str]) -> float:
        """How long one call over all of them takes."""
        start = time.perf_counter()
        self.translate(texts)
        return time.perf_counter() - start


class LineByLine:
    """`argostranslate.translate`, one text a call, as its README shows it.

    Its sentence splitter would fetch a model from the network; each text here is a line, which is what it gets.
    """

    def __init__(self, folder: Path) -> None:
        from argostranslate import package, translate

        class Whole:
            def __init__(self, *_: Any) -> None:
                pass

            def split_sentences(self, text: str) -> list[str]:
                return [text]

        self.package = package.Package(folder)
        source, target = (translate.Language(code, code) for code in (self.package.from_code, self.package.to_code))
        self.translation = translate.PackageTranslation(source, target, self.package)
        self.translation.sentencizer = Whole()

    def seconds(self, texts: Sequence[str]) -> float:
        """How long all of them take, one after the other."""
        self.translation.translate(texts[0])
        start = time.perf_counter()
        for text in texts:
            self.translation.translate(text)
        return time.perf_counter() - start
