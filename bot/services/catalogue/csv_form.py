"""From the text of a CSV catalogue (one row a lesson) to rows."""

import csv
import io
from collections.abc import Iterator

from bot.services.catalogue.faults import FaultList, did_you_mean, nearest
from bot.services.catalogue.fields import shown
from bot.services.catalogue.rows import LESSON_KEYS, Cell, Row, Source

_OF_SERIES = {"series_title": "title", "instrument": "instrument", "level": "level"}
COLUMNS = (*LESSON_KEYS, *_OF_SERIES)
_NEEDED = ("id", "series", "order", "title", "summary", "video", *_OF_SERIES)
_LISTS = ("teaches", "chapters", "keywords")
_LONGEST_CELL = 1_000_000


def read_csv(text: str, faults: FaultList) -> Source:
    """Rows of a CSV text whose columns are parted by commas, semicolons or tabs, as its first line shows."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    csv.field_size_limit(_LONGEST_CELL)
    mark, source = _separator(text), Source()
    records = _records(text, mark, source, faults)
    heading = next(records, None)
    if heading is None:
        return source
    columns = [one.strip().casefold().replace(" ", "_").replace("-", "_") for one in heading[1]]
    if not set(columns) & set(COLUMNS):
        hint = f"the first line names the columns, with commas between them: {','.join(COLUMNS)}"
        faults.add(heading[0], "columns", "not one column is known", hint)
        return source
    missing = _check_columns(heading[0], columns, faults)
    by_series: dict[str, Row] = {}
    for line, values in records:
        if not any(one.strip() for one in values):
            continue
        row = Row("lesson", len(source.lessons) + 1, line, excused=missing)
        if len(values) != len(columns):
            source.whole = False
            faults.add(line, row.where, *_miscounted(len(values), len(columns)))
            continue
        cells = {key: Cell(value.strip(), line) for key, value in zip(columns, values, strict=True) if value.strip()}
        row.cells = {key: _split(cell) if key in _LISTS else cell for key, cell in cells.items() if key in LESSON_KEYS}
        source.lessons.append(row)
        _learn_series(cells, row, by_series, source, faults)
    if not source.whole:  # what a series lacks may have stood in a row that could not be read
        for one in source.series:
            one.excused = frozenset(_OF_SERIES.values())
    return source


def _miscounted(found: int, wanted: int) -> tuple[str, str]:
    if found == 1:
        return "is not parted like the first line", "use the same sign between columns on every line"
    hint = 'a text with a comma in it must stand in double quotes: "one, two"'
    return f"has {found} columns where the first line has {wanted}", hint


def _separator(text: str) -> str:
    first = text.lstrip("\n").partition("\n")[0]
    return max(",;\t", key=first.count)


def _records(text: str, mark: str, source: Source, faults: FaultList) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins; a broken one is a fault and reading goes on behind it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            hint = 'double quotes stand around a whole cell, and one inside is written twice: "say ""hi"" to it"'
            problem = "a double quote is opened and never closed" if "end of data" in str(error) else str(error)
            faults.add(line, "CSV", problem, hint)
            source.whole = False
            continue
        if values:
            yield line, values


def _check_columns(line: int, columns: list[str], faults: FaultList) -> frozenset[str]:
    """Name each fault of the first line, take misspelt columns as meant, and return what is missing."""
    for at, name in enumerate(columns):
        if name not in COLUMNS:
            hint = did_you_mean(name, COLUMNS, f"known columns: {', '.join(COLUMNS)}")
            faults.add(line, "columns", f"the column {name or at + 1} is not known", hint)
            meant = nearest(name, COLUMNS)
            if meant is not None and meant not in columns:
                columns[at] = meant
        elif name in columns[:at]:
            faults.add(line, "columns", f"the column {name} is there twice", "keep one of them")
    missing = frozenset(_NEEDED) - set(columns)
    for name in sorted(missing):
        faults.add(line, "columns", f"the column {name} is missing", "add it to the first line")
    return missing


def _split(cell: Cell) -> Cell:
    return Cell([Cell(part.strip(), cell.line) for part in str(cell.value).split("|") if part.strip()], cell.line)


def _learn_series(
    cells: dict[str, Cell], lesson: Row, by_series: dict[str, Row], source: Source, faults: FaultList
) -> None:
    """A series is told by its lessons' rows: once is enough, and told again it must be the same."""
    if "series" not in cells:
        return
    key = str(cells["series"].value)
    if key not in by_series:
        excused = frozenset(name for column, name in _OF_SERIES.items() if column in lesson.excused)
        by_series[key] = Row("series", len(by_series) + 1, lesson.line, {"id": cells["series"]}, excused)
        source.series.append(by_series[key])
    known = by_series[key].cells
    for column, name in _OF_SERIES.items():
        told = cells.get(column)
        if told is None:
            continue
        before = known.setdefault(name, told)
        if before.value != told.value:
            problem = f"{column} is “{shown(told)}” here, and “{shown(before)}” on line {before.line}"
            faults.add(
                told.line,
                lesson.where,
                problem,
                f"every lesson of series {key} must say the same, or leave it empty",
            )
