"""What a tutor may know of a young person: the alias, the chosen name, and what they learn here."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.notifications.desk import first_words
from bot.services.people import find_young_person, require
from bot.texts import Text
from models.lessons import Lesson, Progress
from models.people import Person, Role
from models.questions import Question, QuestionState

EARLIER = 8
LESSONS = 8
READABLE = (QuestionState.WAITING, QuestionState.ANSWERED, QuestionState.CLOSED)


@dataclass(frozen=True)
class Earlier:
    """One question in a few words, as tutors see them."""

    number: int
    state: str
    words: Text


@dataclass(frozen=True)
class Profile:
    """Nothing in it leads to a Telegram account, a reference or a contact."""

    person: Person
    lessons_done: int
    lessons: list[str]
    questions: int
    earlier: list[Earlier]


def profile(db: Session, actor: Person, alias: str) -> Profile:
    """Looks a young person up by alias; staff and unknown aliases are refused alike."""
    require(actor, Role.TUTOR, Role.LEAD)
    person = find_young_person(db, alias)
    done = (
        select(Lesson.title)
        .join(Progress, Progress.lesson_id == Lesson.id)
        .where(Progress.person_id == person.id, Progress.done_at.is_not(None))
    )
    readable = (Question.asker_id == person.id, Question.state.in_(READABLE))
    earlier = list(db.scalars(select(Question).where(*readable).order_by(Question.id.desc()).limit(EARLIER)))
    return Profile(
        person,
        db.scalar(select(func.count()).select_from(done.subquery())) or 0,
        list(db.scalars(done.order_by(Progress.done_at.desc()).limit(LESSONS))),
        db.scalar(select(func.count()).select_from(Question).where(*readable)) or 0,
        [Earlier(question.id, question.state, first_words(question)) for question in earlier],
    )
