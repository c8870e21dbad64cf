"""From the text of a TOML catalogue to rows."""

from collections.abc import Iterable

from bot.services.catalogue.faults import FaultList, did_you_mean, nearest
from bot.services.catalogue.rows import CHAPTER_KEYS, LESSON_KEYS, SERIES_KEYS, Cell, Row, Source
from bot.services.catalogue.toml_lines import Path
from bot.services.catalogue.toml_syntax import parse

_KINDS = {"series": SERIES_KEYS, "lesson": LESSON_KEYS}


def read_toml(text: str, faults: FaultList) -> Source:
    """Rows of a TOML text; what is no TOML is a fault with its line."""
    data, lines = parse(text.replace("\r\n", "\n"), faults)
    source = Source(whole=bool(data) or not faults)
    for name, value in data.items():
        line, kind = lines[(name,)], name
        if name not in _KINDS:
            faults.add(line, name, "is not known here", did_you_mean(name, _KINDS, "use [[series]] and [[lesson]]"))
            kind = nearest(name, _KINDS) or ""
            source.whole = False
        rows = {"series": source.series, "lesson": source.lessons}.get(kind)
        if rows is None:
            continue
        tables: dict[Path, dict[str, object]] = {}
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            tables = {(name, index): one for index, one in enumerate(value)}
        else:
            if isinstance(value, dict):
                tables[name,] = value
            faults.add(line, name, "is not a list of tables", f"write it in double square brackets: [[{kind}]]")
            source.whole = False
        rows.extend(_rows(kind, tables, lines, faults))
    return source


def _rows(kind: str, tables: dict[Path, dict[str, object]], lines: dict[Path, int], faults: FaultList) -> Iterable[Row]:
    for number, (path, table) in enumerate(tables.items(), start=1):
        row = Row(kind, number, lines[path])
        row.cells = {key: _cell(value, (*path, key), lines) for key, value in table.items()}
        _add_unknown(row.cells, _KINDS[kind], row.where, faults)
        chapters = row.cells.get("chapters")
        if kind == "lesson" and chapters is not None and isinstance(chapters.value, list):
            for chapter in chapters.value:
                if isinstance(chapter.value, dict):
                    _add_unknown(chapter.value, CHAPTER_KEYS, f"{row.where}, chapters", faults)
        yield row


def _cell(value: object, path: Path, lines: dict[Path, int]) -> Cell:
    line = lines[path]
    if isinstance(value, list):
        return Cell([_cell(one, (*path, index), lines) for index, one in enumerate(value)], line)
    if isinstance(value, dict):
        return Cell({key: _cell(one, (*path, key), lines) for key, one in value.items()}, line)
    return Cell(value, line)


def _add_unknown(cells: dict[str, Cell], known: tuple[str, ...], where: str, faults: FaultList) -> None:
    """A misspelt key is one fault: its value is then looked at as if it had been written right."""
    for key, cell in list(cells.items()):
        if key not in known:
            hint = did_you_mean(key, known, f"known here: {', '.join(known)}")
            faults.add(cell.line, where, f"the key {key} is not known", hint)
            meant = nearest(key, known)
            if meant is not None:
                cells.setdefault(meant, cell)
