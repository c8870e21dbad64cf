"""Saved answers: keeping them, sharing them, finding one by a name that is only nearly right, and filling its gaps."""

from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from bot import clock
from bot.errors import Refusal
from bot.notifications.saved import Offer
from bot.policies.fields import shorten
from bot.policies.moments import format_moment
from bot.policies.placeholders import NothingToFill, fill
from bot.services.audit import record
from bot.services.claims import check_open
from bot.services.people import require
from bot.services.questions import KINDS
from bot.services.said import Said
from models.outbox import SentMessage
from models.people import Person, Role
from models.questions import Entry, EntryState, Question
from models.saved import SavedAnswer

PAGE = 8
LONGEST_NAME = 40
MOST = 300  # of one person
NEAR = 72.0
LARGEST = 2**31 - 1
SHOWN = (EntryState.QUEUED, EntryState.DELIVERED)


@dataclass(frozen=True)
class SavedPage:
    """One page of what somebody may use, the most used first; of a question, if they come from there."""

    saved: list[SavedAnswer]
    total: int
    page: int
    reader_id: int
    number: int | None = None


@dataclass(frozen=True)
class Prepared:
    """What a saved answer says to one question; `sure` if it was named exactly."""

    saved: SavedAnswer
    number: int
    words: str
    sure: bool


def fold(name: str) -> str:
    """A name as it is looked up: case, accents of writing and punctuation do not matter."""
    return " ".join(default_process(name).split())[:LONGEST_NAME]


def save(db: Session, actor: Person, name: str, said: Said) -> SavedAnswer:
    """Keeps an answer under a name; the same name again replaces it."""
    require(actor, Role.TUTOR)
    folded = fold(name)
    if not folded or len(name) > LONGEST_NAME:
        raise Refusal("save-name", most=LONGEST_NAME)
    if said.kind not in KINDS:
        raise Refusal("kind-refused-staff")
    if said.kind == "text" and not said.text.strip():
        raise Refusal("save-how")
    mine = select(SavedAnswer).where(SavedAnswer.author_id == actor.id)
    known = db.scalars(mine.where(SavedAnswer.folded == folded)).first()
    if known is None:
        if (db.scalar(select(func.count()).select_from(mine.subquery())) or 0) >= MOST:
            raise Refusal("save-too-many", most=MOST)
        known = SavedAnswer(author=actor, folded=folded, shared=False, used=0)
        db.add(known)
    known.name, known.kind, known.text = name.strip(), said.kind, said.text
    known.file_id, known.media, known.saved_at = said.file_id, said.media, clock.now()
    db.flush()
    return known


def words_replied_to(db: Session, actor: Person, command: Said) -> Said | None:
    """The answer that the message replied to was, or shows; Refusal where it is a young person's."""
    if command.reply_to is None:
        return None
    own = select(Entry).where(Entry.chat_id == command.chat_id, Entry.message_id == command.reply_to)
    entry = db.scalars(own).first()
    shown = db.get(SentMessage, (command.chat_id, command.reply_to))
    if entry is None and shown is not None:
        entry = db.get(Entry, shown.subject_id) if shown.subject_kind in ("entry", "status") else None
        if entry is None:
            raise Refusal("save-how")
    if entry is None:
        return None
    if not entry.by_staff or entry.state not in SHOWN:
        raise Refusal("save-not-theirs")
    return Said(entry.kind, entry.text, command.chat_id, command.message_id, entry.file_id, entry.media)


def _usable(actor: Person) -> Select[SavedAnswer]:
    """A tutor's own and what is shared; leads and coordinators, who may share, see all."""
    if actor.roles & {Role.LEAD, Role.COORDINATOR}:
        return select(SavedAnswer)
    return select(SavedAnswer).where(or_(SavedAnswer.author_id == actor.id, SavedAnswer.shared))


def listing(db: Session, actor: Person, page: int, number: int | None = None) -> SavedPage:
    """A page of what the actor may use."""
    require(actor, Role.TUTOR, Role.LEAD, Role.COORDINATOR)
    total = db.scalar(select(func.count()).select_from(_usable(actor).subquery())) or 0
    page = max(0, min(page, (total - 1) // PAGE if total else 0))
    best = (SavedAnswer.author_id == actor.id).desc(), SavedAnswer.used.desc(), SavedAnswer.id.desc()
    saved = list(db.scalars(_usable(actor).order_by(*best).offset(page * PAGE).limit(PAGE)))
    return SavedPage(saved, total, page, actor.id, number)


def offered(db: Session, actor: Person, limit: int = 2) -> list[Offer]:
    """The saved answers that stand on a card: those of the actor's that are used most, then what is shared."""
    best = (SavedAnswer.author_id == actor.id).desc(), SavedAnswer.used.desc(), SavedAnswer.id.desc()
    mine = or_(SavedAnswer.author_id == actor.id, SavedAnswer.shared)
    rows = db.execute(select(SavedAnswer.id, SavedAnswer.name).where(mine).order_by(*best).limit(limit))
    return [Offer(row[0], shorten(row[1], 20)) for row in rows]


def read(db: Session, actor: Person, saved_id: int) -> SavedAnswer:
    """One saved answer that the actor may see."""
    require(actor, Role.TUTOR, Role.LEAD, Role.COORDINATOR)
    found = db.scalars(_usable(actor).where(SavedAnswer.id == saved_id)).first() if saved_id <= LARGEST else None
    if found is None:
        raise Refusal("saved-gone")
    return found


def may_change(person: Person, item: SavedAnswer) -> bool:
    """Whether somebody may share it or throw it away: its author, a lead or a coordinator."""
    return item.author_id == person.id or bool(person.roles & {Role.LEAD, Role.COORDINATOR})


def share(db: Session, actor: Person, saved_id: int, shared: bool) -> SavedAnswer:
    """For all tutors, or for its author alone again: its author's decision, a lead's or a coordinator's."""
    found = _to_change(db, actor, saved_id)
    if found.shared != shared:
        found.shared = shared
        record(db, actor, "share" if shared else "unshare", f"saved:{found.id}")
    return found


def _to_change(db: Session, actor: Person, saved_id: int) -> SavedAnswer:
    found = read(db, actor, saved_id)
    if not may_change(actor, found):
        raise Refusal("saved-not-yours", name=found.name, author=found.author.name)
    return found


def drop(db: Session, actor: Person, saved_id: int) -> str:
    """Throws one away: its author, a lead or a coordinator; its name."""
    found = _to_change(db, actor, saved_id)
    record(db, actor, "drop", f"saved:{found.id}")
    db.delete(found)
    return found.name


def find(db: Session, actor: Person, name: str) -> tuple[SavedAnswer, bool]:
    """The one meant by a name, and whether it is exactly that; one's own before a shared one. Refusal if unclear."""
    wanted = fold(name[:LONGEST_NAME])
    known = sorted(db.scalars(_usable(actor)), key=lambda item: (item.author_id != actor.id, item.id))
    if not known:
        raise Refusal("saved-none")
    if not wanted:
        raise Refusal("use-how")
    for item in known:
        if item.folded == wanted:
            return item, True
    starts = [item for item in known if item.folded.startswith(wanted)]
    near = process.extract(wanted, {item.id: item.folded for item in known}, scorer=fuzz.WRatio, score_cutoff=NEAR)
    by_id = {item.id: item for item in known}
    found = starts or [by_id[key] for _, _, key in near]
    if len(found) == 1 or (not starts and near and (len(near) == 1 or near[0][1] - near[1][1] > 10)):
        return found[0], False
    if found:
        raise Refusal("saved-several", names=", ".join(item.name for item in found[:5]))
    raise Refusal("no-such-saved", name=shorten(name, LONGEST_NAME))


def prepare(db: Session, actor: Person, number: int, name: str | int) -> Prepared:
    """What the saved answer, by name or id, says to this question; nothing is sent yet."""
    require(actor, Role.TUTOR)
    question = db.get(Question, number)
    if question is None:
        raise Refusal("no-such-question-staff", number=number)
    check_open(question)
    saved, sure = (read(db, actor, name), False) if isinstance(name, int) else find(db, actor, name)
    values = {"name": question.asker.name}
    if question.lesson is not None:
        values["lesson"] = question.lesson.title
    if question.moment_seconds is not None:
        values["moment"] = format_moment(question.moment_seconds)
    try:
        words = fill(saved.text, values)
    except NothingToFill as nothing:
        raise Refusal("saved-gap", name=saved.name, gap=nothing.gap, number=number) from None
    return Prepared(saved, number, words, sure)


def count_use(db: Session, saved_id: int) -> None:
    """What is used often comes first."""
    saved = db.get(SavedAnswer, saved_id)
    if saved is not None:
        saved.used += 1
