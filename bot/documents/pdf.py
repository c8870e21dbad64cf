"""A transcript as a PDF: plain pages with numbers, in a font that knows most alphabets."""

import unicodedata
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import WrapMode, XPos, YPos

from bot.documents.transcript import Line, Transcript

FONT = Path(__file__).resolve().parent / "fonts" / "DejaVuSans.ttf"
_FAMILY = "DejaVu"
_MARGIN_MM = 18
_GREY, _BLACK = (90, 90, 90), (0, 0, 0)
_YOUNG, _STAFF = (20, 110, 70), (40, 70, 160)
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\ufe0e\ufe0f")


@lru_cache
def _drawable() -> frozenset[int]:
    with TTFont(FONT, lazy=True) as font:
        return frozenset(font.getBestCmap())


def drawable(words: str) -> tuple[str, bool]:
    """The words as the font can draw them, an emoji by its name and anything else as a box; whether any was lost."""
    known, lost, drawn = _drawable(), False, []
    for character in words:
        if ord(character) in known or character in "\n\t":
            drawn.append(character)
        elif character not in _INVISIBLE:
            name = unicodedata.name(character, "") if unicodedata.category(character) == "So" else ""
            drawn.append(f"‹{name.lower()}›" if name else "□")
            lost = lost or not name
    return "".join(drawn), lost


class _Pages(FPDF):
    def __init__(self, page: str) -> None:
        super().__init__(format="A4")
        self.page_words = page
        self.lost = False
        self.add_font(_FAMILY, fname=FONT)
        self.set_margin(_MARGIN_MM)
        self.set_auto_page_break(True, _MARGIN_MM)
        self.add_page()

    def footer(self) -> None:
        self.set_y(-12)
        self.set_font(_FAMILY, size=8)
        self.set_text_color(*_GREY)
        self.cell(0, 5, drawable(f"{self.page_words} {self.page_no()}")[0], align="R")

    def say(self, words: str, size: float, colour: tuple[int, int, int] = _BLACK, indent: float = 0) -> None:
        """A paragraph; long words without a gap are broken."""
        drawn, lost = drawable(words)
        self.lost = self.lost or lost
        self.set_font(_FAMILY, size=size)
        self.set_text_color(*colour)
        self.set_x(self.l_margin + indent)
        at = {"new_x": XPos.LMARGIN, "new_y": YPos.NEXT}
        self.multi_cell(0, size * 0.5, drawn, align="L", wrapmode=WrapMode.WORD, **at)  # type: ignore[arg-type]


def to_pdf(transcript: Transcript) -> bytes:
    """The document; a thousand lines take several seconds, so never call it in the event loop."""
    pages = _Pages(transcript.page)
    pages.set_title(transcript.title)
    pages.set_lang(transcript.language)
    pages.say(transcript.title, 16)
    pages.say(transcript.made, 9, _GREY)
    if not transcript.threads:
        pages.ln(4)
        pages.say(transcript.nothing, 11)
    for thread in transcript.threads:
        pages.ln(5)
        pages.say(thread.heading, 13)
        if thread.about:
            pages.say(thread.about, 9, _GREY)
        for line in thread.lines:
            _line(pages, line)
    if pages.lost:
        pages.ln(4)
        pages.say(transcript.not_drawn, 9, _GREY)
    return bytes(pages.output())


def _line(pages: _Pages, line: Line) -> None:
    pages.ln(2)
    head = f"{line.who} · {line.when}" + (f" ({line.note})" if line.note else "")
    pages.say(head, 9, _YOUNG if line.young else _STAFF)
    pages.say(line.words, 11)
    for words in line.earlier:
        pages.say(words, 9, _GREY, indent=6)
