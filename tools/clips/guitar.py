"""Guitar clips: what is on the fretboard is what sounds."""

from functools import partial

from clips.canvas import CORAL, INK, SOFT, Canvas
from clips.pictures import STRINGS, Frets, arrows, beats, big_name, fretboard
from clips.sound import Track, click, pitch, pluck
from clips.story import Clip, Section

CHORDS: dict[str, tuple[Frets, tuple[int, ...], str]] = {
    "Em": ((0, 2, 2, 0, 0, 0), (0, 2, 3, 0, 0, 0), "E  G  B"),
    "G": ((3, 2, 0, 0, 0, 3), (2, 1, 0, 0, 0, 3), "G  B  D"),
    "D": ((None, None, 0, 2, 3, 2), (0, 0, 0, 1, 3, 2), "D  F#  A"),
}
FINGERS = {1: "pointing finger", 2: "middle finger", 3: "ring finger"}
_OPEN: Frets = (0,) * 6
_BOARD_X = 76.0
_NAME_X = 340.0


def clips() -> list[Clip]:
    """All guitar clips, in their order."""
    return [
        six_strings(),
        one_chord("guitar-e-minor", "E minor", "Em"),
        one_chord("guitar-g", "The G chord", "G"),
        change(),
        strumming(),
    ]


def _hertz(string: int, fret: int) -> float:
    return pitch(STRINGS[string]) * 2 ** (fret / 12)


def _strum(track: Track, at: float, chord: str, ring: float, up: bool = False, gain: float = 0.5) -> None:
    """All strings of a chord, 20 ms apart, thick to thin unless `up`."""
    played = [(string, fret) for string, fret in enumerate(CHORDS[chord][0]) if fret is not None]
    if up:
        played = played[:1:-1]  # an upward strum catches the thin strings
    for place, (string, fret) in enumerate(played):
        start = at + 0.02 * place
        track.add(start, pluck(_hertz(string, fret), ring - 0.02 * place), gain)


def six_strings() -> Clip:
    words = ("Every", "Apple", "Does", "Go", "Bad", "Eventually")
    track = Track(18)
    for string in range(6):
        track.add(2 * string, pluck(_hertz(string, 0), 2), 0.8)
        track.add(12 + 0.75 * string, pluck(_hertz(string, 0), 5), 0.6)

    def one_by_one(canvas: Canvas, t: float) -> None:
        string = min(int(t / 2), 5)
        fretboard(canvas, _BOARD_X, _OPEN, (), CORAL, {string}, t=t)
        letter = STRINGS[string][0]
        big_name(canvas, _NAME_X, letter, f"{letter} for {words[string]}", CORAL)

    def all_six(canvas: Canvas, t: float) -> None:
        ringing = {string for string in range(6) if t >= 12 + 0.75 * string}
        fretboard(canvas, _BOARD_X, _OPEN, (), CORAL, ringing, t=t)
        for string in range(6):
            colour = CORAL if string in ringing else SOFT
            canvas.text(262 + 32 * string, 122, STRINGS[string][0], 36, colour, True)
        canvas.text(_NAME_X, 176, "thick to thin", 22, INK)

    sections = (
        Section(0, "The names", "Each string has a letter. Say it as you play it.", one_by_one),
        Section(12, "All six", "Now all six in a row. Same order, every time.", all_six),
    )
    return Clip("guitar-six-strings", "The six strings", CORAL, 18, sections, track, low_data=True)


def one_chord(key: str, title: str, chord: str) -> Clip:
    """Fingers one by one, then string by string, then strums."""
    frets, fingers, notes = CHORDS[chord]
    pressed = [string for string in range(6) if fingers[string]]
    pressed.sort(key=lambda string: fingers[string])
    count = len(pressed)
    counted = {2: "Two", 3: "Three"}[count]
    track = Track(16)
    starts = [1 + place * 7 / count for place in range(count)]
    for start, string in zip(starts, pressed, strict=True):
        track.add(start, pluck(_hertz(string, frets[string] or 0), 2), 0.8)
    for string in range(6):
        track.add(8 + 0.6 * string, pluck(_hertz(string, frets[string] or 0), 4 - 0.6 * string), 0.6)
    strums = (12.0, 13.0, 14.0)
    for at in strums:
        _strum(track, at, chord, 1.0 if at < 14 else 2.0)

    def fingers_on(canvas: Canvas, t: float) -> None:
        on = [string for start, string in zip(starts, pressed, strict=True) if t >= start]
        ringing = {on[-1]} if on and t < starts[len(on) - 1] + 1.8 else set()
        fretboard(canvas, _BOARD_X, frets, fingers, CORAL, ringing, set(on), t)
        name = FINGERS[fingers[on[-1]]] if on else "fingers off"
        canvas.text(_NAME_X, 116, str(fingers[on[-1]]) if on else "–", 84, CORAL, True)
        canvas.text(_NAME_X, 184, name, 22, INK)

    def by_string(canvas: Canvas, t: float) -> None:
        ringing = {string for string in range(6) if t >= 8 + 0.6 * string}
        fretboard(canvas, _BOARD_X, frets, fingers, CORAL, ringing, t=t)
        big_name(canvas, _NAME_X, chord, "one string at a time", CORAL)

    def strum(canvas: Canvas, t: float) -> None:
        fretboard(canvas, _BOARD_X, frets, fingers, CORAL, range(6), t=t)
        big_name(canvas, _NAME_X, chord, notes, CORAL)

    sections = (
        Section(0, "Where fingers go", f"{counted} fingers. Press just behind the metal bar.", fingers_on),
        Section(8, "String by string", "Does each one ring? If not, move a little.", by_string),
        Section(12, "Strum", "Sweep down slowly, thick to thin.", strum),
    )
    return Clip(key, title, CORAL, 16, sections, track, low_data=chord == "Em")


def change() -> Clip:
    beat = 0.75  # 80 beats a minute
    track = Track(18)
    order = ("G", "D", "G", "D")
    for at, chord in ((0, "G"), (3, "D")):
        _strum(track, at, chord, 3)
    for bar, chord in enumerate(order):
        for number in range(4):
            at = 6 + (4 * bar + number) * beat
            track.add(at, click(number == 0), 0.25)
            _strum(track, at, chord, beat, gain=0.5 if number == 0 else 0.36)

    def shapes(canvas: Canvas, t: float) -> None:
        chord = "G" if t < 3 else "D"
        frets, fingers, notes = CHORDS[chord]
        fretboard(canvas, _BOARD_X, frets, fingers, CORAL, [s for s in range(6) if frets[s] is not None], t=t)
        big_name(canvas, _NAME_X, chord, notes, CORAL)

    def in_time(canvas: Canvas, t: float) -> None:
        step = min(int((t - 6) / beat + 1e-6), 15)
        chord, following = order[step // 4], (*order, "end")[step // 4 + 1]
        frets, fingers, _ = CHORDS[chord]
        fretboard(canvas, _BOARD_X, frets, fingers, CORAL, [s for s in range(6) if frets[s] is not None], t=t)
        canvas.text(_NAME_X, 98, chord, 72, CORAL, True)
        canvas.text(_NAME_X, 148, f"next: {following}", 20, SOFT)
        beats(canvas, 188, step % 4, 4, CORAL, _NAME_X, 44)

    sections = (
        Section(0, "Two shapes", "Look at both shapes first. No hurry.", shapes),
        Section(6, "Change in time", "Four beats each. Move on beat four.", in_time),
    )
    return Clip("guitar-g-to-d", "From G to D", CORAL, 18, sections, track)


def strumming() -> Clip:
    eighth = 0.375  # 80 beats a minute
    patterns = ("D-D-D-D-", "DUDUDUDU", "D-DU-UDU")
    track = Track(18)
    for part, pattern in enumerate(patterns):
        for place in range(16):
            at, sign = 6 * part + place * eighth, pattern[place % 8]
            if place % 2 == 0:
                track.add(at, click(place % 8 == 0), 0.22)
            if sign != "-":
                hits = pattern[place % 8 + 1 :] + pattern
                ring = eighth * (1 + next(i for i, one in enumerate(hits) if one != "-"))
                _strum(track, at, "Em", ring, sign == "U", 0.5 if sign == "D" else 0.34)

    def picture(pattern: str, start: float, canvas: Canvas, t: float) -> None:
        arrows(canvas, 122, pattern, int((t - start) / eighth + 1e-6) % 8, CORAL)

    names = (
        ("Just down", "Hand down on 1, 2, 3, 4."),
        ("Down and up", "Up on the “and”. Let your hand swing."),
        ("A real pattern", "Miss the strings on a gap. Keep swinging!"),
    )
    sections = tuple(
        Section(6 * part, name, words, partial(picture, patterns[part], 6.0 * part))
        for part, (name, words) in enumerate(names)
    )
    return Clip("guitar-down-up", "Strum down and up", CORAL, 18, sections, track)
