"""Single values of a row: each is read and returned, or its fault is named and None returned."""

import re
import unicodedata
from collections.abc import Sequence

from bot.services.catalogue.faults import FaultList, did_you_mean, nearest
from bot.services.catalogue.rows import Cell, Row

INSTRUMENTS = (
    *("guitar", "bass", "ukulele", "keyboard", "piano", "organ", "accordion", "drums", "percussion"),
    *("voice", "rap", "beats", "dj", "songwriting", "production", "theory"),
    *("violin", "viola", "cello", "double bass", "harp", "flute", "recorder", "clarinet", "oboe", "bassoon"),
    *("saxophone", "trumpet", "trombone", "horn", "tuba", "harmonica", "tabla", "steel pan"),
)
LEVELS = ("beginner", "improver", "advanced")
_OTHER = "other:"
_LONGEST_MINUTES = 600

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TIME = re.compile(r"([0-9]{1,3}):([0-5][0-9])")
_SIZE = re.compile(r"(\d{1,4}(?:[.,]\d{1,3})?) ?(kB|MB|GB)", re.IGNORECASE)
_UNIT = {"kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000}
_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def parse_time(written: str) -> int | None:
    """Seconds of a time such as `2:14` (`75:00` is an hour and a quarter); None if it is no time."""
    match = _TIME.fullmatch(written.strip())
    if match is None:
        return None
    seconds = int(match[1]) * 60 + int(match[2])
    return seconds if seconds <= _LONGEST_MINUTES * 60 else None


def show_time(seconds: int) -> str:
    """A time as `parse_time` reads it."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def shown(cell: Cell) -> str:
    """A value as a fault repeats it, cut short."""
    if isinstance(cell.value, list | dict):
        return "a list" if isinstance(cell.value, list) else "a table"
    words = str(cell.value).strip()
    return words if len(words) <= 60 else f"{words[:59]}…"


class Fields:
    """Reads the values of one row and names what is wrong with them."""

    def __init__(self, row: Row, faults: FaultList) -> None:
        self._row = row
        self._faults = faults

    def fault(self, key: str, cell: Cell | None, problem: str, hint: str = "") -> None:
        """Name a fault of this row on the line of its value, or on the row's own where there is none."""
        where = f"{self._row.where}, {key}" if key else self._row.where
        self._faults.add(cell.line if cell else self._row.line, where, problem, hint)

    def cell(self, key: str, needed: str = "") -> Cell | None:
        """The value as written; where it is missing and `needed` says how to write it, that is a fault."""
        cell = self._row.cells.get(key)
        empty = cell is None or (isinstance(cell.value, str) and not cell.value.strip())
        if empty and needed and key not in self._row.excused:
            self.fault(key, cell, "is missing", needed)
        return None if empty else cell

    def text(self, key: str, longest: int, needed: str = "", lines: bool = False) -> str | None:
        cell = self.cell(key, needed)
        return None if cell is None else self.plain(key, cell, longest, lines)

    def plain(self, key: str, cell: Cell, longest: int, lines: bool = False) -> str | None:
        """Words without control characters, at most so many characters long, on one line unless `lines`."""
        if not isinstance(cell.value, str):
            self.fault(key, cell, "is not a text", f'write it in straight quotes: {key} = "…"')
            return None
        words = cell.value.strip()
        if not words:
            self.fault(key, cell, "is empty", "write some words, or take it out")
        elif len(words) > longest:
            self.fault(key, cell, f"has {len(words)} characters", f"at most {longest} fit")
        elif not lines and "\n" in words:
            self.fault(key, cell, "goes over more than one line", "write it on one line, and / instead of \\")
        elif any(unicodedata.category(one) == "Cc" and one != "\n" for one in words):
            self.fault(key, cell, "has a character in it that cannot be seen", "type it anew by hand")
        elif "\ufffd" in words:
            self.fault(key, cell, "has a broken character (�) in it", "type that letter anew, and save as UTF-8")
        else:
            return words
        return None

    def slug(self, key: str, needed: str) -> str | None:
        cell = self.cell(key, needed)
        words = None if cell is None else self.plain(key, cell, 40)
        if words is None or _SLUG.fullmatch(words):
            return words
        ascii_only = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
        better = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
        hint = "only small letters, digits and single hyphens" + (f", as in {better}" if better else "")
        self.fault(key, cell, f"“{words}” is not an id", hint)
        return None

    def time(self, key: str, needed: str = "") -> int | None:
        cell = self.cell(key, needed)
        return None if cell is None else self.moment(key, cell)

    def moment(self, key: str, cell: Cell) -> int | None:
        seconds = parse_time(cell.value) if isinstance(cell.value, str) else None
        if seconds is None:
            hint = 'minutes and seconds in quotes, as in "2:14"'
            if re.fullmatch(r"\d+:\d\d:\d\d", str(cell.value).strip()):
                hint = "only minutes and seconds, as in 2:14; in a spreadsheet make the column “Text”"
            self.fault(key, cell, f"“{shown(cell)}” is not a time", hint)
        return seconds

    def number(self, key: str, highest: int, needed: str) -> int | None:
        cell = self.cell(key, needed)
        if cell is None:
            return None
        value = cell.value
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value.strip()):
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= highest:
            return value
        self.fault(key, cell, f"“{shown(cell)}” is not a whole number from 1 to {highest}", needed)
        return None

    def yes_no(self, key: str) -> bool:
        """No when it is left out."""
        cell = self.cell(key)
        if cell is None or isinstance(cell.value, bool):
            return bool(cell and cell.value)
        answer = _YES_NO.get(str(cell.value).strip().casefold())
        if answer is None:
            self.fault(key, cell, f"“{shown(cell)}” is neither yes nor no", "write yes or no")
        return bool(answer)

    def size(self, key: str) -> int | None:
        cell = self.cell(key)
        if cell is None:
            return None
        match = _SIZE.fullmatch(str(cell.value).strip())
        size = round(float(match[1].replace(",", ".")) * _UNIT[match[2].lower()]) if match else 0
        if size <= 0:
            self.fault(key, cell, f"“{shown(cell)}” is not a size", "as in 12 MB, or 800 kB")
            return None
        return size

    def texts(self, key: str, most: int, longest: int) -> tuple[str, ...]:
        found = (self.plain(key, one, longest) for one in self.elements(key, most))
        return tuple(one for one in found if one is not None)

    def elements(self, key: str, most: int) -> list[Cell]:
        """A list's elements; nothing when it is left out."""
        cell = self.cell(key)
        if cell is None:
            return []
        if not isinstance(cell.value, list):
            self.fault(key, cell, "is not a list", f'write it in square brackets: {key} = ["…", "…"]')
            return []
        if len(cell.value) > most:
            self.fault(key, cell, f"has {len(cell.value)} entries", f"at most {most} fit")
        return cell.value

    def choice(self, key: str, known: Sequence[str], needed: str) -> str | None:
        cell = self.cell(key, needed)
        words = None if cell is None else self.plain(key, cell, 40)
        if words is None or words.casefold() in known:
            return words and words.casefold()
        self.fault(key, cell, f"“{words}” is not known", did_you_mean(words, known, f"one of {', '.join(known)}"))
        return None

    def instrument(self, key: str, needed: str) -> str | None:
        """A known instrument or any other; one nearly written like a known one may be a slip."""
        cell = self.cell(key, needed)
        words = None if cell is None else self.plain(key, cell, 40)
        if words is None:
            return None
        name = " ".join(words.casefold().split())
        if name.startswith(_OTHER):
            name = name.removeprefix(_OTHER).strip()
        elif name not in INSTRUMENTS and (near := nearest(name, INSTRUMENTS, cutoff=0.75)):
            hint = f"did you mean {near}? If it is another instrument, write “other: {name}”"
            self.fault(key, cell, f"“{words}” is nearly a known instrument", hint)
            return None
        if not name:
            self.fault(key, cell, "names no instrument", "as in other: sitar")
        return name or None
