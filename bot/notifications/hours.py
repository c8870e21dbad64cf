"""What the hours of the service make us say: the morning's list, an apology, and that nobody is there."""

from datetime import UTC, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.callbacks.people import HelpNow
from bot.callbacks.questions import NextQuestion, OpenQuestion, PlaceInQueue
from bot.notifications.base import Notification, notification
from bot.notifications.content import Content, Subject, button, rows
from bot.notifications.desk import first_words
from bot.notifications.entries import about
from bot.notifications.people import holders_of
from bot.policies.matching import suits
from bot.texts import Text, t
from models.outbox import Priority
from models.people import Person, Role
from models.questions import WAITING, Entry, EntryState, Question, QuestionState, QuestionView, in_queue

MOST_LINES = 20
MOST_BUTTONS = 8


def instant(seconds: int) -> datetime:
    """The instant behind the whole seconds that a promise holds."""
    return datetime.fromtimestamp(seconds, tz=UTC)


def takers(db: Session, question: Question, duty: list[Person] | None = None) -> list[Person]:
    """The tutors on duty who can take it, the one who knows the young person first; all, should none be fit for it."""
    if duty is None:
        duty = [tutor for tutor in holders_of(db, Role.TUTOR) if tutor.away_since is None]
    fit = [tutor for tutor in duty if suits(question.topic, tutor.instruments, [tutor.language])] or duty
    known = knows(db, question)
    return sorted(fit, key=lambda tutor: tutor.id != known)


# Made once: to make a statement costs more than to run it, and this one runs for every question.
_KNOWS = (
    select(Question.preferred_tutor_id)
    .where(Question.asker_id == bindparam("asker_id"), Question.preferred_tutor_id.is_not(None))
    .order_by(Question.id.desc())
    .limit(1)
)


def knows(db: Session, question: Question) -> int | None:
    """The tutor who answered this young person last, by id."""
    if question.preferred_tutor_id is not None:
        return question.preferred_tutor_id
    return db.scalar(_KNOWS, {"asker_id": question.asker_id})


@notification("morning_digest", Priority.ANSWER, rings_in_quiet_hours=False)
class MorningDigest(Notification):
    """What came in while nobody was there, in one message at opening; each tutor's own part of it."""

    since: int  # when the first of it came, UTC seconds
    after_entry: int  # the newest entry before that

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        if to is None or to.away_since is not None or Role.TUTOR not in to.roles:
            return []
        new = [question for question in self._arrived(db) if self._is_for(db, question, to)]
        if not new:
            return []
        lines = [_line(question) for question in new[:MOST_LINES]]
        if len(new) > MOST_LINES:
            lines.append(t("digest-more", more=len(new) - MOST_LINES))
        opens = [button("button-number", OpenQuestion(item.id), number=item.id) for item in new[:MOST_BUTTONS]]
        words = t("digest", count=len(new), lines=lines)
        return [Content(words, (*rows(button("button-next", NextQuestion())), *rows(*opens, width=4)))]

    def _arrived(self, db: Session) -> list[Question]:
        numbers = set(db.scalars(select(Question.id).where(in_queue(), Question.waiting_since >= instant(self.since))))
        added = select(Entry.question_id).where(
            Entry.id > self.after_entry, Entry.by_staff.is_(False), Entry.state == EntryState.RECEIVED
        )
        numbers |= set(db.scalars(added.distinct()))
        found = select(Question).where(Question.id.in_(numbers), in_queue())
        return list(db.scalars(found.order_by(Question.waiting_since, Question.id)))

    def _is_for(self, db: Session, question: Question, to: Person) -> bool:
        if question.holder_id not in (None, to.id) and (question.held_until or clock.now()) > clock.now():
            return False
        tutors = takers(db, question)
        if question.preferred_tutor_id is not None and tutors and tutors[0].id == question.preferred_tutor_id:
            tutors = tutors[:1]
        if to.id not in {tutor.id for tutor in tutors}:
            return False
        view = db.get(QuestionView, (question.id, to.id))
        newest = db.scalar(
            select(func.max(Entry.id)).where(Entry.question_id == question.id, Entry.by_staff.is_(False))
        )
        stuck_again = question.waiting_since is not None and question.waiting_since >= instant(self.since)
        return stuck_again or view is None or view.seen_entry_id < (newest or 0)


def _line(question: Question) -> Text:
    return t(
        "digest-line",
        number=question.id,
        alias=question.asker.alias,
        since=question.waiting_since,
        words=first_words(question),
        about=about(question),
    )


@notification("late_answer", Priority.ANSWER, rings_in_quiet_hours=False)
class LateAnswer(Notification):
    """One apology to a young person whose question was not answered by the day that we had named, with a new time."""

    question_id: int
    back_at: int  # when tutors are back, UTC seconds

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        question = db.get(Question, self.question_id)
        if question is None or question.state != QuestionState.WAITING:
            return []
        back = instant(self.back_at)
        # Should it go out so late that they are back already, there is no new time to name.
        when = t("late-until", when=back) if back > clock.now() else t("late-here")
        return [
            Content(
                t("late-answer", number=question.id, when=when),
                (*rows(button("button-place", PlaceInQueue(question.id))), *rows(button("button-help-now", HelpNow()))),
                subject=Subject("question", question.id, 1, question.id),
            )
        ]


@notification("nobody_on_duty", Priority.NOTICE, rings_in_quiet_hours=False)
class NobodyOnDuty(Notification):
    """Tells a coordinator that no tutor has been on duty for two working days."""

    since: int  # when the last of them went, UTC seconds

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        tutors = holders_of(db, Role.TUTOR)
        if any(tutor.away_since is None and tutor.blocked_at is None for tutor in tutors):
            return []
        waiting = db.scalar(select(func.count()).select_from(Question).where(Question.state == WAITING)) or 0
        return [Content(t("nobody-on-duty", since=instant(self.since), waiting=waiting))]
