"""What a model runs on follows from the settings and the machine."""

from __future__ import annotations

import ctranslate2
import pytest

from speech.device import compute_type_of, device_of


@pytest.mark.parametrize(("gpus", "wanted", "device"), [(0, "auto", "cpu"), (2, "auto", "cuda"), (2, "cpu", "cpu")])
def test_a_gpu_is_used_where_there_is_one_and_nothing_else_is_said(
    monkeypatch: pytest.MonkeyPatch, gpus: int, wanted: str, device: str
) -> None:
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: gpus)
    assert device_of(wanted) == device


@pytest.mark.parametrize(
    ("wanted", "device", "used"), [("", "cpu", "int8"), ("", "cuda", "float16"), ("float32", "cpu", "float32")]
)
def test_the_compute_type_suits_the_device_unless_another_is_named(wanted: str, device: str, used: str) -> None:
    assert compute_type_of(wanted, device) == used
