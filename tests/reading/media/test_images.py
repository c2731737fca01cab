import io
import struct

import pytest
from PIL import Image

from tb_lifecycle.reading.media.images import MOST_BYTES, image_size, image_type, why_not_shown


def encoded(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (30, 20)).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_an_image_that_browsers_show_is_shown(kind: str):
    content = encoded(kind)
    assert image_type(content) == f"image/{kind.lower()}"
    assert image_size(content) == (None if kind == "WEBP" else (30, 20))
    assert why_not_shown(content) is None


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"<html>", b"\x89PN", b"RIFF0000WAVE"])
def test_what_is_no_picture_is_not(content: bytes):
    assert "no PNG" in (why_not_shown(content) or "")


def test_a_picture_of_too_many_pixels_is_not():
    content = encoded("PNG")
    bomb = content[:16] + struct.pack(">II", 50_000, 50_000) + content[24:]
    assert "50,000 × 50,000" in (why_not_shown(bomb) or "")


def test_a_picture_of_too_many_bytes_is_not():
    assert "bytes" in (why_not_shown(encoded("PNG") + bytes(MOST_BYTES)) or "")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP"])
def test_a_cut_picture_stops_nothing(kind: str):
    content = encoded(kind)
    for length in range(40):
        image_size(content[:length])
        why_not_shown(content[:length])
