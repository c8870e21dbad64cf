"""The diagrams that lessons are drawn with: fretboards, keyboards, grids of steps, beats."""

import math
from collections.abc import Collection, Sequence

from clips.canvas import CARD, INK, LINE, PAPER, SOFT, SUN, WIDTH, Canvas, Colour, mixed

STRINGS = ("E2", "A2", "D3", "G3", "B3", "E4")
_WHITES = [f"{name}{octave}" for octave in (3, 4) for name in "CDEFGAB"]
_BLACK_AFTER = "CDFGA"

Frets = Sequence[int | None]
"""One fret a string, from the thickest on: 0 is open, None is not played."""


def fretboard(
    canvas: Canvas,
    x: float,
    frets: Frets,
    fingers: Sequence[int],
    accent: Colour,
    ringing: Collection[int] = (),
    shown: Collection[int] = range(6),
    t: float = 0,
) -> None:
    """Strings run down, the thickest on the left, at `x`; fingers are on the `shown` strings only."""
    y, gap, fret_gap = 84.0, 26.0, 31.0
    canvas.box(x - 28, 54, 5 * gap + 56, 164, CARD, 14, LINE)
    for fret in range(5):
        canvas.stroke([(x - 1, y + fret * fret_gap), (x + 5 * gap + 1, y + fret * fret_gap)], LINE, 2)
    canvas.box(x - 3, y - 5, 5 * gap + 6, 6, INK, 2)
    for string in range(6):
        sx, thick = x + string * gap, 3.4 - 0.4 * string
        swing = 1.6 * math.sin(t * 47 + string) if string in ringing else 0
        colour = accent if string in ringing else SOFT
        points = [(sx + swing * math.sin(math.pi * step / 8), y + step * fret_gap / 2) for step in range(9)]
        canvas.stroke(points, colour, thick + (0.8 if string in ringing else 0))
        fret = frets[string]
        if fret is None:
            canvas.text(sx, y - 17, "×", 18, SOFT, True)
        elif fret == 0 or string not in shown:
            canvas.disc(sx, y - 16, 5, CARD, accent if string in ringing else SOFT)
    for string, finger in enumerate(fingers):
        fret = frets[string]
        if fret and string in shown:
            fy = y + (fret - 0.5) * fret_gap
            canvas.disc(x + string * gap, fy, 12.5, accent)
            canvas.text(x + string * gap, fy, str(finger), 16, CARD, True)


def big_name(canvas: Canvas, x: float, name: str, below: str, colour: Colour) -> None:
    """A chord's or note's name, large, with a line of smaller words below."""
    canvas.text(x, 118, name, 84, colour, True)
    canvas.fitting(x, 184, below, 22, 184, INK)


def beats(
    canvas: Canvas, y: float, now: int, count: int, accent: Colour, x: float = WIDTH / 2, gap: float = 46
) -> None:
    """Numbered beats in a row; the one that sounds (from 0) is filled."""
    for beat in range(count):
        bx, on = x + (beat - (count - 1) / 2) * gap, beat == now
        canvas.disc(bx, y, 18 if on else 15, accent if on else CARD, accent if on else LINE)
        canvas.text(bx, y, str(beat + 1), 18, CARD if on else SOFT, True)


def arrows(canvas: Canvas, y: float, pattern: str, now: int, accent: Colour) -> None:
    """A strumming pattern in eighths: D down, U up, - rest; the one that sounds is lit."""
    gap = 52.0
    for place, sign in enumerate(pattern):
        x, on = WIDTH / 2 + (place - (len(pattern) - 1) / 2) * gap, place == now
        canvas.box(x - 23, y - 44, 46, 116, mixed(SUN, PAPER, 0.35) if on else CARD, 10, LINE)
        canvas.text(x, y + 54, "&" if place % 2 else str(place // 2 + 1), 20, INK if on else SOFT, True)
        if sign == "-":
            continue
        way = 1 if sign == "D" else -1
        colour = accent if on else mixed(accent, PAPER, 0.35)
        canvas.stroke([(x, y - 24 * way), (x, y + 12 * way)], colour, 7)
        canvas.shape([(x - 13, y + 8 * way), (x + 13, y + 8 * way), (x, y + 30 * way)], colour)


def keyboard(
    canvas: Canvas,
    lit: dict[str, str],
    accent: Colour,
    soft: Collection[str] = (),
    y: float = 62,
    height: float = 140,
) -> None:
    """Two octaves from C3; lit keys carry a word, soft ones only a tint."""
    key = 31.0
    left = (WIDTH - 14 * key) / 2
    canvas.box(left - 5, y - 7, 14 * key + 10, height + 14, INK, 10)
    tint = mixed(accent, CARD, 0.72)
    for place, note in enumerate(_WHITES):
        x = left + place * key
        colour = accent if note in lit else tint if note in soft else CARD
        canvas.box(x + 1, y, key - 2, height, colour, 4)
        if note in lit:
            canvas.text(x + key / 2, y + height - 20, lit[note], 20, CARD, True)
    for place, note in enumerate(_WHITES):
        if note[0] in _BLACK_AFTER:
            sharp, x = f"{note[0]}#{note[1]}", left + (place + 1) * key
            colour = accent if sharp in lit else mixed(accent, INK, 0.35) if sharp in soft else INK
            canvas.box(x - 10, y - 2, 20, height * 0.6, colour, 4)


def grid(
    canvas: Canvas, rows: Sequence[tuple[str, str]], step: int, accent: Colour, group: int = 4, y: float = 56
) -> None:
    """Steps in rows, each a name and a pattern where x sounds; the column that sounds is lit."""
    count, label, high = len(rows[0][1]), 78.0, 160.0
    wide = (WIDTH - 32 - label) / count
    row_high = min(44.0, (high - 18) / len(rows))
    top = y + (high - 18 - row_high * len(rows)) / 2 + 18
    if 0 <= step < count:
        canvas.box(16 + label + step * wide, top - 18, wide, row_high * len(rows) + 20, mixed(SUN, PAPER, 0.35), 6)
    for place in range(0, count, group):
        canvas.text(16 + label + (place + 0.5) * wide, top - 9, str(place // group + 1), 15, INK, True)
    for number, (name, pattern) in enumerate(rows):
        ry = top + number * row_high
        canvas.fitting(16, ry + row_high / 2, name, 18, label - 8, INK, False, "lm")
        for place, sign in enumerate(pattern):
            on, now = sign == "x", place == step
            empty = CARD if (place // group) % 2 == 0 else mixed(LINE, CARD, 0.6)
            colour = (accent if now else mixed(accent, CARD, 0.35)) if on else empty
            grow = 0 if not (on and now) else 1.5
            size = row_high - 8
            canvas.box(
                16 + label + place * wide + 2 - grow,
                ry + 4 - grow,
                wide - 4 + 2 * grow,
                size + 2 * grow,
                colour,
                5,
                None if on else LINE,
            )


def pendulum(canvas: Canvas, t: float, beat: float, accent: Colour) -> None:
    """A metronome whose rod is at one side on every beat; `beat` in seconds."""
    x, foot = WIDTH / 2, 208.0
    canvas.shape([(x - 26, 62), (x + 26, 62), (x + 58, foot), (x - 58, foot)], CARD)
    canvas.stroke([(x - 26, 62), (x + 26, 62), (x + 58, foot), (x - 58, foot), (x - 26, 62), (x + 26, 62)], LINE, 3)
    angle = 0.5 * math.cos(math.pi * t / beat)
    for share in (0.25, 0.5, 0.75):
        canvas.stroke([(x - 8, foot - 130 * share), (x + 8, foot - 130 * share)], LINE, 2)
    tip = (x + 138 * math.sin(angle), foot - 14 - 138 * math.cos(angle))
    canvas.stroke([(x, foot - 14), tip], INK, 4)
    weight = (x + 96 * math.sin(angle), foot - 14 - 96 * math.cos(angle))
    canvas.disc(*weight, 13, accent)
    canvas.disc(x, foot - 14, 7, INK)
