"""Drum and beat-making clips: every filled square is a hit that sounds."""

from collections.abc import Callable, Sequence
from functools import partial

from clips.canvas import AMBER, VIOLET, Canvas
from clips.pictures import beats, grid, pendulum
from clips.sound import Track, bass, clap, click, hat, kick, pitch, snare, tom
from clips.story import Clip, Section

_SOUNDS: dict[str, tuple[Callable[[], list[float]], float]] = {
    "Hi-hat": (hat, 0.55),
    "Snare": (snare, 0.85),
    "Kick": (kick, 1.0),
    "Clap": (clap, 0.8),
    "High tom": (partial(tom, 190), 0.8),
    "Low tom": (partial(tom, 115), 0.95),
}
Rows = Sequence[tuple[str, str]]


def clips() -> list[Clip]:
    """All drum and beat clips, in their order."""
    return [steady_beat(), rock_beat(), fill(), four_on_the_floor(), slow_beat()]


def _hits(track: Track, rows: Rows, start: float, step: float) -> None:
    for name, pattern in rows:
        if name == "Bass":
            continue
        sound, gain = _SOUNDS[name]
        made = sound()
        for place, sign in enumerate(pattern):
            if sign == "x":
                track.add(start + place * step, made, gain)


def _grid(
    rows: Rows, start: float, step: float, group: int, accent: tuple[int, int, int], canvas: Canvas, t: float
) -> None:
    grid(canvas, rows, int((t - start) / step + 1e-6) % len(rows[0][1]), accent, group)


def _looped(
    key: str,
    title: str,
    accent: tuple[int, int, int],
    step: float,
    group: int,
    parts: Sequence[tuple[int, str, str, Rows]],
    seconds: int,
    low_data: bool = False,
) -> Clip:
    """A clip of grids, each part (start, name, caption, rows) going round until the next begins."""
    track = Track(seconds)
    ends = [*(part[0] for part in parts[1:]), seconds]
    sections = []
    for (at, name, caption, rows), end in zip(parts, ends, strict=True):
        length = len(rows[0][1]) * step
        for turn in range(round((end - at) / length)):
            _hits(track, rows, at + turn * length, step)
            _bass_line(track, rows, at + turn * length, step)
        sections.append(Section(at, name, caption, partial(_grid, rows, float(at), step, group, accent)))
    return Clip(key, title, accent, seconds, tuple(sections), track, low_data)


def _bass_line(track: Track, rows: Rows, start: float, step: float) -> None:
    notes = ("A2", "A2", "A2", "C3", "A2", "G2", "A2", "G2")
    for name, pattern in rows:
        hits = [place for place, sign in enumerate(pattern) if sign == "x"] if name == "Bass" else []
        for number, place in enumerate(hits):
            track.add(start + place * step, bass(pitch(notes[number % len(notes)]), 0.32), 0.4)


def steady_beat() -> Clip:
    beat = 0.75  # 80 beats a minute
    track = Track(18)
    for number in range(24):
        track.add(number * beat, click(number % 4 == 0 and number >= 16))
        if number >= 8:
            track.add(number * beat, clap(), 0.5)

    def swing(canvas: Canvas, t: float) -> None:
        pendulum(canvas, t, beat, VIOLET)

    def count(canvas: Canvas, t: float) -> None:
        now = int(t / beat + 1e-6) % 4
        canvas.text(240, 116, str(now + 1), 104, VIOLET, True)
        beats(canvas, 192, now, 4, VIOLET)

    sections = (
        Section(0, "Listen", "80 beats a minute. Tap your foot.", swing),
        Section(6, "Clap with it", "Clap on each click. Not before, not after.", swing),
        Section(12, "Count to four", "Say it out loud: 1, 2, 3, 4.", count),
    )
    return Clip("drums-steady-beat", "Feel the beat", VIOLET, 18, sections, track, low_data=True)


def rock_beat() -> Clip:
    hats, low, back = ("Hi-hat", "xxxxxxxx"), ("Kick", "x---x---"), ("Snare", "--x---x-")
    none = "--------"
    parts = (
        (0, "Hi-hat", "Eight even taps: 1 and 2 and 3 and 4 and.", (hats, ("Snare", none), ("Kick", none))),
        (6, "Add the kick", "Foot down on 1 and 3.", (hats, ("Snare", none), low)),
        (12, "Add the snare", "Other hand on 2 and 4. That is rock!", (hats, back, low)),
    )
    return _looped("drums-rock-beat", "Your first rock beat", VIOLET, 0.375, 2, parts, 18)  # 80 beats a minute


def fill() -> Clip:
    step, none = 0.15625, "-" * 16  # 96 beats a minute
    groove = (("Hi-hat", "x-x-x-x-x-x-x-x-"), ("Snare", "----x-------x---"), ("Kick", "x-------x-x-----"))
    groove_toms: Rows = (*groove[:2], ("High tom", none), ("Low tom", none), groove[2])
    rolled: Rows = (
        ("Hi-hat", none),
        ("Snare", "xxxx" + "-" * 12),
        ("High tom", "----xxxx" + "-" * 8),
        ("Low tom", "-" * 8 + "xxxxx---"),
        ("Kick", "x---x---x---x---"),
    )
    track = Track(20)
    bars = (*((bar, groove_toms) for bar in (0, 1)), *((bar, rolled) for bar in (2, 3)))
    bars = (*bars, *((bar, groove_toms) for bar in (4, 5, 6)), (7, rolled))
    for bar, rows in bars:
        _hits(track, rows, 2.5 * bar, step)

    def picture(canvas: Canvas, t: float) -> None:
        bar = min(int(t / 2.5 + 1e-6), 7)
        _grid(dict(bars)[bar], 2.5 * bar, step, 4, VIOLET, canvas, t)

    sections = (
        Section(0, "The beat", "Keep this going without thinking.", picture),
        Section(5, "The fill", "Four snare, four high tom, then the low one.", picture),
        Section(10, "Together", "Three bars of beat, one bar of fill.", picture),
    )
    return Clip("drums-simple-fill", "A fill to end the line", VIOLET, 20, sections, track)


def four_on_the_floor() -> Clip:
    none = "-" * 16
    low, hands = ("Kick", "x---x---x---x---"), ("Clap", "----x-------x---")
    off, line = ("Hi-hat", "--x---x---x---x-"), ("Bass", "--x--x----x--x--")
    empty = {name: (name, none) for name in ("Hi-hat", "Clap", "Bass")}
    parts = (
        (0, "Kick", "One kick on every beat.", (empty["Hi-hat"], empty["Clap"], empty["Bass"], low)),
        (4, "Add claps", "Claps on 2 and 4.", (empty["Hi-hat"], hands, empty["Bass"], low)),
        (8, "Add hats", "Hats in the gaps. Now it moves.", (off, hands, empty["Bass"], low)),
        (12, "Add bass", "A few low notes, and it is a track.", (off, hands, line, low)),
    )
    return _looped("beats-four-on-the-floor", "Build a dance beat", AMBER, 0.125, 4, parts, 16, True)  # 120 a minute


def slow_beat() -> Clip:
    hats, back, low = (
        ("Hi-hat", "x-x-x-x-x-x-x-xx"),
        ("Snare", "----x-------x---"),
        ("Kick", "x------x--x-----"),
    )
    sparse = (("Hi-hat", "-" * 16), back, ("Kick", "x---------x-----"))
    parts = (
        (0, "Leave space", "Two kicks, two snares, and air.", sparse),
        (6, "Push the kick", "One more kick, just before beat 3.", (("Hi-hat", "-" * 16), back, low)),
        (12, "Add hats", "Quick hats at the end pull you round again.", (hats, back, low)),
    )
    return _looped("beats-slow-and-heavy", "A slow, heavy beat", AMBER, 0.1875, 4, parts, 18)  # 80 beats a minute
