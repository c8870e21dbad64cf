"""A sheet of 480 by 270 to draw on, drawn larger and then made smaller so that edges are smooth."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 480, 270
_BIG = 3

Colour = tuple[int, int, int]
PAPER: Colour = (255, 249, 240)
CARD: Colour = (255, 255, 255)
INK: Colour = (36, 33, 66)
SOFT: Colour = (133, 129, 158)
LINE: Colour = (222, 214, 204)
CORAL: Colour = (238, 88, 72)
TEAL: Colour = (18, 142, 132)
VIOLET: Colour = (104, 84, 214)
AMBER: Colour = (208, 124, 8)
SUN: Colour = (255, 200, 72)


@cache
def _font(bold: bool, size: int) -> ImageFont.FreeTypeFont:
    package, name = (
        ("font_fredoka_one", "FredokaOne-Regular.ttf")
        if bold
        else ("font_hanken_grotesk", "HankenGrotesk-SemiBold.otf")
    )
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"The fonts are missing: pip install {package.replace('_', '-')}")
    return ImageFont.truetype(str(Path(spec.origin).parent / "files" / name), size * _BIG)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """The colour that is `share` of the way from one to the other."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))  # type: ignore[return-value]


class Canvas:
    """Everything is given in sheet units, from the top left."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", (WIDTH * _BIG, HEIGHT * _BIG), PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def pixels(self) -> bytes:
        """The sheet as rows of red, green and blue bytes."""
        return self._image.resize((WIDTH, HEIGHT), Image.Resampling.BOX).tobytes()

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: int,
        colour: Colour = INK,
        bold: bool = False,
        anchor: str = "mm",
    ) -> None:
        """Words on one line; `anchor` is Pillow's, `mm` being the middle."""
        self._draw.text((x * _BIG, y * _BIG), words, fill=colour, font=_font(bold, size), anchor=anchor)

    def fitting(
        self,
        x: float,
        y: float,
        words: str,
        size: int,
        room: float,
        colour: Colour = INK,
        bold: bool = False,
        anchor: str = "mm",
    ) -> None:
        """Words on one line, made smaller until they are at most `room` wide."""
        while size > 10 and self.width(words, size, bold) > room:
            size -= 1
        self.text(x, y, words, size, colour, bold, anchor)

    def width(self, words: str, size: int, bold: bool = False) -> float:
        return _font(bold, size).getlength(words) / _BIG

    def box(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        colour: Colour,
        round_by: float = 0,
        edge: Colour | None = None,
    ) -> None:
        place = (x * _BIG, y * _BIG, (x + w) * _BIG - 1, (y + h) * _BIG - 1)
        self._draw.rounded_rectangle(place, round_by * _BIG, fill=colour, outline=edge, width=_BIG if edge else 0)

    def disc(
        self,
        x: float,
        y: float,
        radius: float,
        colour: Colour | None,
        edge: Colour | None = None,
        thick: float = 2,
    ) -> None:
        place = ((x - radius) * _BIG, (y - radius) * _BIG, (x + radius) * _BIG, (y + radius) * _BIG)
        self._draw.ellipse(place, fill=colour, outline=edge, width=round(thick * _BIG) if edge else 0)

    def stroke(self, points: list[tuple[float, float]], colour: Colour, thick: float) -> None:
        self._draw.line(
            [(x * _BIG, y * _BIG) for x, y in points], fill=colour, width=round(thick * _BIG), joint="curve"
        )

    def shape(self, points: list[tuple[float, float]], colour: Colour) -> None:
        self._draw.polygon([(x * _BIG, y * _BIG) for x, y in points], fill=colour)
