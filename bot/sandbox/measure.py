"""Looks into media for their size on screen and their length in time."""

from __future__ import annotations

import struct
from typing import NamedTuple


class Measured(NamedTuple):
    """Width and height in pixels and duration in whole seconds; 0 where it can't be told."""

    width: int = 0
    height: int = 0
    duration: int = 0
    image: bool = False


def measure(content: bytes) -> Measured:
    """What the first bytes of a file tell about it; a damaged file tells nothing."""
    try:
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            return _image(*struct.unpack(">II", content[16:24]))
        if content[:6] in (b"GIF87a", b"GIF89a"):
            return _image(*struct.unpack("<HH", content[6:10]))
        if content.startswith(b"\xff\xd8"):
            return _jpeg(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return Measured(image=True)
        if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
            (rate,) = struct.unpack("<I", content[28:32])
            return Measured(duration=round((len(content) - 44) / rate) if rate else 0)
        if content.startswith(b"OggS"):
            return _ogg(content)
        if content[4:8] == b"ftyp":
            return _mp4(content)
    except (struct.error, IndexError):
        pass
    return Measured()


def _image(width: int, height: int) -> Measured:
    return Measured(width, height, image=True)


def _jpeg(content: bytes) -> Measured:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return _image(width, height)
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        at += 2 + length
    return Measured(image=True)


def _ogg(content: bytes) -> Measured:
    # The last page says how many samples came before its end; Opus always counts 48,000 a second.
    last = content.rfind(b"OggS")
    (samples,) = struct.unpack("<q", content[last + 6 : last + 14])
    return Measured(duration=max(0, round(samples / 48000)) if b"OpusHead" in content[:128] else 0)


def _mp4(content: bytes) -> Measured:
    moov = _box(content, 0, len(content), b"moov")
    if moov is None:
        return Measured()
    width = height = duration = 0
    header = _box(content, *moov, b"mvhd")
    if header is not None:
        start = header[0]
        if content[start]:
            scale, length = struct.unpack(">IQ", content[start + 20 : start + 32])
        else:
            scale, length = struct.unpack(">II", content[start + 12 : start + 20])
        duration = round(length / scale) if scale else 0
    at = moov[0]
    while (track := _box(content, at, moov[1], b"trak")) is not None:
        at = track[1]
        if (shown := _box(content, *track, b"tkhd")) is not None:
            wide, high = struct.unpack(">II", content[shown[1] - 8 : shown[1]])
            width, height = max(width, wide >> 16), max(height, high >> 16)
    return Measured(width, height, duration)


def _box(content: bytes, start: int, end: int, name: bytes) -> tuple[int, int] | None:
    at = start
    while at + 8 <= end:
        size: int = struct.unpack(">I", content[at : at + 4])[0]
        head = 8
        if size == 1:
            size = struct.unpack(">Q", content[at + 8 : at + 16])[0]
            head = 16
        if size < head:
            return None
        if content[at + 4 : at + 8] == name:
            return at + head, at + size
        at += size
    return None
