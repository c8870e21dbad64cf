"""Sizes and lengths, read from the files themselves."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox import samples
from bot.sandbox.measure import Measured, measure

JPEG = b"\xff\xd8\xff\xe0\x00\x04ab" + b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 300, 400) + b"\x01\x01\x11\x00"
WAV = b"RIFF" + b"\0" * 4 + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16) + b"data" + b"\0" * 4


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (samples.picture(1, 30, 20), Measured(30, 20, image=True)),
        (b"GIF89a" + struct.pack("<HH", 12, 7), Measured(12, 7, image=True)),
        (JPEG, Measured(400, 300, image=True)),
        (samples.STICKER, Measured(image=True)),
        (samples.VOICE, Measured(duration=1)),
        (samples.CLIP, Measured(64, 64, 1)),
        (WAV + b"\0" * 48000, Measured(duration=3)),
        (b"nothing that is known", Measured()),
        (b"", Measured()),
    ],
)
def test_what_files_tell(content: bytes, expected: Measured) -> None:
    assert measure(content) == expected


@given(
    st.sampled_from([samples.picture(1, 3, 2), JPEG, WAV, samples.VOICE, samples.CLIP, samples.STICKER]),
    st.integers(0, 2200),
    st.binary(max_size=8),
)
def test_damaged_files_tell_little_and_break_nothing(content: bytes, at: int, noise: bytes) -> None:
    found = measure(content[:at] + noise)
    assert all(number >= 0 for number in found[:3])
