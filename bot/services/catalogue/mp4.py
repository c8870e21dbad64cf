"""As much of the MP4 format as a catalogue needs: is it one, how long is it, and has it changed."""

import hashlib
import struct
from collections.abc import Iterator
from typing import BinaryIO

_EDGE = 65_536
_STARTS = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide")


def is_whole(stream: BinaryIO, size: int) -> bool:
    """Whether this is an MP4 with its index (`moov`), every box of which is there to its end."""
    stream.seek(4)
    if stream.read(4) not in _STARTS:
        return False
    boxes = list(_boxes(stream, 0, size))
    return all(stop <= size for _, _, stop in boxes) and any(name == b"moov" for name, _, _ in boxes)


def fingerprint(stream: BinaryIO, size: int) -> str:
    """Of size and both ends: an MP4 has the table of its pictures at one of them, so a new cut shows."""
    stream.seek(0)
    seen = hashlib.sha256(str(size).encode() + b"\n" + stream.read(_EDGE))
    stream.seek(max(_EDGE, size - _EDGE))
    seen.update(stream.read(_EDGE))
    return seen.hexdigest()


def seconds(stream: BinaryIO, size: int) -> float | None:
    """What its `mvhd` box (ISO/IEC 14496-12, 8.2.2) says that it lasts; None where it does not say."""
    for moov, body, stop in _boxes(stream, 0, size):
        for name, start, _ in _boxes(stream, body, stop) if moov == b"moov" else ():
            if name == b"mvhd":
                stream.seek(start)
                return _header_seconds(stream.read(32))
    return None


def _header_seconds(header: bytes) -> float | None:
    form, unknown = (">20xIQ", 2**64 - 1) if header[:1] == b"\1" else (">12xII", 2**32 - 1)
    if len(header) < struct.calcsize(form):
        return None
    scale, duration = struct.unpack_from(form, header)
    # A live recording has 0 or all ones here: it did not know yet.
    return duration / scale if scale and duration not in (0, unknown) else None


def _boxes(stream: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Boxes from `start` to `end`: name, begin of the body, and stop, which is past `end` if cut short."""
    while start + 8 <= end:
        stream.seek(start)
        size, name = struct.unpack(">I4s", stream.read(8))
        body = start + 8
        if size == 1:
            (size,) = struct.unpack(">Q", stream.read(8).ljust(8, b"\0"))
            body += 8
        stop = end if size == 0 else max(start + size, body)
        yield name, body, stop
        start = stop
