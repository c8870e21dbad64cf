"""What no single message shows, looked for every hour: a young person's worries that add up, a tutor's ways over weeks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.notifications.base import promise
from bot.notifications.concerns import ConcernMore, name_of
from bot.notifications.contacts import first_contacts
from bot.policies.detection.conversation import (
    ADDS_UP_WITHIN,
    PATTERN_WITHIN,
    TutorMessage,
    Worry,
    adding_up,
    tutor_pattern,
)
from bot.policies.detection.verdict import Severity
from bot.policies.judgements import HIGH, MEDIUM
from bot.services.concerns import open_concern
from bot.services.people import everyone_of
from models.concerns import Concern, ConcernEvent
from models.people import Person, Role
from models.questions import Entry, Question

SOURCE = "pattern"
CATEGORY = "pattern"  # of a tutor's ways; what adds up keeps the category of the worries


@dataclass(frozen=True)
class Found:
    """One pattern that no concern of its period names yet: a young person's, or an adult's. `kinds` tells them apart."""

    person_id: int | None
    adult_id: int | None
    category: str
    kinds: tuple[str, ...]
    reasons: tuple[str, ...]


def look(db: Session, config: Config) -> list[Found]:
    """What stands out now and is not known yet; reads only, so that no writer waits for it."""
    return [*_adding_up(db), *_tutors(db, config)]


def open_all(db: Session, found: Sequence[Found], config: Config) -> list[Concern]:
    """A concern for each: what adds up rings, a tutor's ways go to the list with a word without a sound."""
    opened = []
    for one in found:
        # Looked again where it is written: the other process may have been first.
        kinds = _new_kinds(db, one)
        if not kinds:
            continue
        adds_up = one.adult_id is None
        person = db.get(Person, one.person_id) if one.person_id is not None else None
        concern = open_concern(
            db,
            config,
            person=person,
            source=SOURCE,
            category=one.category,
            severity=HIGH if adds_up else MEDIUM,
            words="",
            adult=one.adult_id,
            reasons=list(one.reasons),
            pattern=list(kinds),
        )
        opened.append(concern)
        for lead in () if adds_up else first_contacts(db, one.adult_id):
            promise(db, lead, ConcernMore(concern.id, "pattern"), key=f"more:{concern.id}:pattern:{lead.id}")
    return opened


def _new_kinds(db: Session, found: Found) -> tuple[str, ...]:
    """Those of its kinds that no concern about the same person has named within the pattern's period."""
    if found.adult_id is None:
        whose, within = Concern.person_id == found.person_id, ADDS_UP_WITHIN
    else:
        whose, within = Concern.adult_id == found.adult_id, PATTERN_WITHIN
    known = db.scalars(
        select(ConcernEvent.details)
        .join(Concern, Concern.id == ConcernEvent.concern_id)
        .where(whose, Concern.source == SOURCE, Concern.opened_at > clock.now() - within, ConcernEvent.kind == "opened")
    )
    named = {kind for details in known for kind in details.get("pattern", ())}
    return tuple(kind for kind in found.kinds if kind not in named)


# --- the same young person over days ---


def _adding_up(db: Session) -> list[Found]:
    now = clock.now()
    rows = db.execute(
        select(Concern.person_id, Concern.id, ConcernEvent.at, ConcernEvent.category, ConcernEvent.severity)
        .join(Concern, Concern.id == ConcernEvent.concern_id)
        .where(
            Concern.source == "words",
            Concern.person_id.is_not(None),
            ConcernEvent.kind.in_(("opened", "joined")),
            ConcernEvent.severity == MEDIUM,
            ConcernEvent.at > now - ADDS_UP_WITHIN,
        )
        .order_by(ConcernEvent.id)
    ).all()
    wrong = _wrong_alarms(db, {row[1] for row in rows})
    worries: dict[int, list[Worry]] = defaultdict(list)
    numbers: dict[int, list[int]] = defaultdict(list)
    for person_id, number, at, category, severity in rows:
        if number not in wrong and person_id is not None:
            worries[person_id].append(Worry(at, category or "", cast(Severity, severity)))
            numbers[person_id].append(number)
    found = []
    for person_id, theirs in worries.items():
        reasons = adding_up(theirs, now)
        if reasons:
            named = ", ".join(name_of(number) for number in dict.fromkeys(numbers[person_id]))
            one = Found(person_id, None, theirs[-1].category, ("adds_up",), (*reasons, f"see {named}"))
            if _new_kinds(db, one):
                found.append(one)
    return found


def _wrong_alarms(db: Session, numbers: set[int]) -> set[int]:
    """Those that a lead has closed as a wrong alarm: they add up to nothing."""
    rows = db.execute(
        select(ConcernEvent.concern_id, ConcernEvent.details).where(
            ConcernEvent.concern_id.in_(numbers), ConcernEvent.kind == "outcome"
        )
    )
    return {number for number, details in rows if details.get("wrong_alarm")}


# --- a tutor over weeks ---


def _tutors(db: Session, config: Config) -> list[Found]:
    found = []
    for tutor in everyone_of(db, [Role.TUTOR]):
        patterns = tutor_pattern(_messages(db, tutor.id), clock.now(), config.service.zone)
        if not patterns:
            continue
        whole = Found(None, tutor.id, CATEGORY, tuple(pattern.kind for pattern in patterns), ())
        new = _new_kinds(db, whole)
        reasons = tuple(pattern.why + _about(db, pattern.young_person) for pattern in patterns if pattern.kind in new)
        if new:
            found.append(Found(None, tutor.id, CATEGORY, new, reasons))
    return found


def _messages(db: Session, tutor_id: int) -> list[TutorMessage]:
    """What they wrote and what arrived, of the last weeks."""
    rows = db.execute(
        select(Entry.said_at, Question.asker_id, Entry.text)
        .join(Question, Question.id == Entry.question_id)
        .where(Entry.author_id == tutor_id, Entry.by_staff, Entry.delivered_at > clock.now() - PATTERN_WITHIN)
    )
    return [TutorMessage(at, asker, text) for at, asker, text in rows]


def _about(db: Session, person_id: int | None) -> str:
    person = db.get(Person, person_id) if person_id is not None else None
    return f" ({person.alias})" if person is not None else ""
