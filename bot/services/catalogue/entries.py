"""What a catalogue without faults holds; times are whole seconds and sizes are bytes."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Video:
    """Either `url` or `file` is set; a file's size is measured, a link's is what the catalogue says."""

    url: str | None
    file: Path | None
    size_bytes: int | None
    fingerprint: str | None = None
    """Changes when the file's content does: an upload kept under another fingerprint is out of date."""


@dataclass(frozen=True)
class Chapter:
    """A named moment of a lesson."""

    at_seconds: int
    title: str


@dataclass(frozen=True)
class Series:
    """Lessons that belong together, for one instrument at one level."""

    key: str
    title: str
    instrument: str
    level: str
    line: int


@dataclass(frozen=True)
class LessonEntry:
    """One lesson; `key` stays the same for good, since progress and questions hang on it."""

    key: str
    series_key: str
    instrument: str
    level: str
    order: int
    title: str
    summary: str
    teaches: tuple[str, ...]
    length_seconds: int
    video: Video
    low_data: Video | None
    captions: bool
    chapters: tuple[Chapter, ...]
    keywords: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Catalogue:
    """Series as in the file, lessons by series and order; the same content has the same `digest`."""

    series: tuple[Series, ...]
    lessons: tuple[LessonEntry, ...]
    digest: str


def make_catalogue(series: list[Series], lessons: list[LessonEntry]) -> Catalogue:
    """Put lessons in order and work out the digest, which leaves out lines and folders."""
    place = {one.key: at for at, one in enumerate(series)}
    ordered = sorted(lessons, key=lambda one: (place[one.series_key], one.order))
    content = [
        [[one.key, one.title, one.instrument, one.level] for one in series],
        [_content(one) for one in ordered],
    ]
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return Catalogue(tuple(series), tuple(ordered), hashlib.sha256(text.encode()).hexdigest())


def _content(entry: LessonEntry) -> list[object]:
    return [
        entry.key,
        entry.series_key,
        entry.order,
        entry.title,
        entry.summary,
        entry.teaches,
        entry.length_seconds,
        _video_content(entry.video),
        _video_content(entry.low_data),
        entry.captions,
        [[one.at_seconds, one.title] for one in entry.chapters],
        entry.keywords,
    ]


def _video_content(video: Video | None) -> list[object] | None:
    if video is None:
        return None
    return [video.url, video.file.name if video.file else None, video.size_bytes, video.fingerprint]
