"""Keyboard clips: the keys that light up are the keys that sound."""

from clips.canvas import CARD, SOFT, TEAL, WIDTH, Canvas
from clips.pictures import beats, keyboard
from clips.sound import Track, click, keys, pitch
from clips.story import Clip, Section

CHORDS = {
    "C": ("C4", "E4", "G4"),
    "G": ("G3", "B3", "D4"),
    "Am": ("A3", "C4", "E4"),
    "F": ("F3", "A3", "C4"),
}


def clips() -> list[Clip]:
    """All keyboard clips, in their order."""
    return [middle_c(), five_notes(), c_chord(), four_chords()]


def _play(track: Track, at: float, notes: tuple[str, ...], ring: float, gain: float = 0.5) -> None:
    for note in notes:
        track.add(at, keys(pitch(note), ring), gain)


def _letters(*notes: str) -> dict[str, str]:
    return {note: note[0] for note in notes}


def middle_c() -> Clip:
    track = Track(15)
    blacks = ("C#3", "D#3", "C#4", "D#4")
    for place, note in enumerate(blacks):
        track.add(0.5 + place, keys(pitch(note), 1.0), 0.6)
    track.add(5.5, keys(pitch("C3"), 2.0), 0.7)
    track.add(7.5, keys(pitch("C4"), 2.0), 0.7)
    for at in (10.0, 11.0, 12.0):
        track.add(at, keys(pitch("C4"), 1.0 if at < 12 else 3.0), 0.8)

    def twos(canvas: Canvas, t: float) -> None:
        now = min(int(t - 0.5), 3) if 0.5 <= t < 4.5 else None
        keyboard(canvas, {} if now is None else {blacks[now]: ""}, TEAL, blacks)

    def left_of_two(canvas: Canvas, t: float) -> None:
        lit = _letters("C3") if 5.5 <= t < 7.5 else _letters("C3", "C4") if t >= 7.5 else {}
        keyboard(canvas, lit, TEAL, blacks)

    def the_middle(canvas: Canvas, t: float) -> None:
        keyboard(canvas, _letters("C4"), TEAL)

    sections = (
        Section(0, "Two black keys", "Black keys stand in twos and threes. Find the twos.", twos),
        Section(5, "Left of the two", "The white key on their left is C.", left_of_two),
        Section(10, "Middle C", "The C nearest the middle is middle C.", the_middle),
    )
    return Clip("keyboard-middle-c", "Find middle C", TEAL, 15, sections, track, low_data=True)


def five_notes() -> Clip:
    up = ("C4", "D4", "E4", "F4", "G4")
    slow = [(float(place), note) for place, note in enumerate(up)]
    down = [(6.0 + place, note) for place, note in enumerate(reversed(up))]
    quick = [(12 + 0.5 * place, note) for place, note in enumerate((*up, *up[-2::-1]))]
    played = [*slow, *down, *quick]
    track = Track(18)
    for at, note in played:
        track.add(at, keys(pitch(note), 0.5 if 12 <= at < 16 else 1.5 if note in (played[4][1], "C4") else 1.0), 0.8)

    def picture(canvas: Canvas, t: float) -> None:
        now = [note for at, note in played if at <= t][-1]
        keyboard(canvas, {now: str(up.index(now) + 1)}, TEAL, up)

    sections = (
        Section(0, "Going up", "Thumb is 1, little finger is 5.", picture),
        Section(6, "Going down", "Same five notes, back to the thumb.", picture),
        Section(12, "Twice as fast", "Up and down. Easy, not hard.", picture),
    )
    return Clip("keyboard-five-notes", "Five notes, five fingers", TEAL, 18, sections, track)


def c_chord() -> Clip:
    track, chord = Track(14), CHORDS["C"]
    for place, note in enumerate(chord):
        track.add(1.5 * place, keys(pitch(note), 1.5), 0.8)
        track.add(10 + 0.5 * place, keys(pitch(note), 4 - 0.5 * place), 0.6)
    for at in (5.0, 6.5, 8.0):
        _play(track, at, chord, 1.5 if at < 8 else 2.0)
    fingers = dict(zip(chord, ("1", "3", "5"), strict=True))

    def one_by_one(canvas: Canvas, t: float) -> None:
        keyboard(canvas, {note: fingers[note] for place, note in enumerate(chord) if t >= 1.5 * place}, TEAL)

    def together(canvas: Canvas, t: float) -> None:
        keyboard(canvas, _letters(*chord), TEAL)

    def rolled(canvas: Canvas, t: float) -> None:
        keyboard(canvas, _letters(*(n for place, n in enumerate(chord) if t >= 10 + 0.5 * place)), TEAL, chord)

    sections = (
        Section(0, "Three keys", "Fingers 1, 3 and 5. Skip a key between.", one_by_one),
        Section(5, "All at once", "Press all three at the same time.", together),
        Section(10, "One by one", "Now let them roll: C, E, G.", rolled),
    )
    return Clip("keyboard-c-chord", "The C chord", TEAL, 14, sections, track)


def four_chords() -> Clip:
    beat = 0.75  # 80 beats a minute
    order = ("C", "G", "Am", "F")
    track = Track(24)
    for bar, chord in enumerate(order):
        _play(track, 3 * bar, CHORDS[chord], 3.0)
        for number in range(4):
            at = 12 + 3 * bar + number * beat
            track.add(at, click(number == 0), 0.3)
            _play(track, at, CHORDS[chord], beat, 0.55 if number == 0 else 0.4)

    def picture(canvas: Canvas, t: float) -> None:
        bar = int(t / 3) % 4
        keyboard(canvas, _letters(*CHORDS[order[bar]]), TEAL, y=100, height=108)
        for place, chord in enumerate(order):
            x, on = WIDTH / 2 + (place - 1.5) * 64 - (0 if t < 12 else 92), place == bar
            canvas.box(x - 28, 54, 56, 32, TEAL if on else CARD, 10)
            canvas.text(x, 70, chord, 22, CARD if on else SOFT, True)
        if t >= 12:
            beats(canvas, 70, int((t - 12) / beat + 1e-6) % 4, 4, TEAL, 382, 40)

    sections = (
        Section(0, "Slowly", "Hold each chord. Look ahead to the next.", picture),
        Section(12, "With the beat", "Four times each. Lots of songs go like this.", picture),
    )
    return Clip("keyboard-four-chords", "Four chords", TEAL, 24, sections, track)
