"""The recognizer on faster-whisper: one model a process, shared by its threads."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from speech import quality, script
from speech.activity import probabilities_of
from speech.device import compute_type_of, device_of
from speech.engines.whisper_model import Heard, WhisperModel, decoding_of, is_silence
from speech.pieces import Span, pieces_of
from speech.recognizer import (
    RATE_HZ,
    Final,
    Hints,
    Partial,
    Progress,
    RecognizerError,
    RecognizerInfo,
    RecognizerUnavailable,
    Samples,
    Word,
    placed,
)
from speech.turns import Turns

MAX_WINDOW_S = 28.0
LONG_WINDOW_S = 8.0
"""From here on a partial comes with the times of its words, so that its beginning can be left out the next time."""
PAGE_BYTES = 4096
_SPACELESS = {"zh", "ja", "yue", "th", "lo", "my", "bo"}
BEAM = 5
"""For transcripts. Guesses are greedy."""
REMEMBERED = 20
"""Transcripts of which the speed is told."""

_CODES = (
    "af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu "
    "hy id is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt "
    "ro ru sa sd si sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo yue zh"
)
LANGUAGES = frozenset(_CODES.split())
"""What Whisper was taught, as it calls them."""

log = logging.getLogger(__name__)


class WhisperRecognizer:
    """Speech to text by the Whisper model in the folder that `find` gives; None where none is installed.

    `device` is `auto`, `cpu` or `cuda`; `compute_type` empty for int8 on a CPU and float16 on a GPU.
    """

    name = "whisper"

    def __init__(self, find: Callable[[], Path | None], device: str = "auto", compute_type: str = "") -> None:
        self._find, self._device, self._compute_type = find, device, compute_type
        self._loading = threading.Lock()
        self._turns = Turns()
        self._loaded: tuple[Path, WhisperModel] | None = None
        self._memory_bytes = 0
        self._pace: deque[tuple[float, float]] = deque(maxlen=REMEMBERED)

    def languages(self) -> frozenset[str]:
        """Every language of Whisper, once a model is installed. Loads nothing."""
        return LANGUAGES if self._find() else frozenset()

    def transcribe(self, audio: Samples, hints: Hints, progress: Progress | None = None) -> Final:
        """As promised by `Recognizer`: the speech in pieces of at most half a minute, each with the text before it."""
        begun = time.perf_counter()
        duration_s = len(audio) / RATE_HZ
        text: str = ""
        words: list[Word] = []
        for piece in pieces_of(probabilities_of(audio).tolist(), duration_s):
            told = replace(hints, before=text or hints.before, committed="")
            said, timed = self._read(audio, piece, told)
            text = f"{text}{_joint(text, said, hints.language)}{said}"
            words += timed
            if progress is not None:
                progress(piece.end_s / duration_s)
        if progress is not None:
            progress(1.0)
        if text:
            self._pace.append((time.perf_counter() - begun, duration_s))
        return Final(text.strip(), tuple(words))

    def guess(self, audio: Samples, hints: Hints) -> Partial:
        """As promised by `Recognizer`. Gives way to transcripts, which somebody waits for."""
        duration_s = len(audio) / RATE_HZ
        if duration_s > MAX_WINDOW_S:
            raise RecognizerError(f"a guess at {duration_s:.0f} s of audio: {MAX_WINDOW_S:.0f} s is the most")
        with self._working(urgent=False) as model:
            heard = model.hear(audio, hints, duration_s)
            if is_silence(heard) or not quality.is_plausible(decoding_of(heard, duration_s)):
                return Partial(hints.committed)
            words = model.words(heard, hints) if duration_s > LONG_WINDOW_S else []
        text = script.written(heard.text, hints.language)
        return Partial(text, tuple(placed(words, text)))

    def info(self) -> RecognizerInfo:
        """As promised by `Recognizer`."""
        folder = self._find()
        if folder is None:
            return RecognizerInfo(name=self.name)
        model = self._loaded[1] if self._loaded else None
        worked, heard = (sum(column) for column in zip(*self._pace, strict=True)) if self._pace else (0.0, 0.0)
        return RecognizerInfo(
            name=self.name,
            model=folder.name,
            compute_type=model.compute_type if model else compute_type_of(self._compute_type, device_of(self._device)),
            loaded=model is not None,
            memory_bytes=self._memory_bytes,
            real_time_factor=worked / heard if heard else 0.0,
        )

    def _read(self, audio: Samples, piece: Span, hints: Hints) -> tuple[str, list[Word]]:
        part = audio[int(piece.start_s * RATE_HZ) : int(piece.end_s * RATE_HZ)]
        with self._working(urgent=True) as model:
            heard = self._best(model, part, hints, piece.speech_s)
            if heard is None:
                return "", []
            words = model.words(heard, hints)
        text = script.written(heard.text.strip(), hints.language)
        return text, placed(words, text, piece.start_s)

    def _best(self, model: WhisperModel, part: Samples, hints: Hints, speech_s: float) -> Heard | None:
        heard = model.hear(part, hints, speech_s, beam=BEAM)
        if is_silence(heard) or quality.is_plausible(decoding_of(heard, speech_s)):
            return None if is_silence(heard) else heard
        log.info("a piece with %.1f s of speech is read again at full length", speech_s)
        again = model.hear_slowly(part, hints)
        # What somebody said never vanishes: of two loops the first round is kept.
        text = next((text for text in (again, heard.text) if text.strip() and not quality.is_loop(text)), "")
        text = text or quality.first_round(heard.text)
        best = replace(heard, text=text, tokens=model.tokens_of(text, hints))
        return None if is_silence(best) else best

    @contextmanager
    def _working(self, *, urgent: bool) -> Iterator[WhisperModel]:
        model = self._model()
        try:
            with self._turns.take(urgent=urgent):
                yield model
        # What CTranslate2 and NumPy raise of audio or memory that they cannot take.
        except (RuntimeError, ValueError, MemoryError) as error:
            raise RecognizerError(f"whisper failed: {error}") from error

    def _model(self) -> WhisperModel:
        folder = self._find()
        if folder is None:
            raise RecognizerUnavailable
        with self._loading:
            if self._loaded is None or self._loaded[0] != folder:
                self._loaded = folder, self._load(folder)
            return self._loaded[1]

    def _load(self, folder: Path) -> WhisperModel:
        before = _resident_bytes()
        try:
            device = device_of(self._device)
            model = WhisperModel(folder, device, compute_type_of(self._compute_type, device))
        except (RuntimeError, ValueError, OSError, MemoryError) as error:
            raise RecognizerError(
                f"the speech model {folder.name} cannot be loaded: {error}", permanent=True
            ) from error
        self._memory_bytes = max(_resident_bytes() - before, 0)
        return model


def _joint(before: str, after: str, language: str) -> str:
    """What stands between two pieces: a space, where the language has spaces."""
    return " " if before and after and script.spoken_language(language) not in _SPACELESS else ""


def _resident_bytes() -> int:
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * PAGE_BYTES
