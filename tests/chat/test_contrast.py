"""Whoever reads must be able to: WCAG 2 contrast of the colours of both appearances, on 8-bit sRGB."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "css"
GROUNDS = ("paper", "mist", "fog", "petrol-wash")
TEXT_LIMIT, CONTROL_LIMIT = 4.5, 3.0
OWN_GROUNDS = {"ink": "mark", "plum": "plum-wash", "green": "green-wash", "amber": "amber-wash", "red": "red-wash"}

Color = tuple[float, float, float]


def colors(appearance: str) -> dict[str, Color]:
    """The named values: lightness from 0 to 1, chroma, hue in degrees."""
    found = re.findall(r"--lch-([a-z-]+): ([\d.]+)% ([\d.]+) ([\d.]+);", (CSS / f"{appearance}.css").read_text())
    return {name: (float(light) / 100, float(chroma), float(hue)) for name, light, chroma, hue in found}


def linear(color: Color) -> list[float]:
    """Oklch to linear sRGB, after Björn Ottosson's matrices."""
    light, chroma, hue = color
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return [
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    ]


def encode(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def decode(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def luminance(color: Color) -> float:
    steps = [round(255 * min(1.0, encode(max(0.0, part)))) / 255 for part in linear(color)]
    return sum(weight * decode(step) for weight, step in zip((0.2126, 0.7152, 0.0722), steps, strict=True))


def contrast(one: Color, other: Color) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(params=["colors", "colors-dark"])
def named(request: pytest.FixtureRequest) -> dict[str, Color]:
    return colors(request.param)


def test_black_on_white_has_the_contrast_that_the_standard_gives() -> None:
    assert contrast((0.0, 0.0, 0.0), (1.0, 0.0, 0.0)) == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize("text", ["ink", "ink-soft", "ink-faint", "petrol", "plum", "green", "amber", "red"])
def test_text_is_readable_on_every_ground(named: dict[str, Color], text: str) -> None:
    grounds = [*GROUNDS, *filter(None, [OWN_GROUNDS.get(text)])]
    assert min(contrast(named[text], named[ground]) for ground in grounds) >= TEXT_LIMIT


@pytest.mark.parametrize("solid", ["petrol", "petrol-deep", "red", "red-deep"])
def test_text_is_readable_on_solid_buttons(named: dict[str, Color], solid: str) -> None:
    assert contrast(named["on-solid"], named[solid]) >= TEXT_LIMIT


@pytest.mark.parametrize("line", ["edge", "focus"])
def test_controls_and_focus_stand_out_from_every_ground(named: dict[str, Color], line: str) -> None:
    assert min(contrast(named[line], named[ground]) for ground in GROUNDS) >= CONTROL_LIMIT


def test_every_named_value_lies_in_srgb(named: dict[str, Color]) -> None:
    outside = {name for name, color in named.items() if not all(-0.001 <= part <= 1.001 for part in linear(color))}
    assert not outside
