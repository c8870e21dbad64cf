"""People: who is acting, what they may do, on and off duty, staying and leaving."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from bot import clock
from bot.config import Config
from bot.errors import NotAllowed, Refusal
from bot.notifications.answer_status import AnswerStatus
from bot.notifications.base import promise
from bot.notifications.people import Confirmed, OwnMenu, PersonBlocked, holders_of
from bot.policies.aliases import normalise_alias
from bot.services import kept_places, reminders
from bot.services.audit import record
from models.outbox import OutboxRow, OutboxState
from models.people import Conversation, Person, PersonRole, Role
from models.questions import Entry, EntryState, Question, in_queue

INSTRUMENTS = (
    "guitar",
    "keyboard",
    "drums",
    "voice",
    "bass",
    "ukulele",
    "beats",
    "violin",
    "brass",
    "woodwind",
)


STEP_LASTS = timedelta(hours=1)
# Words that were asked for by the safety person must not become a question for tutors because they took their time.
HELP_LASTS = timedelta(hours=24)
MORE_STEP = "help.more"  # what follows on words to the safety person
MORE_LASTS = timedelta(minutes=15)


@dataclass(frozen=True)
class Standing:
    """Where a chat stands: the person, if they have joined, and the step that their next words belong to."""

    person: Person | None
    step: str | None
    data: dict[str, Any]


_BY_TELEGRAM_ID = (
    select(Person).where(Person.telegram_id == bindparam("telegram_id")).options(joinedload(Person.role_rows))
)


def actor_of(db: Session, telegram_id: int) -> Person | None:
    """The person behind a Telegram account, unless they have left."""
    person = db.scalars(_BY_TELEGRAM_ID, {"telegram_id": telegram_id}).unique().first()
    return person if person is not None and person.left_at is None else None


def has_left(db: Session, telegram_id: int) -> bool:
    """Whether this account's person has left, and can come back."""
    person = db.scalars(_BY_TELEGRAM_ID, {"telegram_id": telegram_id}).unique().first()
    return person is not None and person.left_at is not None


def standing(db: Session, chat_id: int) -> Standing:
    """Where this chat stands now."""
    conversation = db.get(Conversation, chat_id)
    # What was asked an hour ago is forgotten, but for a joining: new words then mean something new.
    if (
        conversation is not None
        and not conversation.step.startswith("join.")
        and clock.now() - conversation.updated_at > _lasts(conversation.step)
    ):
        conversation = None
    return Standing(
        actor_of(db, chat_id),
        conversation.step if conversation else None,
        conversation.data if conversation else {},
    )


def _lasts(step: str) -> timedelta:
    if step == MORE_STEP:
        return MORE_LASTS
    return HELP_LASTS if step.startswith(("help.", "safety.")) else STEP_LASTS


def ask_next(db: Session, chat_id: int, step: str, **data: Any) -> None:
    """Remembers what the chat's next words will mean."""
    db.merge(Conversation(chat_id=chat_id, step=step, data=data, updated_at=clock.now()))


def stop_asking(db: Session, chat_id: int) -> None:
    """The chat's next words mean nothing special any more."""
    conversation = db.get(Conversation, chat_id)
    if conversation is not None:
        db.delete(conversation)


def require(actor: Person, *roles: Role) -> None:
    """NotAllowed unless the actor has one of the roles: asked in the transaction that acts."""
    if not actor.roles & set(roles):
        raise NotAllowed


def find(db: Session, alias: str) -> Person:
    """The person with this alias, spelling forgiven; Refusal if there is none."""
    wanted = normalise_alias(alias)
    person = db.scalars(select(Person).where(Person.alias == wanted)).first() if wanted else None
    if person is None:
        raise Refusal("no-such-person")
    return person


def find_young_person(db: Session, alias: str) -> Person:
    """The same among young people only; staff are not to be found by alias."""
    person = find(db, alias)
    if Role.YOUNG_PERSON not in person.roles:
        raise Refusal("no-such-person")
    return person


def on_duty(db: Session) -> list[Person]:
    """Tutors who can be told of a question now."""
    return [tutor for tutor in holders_of(db, Role.TUTOR) if tutor.away_since is None]


def go_away(db: Session, actor: Person) -> int:
    """The tutor is off duty: nothing new is sent to them; how many others are on duty."""
    actor.away_since = actor.away_since or clock.now()
    return len([tutor for tutor in on_duty(db) if tutor.id != actor.id])


def come_back(db: Session, actor: Person) -> int:
    """On duty again; how many questions wait."""
    actor.away_since = None
    return db.scalar(select(func.count()).select_from(Question).where(in_queue())) or 0


def confirm(db: Session, actor: Person, person_id: int) -> Person:
    """The coordinator confirms a joiner: places and links of sessions show from now on."""
    require(actor, Role.COORDINATOR)
    person = db.get(Person, person_id)
    if person is None or Role.YOUNG_PERSON not in person.roles:
        raise Refusal("no-such-person")
    if person.confirmed_at is None:
        person.confirmed_at = clock.now()
        record(db, actor, "confirm", f"person:{person.id}")
        promise(db, person, Confirmed())
    return person


def confirm_by_alias(db: Session, actor: Person, alias: str) -> Person:
    """The same by alias."""
    require(actor, Role.COORDINATOR)
    return confirm(db, actor, find_young_person(db, alias).id)


def everyone(db: Session, actor: Person, roles: Iterable[Role]) -> list[Person]:
    """Everybody with one of the roles, for those who run the service."""
    require(actor, Role.COORDINATOR, Role.LEAD)
    return everyone_of(db, roles)


def everyone_of(db: Session, roles: Iterable[Role]) -> list[Person]:
    """Everybody who was given one of the roles, those who have left or are stopped among them."""
    wanted = [str(role) for role in roles]
    return list(
        db.scalars(
            select(Person)
            .join(PersonRole, PersonRole.person_id == Person.id)
            .where(PersonRole.role.in_(wanted))
            .order_by(Person.alias)
            .options(selectinload(Person.role_rows))
            .distinct()
        )
    )


def set_reminders(db: Session, actor: Person, on: bool) -> Person:
    """Session reminders on or off for this person."""
    actor.reminders_off_at = None if on else (actor.reminders_off_at or clock.now())
    return actor


def toggle_instrument(db: Session, actor: Person, name: str) -> Person:
    """Adds an instrument to the person's, or takes it away."""
    if name not in INSTRUMENTS:
        raise Refusal("old-button")
    chosen = list(actor.instruments)
    if name in chosen:
        chosen.remove(name)
    else:
        chosen.append(name)
    actor.instruments = chosen
    return actor


def leave(db: Session, actor: Person) -> None:
    """The person leaves: nothing is sent any more, and their place is kept for a return."""
    actor.left_at = clock.now()
    record(db, actor, "leave", f"person:{actor.id}")
    stop_asking(db, actor.telegram_id or 0)
    db.execute(
        update(OutboxRow)
        .where(
            OutboxRow.person_id == actor.id,
            OutboxRow.state == OutboxState.PENDING,
            OutboxRow.kind == "session_reminder",
        )
        .values(state=OutboxState.DROPPED, why="left", settled_at=clock.now(), dedup_key=None)
    )


def come_home(db: Session, person: Person, config: Config) -> None:
    """Somebody who had left is here again, with everything as it was: their reminders too."""
    person.left_at = None
    person.blocked_at = None
    record(db, person, "return", f"person:{person.id}")
    promise(db, person, OwnMenu())
    db.flush()
    kept_places.claim_back(db, person)
    reminders.rebuild(db, person, config)


def set_blocked(db: Session, telegram_id: int, blocked: bool) -> None:
    """What Telegram says about whether this person has blocked the bot."""
    person = db.scalars(select(Person).where(Person.telegram_id == telegram_id)).first()
    if person is None:
        return
    if blocked:
        note_blocked(db, person)
    else:
        note_reachable(db, person)


def note_blocked(db: Session, person: Person) -> None:
    """Nothing reaches this person any more: coordinators are told, and so is every tutor whose answer waits."""
    if person.blocked_at is not None:
        return
    person.blocked_at = clock.now()
    for coordinator in holders_of(db, Role.COORDINATOR):
        if coordinator.id != person.id:
            promise(db, coordinator, PersonBlocked(person.id))
    waiting = db.scalars(
        select(Entry)
        .join(Question, Question.id == Entry.question_id)
        .where(
            Question.asker_id == person.id,
            Entry.by_staff,
            Entry.state.in_([EntryState.QUEUED, EntryState.RETRYING]),
        )
        .order_by(Entry.id)
    )
    for entry in waiting.all():
        entry.state = EntryState.BLOCKED
        promise(db, entry.author_id, AnswerStatus(entry.id))


def note_reachable(db: Session, person: Person) -> None:
    """They are there again: what waited for them may go."""
    person.blocked_at = None
    db.info.get("marks", {})["promised"] = True
