"""One lesson: opening it, its video, being done, being stuck. Progress is kept for young people only."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise, soon
from bot.notifications.lessons import Carry, LessonPage, LessonVideo, page_of, progress_of, video_key
from bot.services import questions
from bot.services.people import ask_next, require, stop_asking
from bot.services.said import Said
from models.lessons import Lesson, Progress
from models.people import Conversation, Person, Role
from models.questions import Entry

MOMENT_STEP = "lesson.moment"
FIND_STEP = "lesson.find"
SOUGHT = "lesson.sought"  # no step: it only keeps what was searched for, in case it was a question
LARGEST_ID = 2**31 - 1  # PostgreSQL refuses to compare a column of ids with more
VIDEO_IS_USEFUL = timedelta(hours=1)


@dataclass(frozen=True)
class Watching:
    """What became of a wish to watch: the file is on its way, or `url` is where it is."""

    lesson: Lesson
    size_bytes: int | None
    url: str | None


@dataclass(frozen=True)
class Stuck:
    """Where somebody is stuck: `seconds` None is nowhere in particular; not `within` is beyond the video's end."""

    lesson: Lesson
    seconds: int | None
    within: bool = True


def carry_on(db: Session, person_id: int) -> Carry | None:
    """The last lesson opened."""
    found = db.execute(
        select(Lesson.id, Lesson.title)
        .join(Progress, Progress.lesson_id == Lesson.id)
        .where(Progress.person_id == person_id, Lesson.withdrawn_at.is_(None))
        .order_by(Progress.opened_at.desc(), Lesson.id.desc())
        .limit(1)
    ).first()
    return Carry(found[0], found[1]) if found else None


def last_opened(db: Session, actor: Person) -> int:
    """The lesson that a command without a number is about; Refusal when there is none."""
    last = carry_on(db, actor.id)
    if last is None:
        raise Refusal("lesson-none-yet")
    return last.lesson_id


def known_lesson(db: Session, lesson_id: int) -> Lesson:
    """The lesson behind a button; Refusal for one that never was, or was withdrawn."""
    lesson = db.get(Lesson, lesson_id) if 0 < lesson_id <= LARGEST_ID else None
    if lesson is None:
        raise Refusal("old-button")
    if lesson.withdrawn_at is not None:
        raise Refusal("lesson-gone")
    return lesson


def open_lesson(db: Session, actor: Person, lesson_id: int) -> LessonPage:
    """The lesson's page; a young person carries on from here."""
    lesson = known_lesson(db, lesson_id)
    if Role.YOUNG_PERSON in actor.roles:
        progress_of(db, actor.id, lesson.id).opened_at = clock.now()
        _stop_finding(db, actor)
        db.flush()
    return page_of(db, lesson, actor)


def look_at(db: Session, actor: Person, lesson_id: int) -> LessonPage:
    """The same without a trace."""
    return page_of(db, known_lesson(db, lesson_id), actor)


def set_done(db: Session, actor: Person, lesson_id: int, done: bool) -> LessonPage:
    """Done, or not done after all."""
    require(actor, Role.YOUNG_PERSON)
    lesson = known_lesson(db, lesson_id)
    progress = progress_of(db, actor.id, lesson.id)
    progress.done_at = (progress.done_at or clock.now()) if done else None
    db.flush()
    return page_of(db, lesson, actor)


def watch(db: Session, actor: Person, lesson_id: int, low: bool) -> Watching:
    """Promises the video, once however often it is tapped; one that is a link is given, never fetched."""
    lesson = known_lesson(db, lesson_id)
    url, file, size_bytes = (
        (lesson.low_data_url, lesson.low_data_file, lesson.low_data_bytes)
        if low
        else (lesson.video_url, lesson.video_file, lesson.video_bytes)
    )
    if url is None and file is None:
        raise Refusal("old-button")
    learner = Role.YOUNG_PERSON in actor.roles
    if learner:
        progress = progress_of(db, actor.id, lesson.id)
        progress.opened_at = clock.now()
        if url is not None:
            # Whether a link was followed can't be seen from here; having asked for it counts.
            progress.watched_at = progress.watched_at or clock.now()
    if url is None:
        promise(
            db,
            actor,
            LessonVideo(lesson.id, low),
            useful_until=soon(VIDEO_IS_USEFUL.total_seconds()),
            key=video_key(actor.id, lesson.id, low),
        )
    return Watching(lesson, size_bytes, url)


# --- I'm stuck here ---


def ask_moment(db: Session, actor: Person, lesson_id: int) -> Lesson:
    """Asks where in the video the young person is stuck."""
    require(actor, Role.YOUNG_PERSON)
    lesson = known_lesson(db, lesson_id)
    ask_next(db, actor.telegram_id or 0, MOMENT_STEP, lesson=lesson.id)
    return lesson


def choose_moment(db: Session, actor: Person, lesson_id: int, seconds: int | None) -> Stuck:
    """The moment is known: what comes next is the question. Beyond the end, the moment is still wanted."""
    require(actor, Role.YOUNG_PERSON)
    lesson = known_lesson(db, lesson_id)
    if seconds is not None and seconds < 0:
        raise Refusal("old-button")
    if seconds is not None and seconds > lesson.length_seconds:
        ask_next(db, actor.telegram_id or 0, MOMENT_STEP, lesson=lesson.id)
        return Stuck(lesson, seconds, within=False)
    ask_next(db, actor.telegram_id or 0, "question.words", lesson=lesson.id, moment=seconds)
    return Stuck(lesson, seconds)


# --- finding ---


def _stop_finding(db: Session, actor: Person) -> None:
    """Who has opened a lesson is no longer searching: what they send next is for a tutor."""
    waiting = db.get(Conversation, actor.telegram_id or 0)
    if waiting is not None and waiting.step in (FIND_STEP, SOUGHT):
        db.delete(waiting)


def ask_what_to_find(db: Session, actor: Person) -> None:
    """The next words of a young person are what they look for."""
    require(actor, Role.YOUNG_PERSON)
    ask_next(db, actor.telegram_id or 0, FIND_STEP)


def keep_sought(db: Session, actor: Person, said: Said) -> None:
    """The search is over; its words are kept for a while, so that a tutor can get them by one tap."""
    ask_next(db, said.chat_id, SOUGHT, words=said.text, message=said.message_id)


def ask_sought(db: Session, actor: Person, config: Config) -> Entry:
    """What was searched for becomes a question."""
    chat_id = actor.telegram_id or 0
    kept = db.get(Conversation, chat_id)
    if kept is None or kept.step != SOUGHT:
        raise Refusal("old-button")
    said = Said("text", kept.data["words"], chat_id, kept.data["message"])
    stop_asking(db, chat_id)
    return questions.ask(db, actor, said, config, new=True)


def ask_instead(db: Session, actor: Person, said: Said, config: Config) -> Entry:
    """What came instead of words to search by, say a voice note, is a question or more of one."""
    stop_asking(db, said.chat_id)
    return questions.ask(db, actor, said, config)
