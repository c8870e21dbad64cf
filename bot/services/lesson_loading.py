"""Loading a catalogue: the lessons in the database become those of the file."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.services.catalogue import Catalogue, LessonEntry, Video, read_catalogue
from models.lessons import Lesson


@dataclass(frozen=True)
class Changes:
    """What loading a catalogue did."""

    new: int
    changed: int
    withdrawn: int


def load_catalogue(db: Session, path: Path) -> Changes:
    """Reads a catalogue file and stores it; CatalogueFaults when it has any fault, and nothing is changed."""
    return store_catalogue(db, read_catalogue(path))


def store_catalogue(db: Session, catalogue: Catalogue) -> Changes:
    """Makes the database's lessons those of the catalogue; what is no longer in it is withdrawn, not removed."""
    known = {lesson.key: lesson for lesson in db.scalars(select(Lesson))}
    titles = {series.key: (place, series.title) for place, series in enumerate(catalogue.series)}
    new = changed = 0
    for entry in catalogue.lessons:
        values = _values(entry, *titles[entry.series_key])
        lesson = known.pop(entry.key, None)
        if lesson is None:
            db.add(Lesson(key=entry.key, **values))
            new += 1
        elif any(getattr(lesson, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(lesson, name, value)
            changed += 1
    gone = [lesson for lesson in known.values() if lesson.withdrawn_at is None]
    for lesson in gone:
        lesson.withdrawn_at = clock.now()
    return Changes(new, changed, len(gone))


def _values(entry: LessonEntry, place: int, title: str) -> dict[str, Any]:
    return {
        "instrument": entry.instrument,
        "level": entry.level,
        "series_key": entry.series_key,
        "series_title": title,
        "series_position": place,
        "position": entry.order,
        "title": entry.title,
        "summary": entry.summary,
        "teaches": list(entry.teaches),
        "length_seconds": entry.length_seconds,
        **_video("video", entry.video),
        **_video("low_data", entry.low_data),
        "captions": entry.captions,
        "chapters": [asdict(chapter) for chapter in entry.chapters],
        "keywords": list(entry.keywords),
        "withdrawn_at": None,
    }


def _video(prefix: str, video: Video | None) -> dict[str, Any]:
    return {
        f"{prefix}_url": video.url if video else None,
        f"{prefix}_file": str(video.file) if video and video.file else None,
        f"{prefix}_bytes": video.size_bytes if video else None,
        f"{prefix}_digest": video.fingerprint if video else None,
    }
