"""What a session has besides its times: its tutor, its link, and whether it meets all the year."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import orm, select, update

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.people import holders_of
from bot.notifications.replies import leader_of
from bot.notifications.sessions import has_place
from bot.notifications.timetable import TutorChanged
from bot.policies.aliases import normalise_alias
from bot.policies.fields import clean_text, shorten
from bot.policies.numbers import LARGEST
from bot.policies.session_line import BadSessionLine, parse_link
from bot.services import reminders, terms, timetable
from bot.services.audit import record
from bot.services.people import ask_next, stop_asking
from bot.services.session_changes import day_named, named
from bot.services.sessions import changeable, may_read
from models.people import Conversation, Person, Role
from models.sessions import Occurrence, Session

LINK_STEP: Final = "sessions.link.set"
NONE: Final = frozenset({"none", "off", "no", "remove", "-"})
_LEADING_DAY: Final = re.compile(r"(?:on\s+)?(\d[\d/-]*\d)(?:[\s,:;]+(.*))?", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class NewTutor:
    """Who leads it now: all that follow, or one occurrence."""

    session: Session
    tutor: Person
    occurrence: Occurrence | None
    people: int


@dataclass(frozen=True)
class WhichTutor:
    """The tutors to choose from; `unknown` is what was written and is none of them."""

    session: Session
    tutors: list[Person]
    occurrence: Occurrence | None
    unknown: str = ""


@dataclass(frozen=True)
class LinkNow:
    """The link to join online; no url before it shows, but when it will, if ever."""

    session: Session
    url: str
    shows_at: datetime | None


@dataclass(frozen=True)
class Setting:
    """A session whose settings have changed; how many of its coming times that called off, and brought back."""

    session: Session
    off: int = 0
    on: int = 0


# --- the tutor ---


def change_tutor(db: orm.Session, actor: Person, number: int, words: str, config: Config) -> NewTutor | WhichTutor:
    """/tutor S4 [2026-12-03] Tess: everybody concerned is told; without a name, the tutors to choose from."""
    session = changeable(db, actor, number)
    words = " ".join(clean_text(words).split())
    match = _LEADING_DAY.fullmatch(words)
    today = clock.now().astimezone(ZoneInfo(session.zone)).date()
    one = None
    if match is not None and day_named(match[1], today) is not None:
        one = named(db, actor, number, match[1])
        words = match[2] or ""
    others = _others(db, session, one)
    found = [tutor for tutor in others if _is(tutor, words)]
    if len(found) == 1:
        return give_to(db, actor, number, found[0].id, one.id if one else 0, config)
    if words and any(_is(tutor, words) for tutor in holders_of(db, Role.TUTOR)) and not found:
        raise Refusal("tutor-already", tutor=shorten(words, 60), number=f"S{number}")
    if not others:
        raise Refusal("tutor-nobody")
    return WhichTutor(session, found or others, one, "" if found else shorten(words, 60))


def which_tutor(db: orm.Session, actor: Person, number: int, occurrence_id: int) -> WhichTutor:
    """The tutors who can take all that follow (0), or one occurrence."""
    session = changeable(db, actor, number)
    one = db.get(Occurrence, occurrence_id) if 1 <= occurrence_id <= LARGEST else None
    if occurrence_id and (one is None or one.session_id != session.id):
        raise Refusal("old-button")
    others = _others(db, session, one)
    if not others:
        raise Refusal("tutor-nobody")
    return WhichTutor(session, others, one)


def _is(tutor: Person, words: str) -> bool:
    wanted = words.strip("@,:;.").casefold()
    return bool(wanted) and (wanted == tutor.name.casefold() or normalise_alias(wanted) == tutor.alias)


def _others(db: orm.Session, session: Session, one: Occurrence | None) -> list[Person]:
    leads = leader_of(one) if one is not None else session.tutor_id
    tutors = [tutor for tutor in holders_of(db, Role.TUTOR) if tutor.id != leads]
    return sorted(tutors, key=lambda tutor: (tutor.away_since is not None, tutor.name.casefold()))


def give_to(db: orm.Session, actor: Person, number: int, tutor_id: int, occurrence_id: int, config: Config) -> NewTutor:
    """Gives all that follow, or one occurrence, to this tutor."""
    session = changeable(db, actor, number)
    one = db.get(Occurrence, occurrence_id) if 1 <= occurrence_id <= LARGEST else None
    if occurrence_id and (one is None or one.session_id != session.id or one.cancelled_at is not None):
        raise Refusal("old-button")
    if one is not None and one.ends_at <= clock.now():
        raise Refusal("session-was", when=one.starts_at)
    tutor = next((item for item in _others(db, session, one) if item.id == tutor_id), None)
    if tutor is None:
        raise Refusal("old-button")
    old_id = leader_of(one) if one is not None else session.tutor_id
    coming = [one] if one is not None else _coming(db, session)
    mine = [item for item in coming if leader_of(item) == old_id]
    reminders.withdraw(db, coming, [old_id, tutor.id], "another tutor")
    if one is None:
        _hand_over(db, session, tutor)
    else:
        one.tutor_id = None if tutor.id == session.tutor_id else tutor.id
    db.flush()
    for item in coming:
        db.refresh(item)
    _ = session.tutor.name
    reminders.remind(db, coming, [tutor.id], config)
    record(db, actor, "tutor_changed", f"session:{session.id}", to=tutor.id, occurrences=len(mine))
    concerned = [person for person in (*_placed(db, session), old_id, tutor.id) if person != actor.id]
    for person in dict.fromkeys(concerned):
        promise(db, person, TutorChanged(session.id, one.id if one else 0, old_id, tutor.id))
    return NewTutor(session, tutor, one, len(_placed(db, session)))


def _hand_over(db: orm.Session, session: Session, tutor: Person) -> None:
    """What has been stays with who led it; what is to come is the new tutor's, but for what others stand in for."""
    of_session = update(Occurrence).where(Occurrence.session_id == session.id)
    now = clock.now()
    quietly = {"synchronize_session": False}
    was = of_session.where(Occurrence.starts_at <= now, Occurrence.tutor_id.is_(None))
    db.execute(was.values(tutor_id=session.tutor_id), execution_options=quietly)
    own = of_session.where(Occurrence.starts_at > now, Occurrence.tutor_id == tutor.id)
    db.execute(own.values(tutor_id=None), execution_options=quietly)
    session.tutor = tutor
    session.tutor_id = tutor.id


def _coming(db: orm.Session, session: Session) -> list[Occurrence]:
    return list(
        db.scalars(
            select(Occurrence).where(
                Occurrence.session_id == session.id,
                Occurrence.starts_at > clock.now(),
                Occurrence.cancelled_at.is_(None),
            )
        )
    )


def _placed(db: orm.Session, session: Session) -> list[int]:
    leaders = set(reminders.tutors_of(db, session))
    return [person for person in reminders.recipients(db, session) if person not in leaders]


# --- the link ---


def set_link(db: orm.Session, actor: Person, number: int, words: str) -> Setting:
    """/link S4 https://…: the address to join online; "off" takes it away."""
    session = changeable(db, actor, number)
    words = clean_text(words).strip()
    try:
        session.link = "" if words.casefold() in NONE else parse_link(words)
    except BadSessionLine as error:
        raise Refusal("newsession-bad-link", value=shorten(words, 60)) from error
    record(db, actor, "link_set", f"session:{session.id}", there=bool(session.link))
    return Setting(session)


def ask_link(db: orm.Session, actor: Person, number: int) -> Session:
    """The address is asked for."""
    session = changeable(db, actor, number)
    ask_next(db, actor.telegram_id or 0, LINK_STEP, number=number)
    return session


def link_typed(db: orm.Session, actor: Person, words: str) -> Setting:
    """The address, typed after it was asked for."""
    conversation = db.get(Conversation, actor.telegram_id or 0)
    if conversation is None or conversation.step != LINK_STEP:
        raise Refusal("old-button")
    done = set_link(db, actor, int(conversation.data["number"]), words)
    stop_asking(db, conversation.chat_id)
    return done


def link_of(db: orm.Session, actor: Person, number: int, config: Config) -> LinkNow:
    """The link: for staff of the session always; for whoever has a place and is confirmed near the time alone."""
    session = db.get(Session, number) if 1 <= number <= LARGEST else None
    if session is None or session.cancelled_at is not None or not session.link:
        raise Refusal("session-link-none")
    if may_read(db, actor, session):
        return LinkNow(session, session.link, None)
    if actor.confirmed_at is None or not has_place(db, session, actor):
        raise Refusal("session-link-none")
    now = clock.now()
    following = db.scalars(
        select(Occurrence)
        .where(Occurrence.session_id == session.id, Occurrence.ends_at > now, Occurrence.cancelled_at.is_(None))
        .order_by(Occurrence.starts_at)
        .limit(1)
    ).first()
    if following is None:
        return LinkNow(session, "", None)
    shows_at = following.starts_at - config.sessions.link_shows_before
    return LinkNow(session, session.link if shows_at <= now else "", shows_at)


# --- all the year ---


def set_all_year(db: orm.Session, actor: Person, number: int, on: bool, config: Config) -> Setting:
    """Meets in the holidays too, or no longer; who has a place is told of the times that this changes."""
    session = changeable(db, actor, number)
    session.all_year = on
    found = timetable.look(db, session, timetable.year_of(db, config))
    setting = Setting(session, len(found.off), len(found.back) + len(found.new))
    if found.differs:
        terms.apply_fits(db, actor, [found], config)
    record(db, actor, "all_year", f"session:{session.id}", on=on)
    return setting
