"""What a lesson looks like to its reader, and the video that is sent to who asked for it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.callbacks.lessons import BrowseInstruments, BrowseLessons, LessonDone, OpenLesson, SendVideo, StuckHere
from bot.callbacks.people import HelpNow
from bot.notifications.base import Notification, Outcome, notification, promise
from bot.notifications.content import Button, Content, Media, Subject, button, rows
from bot.policies.instruments import NAMED
from bot.policies.moments import format_moment
from bot.texts import Text, t
from models.lessons import Lesson, Progress, UploadedFile
from models.outbox import OutboxRow, Priority
from models.people import Person, Role

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Carry:
    """A lesson to carry on with."""

    lesson_id: int
    title: str


@dataclass(frozen=True)
class LessonPage:
    """A lesson as one person sees it; progress is kept for a `learner` only. `following` is next in the series."""

    lesson: Lesson
    learner: bool
    watched: bool
    done: bool
    following: Carry | None
    done_in_series: int
    lessons_in_series: int


def page_of(db: Session, lesson: Lesson, person: Person) -> LessonPage:
    """The lesson with this person's progress and its neighbours."""
    series = db.execute(
        select(Lesson.id, Lesson.title, Progress.done_at)
        .outerjoin(Progress, (Progress.lesson_id == Lesson.id) & (Progress.person_id == person.id))
        .where(Lesson.series_key == lesson.series_key, Lesson.withdrawn_at.is_(None))
        .order_by(Lesson.position)
    ).all()
    places = [row[0] for row in series]
    at = places.index(lesson.id) + 1 if lesson.id in places else len(places)
    progress = db.get(Progress, (person.id, lesson.id))
    return LessonPage(
        lesson=lesson,
        learner=Role.YOUNG_PERSON in person.roles,
        watched=progress is not None and progress.watched_at is not None,
        done=progress is not None and progress.done_at is not None,
        following=Carry(series[at][0], series[at][1]) if at < len(series) else None,
        done_in_series=sum(row[2] is not None for row in series),
        lessons_in_series=len(series),
    )


def progress_of(db: Session, person_id: int, lesson_id: int) -> Progress:
    """How far this person is with this lesson, begun now if it was not begun."""
    progress = db.get(Progress, (person_id, lesson_id))
    if progress is None:
        progress = Progress(person_id=person_id, lesson_id=lesson_id, opened_at=clock.now())
        db.add(progress)
    return progress


# --- words and buttons that the page and the video share ---


def instrument_name(instrument: str) -> Text:
    """The instrument as people call it; one that we have no name for as the catalogue writes it."""
    if instrument in NAMED:
        return t(f"instrument-{instrument.replace(' ', '-')}")
    return t("words", words=instrument[:1].upper() + instrument[1:])


def instrument_names(chosen: Sequence[str]) -> Text:
    """What somebody plays, in one line; or that they have not said."""
    if not chosen:
        return t("instruments-none")
    first, *others = (instrument_name(name) for name in chosen)
    for other in others:
        first = t("instruments-and", before=first, name=other)
    return first


def size(size_bytes: int) -> Text:
    """A file's size in MB: what people who pay by the megabyte want to know, never rounded down to nothing."""
    megabytes = size_bytes / 1_000_000
    return t("megabytes", mb=round(megabytes) if megabytes >= 10 else max(0.1, round(megabytes, 1)))


def chapter_lines(lesson: Lesson) -> list[Text]:
    """Each chapter with its time."""
    return [
        t("lesson-chapter-line", at=format_moment(chapter["at_seconds"]), title=chapter["title"])
        for chapter in lesson.chapters
    ]


def watch_button(lesson: Lesson) -> Button:
    """Watch, with the size where it is known."""
    return _video_button("button-watch", lesson, False, lesson.video_bytes)


def low_data_button(lesson: Lesson) -> Button | None:
    """The smaller version, if there is one."""
    if lesson.low_data_url is None and lesson.low_data_file is None:
        return None
    return _video_button("button-low-data", lesson, True, lesson.low_data_bytes)


def _video_button(key: str, lesson: Lesson, low: bool, size_bytes: int | None) -> Button:
    action = SendVideo(lesson.id, low)
    return button(key, action, size=size(size_bytes)) if size_bytes else button(f"{key}-unsized", action)


def done_button(page: LessonPage) -> Button | None:
    """Done, or not done after all; none for those whose progress is not kept."""
    if not page.learner:
        return None
    key = "button-lesson-not-done" if page.done else "button-lesson-done"
    return button(key, LessonDone(page.lesson.id, not page.done))


def stuck_button(page: LessonPage) -> Button | None:
    """I'm stuck here; only young people ask."""
    return button("button-stuck-here", StuckHere(page.lesson.id)) if page.learner else None


def next_button(page: LessonPage) -> Button | None:
    """The next lesson of the series, if there is one."""
    if page.following is None:
        return None
    return button("button-lesson-next", OpenLesson(page.following.lesson_id), lesson=page.following.title)


def series_button(lesson: Lesson) -> Button:
    """Back to the series."""
    return button("button-series-back", BrowseLessons(lesson.id, 0), series=lesson.series_title)


# --- the video ---


def video_key(person_id: int, lesson_id: int, low: bool) -> str:
    """One video is on its way to one person once, however often they tap."""
    return f"video:{person_id}:{lesson_id}:{'low' if low else 'full'}"


@notification("lesson_video", Priority.ANSWER)
class LessonVideo(Notification):
    """A lesson's video: uploaded the first time that anybody asks, sent by its file id ever after."""

    lesson_id: int
    low: bool

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        lesson = db.get(Lesson, self.lesson_id)
        if lesson is None or to is None:
            return []
        path, digest = _file_of(lesson, self.low)
        if lesson.withdrawn_at is not None or path is None:
            return [Content(t("lesson-gone"), rows(button("button-lessons-browse", BrowseInstruments())))]
        known = db.get(UploadedFile, digest) if digest else None
        media = Media("video", known.file_id if known else None, path, digest)
        chapters = chapter_lines(lesson)
        words = t("video-caption-chapters" if chapters else "video-caption", title=lesson.title, lines=chapters)
        page = page_of(db, lesson, to)
        done, following = done_button(page), next_button(page)
        forward = (following, done) if page.done else (done, following)
        buttons = (*forward, stuck_button(page), series_button(lesson), button("button-help-now", HelpNow()))
        return [Content(words, rows(*buttons), (media,), Subject("lesson", lesson.id))]

    def settled(self, db: Session, to: Person | None, outcome: Outcome) -> None:
        lesson = db.get(Lesson, self.lesson_id)
        if lesson is None or to is None or outcome.state in ("retrying", "blocked"):
            return
        # The next tap asks for it anew.
        key = video_key(to.id, lesson.id, self.low)
        db.execute(update(OutboxRow).where(OutboxRow.dedup_key == key).values(dedup_key=None))
        if outcome.state == "failed":
            log.error("the video of lesson %s could not be sent: is its file where the catalogue says?", lesson.key)
            promise(db, to, VideoTrouble(lesson.id, self.low))
        elif outcome.state == "sent" and lesson.withdrawn_at is None and Role.YOUNG_PERSON in to.roles:
            progress = progress_of(db, to.id, lesson.id)
            progress.watched_at = progress.watched_at or outcome.at


def _file_of(lesson: Lesson, low: bool) -> tuple[str | None, str | None]:
    if low:
        return lesson.low_data_file, lesson.low_data_digest
    return lesson.video_file, lesson.video_digest


@notification("video_trouble", Priority.ANSWER)
class VideoTrouble(Notification):
    """A video that could not be sent: a kind word, and the other version if there is one."""

    lesson_id: int
    low: bool

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        lesson = db.get(Lesson, self.lesson_id)
        if lesson is None:
            return []
        other = watch_button(lesson) if self.low else low_data_button(lesson)
        back = button("button-lesson-back", OpenLesson(lesson.id))
        buttons = rows(other, back, button("button-help-now", HelpNow()))
        return [Content(t("video-trouble", title=lesson.title), buttons)]
