"""Plain product pictures, drawn: the demo carries no photographs."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

SIZE = (960, 720)
PAPER, SHADE, STEEL, STEEL_DARK, CLOTH, CLOTH_DARK, LIGHT = (
    "#f3f4f5",
    "#d9dde0",
    "#9fb2bb",
    "#4d6570",
    "#e6d9bf",
    "#a8946b",
    "#fffdf2",
)

Draw = ImageDraw.ImageDraw


def draw(name: str) -> bytes:
    """The picture of this name as PNG."""
    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((280, 610, 680, 660), fill=SHADE)
    DRAWINGS[name](pen)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _bottle(pen: Draw) -> None:
    pen.rounded_rectangle((390, 220, 570, 640), 36, fill=STEEL)
    pen.rounded_rectangle((410, 240, 440, 620), 14, fill=PAPER)
    pen.rectangle((430, 180, 530, 230), fill=STEEL)
    pen.rounded_rectangle((420, 90, 540, 185), 18, fill=STEEL_DARK)


def _bottle_sample(pen: Draw) -> None:
    _bottle(pen)
    pen.rounded_rectangle((460, 380, 548, 470), 10, outline=STEEL_DARK, width=5)
    pen.line((475, 452, 504, 400, 533, 452), fill=STEEL_DARK, width=6)


def _flask(pen: Draw) -> None:
    pen.rounded_rectangle((360, 200, 600, 640), 30, fill=STEEL_DARK)
    pen.rounded_rectangle((384, 224, 414, 616), 14, fill=STEEL)
    pen.rounded_rectangle((380, 100, 580, 210), 22, fill=STEEL)
    pen.rounded_rectangle((590, 300, 670, 520), 30, outline=STEEL_DARK, width=26)


def _panel(pen: Draw) -> None:
    pen.rounded_rectangle((230, 110, 730, 610), 12, fill=SHADE, outline=STEEL, width=6)
    pen.rectangle((262, 142, 698, 578), fill=LIGHT)


def _tote(pen: Draw) -> None:
    pen.arc((380, 80, 580, 420), 180, 360, fill=CLOTH_DARK, width=22)
    pen.polygon(((300, 250), (660, 250), (690, 640), (270, 640)), fill=CLOTH)
    pen.line((300, 280, 660, 280), fill=CLOTH_DARK, width=4)


DRAWINGS: dict[str, Callable[[Draw], None]] = {
    "bottle": _bottle,
    "bottle-sample": _bottle_sample,
    "flask": _flask,
    "panel": _panel,
    "tote": _tote,
}
