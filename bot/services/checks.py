"""The allow-list with facts: until when each tutor's check of their record and their training are good."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.oversight import CheckRunsOut, ChecksMissing, without_dates
from bot.notifications.people import holders_of
from bot.policies.checks import KINDS, Check, stops, warning_due
from bot.services.audit import record
from bot.services.oversight import find_staff
from bot.services.people import ask_next, everyone_of, require, stop_asking
from bot.texts import Text, t
from models.people import Person, Role

STEP = "checks.date"
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True)
class Dates:
    """One person's checks, and how each stands today: "missing", "past", "soon" or "good"."""

    person: Person
    checks: tuple[Check, ...]
    states: tuple[str, ...]


def checks_of(person: Person) -> tuple[Check, ...]:
    """A member of staff's checks."""
    return Check("dbs", person.dbs_until), Check("training", person.training_until)


def today(config: Config) -> date:
    """The day it is where the service lives."""
    return clock.now().astimezone(config.service.zone).date()


def may_answer(actor: Person, config: Config) -> None:
    """Refusal for a tutor whose check or training is past, or was never entered where that is required."""
    stopping = stops(checks_of(actor), today(config), config.safeguarding.require_checks)
    if stopping is not None:
        raise Refusal("check-stops-answers" if stopping.until else "check-missing-stops", check=_name(stopping.kind))


def _name(kind: str) -> Text:
    return t(f"check-{kind}")


def all_dates(db: Session, actor: Person, config: Config) -> list[Dates]:
    """Every tutor's dates, for coordinators and leads."""
    require(actor, Role.COORDINATOR, Role.LEAD)
    return [dates_of(person, config) for person in everyone_of(db, [Role.TUTOR]) if person.left_at is None]


def dates_of(person: Person, config: Config) -> Dates:
    """One person's dates as they stand today."""
    checks = checks_of(person)
    return Dates(person, checks, tuple(check.state(today(config)) for check in checks))


def set_by_words(db: Session, actor: Person, words: str, config: Config) -> Dates:
    """/checks Tom dbs 2027-01-01."""
    require(actor, Role.COORDINATOR)
    parts = words.split()
    if len(parts) < 3 or parts[-2].lower() not in KINDS:
        raise Refusal("checks-how")
    return _set(db, actor, find_staff(db, " ".join(parts[:-2])), parts[-2].lower(), parts[-1], config)


def ask_date(db: Session, actor: Person, person_id: int, kind: str) -> Person:
    """The coordinator's next words are the date."""
    require(actor, Role.COORDINATOR)
    person = db.get(Person, person_id)
    if person is None or not person.is_staff or kind not in KINDS:
        raise Refusal("old-button")
    ask_next(db, actor.telegram_id or 0, STEP, person=person_id, kind=kind)
    return person


def set_asked(db: Session, actor: Person, person_id: int, kind: str, words: str, config: Config) -> Dates:
    """The date that was asked for."""
    require(actor, Role.COORDINATOR)
    person = db.get(Person, person_id)
    if person is None or kind not in KINDS:
        raise Refusal("old-button")
    return _set(db, actor, person, kind, words, config)


def _set(db: Session, actor: Person, person: Person, kind: str, words: str, config: Config) -> Dates:
    match = _DATE.fullmatch(words.strip())
    try:
        until = date(*map(int, match.groups())) if match else None
    except ValueError:
        until = None
    if until is None:
        raise Refusal("checks-date", words=words.strip()[:40])
    if kind == "dbs":
        person.dbs_until = until
    else:
        person.training_until = until
    stop_asking(db, actor.telegram_id or 0)
    record(db, actor, "set_check", f"person:{person.id}", check=kind, until=until.isoformat())
    return dates_of(person, config)


def warn(db: Session, config: Config) -> int:
    """Tells every coordinator of dates that come near, once each: thirty days before, seven, and when past.

    Those that were never entered are named once a month.
    """
    warned = 0
    coordinators = holders_of(db, Role.COORDINATOR)
    if without_dates(db):
        month = f"{today(config):%Y-%m}"
        for coordinator in coordinators:
            warned += promise(db, coordinator, ChecksMissing(month), key=f"checks-missing:{month}:{coordinator.id}")
    for person in holders_of(db, Role.TUTOR):
        for check in checks_of(person):
            days = warning_due(check, today(config))
            if days is None or check.until is None:
                continue
            until = check.until.isoformat()
            for coordinator in coordinators:
                about = CheckRunsOut(person.id, check.kind, until, days)
                key = f"check:{person.id}:{check.kind}:{until}:{days}:{coordinator.id}"
                warned += promise(db, coordinator, about, key=key)
    return warned
