"""What a model runs on, and with how many bits."""

from __future__ import annotations

CPU, GPU, ANY = "cpu", "cuda", "auto"


def device_of(wanted: str) -> str:
    """`cuda` or `cpu`; of `auto`, the first that is there."""
    if wanted != ANY:
        return wanted
    import ctranslate2

    return GPU if ctranslate2.get_cuda_device_count() else CPU


def compute_type_of(wanted: str, device: str) -> str:
    """As CTranslate2 calls it; where none is wanted, what is quick on the device and hardly less exact."""
    return wanted or ("float16" if device == GPU else "int8")
