"""The tasks of voice: transcribe what is over, guess at what goes on, translate captions. They keep no state."""

from __future__ import annotations

import asyncio
import base64
import logging
from typing import Any

import numpy as np
from channels.db import database_sync_to_async

from chat import events, queries
from chat.actions import utterances
from chat.engines import get_recognizer, get_translator
from chat.models import Recording
from chat.turnstile import Turnstile
from config.broker import broker
from speech import audio
from speech.recognizer import Hints, Partial, RecognizerError
from translation.translator import Context, EngineError, LanguagePair

logger = logging.getLogger(__name__)

GUESS, CAPTION = "chat.guess", "chat.caption"

_turnstiles = {True: Turnstile(1), False: Turnstile(1)}
"""What is spoken live goes beside the voice notes, not behind them."""


@broker.task(events.TRANSCRIBE)
async def transcribe() -> None:
    """Transcribe all that waits. Asked for by everything that was spoken."""
    work = [database_sync_to_async(_transcribe_all, thread_sensitive=False)(live=live) for live in (True, False)]
    await asyncio.gather(*work)


def _transcribe_all(*, live: bool) -> None:
    turnstile = _turnstiles[live]
    done = not turnstile.enter()
    while not done:
        try:
            while recording := utterances.claim(live=live):
                _transcribe(recording)
        except Exception:
            logger.exception("transcribing stopped; the sweeper takes it up again")
        done = turnstile.leave()


def _transcribe(recording: Recording) -> None:
    hints = Hints(recording.language, hotwords=queries.hotwords_of(recording.thread))
    with recording.file.open("rb") as file:
        samples = audio.decode(file.read()).samples
    try:
        final = get_recognizer().transcribe(samples, hints, lambda share: utterances.go_on(recording, share))
    except RecognizerError as error:
        logger.warning("transcribing a recording of %.1f s failed: %s", recording.duration_ms / 1000, error)
        if error.permanent or recording.attempts >= utterances.MAX_ATTEMPTS:
            utterances.fail(recording)
        return
    utterances.finish(recording, final)


@broker.task(GUESS)
async def guess(channel: str, utterance: str, pcm: str, asked_at: float, hints: dict[str, Any]) -> None:
    """Guess at an utterance that goes on, and tell the socket at `channel`. `pcm` is base64 of 16 bit, 16 kHz."""
    partial = await asyncio.to_thread(_guess, pcm, Hints(**{**hints, "hotwords": tuple(hints["hotwords"])}))
    answer = {
        "type": "voice.guessed",
        "utterance": utterance,
        "asked_at": asked_at,
        "text": partial.text if partial else None,
        "words": [[word.text, word.start_s, word.end_s] for word in partial.words] if partial else [],
    }
    await events.reply(channel, answer)


def _guess(pcm: str, hints: Hints) -> Partial | None:
    samples = audio.samples_of(np.frombuffer(base64.b64decode(pcm), "<i2"))
    try:
        return get_recognizer().guess(samples, hints)
    except RecognizerError as error:
        logger.warning("a guess failed: %s", error)
        return None


@broker.task(CAPTION)
async def caption(channel: str, utterance: str, source: str, target: str, sentences: list[str], prefix: str) -> None:
    """Translate what is settled of an utterance, and tell the socket at `channel`."""
    texts = await asyncio.to_thread(_translated, sentences, prefix, LanguagePair(source, target))
    answer = {"type": "voice.captioned", "utterance": utterance, "language": target, "texts": texts}
    await events.reply(channel, answer)


def _translated(sentences: list[str], prefix: str, pair: LanguagePair) -> list[str]:
    translator = get_translator()
    try:
        first = translator.translate(sentences[:1], pair, Context(live=True, forced_prefix=prefix))
        others = translator.translate(sentences[1:], pair, Context(live=True)) if sentences[1:] else []
    except EngineError as error:
        logger.info("a caption failed: %s", error)
        return []
    return [hypothesis.text if hypothesis.usable else "" for hypothesis in (*first, *others)]
