"""What those who look after the service hear of each other's deeds, and the documents that leads are lent."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, or_
from sqlalchemy.orm import Session

from bot import clock
from bot.callbacks.oversight import ConfirmStaff, OpenChecks, ReadOneThread, SawReading
from bot.notifications.base import Notification, notification
from bot.notifications.content import Content, Made, Media, Subject, button, rows
from bot.notifications.people import holders_of
from bot.texts import t
from models.outbox import Priority, SentMessage
from models.people import Person, Role
from models.questions import Question

TRANSCRIPT = "transcript"
SEALED = "sealed"
SEEN_MEDIA = "seen_media"
CONCERN_MEDIA = "concern_media"
# What stands in a chat of staff for a while only: media of young people, transcripts, what was under seal.
LENT = or_(
    SentMessage.subject_kind.in_((TRANSCRIPT, SEALED, SEEN_MEDIA, CONCERN_MEDIA)),
    and_(SentMessage.subject_kind == "entry", SentMessage.has_media.is_(True)),
)
FORMATS = ("html", "pdf")
TIME_TO_ENTER = timedelta(days=1)  # until a date that is missing is asked for


@notification("resumed", Priority.ANSWER, rings_in_quiet_hours=False)
class Resumed(Notification):
    """Tells a young person that their break is over."""

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        if to is None or to.paused_at is not None:
            return []
        return [Content(t("you-are-back-from-pause"))]


@notification("transcript_document", Priority.ANSWER)
class TranscriptDocument(Notification):
    """A young person's whole conversation as a document, for a lead who asked for it; made at the moment of sending."""

    person_id: int
    format: str  # "html" | "pdf"

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        person = db.get(Person, self.person_id)
        if person is None or to is None or Role.LEAD not in to.roles:
            return []
        made = Made(f"{TRANSCRIPT}-{self.format}", person.id, f"{person.alias}.{self.format}", to.language)
        words = t("transcript-document", alias=person.alias, format=self.format.upper())
        subject = Subject(TRANSCRIPT, person.id)
        return [Content(words, media=(Media("document", made=made),), subject=subject, protect=True)]


@notification("thread_was_read", Priority.NOTICE, rings_in_quiet_hours=False)
class ThreadWasRead(Notification):
    """Tells a second lead that somebody read a young person's threads (`at`: UTC seconds)."""

    reader_id: int
    person_id: int
    at: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        reader, person = db.get(Person, self.reader_id), db.get(Person, self.person_id)
        if reader is None or person is None:
            return []
        words = t("thread-was-read", reader=reader.name, alias=person.alias, when=datetime.fromtimestamp(self.at, UTC))
        return [Content(words, rows(button("button-saw-reading", SawReading(reader.id, person.id))))]


@notification("seal_opened", Priority.NOTICE)
class SealOpened(Notification):
    """Tells the other leads that somebody opened the seal, and why."""

    person_id: int
    by_id: int
    reason: str

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        person, by = db.get(Person, self.person_id), db.get(Person, self.by_id)
        if person is None or by is None:
            return []
        return [Content(t("seal-was-opened", alias=person.alias, by=by.name, reason=self.reason))]


@notification("staff_stopped", Priority.NOTICE)
class StaffStopped(Notification):
    """Tells the other leads and coordinators that somebody was suspended, or is back."""

    person_id: int
    by_id: int
    suspended: bool

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        person, by = db.get(Person, self.person_id), db.get(Person, self.by_id)
        if person is None or by is None or to is None or to.id == person.id:
            return []
        key = "staff-was-suspended" if self.suspended else "staff-was-unsuspended"
        return [Content(t(key, alias=person.alias, name=person.name, by=by.name))]


@notification("sample_of_threads", Priority.ANSWER, rings_in_quiet_hours=False)
class SampleOfThreads(Notification):
    """A few threads of the week, picked at random, for a lead to look at."""

    questions: list[int]

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        found = [question for number in self.questions if (question := db.get(Question, number)) is not None]
        if not found:
            return []
        lines = [t("sample-line", number=question.id, alias=question.asker.alias) for question in found]
        opens = [button("button-read-thread", ReadOneThread(question.id, 0), number=question.id) for question in found]
        return [Content(t("sample", lines=lines), rows(*opens, width=2))]


@notification("check_runs_out", Priority.ANSWER, rings_in_quiet_hours=False)
class CheckRunsOut(Notification):
    """Tells a coordinator that somebody's check or training runs out in so many days, or has (0)."""

    person_id: int
    check: str
    until: str  # ISO date: after a new date was entered this says nothing
    days: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        person = db.get(Person, self.person_id)
        if person is None or person.left_at is not None:
            return []
        until = person.dbs_until if self.check == "dbs" else person.training_until
        if until is None or until.isoformat() != self.until:
            return []
        key = "check-runs-out" if self.days else "check-has-run-out"
        words = t(key, alias=person.alias, name=person.name, check=t(f"check-{self.check}"), until=until)
        return [Content(words, rows(button("button-checks", OpenChecks())))]


@notification("checks_missing", Priority.ANSWER, rings_in_quiet_hours=False)
class ChecksMissing(Notification):
    """Tells a coordinator which tutors' dates were never entered; said each month until they are."""

    month: str

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        lines = [
            t("checks-missing-line", alias=person.alias, name=person.name, check=t(f"check-{kind}"))
            for person, kinds in without_dates(db)
            for kind in kinds
        ]
        if not lines:
            return []
        return [Content(t("checks-missing", lines=lines), rows(button("button-checks", OpenChecks())))]


def without_dates(db: Session) -> list[tuple[Person, list[str]]]:
    """The tutors of whom a date was never entered, a day after they joined, with what is missing."""
    found = [
        (tutor, [kind for kind, until in (("dbs", tutor.dbs_until), ("training", tutor.training_until)) if not until])
        for tutor in holders_of(db, Role.TUTOR)
        if tutor.joined_at < clock.now() - TIME_TO_ENTER
    ]
    return [(tutor, kinds) for tutor, kinds in found if kinds]


@notification("staff_to_confirm", Priority.ANSWER, rings_in_quiet_hours=False)
class StaffToConfirm(Notification):
    """Asks a coordinator or a lead who did not invite them to confirm somebody who joins the staff."""

    person_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        person = db.get(Person, self.person_id)
        if person is None or person.left_at is not None:
            return []
        waiting = [row for row in person.role_rows if row.pending_since is not None]
        if not waiting:
            return []
        words = t(
            "staff-to-confirm",
            alias=person.alias,
            name=person.name,
            roles=", ".join(row.role.replace("_", " ") for row in waiting),
        )
        return [Content(words, rows(button("button-confirm", ConfirmStaff(person.id))))]


@notification("staff_confirmed", Priority.ANSWER)
class StaffConfirmed(Notification):
    """Tells somebody that a second adult has confirmed them."""

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        if to is None or not to.roles:
            return []
        return [Content(t("you-are-confirmed-staff"))]
