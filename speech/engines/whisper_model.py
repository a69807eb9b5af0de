"""A Whisper model in memory, asked for no more than the audio holds.

faster-whisper pads every call to 30 s. CTranslate2 itself takes shorter input, so an utterance of 3 s costs a tenth:
the features are cut to the audio and some silence after it, without which the model tends to say things twice. What
comes out is judged (see speech/quality.py); what fails is read again at full length, as faster-whisper does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from speech import quality, script
from speech.quality import Decoding
from speech.recognizer import MAX_PROMPT_CHARS, RATE_HZ, Hints, Samples, Word

TRAILING_SILENCE_S = 2.0
FRAMES_A_SECOND = 100
MAX_FRAMES = 3000
NO_SPEECH = 0.6
"""Above this probability of silence, together with a poor mean log-probability, nothing was said (Whisper's rule)."""
_STYLE = {
    "zh": "以下是普通话的句子。",
    "zh-Hant": "以下是普通話的句子。",
    "en": "Good morning. Shall we begin?",
    "es": "Buenos días. ¿Empezamos?",
}
"""Said before anything else was: shows the script and that there is punctuation."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a piece of audio seems to say."""

    text: str
    tokens: tuple[int, ...]
    """Those of the committed words among them."""
    mean_logprob: float
    no_speech: float
    encoded: Any
    """The encoder's output, for finding when each word is said."""
    frames: int


class WhisperModel:
    """One model of faster-whisper, with decoding of our own. Safe to call from many threads at once."""

    def __init__(self, folder: Path, device: str, compute_type: str, threads: int = 0) -> None:
        """Loads it. Raises `RuntimeError` or `ValueError` as CTranslate2 does."""
        import faster_whisper

        self._model = faster_whisper.WhisperModel(
            str(folder), device=device, compute_type=compute_type, cpu_threads=threads, local_files_only=True
        )
        self.languages = frozenset(self._model.supported_languages)

    @property
    def device(self) -> str:
        return str(self._model.model.device)

    @property
    def compute_type(self) -> str:
        return str(self._model.model.compute_type)

    def hear(self, audio: Samples, hints: Hints, speech_s: float, *, beam: int = 1) -> Heard:
        """What `audio`, at most 28 s, says: `hints.committed` and what follows."""
        encoded, frames = self._encode(audio)
        tokenizer = self._tokenizer(hints)
        prompt = self._prompt(tokenizer, hints)
        room = quality.GRACE_TOKENS + int(quality.MAX_TOKENS_A_SECOND * speech_s) + 1
        [result] = self._model.model.generate(
            encoded,
            [prompt],
            beam_size=beam,
            max_length=min(len(prompt) + room, self._model.max_length),
            return_scores=True,
            return_no_speech_prob=True,
        )
        tokens = tuple(token for token in result.sequences_ids[0] if token < tokenizer.eot)
        length = len(result.sequences_ids[0])
        return Heard(
            text=tokenizer.decode(list(tokens)),
            tokens=tokens,
            mean_logprob=result.scores[0] * length / (length + 1),
            no_speech=result.no_speech_prob,
            encoded=encoded,
            frames=frames,
        )

    def hear_slowly(self, audio: Samples, hints: Hints) -> str:
        """The same at full length, with a wide beam and higher temperatures: faster-whisper's own way."""
        segments, _info = self._model.transcribe(
            audio,
            language=script.spoken_language(hints.language),
            beam_size=5,
            temperature=[0.0, 0.4, 0.8],
            initial_prompt=_before(hints) or None,
            hotwords=" ".join(hints.hotwords) or None,
            condition_on_previous_text=False,
            without_timestamps=True,
        )
        return "".join(segment.text for segment in segments)

    def words(self, heard: Heard, hints: Hints) -> list[Word]:
        """When each word is said, in seconds from the start of the audio."""
        if not heard.tokens:
            return []
        tokenizer = self._tokenizer(hints)
        [found] = self._model.find_alignment(tokenizer, [list(heard.tokens)], heard.encoded, heard.frames)
        return [
            Word(word["word"], round(float(word["start"]), 2), round(float(word["end"]), 2))
            for word in found
            if word["word"]
        ]

    def tokens_of(self, text: str, hints: Hints) -> tuple[int, ...]:
        """A text as the model's tokens."""
        return tuple(self._tokenizer(hints).encode(text))

    def _encode(self, audio: Samples) -> tuple[Any, int]:
        silence = np.zeros(int(TRAILING_SILENCE_S * RATE_HZ), np.float32)
        features = self._model.feature_extractor(np.concatenate([audio, silence]), padding=0)
        frames = min(features.shape[-1] // 2 * 2, MAX_FRAMES)
        return self._model.encode(features[..., :frames]), frames

    def _tokenizer(self, hints: Hints) -> Any:
        from faster_whisper.tokenizer import Tokenizer

        language = script.spoken_language(hints.language)
        return Tokenizer(self._model.hf_tokenizer, True, task="transcribe", language=language)

    def _prompt(self, tokenizer: Any, hints: Hints) -> list[int]:
        before = tokenizer.encode(" " + _before(hints)) if _before(hints) else []
        hotwords = " ".join(hints.hotwords) or None
        prompt: list[int] = self._model.get_prompt(tokenizer, before, without_timestamps=True, hotwords=hotwords)
        return [*prompt, *(tokenizer.encode(hints.committed) if hints.committed else [])]


def _before(hints: Hints) -> str:
    return hints.before[-MAX_PROMPT_CHARS:] or _STYLE.get(hints.language) or _STYLE.get(hints.language[:2], "")


def decoding_of(heard: Heard, speech_s: float) -> Decoding:
    """As speech/quality.py judges it."""
    return Decoding(heard.text, len(heard.tokens), heard.mean_logprob, speech_s)


def is_silence(heard: Heard) -> bool:
    """Whether the model itself says that nobody speaks, or writes what it writes then."""
    unsure = heard.no_speech > NO_SPEECH and heard.mean_logprob < quality.MIN_MEAN_LOGPROB
    return unsure or quality.is_stock_phrase(heard.text)
