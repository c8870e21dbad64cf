"""What a clip is: a title, sections that follow each other, and a track of sound."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from clips.canvas import CARD, HEIGHT, INK, LINE, WIDTH, Canvas, Colour
from clips.sound import Track

Picture = Callable[[Canvas, float], None]
"""Draws the middle of the sheet (y from 54 to 216) as it is so many seconds after the clip's start."""


@dataclass(frozen=True)
class Section:
    """A part with a name of its own, which is a chapter of the lesson; `at` in whole seconds."""

    at: int
    name: str
    caption: str
    picture: Picture


@dataclass(frozen=True)
class Clip:
    """One lesson's video; `key` is the lesson's id and the file's name."""

    key: str
    title: str
    accent: Colour
    seconds: int
    sections: tuple[Section, ...]
    track: Track
    low_data: bool = False

    def section(self, t: float) -> Section:
        return self.sections[bisect_right([one.at for one in self.sections], t) - 1]

    def draw(self, t: float) -> Canvas:
        """The sheet at this second."""
        canvas, now = Canvas(), self.section(t)
        now.picture(canvas, t)
        room = canvas.width(now.name, 15) + 24
        canvas.box(WIDTH - 16 - room, 15, room, 26, self.accent, 13)
        canvas.text(WIDTH - 16 - room / 2, 28, now.name, 15, CARD)
        canvas.fitting(16, 28, self.title, 24, WIDTH - 44 - room, INK, True, "lm")
        canvas.fitting(WIDTH / 2, 234, now.caption, 20, WIDTH - 28)
        canvas.box(16, HEIGHT - 14, WIDTH - 32, 6, LINE, 3)
        canvas.box(16, HEIGHT - 14, max(6.0, (WIDTH - 32) * t / self.seconds), 6, self.accent, 3)
        for section in self.sections[1:]:
            canvas.box(15 + (WIDTH - 32) * section.at / self.seconds, HEIGHT - 17, 3, 12, INK, 1)
        return canvas
