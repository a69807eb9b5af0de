"""Sound files from outside."""

from __future__ import annotations

import io
import random
import wave
from typing import Any

import av
import numpy as np
import pytest

from speech.audio import (
    AudioError,
    Pcm,
    TooLongAudio,
    UnreadableAudio,
    decode,
    encode,
    pcm_of,
    peaks_of,
    samples_of,
)
from speech.recognizer import RATE_HZ
from tests.speech.clips import clips

FORMATS = {
    "webm": ("webm", "libopus", 48_000),
    "ogg": ("ogg", "libopus", 48_000),
    "m4a": ("ipod", "aac", 44_100),
    "mp3": ("mp3", "libmp3lame", 44_100),
    "wav": ("wav", "pcm_s16le", 8_000),
    "flac": ("flac", "flac", 44_100),
}


def converted(pcm: Pcm, container: str, codec: str, rate: int, layout: str = "stereo") -> bytes:
    """The recording as another program would have made it."""
    out = io.BytesIO()
    with av.open(out, mode="w", format=container) as file:
        stream: Any = file.add_stream(codec, rate=rate)
        stream.layout = layout
        frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        for packet in (*stream.encode(frame), *stream.encode(None)):
            file.mux(packet)
    return out.getvalue()


@pytest.fixture(scope="module")
def pcm() -> Pcm:
    return clips()["en_08"].pcm


@pytest.mark.parametrize("name", FORMATS)
def test_every_common_format_is_read(pcm: Pcm, name: str) -> None:
    heard = decode(converted(pcm, *FORMATS[name])).pcm
    assert abs(len(heard) - len(pcm)) < RATE_HZ * 0.2
    # The same loudness at the same time: the content came through, at the right rate.
    assert np.corrcoef(peaks_of(heard), peaks_of(pcm))[0, 1] > 0.9


def test_amr_from_a_telephone_is_read() -> None:
    """A second of AMR narrow-band silence, written by hand: FFmpeg's packages carry no encoder."""
    frame = bytes([0x04]) + bytes(12)
    assert 0.9 < decode(b"#!AMR\n" + frame * 50).duration_s < 1.1


def test_what_is_kept_loses_nothing(pcm: Pcm) -> None:
    assert np.array_equal(decode(encode(pcm)).pcm, pcm)


def test_the_name_and_the_kind_that_it_claims_do_not_matter(pcm: Pcm) -> None:
    assert decode(converted(pcm, *FORMATS["mp3"])).duration_s > 4


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"RIFF",
        bytes(1000),
        b"#EXTM3U\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"<html><body>hello</body></html>" * 100,
        b"\x89PNG\r\n\x1a\n" + bytes(500),
    ],
)
def test_what_is_no_audio_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableAudio):
        decode(content)


def test_a_picture_without_sound_is_refused() -> None:
    out = io.BytesIO()
    with av.open(out, mode="w", format="mp4") as file:
        stream = file.add_stream("mpeg4", rate=5)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for _ in range(5):
            picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            for packet in stream.encode(picture):
                file.mux(packet)
    with pytest.raises(UnreadableAudio):
        decode(out.getvalue())


def test_a_file_that_was_cut_off_gives_what_comes_before_the_cut(pcm: Pcm) -> None:
    whole = converted(pcm, *FORMATS["webm"])
    assert 1 < decode(whole[: len(whole) // 2]).duration_s < 4


def test_an_hour_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(TooLongAudio):
        decode(converted(np.zeros(RATE_HZ * 30, np.int16), *FORMATS["mp3"]), limit_s=10)


def test_a_wav_that_claims_a_wrong_length_is_bounded(pcm: Pcm) -> None:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(pcm.tobytes())
    lying = bytearray(out.getvalue())
    lying[40:44] = (2**31).to_bytes(4, "little")
    assert decode(bytes(lying)).duration_s == pytest.approx(len(pcm) / RATE_HZ, abs=0.1)


def test_hundreds_of_damaged_files_do_no_harm(pcm: Pcm) -> None:
    """Fuzzed uploads: bytes altered, cut and repeated. Each is read or refused, nothing else."""
    chance = random.Random(7)
    whole = [converted(pcm[: RATE_HZ * 2], *FORMATS[name]) for name in FORMATS]
    read = refused = 0
    for _ in range(300):
        content = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 40)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if chance.random() < 0.3:
            content = content[: chance.randrange(len(content))]
        try:
            read += decode(bytes(content), limit_s=60).duration_s > 0
        except AudioError:
            refused += 1
    assert read + refused == 300
    assert read > 50
    assert refused > 5


def test_chunks_of_the_wire_have_an_even_length() -> None:
    assert pcm_of(b"\x01\x00\xff\xff").tolist() == [1, -1]
    for chunk in (b"", b"\x01", b"\x01\x00\x01"):
        with pytest.raises(UnreadableAudio):
            pcm_of(chunk)


def test_a_waveform_has_few_bars_and_its_loudest_is_full() -> None:
    quiet_then_loud = np.concatenate([np.zeros(RATE_HZ), np.full(RATE_HZ, 3000)]).astype(np.int16)
    peaks = peaks_of(quiet_then_loud)
    assert len(peaks) == 64
    assert peaks[0] == 0
    assert peaks[-1] == 100
    assert peaks_of(np.zeros(0, np.int16)) == []
    assert max(peaks_of(np.zeros(100, np.int16))) == 0
    assert samples_of(quiet_then_loud).max() < 0.1
