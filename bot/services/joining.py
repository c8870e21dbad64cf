"""Joining: Start, yes, an age band, a name. A half-finished joining resumes where it stopped."""

from collections.abc import Container
from dataclasses import dataclass
from random import SystemRandom
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.errors import NotAllowed, Refusal
from bot.notifications.base import promise
from bot.notifications.people import JoinerToConfirm, OwnMenu, holders_of
from bot.policies.ages import age_bands
from bot.policies.aliases import make_alias
from bot.policies.names import BadName, clean_name, suggest_names
from bot.services import invitations, reminders, staffing
from bot.services.audit import record
from bot.services.people import actor_of, ask_next, come_home, stop_asking
from models.people import STAFF, Conversation, Invitation, Person, PersonRole, Role

JoinScreen = Literal["stranger", "privacy", "age", "name", "home", "welcome", "bad_code", "declined", "too_young"]


@dataclass(frozen=True)
class Joining:
    """What the joiner sees next."""

    screen: JoinScreen
    role: Role | None = None
    person: Person | None = None
    bands: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class _TakenAliases(Container[str]):
    def __init__(self, db: Session) -> None:
        self._db = db

    def __contains__(self, alias: object) -> bool:
        return self._db.scalar(select(Person.id).where(Person.alias == alias)) is not None


def start(db: Session, chat_id: int, code: str, config: Config) -> Joining:
    """/start, with or without a code, from anybody."""
    person = db.scalars(select(Person).where(Person.telegram_id == chat_id)).first()
    if person is None and chat_id in config.service.coordinators:
        person = _first_coordinator(db, chat_id)
    if person is not None:
        return _start_of_member(db, person, chat_id, code, config)
    if not code:
        conversation = db.get(Conversation, chat_id)
        if conversation is not None and conversation.step.startswith("join."):
            return _resume(db, conversation, config)
        return Joining("stranger")
    invitation = invitations.look_up(db, chat_id, code, config.joining.tries_per_hour)
    if invitation is None:
        return Joining("bad_code")
    if invitation.for_person_id is not None:
        return _move_phone(db, invitation, chat_id, config)
    role = Role(invitation.role)
    names = suggest_names(SystemRandom(), 3) if role == Role.YOUNG_PERSON else []
    ask_next(db, chat_id, "join.privacy", code=invitation.code_hash, role=role, names=names)
    return Joining("privacy", role)


def _start_of_member(db: Session, person: Person, chat_id: int, code: str, config: Config) -> Joining:
    if person.suspended_at is not None:
        raise NotAllowed
    if person.left_at is not None or person.blocked_at is not None:
        come_home(db, person, config)
    if code:
        invitation = invitations.look_up(db, chat_id, code, config.joining.tries_per_hour)
        if invitation is None:
            return Joining("home", person=person)
        role = Role(invitation.role)
        if invitation.for_person_id is not None or (role in STAFF) != person.is_staff:
            raise Refusal("code-not-for-you")
        if role not in person.all_roles and role in STAFF:
            person.role_rows.append(staffing.staff_role(db, role, config))
            invitations.spend(db, invitation, person)
            staffing.ask_for_second(db, person, invitation)
            record(db, person, "join", f"person:{person.id}", role=str(role))
            promise(db, person, OwnMenu())
    return Joining("home", person=person)


def _first_coordinator(db: Session, chat_id: int) -> Person:
    person = Person(
        telegram_id=chat_id,
        alias=make_alias(SystemRandom(), _TakenAliases(db)),
        name="Coordinator",
        instruments=[],
        joined_at=clock.now(),
        confirmed_at=clock.now(),
        role_rows=[PersonRole(role=Role.COORDINATOR)],
    )
    db.add(person)
    db.flush()
    record(db, person, "join", f"person:{person.id}", role=str(Role.COORDINATOR), by="configuration")
    promise(db, person, OwnMenu())
    return person


def _move_phone(db: Session, invitation: Invitation, chat_id: int, config: Config) -> Joining:
    person = db.get(Person, invitation.for_person_id)
    if person is None:
        return Joining("bad_code")
    person.telegram_id = chat_id
    person.left_at = person.blocked_at = None
    invitations.spend(db, invitation, person)
    stop_asking(db, chat_id)
    record(db, person, "new_phone_used", f"person:{person.id}")
    promise(db, person, OwnMenu())
    reminders.rebuild(db, person, config)
    return Joining("home", person=person)


def _resume(db: Session, conversation: Conversation, config: Config) -> Joining:
    data = conversation.data
    role = Role(data["role"])
    if invitations.usable(db, data["code"]) is None:
        stop_asking(db, conversation.chat_id)
        return Joining("bad_code")
    bands = tuple(age_bands(config.service.minimum_age))
    screen: JoinScreen = "privacy"
    if conversation.step == "join.age":
        screen = "age"
    elif conversation.step == "join.name":
        screen = "name"
    return Joining(screen, role, bands=bands, names=tuple(data["names"]))


def _state(db: Session, chat_id: int, step: str) -> dict[str, Any]:
    conversation = db.get(Conversation, chat_id)
    if conversation is None or conversation.step != step:
        raise Refusal("old-button")
    return conversation.data


def agree(db: Session, chat_id: int, config: Config) -> Joining:
    """Yes to the privacy sentences: young people say their age band next, staff their name."""
    data = _state(db, chat_id, "join.privacy")
    role = Role(data["role"])
    if role == Role.YOUNG_PERSON:
        ask_next(db, chat_id, "join.age", **data)
        return Joining("age", role, bands=tuple(age_bands(config.service.minimum_age)))
    ask_next(db, chat_id, "join.name", **data)
    return Joining("name", role)


def decline(db: Session, chat_id: int) -> Joining:
    """No: nothing is kept, and the code stays good for another day."""
    _state(db, chat_id, "join.privacy")
    stop_asking(db, chat_id)
    return Joining("declined")


def choose_age(db: Session, chat_id: int, band: int, config: Config) -> Joining:
    """The age band; someone too young is told of another way, and nothing is kept."""
    data = _state(db, chat_id, "join.age")
    bands = age_bands(config.service.minimum_age)
    if band == -1:
        stop_asking(db, chat_id)
        return Joining("too_young")
    if not 0 <= band < len(bands):
        raise Refusal("old-button")
    ask_next(db, chat_id, "join.name", **{**data, "band": bands[band]})
    return Joining("name", Role(data["role"]), names=tuple(data["names"]))


def choose_suggestion(db: Session, chat_id: int, place: int, config: Config) -> Joining:
    """A suggested name, tapped."""
    names = _state(db, chat_id, "join.name")["names"]
    if not 0 <= place < len(names):
        raise Refusal("old-button")
    return choose_name(db, chat_id, names[place], config)


def choose_name(db: Session, chat_id: int, words: str, config: Config) -> Joining:
    """The name to be called by: the last step, which spends the code."""
    data = _state(db, chat_id, "join.name")
    try:
        name = clean_name(words)
    except BadName as error:
        raise Refusal(f"name-{error.reason.replace('_', '-')}") from error
    invitation = invitations.usable(db, data["code"])
    if invitation is None:
        stop_asking(db, chat_id)
        return Joining("bad_code")
    if actor_of(db, chat_id) is not None:
        raise Refusal("old-button")
    role = Role(invitation.role)
    staff = role in STAFF
    now = clock.now()
    person = Person(
        telegram_id=chat_id,
        alias=make_alias(SystemRandom(), _TakenAliases(db)),
        name=name,
        age_band=data.get("band"),
        language=config.service.languages[0],
        instruments=[],
        joined_at=now,
        confirmed_at=now if staff or not config.joining.confirm else None,
        role_rows=[staffing.staff_role(db, role, config)],
    )
    db.add(person)
    db.flush()
    invitations.spend(db, invitation, person)
    staffing.ask_for_second(db, person, invitation)
    stop_asking(db, chat_id)
    record(db, person, "join", f"person:{person.id}", role=str(role))
    promise(db, person, OwnMenu())
    if person.confirmed_at is None:
        for coordinator in holders_of(db, Role.COORDINATOR):
            promise(db, coordinator, JoinerToConfirm(person.id), key=f"confirm:{person.id}:{coordinator.id}")
    return Joining("welcome", role, person)
