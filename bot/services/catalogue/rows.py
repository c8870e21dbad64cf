"""A catalogue's rows before anything is checked: every value with the line that it stands on."""

from dataclasses import dataclass, field


@dataclass
class Cell:
    """A value as written. A list holds cells again, and a table is a dictionary of cells."""

    value: object
    line: int


@dataclass
class Row:
    """A series or a lesson as written."""

    kind: str
    number: int
    line: int
    cells: dict[str, Cell] = field(default_factory=dict)
    excused: frozenset[str] = frozenset()
    """Keys whose absence is told elsewhere already: a column that is missing is one fault, not one a row."""

    @property
    def where(self) -> str:
        """How a fault names this row: by its id, or by its number where it has none."""
        cell = self.cells.get("id")
        name = cell.value.strip() if cell and isinstance(cell.value, str) else ""
        return f"{self.kind} {name[:40]}" if name else f"{self.kind} number {self.number}"


@dataclass
class Source:
    """All rows of a file, in its order; not `whole` if a fault of its form hid some."""

    series: list[Row] = field(default_factory=list)
    lessons: list[Row] = field(default_factory=list)
    whole: bool = True


SERIES_KEYS = ("id", "title", "instrument", "level")
LESSON_KEYS = (
    "id",
    "series",
    "order",
    "title",
    "summary",
    "teaches",
    "length",
    "video",
    "video_size",
    "low_data",
    "low_data_size",
    "captions",
    "chapters",
    "keywords",
)
CHAPTER_KEYS = ("at", "title")
