"""Instruments made of arithmetic: a sound is a list of samples from -1 to 1, 44,100 a second."""

import math
import random
import wave
from array import array
from collections.abc import Sequence
from pathlib import Path

RATE = 44_100
_NAMES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def pitch(note: str) -> float:
    """Frequency in hertz of a note such as `E2`, `F#4` or `Bb3`; A4 is 440."""
    half = _NAMES[note[0]] + note.count("#") - note.count("b") + 12 * (int(note[-1]) + 1)
    return float(440 * 2 ** ((half - 69) / 12))


class Track:
    """A stretch of silence into which sounds are put."""

    def __init__(self, seconds: float) -> None:
        self._samples = array("d", bytes(8 * round(seconds * RATE)))

    def add(self, at: float, sound: Sequence[float], gain: float = 1.0) -> None:
        """Mix a sound in from the second `at` on; what goes past the end is cut off."""
        start = round(at * RATE)
        for place, value in enumerate(sound[: len(self._samples) - start], start):
            self._samples[place] += gain * value

    def save(self, path: Path) -> None:
        """Write as 16-bit WAV, with room above for the encoder; the end fades out so that it is no click."""
        loudest = max(map(abs, self._samples), default=0.0) or 1.0
        fade, count = round(0.25 * RATE), len(self._samples)
        scale = 0.72 * 32_767 / loudest
        out = array("h", (round(v * scale * min(1.0, (count - i) / fade)) for i, v in enumerate(self._samples)))
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(out.tobytes())


def pluck(hertz: float, seconds: float) -> list[float]:
    """A plucked string (Karplus and Strong 1983), tuned by an all-pass filter as in Jaffe and Smith 1983."""
    dice = random.Random(round(hertz * 100))
    period = RATE / hertz - 0.5  # the averaging below delays by half a sample
    length = int(period)
    rest = period - length
    tune = (1 - rest) / (1 + rest)
    bend = 0.22 * length  # where the finger pulls the string aside; the noise is its nail
    line = [min(i / bend, (length - i) / (length - bend)) + 0.28 * dice.uniform(-1, 1) for i in range(length)]
    middle = sum(line) / length
    line = [one - middle for one in line]
    keep = 0.5 * 0.5 ** (1 / (hertz * 0.9))  # half as loud about every second, whatever the pitch
    out, before, last_in, last_out = [], 0.0, 0.0, 0.0
    for step in range(round(seconds * RATE)):
        place = step % length
        value = line[place]
        out.append(value)
        mean = keep * (value + before)
        before = value
        last_out = tune * mean + last_in - tune * last_out
        last_in = mean
        line[place] = last_out
    return _released(out, 0.04)


def keys(hertz: float, seconds: float) -> list[float]:
    """A soft electric piano: six partials, the higher the sooner gone."""
    partials = [(1, 1.0, 1.6), (2, 0.42, 2.4), (3, 0.2, 3.4), (4, 0.1, 4.6), (5, 0.05, 6.0), (6, 0.03, 8.0)]
    out = []
    for step in range(round(seconds * RATE)):
        t = step / RATE
        value = sum(
            loud * math.exp(-fall * t) * math.sin(2 * math.pi * hertz * number * t) for number, loud, fall in partials
        )
        out.append(value * min(1.0, t / 0.012))
    return _released(out, 0.06)


def bass(hertz: float, seconds: float) -> list[float]:
    """A round bass with enough upper partials to be heard on a phone."""
    return _released(
        [
            math.exp(-2.2 * t)
            * min(1.0, t / 0.008)
            * sum(math.sin(2 * math.pi * hertz * n * t) / n**1.3 for n in range(1, 7))
            for t in (step / RATE for step in range(round(seconds * RATE)))
        ],
        0.03,
    )


def kick() -> list[float]:
    """A bass drum: a sine that falls from 190 to 52 Hz, with a click that small speakers can play."""
    out, turn = [], 0.0
    for step in range(round(0.32 * RATE)):
        t = step / RATE
        turn += (52 + 138 * math.exp(-t * 28)) / RATE
        out.append(math.exp(-t * 10) * math.sin(2 * math.pi * turn) + 0.35 * math.exp(-t * 260) * math.sin(9_000 * t))
    return _released(out, 0.02)


def snare() -> list[float]:
    """A snare drum: a short tone of 185 Hz under bright noise."""
    hiss = _bright(_noise(0.22, 7), 1)
    return [
        0.55 * math.exp(-t * 26) * math.sin(2 * math.pi * 185 * t) + 0.75 * math.exp(-t * 19) * one
        for t, one in ((step / RATE, one) for step, one in enumerate(hiss))
    ]


def hat(seconds: float = 0.06) -> list[float]:
    """A hi-hat: noise without lows, closed when it is short."""
    hiss = _bright(_noise(seconds, 11), 2)
    return [0.6 * math.exp(-4.5 * step / len(hiss)) * one for step, one in enumerate(hiss)]


def clap() -> list[float]:
    """Hands: three quick bursts of noise, and the room."""
    hiss = _bright(_noise(0.2, 23), 1)
    out = []
    for step, one in enumerate(hiss):
        t = step / RATE
        burst = max((math.exp(-(t - start) * 160) for start in (0.0, 0.011, 0.022) if t >= start), default=0.0)
        out.append((0.8 * burst + 0.35 * math.exp(-t * 24)) * one)
    return out


def tom(hertz: float) -> list[float]:
    """A tom: a sine that sinks a little."""
    out, turn = [], 0.0
    for step in range(round(0.35 * RATE)):
        t = step / RATE
        turn += hertz * (1 + 0.5 * math.exp(-t * 30)) / RATE
        out.append(math.exp(-t * 9) * (math.sin(2 * math.pi * turn) + 0.3 * math.sin(4 * math.pi * turn)))
    return _released(out, 0.02)


def click(accent: bool = False) -> list[float]:
    """A metronome's wooden click, higher on the first beat."""
    hertz = 1_760 if accent else 1_175
    return [
        math.exp(-t * 70) * (math.sin(2 * math.pi * hertz * t) + 0.4 * math.sin(2 * math.pi * 2.7 * hertz * t))
        for t in (step / RATE for step in range(round(0.08 * RATE)))
    ]


def _noise(seconds: float, seed: int) -> list[float]:
    dice = random.Random(seed)
    return [dice.uniform(-1, 1) for _ in range(round(seconds * RATE))]


def _bright(noise: list[float], times: int) -> list[float]:
    """Take the lows out by differences between neighbours."""
    for _ in range(times):
        noise = [0.7 * (one - before) for before, one in zip([0.0, *noise], noise, strict=False)]
    return noise


def _released(sound: list[float], seconds: float) -> list[float]:
    """Let the end go to silence, so that a sound that is cut off does not click."""
    fade, count = max(1, round(seconds * RATE)), len(sound)
    for place in range(max(0, count - fade), count):
        sound[place] *= (count - place) / fade
    return sound
