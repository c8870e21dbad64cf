"""Catalogues for the tests, written by hand or out of what was read."""

import csv
import io
import json
import struct
from pathlib import Path

from bot.services.catalogue import (
    Catalogue,
    CatalogueFaults,
    Fault,
    LessonEntry,
    Video,
    read_catalogue,
    show_time,
)

SERIES = """\
[[series]]
id = "first-steps"
title = "First steps"
instrument = "guitar"
level = "beginner"
"""
LESSON = """\
[[lesson]]
id = "one"
series = "first-steps"
order = 1
title = "One"
summary = "Words."
length = "3:00"
video = "https://example.org/one.mp4"
"""
HEADING = "id,series,series_title,instrument,level,order,title,summary,video,length,chapters"
ROW = "one,first-steps,First steps,guitar,beginner,1,One,Words.,https://example.org/1.mp4,3:00,0:00 A | 1:00 B"


def toml_file(folder: Path, text: str | bytes, name: str = "lessons.toml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def csv_file(folder: Path, *lines: str | bytes, end: bytes = b"\n") -> Path:
    path = folder / "lessons.csv"
    path.write_bytes(b"".join((one if isinstance(one, bytes) else one.encode()) + end for one in lines))
    return path


def faults_of(path: Path) -> list[Fault]:
    """What is wrong with a catalogue; nothing if it can be read."""
    try:
        read_catalogue(path)
    except CatalogueFaults as refused:
        return refused.faults or [Fault(None, "catalogue", "was refused without a fault", "")]
    return []


def line_of(text: str, words: str) -> int:
    """The only line that has these words in it."""
    (line,) = [number for number, one in enumerate(text.splitlines(), start=1) if words in one]
    return line


def mp4(seconds: int, filling: int = 0) -> bytes:
    """The least that is an MP4 of this length, with no picture in it."""

    def box(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I4s", 8 + len(body), name) + body

    header = struct.pack(">12xII", 1000, seconds * 1000).ljust(100, b"\0")
    return box(b"ftyp", b"isom\0\0\0\0isom") + box(b"moov", box(b"mvhd", header)) + box(b"mdat", bytes(filling))


def as_toml(catalogue: Catalogue, folder: Path) -> str:
    """A catalogue as TOML; a JSON string without surrogate pairs is a TOML string."""
    out = []
    for series in catalogue.series:
        out += ["", "[[series]]", f"id = {_quoted(series.key)}", f"title = {_quoted(series.title)}"]
        out += [f"instrument = {_quoted('other: ' + series.instrument)}", f"level = {_quoted(series.level)}"]
    for one in catalogue.lessons:
        out += ["", "[[lesson]]", f"id = {_quoted(one.key)}", f"series = {_quoted(one.series_key)}"]
        out += [f"order = {one.order}", f"captions = {str(one.captions).lower()}"]
        out += [f"{key} = {_quoted(value)}" for key, value in _words(one, folder).items()]
        out += [f"teaches = [{', '.join(map(_quoted, one.teaches))}]"]
        out += [f"keywords = [\n{''.join(f'  {_quoted(word)}, # a word' + chr(10) for word in one.keywords)}]"]
        for chapter in one.chapters:
            out += [
                "[[lesson.chapters]]",
                f"at = {_quoted(show_time(chapter.at_seconds))}",
                f"title = {_quoted(chapter.title)}",
            ]
    return "\n".join(out)


def as_csv(catalogue: Catalogue, folder: Path, delimiter: str = ",") -> str:
    """A catalogue as CSV; series are told by their first lesson, and empty in the others."""
    out, told = io.StringIO(newline=""), set[str]()
    names = "id series series_title instrument level order title summary length captions teaches keywords chapters"
    names += " video video_size low_data low_data_size"
    writer = csv.DictWriter(out, names.split(), delimiter=delimiter)
    writer.writeheader()
    by_key = {one.key: one for one in catalogue.series}
    for one in catalogue.lessons:
        row = {"id": one.key, "series": one.series_key, "order": str(one.order), **_words(one, folder)}
        if one.series_key not in told:
            series = by_key[one.series_key]
            row |= {
                "series_title": series.title,
                "instrument": "other: " + series.instrument,
                "level": series.level,
            }
        told.add(one.series_key)
        row |= {"captions": "yes" if one.captions else "no"}
        row |= {"teaches": " | ".join(one.teaches), "keywords": "|".join(one.keywords)}
        row |= {"chapters": "|".join(f"{show_time(chap.at_seconds)} {chap.title}" for chap in one.chapters)}
        writer.writerow(row)
    return out.getvalue()


def _words(one: LessonEntry, folder: Path) -> dict[str, str]:
    words = {"title": one.title, "summary": one.summary, "length": show_time(one.length_seconds)}
    for key, video in (("video", one.video), ("low_data", one.low_data)):
        if video is not None:
            words |= _place(key, video, folder)
    return words


def _place(key: str, video: Video, folder: Path) -> dict[str, str]:
    if video.file is not None:
        return {key: video.file.relative_to(folder.resolve()).as_posix()}
    assert video.url is not None
    size = {} if video.size_bytes is None else {f"{key}_size": f"{video.size_bytes / 1000:.3f} kB"}
    return {key: video.url} | size


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
