"""A catalogue read whole: every row is checked by itself, and then against the others."""

import codecs
from collections.abc import Callable
from pathlib import Path

from bot.services.catalogue.csv_form import read_csv
from bot.services.catalogue.entries import Catalogue, Series, make_catalogue
from bot.services.catalogue.faults import CatalogueFaults, FaultList, did_you_mean, nearest
from bot.services.catalogue.fields import LEVELS, Fields
from bot.services.catalogue.lessons import LessonDraft, read_lesson
from bot.services.catalogue.rows import Row, Source
from bot.services.catalogue.toml_form import read_toml

Progress = Callable[[int, int], None]
"""Called with how many lessons are read and how many there are."""

_LARGEST_CATALOGUE = 30_000_000
_READERS = {".toml": read_toml, ".csv": read_csv, ".tsv": read_csv}


def read_catalogue(path: Path, progress: Progress | None = None) -> Catalogue:
    """Read a TOML or CSV catalogue; raises CatalogueFaults with all that is wrong, OSError without a file."""
    faults = FaultList()
    source = _read_source(path, faults)
    folder = path.resolve().parent
    series = [_read_series(row, faults) for row in source.series]
    drafts: list[LessonDraft] = []
    for at, row in enumerate(source.lessons, start=1):
        drafts.append(read_lesson(row, folder, faults))
        if progress is not None:
            progress(at, len(source.lessons))
    if not source.lessons and not faults:
        faults.add(None, "catalogue", "there is no lesson in it", "docs/lessons.md shows how one is written")
    _check_ids(source.series, faults)
    _check_ids(source.lessons, faults)
    _check_series_of(source, drafts, faults)
    _check_orders(drafts, faults)
    if faults:
        raise CatalogueFaults(faults)
    known = {one.key: one for one in series if one is not None}
    return make_catalogue(list(known.values()), [one.entry(known) for one in drafts])


def _read_source(path: Path, faults: FaultList) -> Source:
    reader = _READERS.get(path.suffix.casefold())
    if reader is None:
        hint = "it must end in .toml or .csv; from a spreadsheet save it as “CSV UTF-8”"
        faults.add(None, "the file", "is not a catalogue that can be read", hint)
        return Source()
    raw = path.read_bytes()
    if len(raw) > _LARGEST_CATALOGUE:
        faults.add(None, "the file", f"has {len(raw) / 1_000_000:.0f} MB", "a catalogue has 30 MB at most")
        return Source()
    text = _decode(raw, faults)
    return Source() if text is None else reader(text, faults)


def _decode(raw: bytes, faults: FaultList) -> str | None:
    """UTF-8, with or without a mark; other bytes are named by line, then guessed so that reading goes on."""
    hint = "save the file as UTF-8 (in a spreadsheet: “CSV UTF-8”)"
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        faults.add(None, "catalogue", "is written in UTF-16", hint)
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    for number, line in enumerate(lines, start=1):
        try:
            line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            seen = line[: error.start].decode("utf-8", "replace")[-20:]
            faults.add(number, "letters", f"a letter behind “{seen}” is not UTF-8", hint)
    return raw.removeprefix(codecs.BOM_UTF8).decode("cp1252", errors="replace").replace("\ufffd", "?")


def _read_series(row: Row, faults: FaultList) -> Series | None:
    fields = Fields(row, faults)
    key = fields.slug("id", "a short name for good, as in guitar-first-steps")
    title = fields.text("title", 100, "what young people read, as in First steps on guitar")
    instrument = fields.instrument("instrument", "as in guitar")
    level = fields.choice("level", LEVELS, f"one of {', '.join(LEVELS)}")
    if key is None or title is None or instrument is None or level is None:
        return None
    return Series(key, title, instrument, level, row.line)


def _check_ids(rows: list[Row], faults: FaultList) -> None:
    first: dict[str, int] = {}
    for row in rows:
        cell = row.cells.get("id")
        if cell is None or not isinstance(cell.value, str) or not cell.value.strip():
            continue
        if cell.value.strip() in first:
            problem = f"is taken already, on line {first[cell.value.strip()]}"
            Fields(row, faults).fault("id", cell, problem, "give each an id of its own")
        first.setdefault(cell.value.strip(), cell.line)


def _check_series_of(source: Source, drafts: list[LessonDraft], faults: FaultList) -> None:
    """Lessons in a series that is not there, and series without lessons, as far as all names could be read."""
    named = {str(row.cells["id"].value).strip() if "id" in row.cells else "": row for row in source.series}
    used = {one.series_key for one in drafts}
    unread = None in used
    used |= {nearest(one, named) for one in used - named.keys() if one}  # a slip of the pen is no empty series
    for draft in drafts:
        if draft.series_key is not None and draft.series_key not in named and "" not in named:
            hint = did_you_mean(draft.series_key, named, "add a [[series]] with this id")
            draft.fields.fault("series", draft.fields.cell("series"), f"there is no series {draft.series_key}", hint)
    for key, row in named.items():
        if key and key not in used and drafts and source.whole and not unread:
            Fields(row, faults).fault("", None, "has no lesson", "add one, or take the series out")


def _check_orders(drafts: list[LessonDraft], faults: FaultList) -> None:
    first: dict[tuple[str, int], int] = {}
    for draft in drafts:
        cell = draft.fields.cell("order")
        if draft.series_key is None or draft.order is None or cell is None:
            continue
        place = (draft.series_key, draft.order)
        if place in first:
            problem = f"{draft.order} is taken in series {draft.series_key} already, on line {first[place]}"
            draft.fields.fault("order", cell, problem, "give each lesson of a series its own number")
        first.setdefault(place, cell.line)
