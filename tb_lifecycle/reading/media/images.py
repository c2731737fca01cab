"""Encoded images: of which kind they are, and how many pixels they would take, without decoding any."""

from __future__ import annotations

import struct

# Bytes and pixels above which an image is not shown.
MOST_BYTES = 16 * 1024 * 1024
MOST_PIXELS = 64_000_000

_PNG = b"\x89PNG\r\n\x1a\n"
_GIF = (b"GIF87a", b"GIF89a")
_JPEG = b"\xff\xd8\xff"
# Start of frame; C4, C8 and CC are other segments.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def image_type(content: bytes) -> str | None:
    """The MIME type of an image that browsers show and that cannot run anything; None for everything else."""
    if content.startswith(_PNG):
        return "image/png"
    if content.startswith(_JPEG):
        return "image/jpeg"
    if content.startswith(_GIF):
        return "image/gif"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return "image/bmp" if content.startswith(b"BM") else None


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, as the file's head says; None where that was not found."""
    try:
        if content.startswith(_PNG):
            return struct.unpack(">II", content[16:24])
        if content.startswith(_GIF):
            return struct.unpack("<HH", content[6:10])
        if content.startswith(b"BM"):
            width, height = struct.unpack("<ii", content[18:26])
            return abs(width), abs(height)
        if content.startswith(_JPEG):
            return _jpeg_size(content)
    except struct.error:
        return None
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + max(2, length)
    return None


def why_not_shown(content: bytes) -> str | None:
    """Why an image is not sent to a browser; None where it is."""
    if len(content) > MOST_BYTES:
        return f"The image has {len(content):,} bytes, more than the {MOST_BYTES:,} that are shown."
    if image_type(content) is None:
        return "This is no PNG, JPEG, GIF, WebP or BMP image."
    size = image_size(content)
    if size is not None and size[0] * size[1] > MOST_PIXELS:
        return f"The image has {size[0]:,} × {size[1]:,} pixels, more than are shown."
    return None
