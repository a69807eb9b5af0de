"""Files that come from outside: judged by their content, never by their name; pictures are made anew.

A picture is decoded within a bound of pixels and encoded again, so that nothing but the picture is kept: no script,
no place where it was taken, no second file behind it.
"""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from chat.protocol import ErrorCode, Refusal

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_SIDE_PX = 4096
"""A larger picture is made smaller: enough for every screen and for reading a drawing."""
THUMBNAIL_PX = 640
PORTRAIT_PX = 256
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/png"}
"""What is accepted, and as what it is kept. Of a moving GIF the first picture is kept."""
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "application/pdf": ".pdf"}


@dataclass(frozen=True, slots=True)
class CleanFile:
    """What may be stored. Sizes in pixels are 0 for a PDF."""

    name: str
    content_type: str
    content: bytes
    thumbnail: bytes = b""
    """WebP, or empty."""
    width: int = 0
    height: int = 0

    @property
    def suffix(self) -> str:
        return SUFFIXES[self.content_type]


def clean(name: str, content: bytes) -> CleanFile:
    """What is kept of an upload. Raises `Refusal`: FILE_TOO_LARGE, FILE_TYPE, FILE_UNREADABLE, EMPTY."""
    if len(content) > MAX_FILE_BYTES:
        raise too_large(len(content))
    if not content:
        raise Refusal(ErrorCode.FILE_UNREADABLE)
    if content.startswith(b"%PDF-"):
        return _clean_pdf(name, content)
    return _clean_picture(name, content)


def too_large(size_bytes: int, limit_bytes: int = MAX_FILE_BYTES) -> Refusal:
    """The refusal of a file of this size."""
    return Refusal(ErrorCode.FILE_TOO_LARGE, size=_megabytes(size_bytes), limit=_megabytes(limit_bytes))


def safe_name(name: str, suffix: str) -> str:
    """A name for showing: no path, no control characters, no direction tricks, the suffix of its true content."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(c for c in name if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*')
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", kept).strip(". ")[:120]
    return f"{stem or _('file')}{suffix}"


def _clean_pdf(name: str, content: bytes) -> CleanFile:
    if b"%%EOF" not in content[-2048:]:
        raise Refusal(ErrorCode.FILE_UNREADABLE)
    return CleanFile(safe_name(name, ".pdf"), "application/pdf", content)


def _clean_picture(name: str, content: bytes) -> CleanFile:
    picture = _decode(content)
    content_type = FORMATS[picture.format or ""]
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX))
    upright = upright.convert("RGB" if content_type == "image/jpeg" else "RGBA")
    small = upright.copy()
    small.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX))
    suffix = SUFFIXES[content_type]
    return CleanFile(
        safe_name(name, suffix),
        content_type,
        _encode(upright, suffix[1:].replace("jpg", "jpeg"), quality=88),
        _encode(small, "webp", quality=80),
        *upright.size,
    )


def _decode(content: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(content), formats=list(FORMATS))
        # The header tells the size before a pixel is unpacked: a bomb is refused here.
        if picture.width * picture.height > MAX_PIXELS:
            raise Refusal(ErrorCode.FILE_UNREADABLE)
        picture.load()
    except UnidentifiedImageError as error:
        raise Refusal(ErrorCode.FILE_TYPE) from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refusal(ErrorCode.FILE_UNREADABLE) from error
    return picture


def _encode(picture: Image.Image, format: str, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, format, quality=quality)
    return out.getvalue()


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1024 / 1024:.1f} MB"


def portrait(content: bytes) -> bytes:
    """A picture of a person: the middle square, 256 pixels wide, as WebP. Raises `Refusal` as `clean` does."""
    if len(content) > MAX_FILE_BYTES:
        raise too_large(len(content))
    upright = ImageOps.exif_transpose(_decode(content)).convert("RGB")
    return _encode(ImageOps.fit(upright, (PORTRAIT_PX, PORTRAIT_PX)), "webp", quality=85)
