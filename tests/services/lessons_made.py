"""Lessons made up for a test, and a way to act as somebody."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.cli.demo import people_who_joined
from bot.services.catalogue import Catalogue, Chapter, LessonEntry, Series, Video
from bot.services.catalogue.entries import make_catalogue
from bot.services.lesson_loading import store_catalogue
from bot.services.people import actor_of
from models.lessons import Lesson

Run = Callable[..., Any]


def series(key: str, instrument: str = "guitar", level: str = "beginner", title: str = "") -> Series:
    """A series."""
    return Series(key, title or key.replace("-", " ").capitalize(), instrument, level, line=1)


def lesson(key: str, of: Series, order: int, **values: Any) -> LessonEntry:
    """A lesson, three minutes long with two chapters unless told otherwise; its video is a link."""
    usual: dict[str, Any] = {
        "title": key.replace("-", " ").capitalize(),
        "summary": f"All about {key}.",
        "teaches": ("One thing",),
        "length_seconds": 180,
        "video": Video(f"https://videos.example.org/{key}", None, 12_300_000),
        "low_data": None,
        "captions": False,
        "chapters": (Chapter(0, "Begin"), Chapter(20, "Fretting")),
        "keywords": (),
    }
    return LessonEntry(
        key=key, series_key=of.key, instrument=of.instrument, level=of.level, order=order, line=1, **(usual | values)
    )


def file_video(path: Path, digest: str, size_bytes: int = 1000) -> Video:
    """A video that is a file."""
    return Video(None, path, size_bytes, digest)


def catalogue(*lessons: tuple[Series, list[LessonEntry]]) -> Catalogue:
    """A catalogue of these series, each with its lessons."""
    return make_catalogue([one for one, _ in lessons], [entry for _, own in lessons for entry in own])


FIRST, MOVE, KEYS = series("first-steps"), series("on-the-move", level="improver"), series("first-keys", "keyboard")


def small_catalogue() -> Catalogue:
    """Two series for guitar, one for keyboard."""
    return catalogue(
        (FIRST, [lesson("strings", FIRST, 1), lesson("e-minor", FIRST, 2), lesson("g-chord", FIRST, 5)]),
        (MOVE, [lesson("g-to-d", MOVE, 1)]),
        (KEYS, [lesson("middle-c", KEYS, 1), lesson("c-chord", KEYS, 2)]),
    )


def furnish(run: Run, made: Catalogue | None = None) -> dict[str, int]:
    """People who have joined, and the lessons; their ids by key."""
    run(people_who_joined)
    run(store_catalogue, made or small_catalogue())
    return ids(run)


def ids(run: Run) -> dict[str, int]:
    """The lessons' ids by key, withdrawn ones too."""
    return dict(run(lambda db: db.query(Lesson.key, Lesson.id).all()))


def acting(run: Run, telegram_id: int) -> Run:
    """Runs use cases as this person, each in a transaction of its own."""

    def act(use_case: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        return run(lambda db: use_case(db, actor_of(db, telegram_id), *args, **kw))

    return act
