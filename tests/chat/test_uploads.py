"""Files are judged by their content, pictures are made anew, names never reach the disk."""

from __future__ import annotations

import io
import uuid
import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from chat import uploads
from chat.actions import messages
from chat.models import Attachment, Message
from chat.protocol import ErrorCode, Refusal
from tests.cast import Cast


def picture(format: str = "PNG", size: tuple[int, int] = (800, 600), **save: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, format, **save)
    return out.getvalue()


def png_bomb() -> bytes:
    """A few hundred bytes that claim 30,000 x 30,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = (30_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 10_000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF"])
def test_pictures_are_made_anew_with_a_thumbnail(format: str) -> None:
    clean = uploads.clean("photo.bin", picture(format))
    again = Image.open(io.BytesIO(clean.content))
    assert again.size == (clean.width, clean.height) == (800, 600)
    assert max(Image.open(io.BytesIO(clean.thumbnail)).size) == uploads.THUMBNAIL_PX


def test_nothing_but_the_picture_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at the secret factory"
    clean = uploads.clean("a.jpg", picture("JPEG", exif=exif) + b"<script>alert(1)</script>")
    assert b"secret factory" not in clean.content
    assert b"script" not in clean.content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (png_bomb(), ErrorCode.FILE_UNREADABLE),
        (SVG, ErrorCode.FILE_TYPE),
        (b"MZ" + b"\0" * 100, ErrorCode.FILE_TYPE),
        (b"<html><script>alert(1)</script>", ErrorCode.FILE_TYPE),
        (b"", ErrorCode.FILE_UNREADABLE),
        (picture()[:200], ErrorCode.FILE_UNREADABLE),
        (PDF[:20], ErrorCode.FILE_UNREADABLE),
        (b"\0" * (uploads.MAX_FILE_BYTES + 1), ErrorCode.FILE_TOO_LARGE),
    ],
    ids=["bomb", "svg", "program", "html", "empty", "cut picture", "cut pdf", "too large"],
)
def test_what_is_no_picture_and_no_pdf_is_refused(content: bytes, code: ErrorCode) -> None:
    with pytest.raises(Refusal, match=code):
        uploads.clean("innocent.png", content)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\boot.ini", "boot.pdf"),
        ("报价单.pdf", "报价单.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.pdf"),
        ("a\0b\n.pdf", "ab.pdf"),
        ("...", "file.pdf"),
    ],
)
def test_names_are_for_showing_only(name: str, shown: str) -> None:
    assert uploads.clean(name, PDF).name == shown


def upload(client: Client, cast: Cast, content: bytes, name: str = "a.png", client_id: str = "") -> dict[str, str]:
    file = SimpleUploadedFile(name, content)
    fields = {"file": file, "client_id": client_id or str(uuid.uuid4())}
    answer: dict[str, str] = client.post(f"/api/threads/{cast.thread.pk}/attachments", fields).json()
    return answer


def fetch(client: Client, url: str) -> tuple[int, dict[str, str]]:
    """The status and the headers of a page, read to its end and closed."""
    response = client.get(url)
    list(response)
    return response.status_code, dict(response.headers)


@pytest.fixture
def browser(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.jordan, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_picture_is_sent_and_seen_by_the_other_side_only_then(browser: Client, cast: Cast) -> None:
    kept = upload(browser, cast, picture())
    other = Client()
    other.force_login(cast.liwei, backend="django.contrib.auth.backends.ModelBackend")
    assert fetch(other, kept["url"])[0] == 403
    messages.send(cast.jordan, cast.thread.pk, uuid.uuid4(), "", attachments=[uuid.UUID(kept["id"])])
    assert fetch(other, kept["url"])[1]["Content-Type"] == "image/png"
    assert fetch(other, kept["thumbnail"])[0] == 200
    outsider = Client()
    outsider.force_login(cast.olga, backend="django.contrib.auth.backends.ModelBackend")
    assert fetch(outsider, kept["url"])[0] == 403


def test_an_upload_repeated_under_one_client_id_is_kept_once(browser: Client, cast: Cast) -> None:
    client_id = str(uuid.uuid4())
    first = upload(browser, cast, picture(), client_id=client_id)
    assert upload(browser, cast, picture(), client_id=client_id)["id"] == first["id"]
    assert Attachment.objects.count() == 1


def test_a_path_in_the_name_stays_out_of_the_disk(browser: Client, cast: Cast) -> None:
    kept = upload(browser, cast, PDF, "../../evil.pdf")
    stored = Path(Attachment.objects.get(pk=kept["id"]).file.path)
    assert "evil" not in stored.name
    _status, headers = fetch(browser, kept["url"])
    assert headers["Content-Disposition"].startswith("attachment")


def test_a_refused_file_leaves_nothing(browser: Client, cast: Cast) -> None:
    assert upload(browser, cast, SVG, "a.svg")["code"] == "file_type"
    assert not Attachment.objects.exists()


def test_nobody_sends_a_file_of_another(browser: Client, cast: Cast) -> None:
    kept = upload(browser, cast, picture())
    before = Message.objects.count()
    with pytest.raises(Refusal, match=ErrorCode.NOT_FOUND):
        messages.send(cast.liwei, cast.thread.pk, uuid.uuid4(), "Mine?", attachments=[uuid.UUID(kept["id"])])
    assert Message.objects.count() == before
