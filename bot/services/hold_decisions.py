"""What leads decide about holds, and answers that leave when a second adult is there again."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.errors import NotAllowed, Refusal
from bot.notifications.answer_status import AnswerStatus, answer_key
from bot.notifications.answers import AnswerForAsker
from bot.notifications.base import promise, withdraw
from bot.notifications.boards import refresh_boards
from bot.notifications.contacts import second_adult_there
from bot.notifications.content import Media
from bot.notifications.entries import media_of
from bot.notifications.holds import AnswerNotSent, HoldAlert, HoldDecided, hold_key, name_of, tell_of_change
from bot.services import leaving
from bot.services.audit import record
from bot.services.concern_work import handles
from bot.services.holding import keep_version
from bot.services.people import ask_next, require, stop_asking
from models.audit import AuditEntry
from models.holds import Hold
from models.outbox import OutboxRow, OutboxState
from models.people import Person, Role
from models.questions import HELD_UP, Entry, EntryState, Question, QuestionState

SHOWN = 20
WHY_MOST = 1000


@dataclass(frozen=True)
class HoldNow:
    """A hold as a lead sees it, with the young person's alias where it was for one."""

    hold: Hold
    alias: str | None
    decided_by: str
    media: tuple[Media, ...]


def _told(db: Session, actor: Person, hold: Hold) -> bool:
    """Whether an alert of this hold went to the actor."""
    keys = (hold_key(hold.id, actor.id), hold_key(hold.id, "next", actor.id))
    sent = select(OutboxRow.id).where(
        OutboxRow.person_id == actor.id,
        OutboxRow.kind == HoldAlert.kind,
        OutboxRow.state == OutboxState.SENT,
        OutboxRow.dedup_key.startswith(keys[0], autoescape=True)
        | OutboxRow.dedup_key.startswith(keys[1], autoescape=True),
    )
    return db.scalar(sent.limit(1)) is not None


def _find(db: Session, actor: Person, number: int) -> Hold:
    require(actor, Role.LEAD, Role.COORDINATOR)
    hold = db.scalars(select(Hold).where(Hold.id == number).with_for_update(of=Hold)).first()
    mine = hold is not None and hold.author_id != actor.id
    if hold is None or not mine or not (handles(db, actor, hold.author_id) or _told(db, actor, hold)):
        if Role.LEAD not in actor.roles:
            raise NotAllowed
        raise Refusal("no-such-hold", ref=name_of(number))
    return hold


def _now(db: Session, hold: Hold) -> HoldNow:
    question = db.get(Question, hold.question_id) if hold.question_id is not None else None
    by = db.get(Person, hold.decided_by) if hold.decided_by is not None else None
    _ = hold.author.name
    return HoldNow(hold, question.asker.alias if question is not None else None, by.name if by else "", _media(hold))


def _media(hold: Hold) -> tuple[Media, ...]:
    """All that would go out: an album whole; of an edit, what it exchanges."""
    if hold.what == "edit":
        return (Media(hold.kind, hold.file_id),) if hold.file_id is not None and hold.kind is not None else ()
    items = _together(hold.entry) if hold.entry is not None else []
    return tuple(media for item in items for media in media_of(item))


def holds(db: Session, actor: Person) -> list[HoldNow]:
    """What waits for a decision, but for the actor's own words."""
    require(actor, Role.LEAD, Role.COORDINATOR)
    waiting = db.scalars(
        select(Hold).where(Hold.decided_at.is_(None), Hold.author_id != actor.id).order_by(Hold.id).limit(SHOWN)
    )
    found = [hold for hold in waiting if handles(db, actor, hold.author_id) or _told(db, actor, hold)]
    if not found and not handles(db, actor, None):
        raise NotAllowed
    return [_now(db, hold) for hold in found]


def read(db: Session, actor: Person, number: int) -> HoldNow:
    """The words that are held, and why; each reading is audited."""
    hold = _find(db, actor, number)
    record(db, actor, "read_hold", f"hold:{hold.id}")
    return _now(db, hold)


def _check_seen(db: Session, actor: Person, hold: Hold) -> None:
    """Refusal where the words are others by now than those that the actor read, or was told of."""
    edited = hold.entry.edited_at if hold.entry is not None and hold.what != "edit" else None
    if edited is None or edited < hold.held_at:
        return
    read_since = select(AuditEntry.id).where(
        AuditEntry.actor_id == actor.id,
        AuditEntry.action.in_(("read_hold", "have_hold")),
        AuditEntry.subject == f"hold:{hold.id}",
        AuditEntry.at >= edited,
    )
    if db.scalar(read_since.limit(1)) is None:
        raise Refusal("hold-edited", ref=name_of(hold.id))


def acknowledge(db: Session, actor: Person, number: int) -> HoldNow:
    """I have it: it stops ringing."""
    hold = _find(db, actor, number)
    if hold.acknowledged_at is None and hold.decided_at is None:
        hold.acknowledged_at, hold.acknowledged_by = clock.now(), actor.id
        record(db, actor, "have_hold", f"hold:{hold.id}")
        _stop_ringing(db, hold)
    return _now(db, hold)


def _stop_ringing(db: Session, hold: Hold) -> None:
    withdraw(db, "seen to", keys_like=hold_key(hold.id))
    tell_of_change(db, hold.id)


def _decide(db: Session, actor: Person, hold: Hold, outcome: str, why: str = "") -> None:
    if hold.decided_at is not None:
        raise Refusal("hold-decided-already", ref=name_of(hold.id), outcome=hold.outcome or "")
    hold.decided_at, hold.decided_by, hold.outcome, hold.why = clock.now(), actor.id, outcome, why
    record(db, actor, f"hold_{outcome}", f"hold:{hold.id}")
    _stop_ringing(db, hold)


def release(db: Session, actor: Person, number: int) -> HoldNow:
    """It goes out now, whatever the working hours; in quiet hours it makes no sound."""
    hold = _find(db, actor, number)
    entry = hold.entry
    if entry is not None:
        state = entry.question.state
        if state in (QuestionState.WITHDRAWN, QuestionState.CLOSED) and hold.what != "edit":
            raise Refusal("hold-question-gone", ref=name_of(hold.id), number=entry.question_id)
    _check_seen(db, actor, hold)
    _decide(db, actor, hold, "released")
    if entry is None:
        promise(db, hold.author_id, HoldDecided(hold.id))
    elif hold.what == "edit":
        _apply_edit(db, hold, entry)
    else:
        let_go(db, entry, second_adult=False)
    return _now(db, hold)


def _apply_edit(db: Session, hold: Hold, entry: Entry) -> None:
    from bot.services.questions import tell_of_edit

    if entry.state == EntryState.WITHDRAWN:
        return
    keep_version(db, entry)
    entry.text = hold.words
    if hold.file_id is not None and hold.kind is not None:
        entry.file_id, entry.kind = hold.file_id, hold.kind
    entry.version, entry.edited_at = entry.version + 1, clock.now()
    tell_of_edit(db, entry)


def _together(entry: Entry) -> list[Entry]:
    if entry.album is None:
        return [entry]
    return [item for item in entry.question.entries if item.album == entry.album and item.author_id == entry.author_id]


def let_go(db: Session, entry: Entry, *, second_adult: bool) -> None:
    """Sends an answer that was held, and settles its question; a lead who released it is its second adult."""
    question = entry.question
    for item in _together(entry):
        if item.state == EntryState.HELD:
            item.state = EntryState.QUEUED
    question.first_answered_at = question.first_answered_at or clock.now()
    question.preferred_tutor_id = entry.author_id
    if not any(not item.by_staff and item.id > entry.id for item in question.entries):
        question.state = QuestionState.ANSWERED
    first = min(_together(entry), key=lambda item: item.id)
    _free_key(db, first.id)
    promise(db, question.asker_id, AnswerForAsker(first.id, second_adult), key=answer_key(first.id))
    promise(db, entry.author_id, AnswerStatus(first.id))


def _free_key(db: Session, entry_id: int) -> None:
    """A row that was dropped keeps its key: it is let go of, so that the answer can be promised again."""
    db.execute(
        update(OutboxRow)
        .where(OutboxRow.dedup_key == answer_key(entry_id), OutboxRow.state == OutboxState.DROPPED)
        .values(dedup_key=None)
    )


def ask_why(db: Session, actor: Person, number: int) -> None:
    """The actor's next words say why it does not go out."""
    hold = _find(db, actor, number)
    if hold.decided_at is not None:
        raise Refusal("hold-decided-already", ref=name_of(hold.id), outcome=hold.outcome or "")
    ask_next(db, actor.telegram_id or 0, "hold.why", hold=hold.id)


def refuse(db: Session, actor: Person, number: int, why: str, config: Config) -> HoldNow:
    """It never goes out: its author reads why, and the question is back in the queue."""
    hold = _find(db, actor, number)
    stop_asking(db, actor.telegram_id or 0)
    if not why.strip():
        raise Refusal("hold-why-missing", ref=name_of(number))
    _decide(db, actor, hold, "refused", why.strip()[:WHY_MOST])
    if hold.entry is not None and hold.what != "edit":
        drop(db, hold.entry)
        if requeue(db, hold.entry.question, config):
            promise(db, hold.entry.question.asker_id, AnswerNotSent(hold.entry.question_id))
        promise(db, hold.author_id, AnswerStatus(hold.entry.id))
    promise(db, hold.author_id, HoldDecided(hold.id))
    return _now(db, hold)


def drop(db: Session, entry: Entry) -> None:
    """Keeps an answer that never goes out, for the record alone."""
    for item in _together(entry):
        if item.state in (EntryState.HELD, EntryState.ALONE):
            item.state = EntryState.REFUSED


def requeue(db: Session, question: Question, config: Config) -> bool:
    """Puts a question without an answer back where it was; False where it has moved on by itself."""
    from bot.services import hours

    if question.state != QuestionState.ANSWERED:
        return False
    said = [item.said_at for item in question.entries if not item.by_staff]
    question.state = QuestionState.WAITING
    question.waiting_since = max(said) if said else clock.now()
    hours.expect_answer(db, question, config)
    refresh_boards(db)
    return True


def reworded(db: Session, hold: Hold, author: Person) -> None:
    """The author said it again without what was wrong: the hold is settled, its words are kept."""
    hold.decided_at, hold.decided_by, hold.outcome = clock.now(), author.id, "reworded"
    record(db, author, "hold_reworded", f"hold:{hold.id}")
    _stop_ringing(db, hold)


# --- a second adult is there again ---


def anybody_waits_alone(db: Session) -> bool:
    """Whether an answer waits for a second adult."""
    return db.scalar(select(Entry.id).where(HELD_UP, Entry.state == EntryState.ALONE).limit(1)) is not None


def release_alone(db: Session, config: Config) -> int:
    """Sends the answers that waited for a second adult, where there is one now; how many."""
    waiting = list(db.scalars(select(Entry).where(HELD_UP, Entry.state == EntryState.ALONE).order_by(Entry.id)))
    count = 0
    for entry in waiting:
        if entry.state != EntryState.ALONE:
            continue  # went with its album
        if config.safeguarding.second_adult and not second_adult_there(db, entry.author_id):
            continue
        album = _together(entry)
        for item in album:
            if item.state == EntryState.ALONE:
                item.state = EntryState.QUEUED
        _free_key(db, entry.id)
        at = leaving.leaves_at(db, config, clock.now())
        promise(
            db,
            entry.question.asker_id,
            AnswerForAsker(entry.id, config.safeguarding.second_adult),
            due_at=at,
            key=answer_key(entry.id),
        )
        promise(db, entry.author_id, AnswerStatus(entry.id))
        count += 1
    return count
