"""Everything that was said between a young person and the tutors, gathered for a document."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from bot import clock
from bot.documents.transcript import Line, Thread, Transcript
from bot.errors import Refusal
from bot.notifications.announcements import DELIVERED
from bot.notifications.entries import about
from bot.notifications.sessions import name_of
from bot.services.threads import is_kept_back, readable_words
from bot.texts import Text, Texts, t
from models.announcements import Announcement, Reached
from models.attendance import Attendance
from models.people import Person
from models.questions import Entry, EntryState, EntryVersion, Question
from models.sessions import Occurrence

_UNDELIVERED = frozenset(
    {EntryState.QUEUED, EntryState.ALONE, EntryState.RETRYING, EntryState.BLOCKED, EntryState.FAILED}
)


def gather(db: Session, person_id: int, texts: Texts, language: str) -> Transcript:
    """The whole conversation, every version of every message; what a lead held back stays with its hold."""
    person = db.get(Person, person_id)
    if person is None:
        raise Refusal("no-such-person")
    questions = db.scalars(
        select(Question)
        .where(Question.asker_id == person_id)
        .order_by(Question.id)
        .options(joinedload(Question.lesson), selectinload(Question.entries).joinedload(Entry.author))
    ).all()
    versions: dict[int, list[EntryVersion]] = {}
    for version in db.scalars(
        select(EntryVersion)
        .join(Entry, Entry.id == EntryVersion.entry_id)
        .join(Question, Question.id == Entry.question_id)
        .where(Question.asker_id == person_id)
        .order_by(EntryVersion.entry_id, EntryVersion.version)
    ):
        versions.setdefault(version.entry_id, []).append(version)

    def say(text: Text) -> str:
        return texts.plain(text, language).strip()

    def line(entry: Entry) -> Line:
        file = t("document-file", kind=t(f"kind-{entry.kind.replace('_', '-')}")) if entry.file_id else None
        words = [say(readable_words(entry)), *([say(file)] if file and entry.text and not is_kept_back(entry) else [])]
        who = t(
            "document-staff" if entry.by_staff else "document-young-person", name=entry.author.name, alias=person.alias
        )
        earlier = [] if is_kept_back(entry) else versions.get(entry.id, [])
        return Line(
            say(who),
            say(t("document-when", when=entry.said_at)),
            "\n".join(words),
            say(t(f"document-state-{_state(entry)}")),
            not entry.by_staff,
            tuple(say(t("document-earlier", when=old.replaced_at, words=old.text)) for old in earlier),
        )

    return Transcript(
        say(t("document-title", alias=person.alias, name=person.name)),
        say(t("document-made", when=clock.now(), alias=person.alias)),
        say(t("document-nothing")),
        say(t("document-not-drawn")),
        say(t("document-page")),
        language,
        tuple(
            Thread(
                say(t("document-question", number=question.id, when=question.asked_at)),
                say(about(question)),
                tuple(map(line, question.entries)),
            )
            for question in questions
        )
        + tuple(thread for thread in (_announced(db, person, say), _felt(db, person, say)) if thread.lines),
    )


def _announced(db: Session, person: Person, say: Callable[[Text], str]) -> Thread:
    """What adults wrote to the sessions that they are in, whether it reached them or not."""
    found = db.scalars(
        select(Reached)
        .join(Announcement, Announcement.id == Reached.announcement_id)
        .where(Reached.person_id == person.id, Announcement.undone_at.is_(None))
        .order_by(Announcement.id)
    ).all()
    lines = []
    for reached in found:
        announcement = db.get_one(Announcement, reached.announcement_id)
        state = "plain" if reached.state == DELIVERED else "not-delivered"
        lines.append(
            Line(
                say(t("document-staff", name=announcement.author.name, alias=person.alias)),
                say(t("document-when", when=announcement.sent_at)),
                say(t("document-in-session", ref=name_of(announcement.session), words=announcement.text)),
                say(t(f"document-state-{state}")),
                young=False,
            )
        )
    return Thread(say(t("document-announced")), "", tuple(lines))


def _felt(db: Session, person: Person, say: Callable[[Text], str]) -> Thread:
    """What they said of sessions, with their own words as they wrote them."""
    found = db.scalars(
        select(Attendance)
        .join(Occurrence, Occurrence.id == Attendance.occurrence_id)
        .where(Attendance.person_id == person.id, Attendance.felt_at.is_not(None))
        .order_by(Occurrence.starts_at)
    ).all()
    lines = []
    for said in found:
        session = db.get_one(Occurrence, said.occurrence_id).session
        face = say(t(f"face-{said.felt}")) if said.felt is not None else ""
        words = "\n".join(part for part in (face, said.felt_words) if part)
        lines.append(
            Line(
                say(t("document-young-person", name=person.name, alias=person.alias)),
                say(t("document-when", when=said.felt_at)),
                say(t("document-in-session", ref=name_of(session), words=words)),
                say(t("document-state-plain")),
                young=True,
            )
        )
    return Thread(say(t("document-felt")), "", tuple(lines))


def _state(entry: Entry) -> str:
    if entry.state == EntryState.WITHDRAWN:
        return "withdrawn"
    if entry.state in _UNDELIVERED:
        return "not-delivered"
    return "edited" if entry.edited_at else "plain"
