"""Audio that comes from outside, decoded within bounds, and kept in one form.

Whatever is uploaded is judged by its content. It is decoded by PyAV (FFmpeg's libraries) to PCM of 16 bit, mono,
16 kHz, and nothing else of it is kept. FLAC is what is stored: every browser plays it, and it loses nothing.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.recognizer import RATE_HZ, Samples, SpeechError

MAX_UPLOAD_BYTES = 25 * 1024 * 1024
MAX_RECORDING_S = 600
FORMATS = ("wav", "mp3", "ogg", "matroska", "webm", "mov", "mp4", "m4a", "amr", "flac", "aac")
"""FFmpeg's demultiplexers that may be tried. None of them reads further files or addresses."""
CODECS = frozenset(
    {
        *("opus", "vorbis", "aac", "mp3", "mp3float", "flac", "alac", "amrnb", "amrwb", "amr_nb", "amr_wb"),
        *(
            "libopus",
            "libvorbis",
            "pcm_s16le",
            "pcm_s24le",
            "pcm_s32le",
            "pcm_f32le",
            "pcm_u8",
            "pcm_alaw",
            "pcm_mulaw",
        ),
    }
)
MAX_DECODING_S = 60.0
"""A file that takes longer is made to: ten honest minutes take two seconds."""
PEAKS = 64
_PCM_MAX = 32768.0

Pcm = NDArray[np.int16]


class AudioError(SpeechError):
    """The audio cannot be used."""


class UnreadableAudio(AudioError):
    """It is damaged, empty, encrypted or of a kind that is not read."""


class TooLongAudio(AudioError):
    """It lasts longer than allowed."""

    def __init__(self, limit_s: float) -> None:
        super().__init__(f"the audio lasts longer than {limit_s:.0f} s")
        self.limit_s = limit_s


@dataclass(frozen=True, slots=True)
class Recording:
    """Decoded audio, mono at 16 kHz."""

    pcm: Pcm

    @property
    def duration_s(self) -> float:
        return len(self.pcm) / RATE_HZ

    @property
    def samples(self) -> Samples:
        """As recognizers take it."""
        return samples_of(self.pcm)


def decode(content: bytes, limit_s: float = MAX_RECORDING_S) -> Recording:
    """The audio of an uploaded file. Raises `UnreadableAudio`, or `TooLongAudio` as soon as that is known."""
    import av

    blocks: list[Pcm] = []
    held, until = 0, time.monotonic() + MAX_DECODING_S
    try:
        for block in _blocks(av, content):
            held += len(block)
            if held > limit_s * RATE_HZ:
                raise TooLongAudio(limit_s)
            if time.monotonic() > until:
                raise UnreadableAudio("decoding takes too long")
            blocks.append(block)
    # What FFmpeg says of a bad file takes many forms; all of them mean the same here.
    except (av.error.FFmpegError, ValueError, IndexError, OSError, MemoryError, OverflowError) as error:
        if not held:
            raise UnreadableAudio(f"no audio could be read: {error}") from error
        # A file that was cut off is worth what comes before the cut.
    if not held:
        raise UnreadableAudio("there is no audio in it")
    return Recording(np.concatenate(blocks))


def _blocks(av: Any, content: bytes) -> Iterator[Pcm]:
    with _opened(av, content) as container:
        stream = next(iter(container.streams.audio), None)
        if stream is None or stream.codec_context.name not in CODECS:
            raise UnreadableAudio("there is no audio of a known kind in it")
        stream.codec_context.thread_count = 1
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
        for frame in container.decode(stream):
            frame.pts = None
            yield from (_pcm(part) for part in resampler.resample(frame))
        yield from (_pcm(part) for part in resampler.resample(None))


def _opened(av: Any, content: bytes) -> Any:
    # The kind is told by the content, never by a name; probing stops after the first megabyte. A file that names
    # others (a playlist, a concatenation) finds no protocol to reach them by.
    options = {"format_whitelist": ",".join(FORMATS), "protocol_whitelist": "", "probesize": "1048576"}
    return av.open(io.BytesIO(content), mode="r", options=options, metadata_errors="replace")


def _pcm(frame: Any) -> Pcm:
    block: Pcm = frame.to_ndarray().reshape(-1)
    return block


def encode(pcm: Pcm) -> bytes:
    """The same audio as FLAC."""
    import av

    file = io.BytesIO()
    with av.open(file, mode="w", format="flac") as container:
        stream: Any = container.add_stream("flac", rate=RATE_HZ)
        stream.layout = "mono"
        stream.format = "s16"
        frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return file.getvalue()


def samples_of(pcm: Pcm) -> Samples:
    """PCM of 16 bit as float32 from -1 to 1."""
    return pcm.astype(np.float32) / _PCM_MAX


def pcm_of(chunk: bytes) -> Pcm:
    """Little-endian PCM of 16 bit as it comes over the wire. Raises `UnreadableAudio` where its length is odd or 0."""
    if not chunk or len(chunk) % 2:
        raise UnreadableAudio("no PCM of 16 bit")
    return np.frombuffer(chunk, dtype="<i2").astype(np.int16)


def peaks_of(pcm: Pcm, bars: int = PEAKS) -> list[int]:
    """The waveform for showing: at most `bars` loudness peaks from 0 to 100, the loudest of which is 100."""
    if not len(pcm):
        return []
    parts = np.array_split(np.abs(pcm.astype(np.int32)), min(bars, len(pcm)))
    loudest = np.array([part.max() for part in parts], dtype=np.float64)
    # The square root shows a quiet voice beside a loud one.
    shares = np.sqrt(loudest / max(loudest.max(), 1))
    return [round(100 * float(share)) for share in shares]
