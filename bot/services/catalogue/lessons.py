"""One lesson of a catalogue, read from its row."""

from dataclasses import dataclass
from pathlib import Path

from bot.services.catalogue.entries import Chapter, LessonEntry, Series, Video
from bot.services.catalogue.faults import FaultList
from bot.services.catalogue.fields import Fields, show_time, shown
from bot.services.catalogue.rows import Cell, Row
from bot.services.catalogue.videos import check_length, read_video

MOST_CHAPTERS = 20


@dataclass(frozen=True)
class LessonDraft:
    """What could be read of a lesson; None stands where a fault is named."""

    fields: Fields
    line: int
    key: str | None
    series_key: str | None
    order: int | None
    title: str | None
    summary: str | None
    teaches: tuple[str, ...]
    length_seconds: int | None
    video: Video | None
    low_data: Video | None
    captions: bool
    chapters: tuple[Chapter, ...]
    keywords: tuple[str, ...]

    def entry(self, series: dict[str, Series]) -> LessonEntry:
        """The finished lesson; only a draft without faults may be asked."""
        if (
            self.key is None
            or self.series_key is None
            or self.order is None
            or self.title is None
            or self.summary is None
            or self.length_seconds is None
            or self.video is None
        ):
            raise AssertionError(f"the lesson on line {self.line} is unfinished, and no fault says why")
        home = series[self.series_key]
        return LessonEntry(
            key=self.key,
            series_key=self.series_key,
            instrument=home.instrument,
            level=home.level,
            order=self.order,
            title=self.title,
            summary=self.summary,
            teaches=self.teaches,
            length_seconds=self.length_seconds,
            video=self.video,
            low_data=self.low_data,
            captions=self.captions,
            chapters=self.chapters,
            keywords=self.keywords,
            line=self.line,
        )


def read_lesson(row: Row, folder: Path, faults: FaultList) -> LessonDraft:
    """Read a row, naming all its faults; files are looked for in `folder`."""
    fields = Fields(row, faults)
    key = fields.slug("id", "a short name for good, as in guitar-e-minor")
    series_key = fields.text("series", 40, "the id of the series that it belongs to")
    order = fields.number("order", 9_999, "its place in the series: 1, 2, 3 …")
    title = fields.text("title", 100, "what young people read, as in E minor: two fingers")
    summary = fields.text("summary", 800, "what it is about, in a sentence or two", lines=True)
    video, measured = read_video(
        fields, "video", folder, "a link that begins with https://, or a file as in clips/one.mp4"
    )
    low_data, low_measured = read_video(fields, "low_data", folder)
    length = fields.time("length", "" if measured else "minutes and seconds in quotes, as in 2:14")
    if length == 0:
        fields.fault("length", fields.cell("length"), "is nothing", "a lesson lasts a second at least")
        length = None
    check_length(fields, "length", length, measured)
    if fields.cell("length") is None and measured:
        length = max(1, round(measured))
    check_length(fields, "low_data", length, low_measured)
    if video and low_data and video.size_bytes and low_data.size_bytes and low_data.size_bytes >= video.size_bytes:
        fields.fault(
            "low_data",
            fields.cell("low_data"),
            "is not smaller than the video",
            "take it out, or make it smaller",
        )
    return LessonDraft(
        fields=fields,
        line=row.line,
        key=key,
        series_key=series_key,
        order=order,
        title=title,
        summary=summary,
        teaches=fields.texts("teaches", most=8, longest=120),
        length_seconds=length,
        video=video,
        low_data=low_data,
        captions=fields.yes_no("captions"),
        chapters=_read_chapters(fields, length),
        keywords=fields.texts("keywords", most=30, longest=40),
    )


def _read_chapters(fields: Fields, length: int | None) -> tuple[Chapter, ...]:
    chapters: list[Chapter] = []
    for cell in fields.elements("chapters", MOST_CHAPTERS):
        at, title = _parts(fields, cell)
        if at is None or title is None:
            continue
        if length is not None and at >= length:
            problem = f"“{title}” begins at {show_time(at)}, and the lesson ends at {show_time(length)}"
            fields.fault("chapters", cell, problem, "put its time right, or take it out")
        elif chapters and at <= chapters[-1].at_seconds:
            problem = f"“{title}” at {show_time(at)} does not come after {show_time(chapters[-1].at_seconds)}"
            fields.fault("chapters", cell, problem, "write chapters in the order of their times, each at its own")
        else:
            chapters.append(Chapter(at, title))
    return tuple(chapters)


def _parts(fields: Fields, cell: Cell) -> tuple[int | None, str | None]:
    """Time and title of a chapter, written as `0:20 Fretting` or as a table with `at` and `title`."""
    if isinstance(cell.value, dict):
        at, title = cell.value.get("at"), cell.value.get("title")
        for name, part in (("at", at), ("title", title)):
            if part is None:
                fields.fault("chapters", cell, f"a chapter has no {name}", 'as in {at = "0:20", title = "Fretting"}')
        return (
            fields.moment("chapters", at) if at else None,
            fields.plain("chapters", title, 60) if title else None,
        )
    words = fields.plain("chapters", cell, 80)
    if words is None:
        return None, None
    at_words, _, title_words = words.partition(" ")
    if not title_words.strip():
        fields.fault("chapters", cell, f"“{shown(cell)}” is not a time and a title", "as in 0:20 Fretting")
        return None, None
    return (
        fields.moment("chapters", Cell(at_words, cell.line)),
        fields.plain("chapters", Cell(title_words, cell.line), 60),
    )
