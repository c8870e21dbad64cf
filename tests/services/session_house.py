"""A service with people in it, for tests of sessions: use cases as somebody, at a time, and what is said to whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import orm, select

from bot import clock
from bot.config import Config
from bot.delivery import rows
from bot.services.people import actor_of
from bot.texts import Texts
from models.outbox import OutboxRow, OutboxState
from models.people import Person, PersonRole, Role
from models.sessions import Occurrence, Session

LONDON = ZoneInfo("Europe/London")
TUTOR, OTHER_TUTOR, COORDINATOR, LEAD = 1, 2, 3, 4
OTTER, WREN, LYNX, NEW = 11, 12, 13, 14
CAST = (
    (TUTOR, Role.TUTOR, "Heron-20", "Tom"),
    (OTHER_TUTOR, Role.TUTOR, "Wren-50", "Tess"),
    (COORDINATOR, Role.COORDINATOR, "Badger-40", "Cora"),
    (LEAD, Role.LEAD, "Robin-30", "Leah"),
    (OTTER, Role.YOUNG_PERSON, "Otter-12", "Riff"),
    (WREN, Role.YOUNG_PERSON, "Wren-77", "Beat"),
    (LYNX, Role.YOUNG_PERSON, "Lynx-31", "Echo"),
    (NEW, Role.YOUNG_PERSON, "Puffin-45", "Solo"),  # not confirmed
)


@dataclass(frozen=True)
class Heard:
    """What somebody was sent, and when it was due."""

    person: int
    kind: str
    due_at: datetime
    text: str
    may_ring: bool
    occurrence: int  # 0 for what is about none
    starts: datetime | None  # the start that a reminder was made for
    key: str | None = None  # the promise's own: what is said once


def config(zone: str = "Europe/London", quiet: str = "off", holidays: str = "", **reminders: Any) -> Config:
    """A configuration with these hours and reminders; without bank holidays, unless a country's are asked for."""
    return Config.model_validate(
        {
            "service": {"timezone": zone},
            "hours": {"quiet": quiet, "holidays": holidays},
            "reminders": reminders or {"before": ["1d", "1h"]},
        }
    )


def people(db: orm.Session) -> None:
    """Puts the cast into the database; their ids are their Telegram ids."""
    for number, role, alias, name in CAST:
        confirmed = None if number == NEW else clock.now()
        db.add(
            Person(
                id=number,
                telegram_id=number,
                alias=alias,
                name=name,
                instruments=[],
                joined_at=clock.now(),
                confirmed_at=confirmed,
                role_rows=[PersonRole(role=role)],
            )
        )
    db.flush()


def as_somebody(db: orm.Session, who: int, use_case: Callable[..., Any], *args: Any, **more: Any) -> Any:
    """Runs a use case as one of them, within a transaction."""
    actor = actor_of(db, who)
    assert actor is not None
    return use_case(db, actor, *args, **more)


def at(local: str, zone: ZoneInfo = LONDON) -> datetime:
    """Goes to that wall time; its instant."""
    target = datetime.fromisoformat(local).replace(tzinfo=zone)
    go_to(target)
    return target


def go_to(instant: datetime) -> None:
    """Moves the clock there, forwards or backwards."""
    clock.travel(instant - clock.now())


def deliver(db: orm.Session, texts: Texts | None = None) -> list[Heard]:
    """Does to the outbox what the sender does, with a Telegram that takes everything; what everybody heard."""
    texts = texts or Texts(LONDON, "Backline")
    heard: list[Heard] = []
    db.flush()
    while waiting := rows.candidates(db):
        claimed = rows.take(db, dict(waiting))
        composed = rows.compose(db, claimed)
        for row in claimed:
            contents = composed[row.id].contents
            useful = row.useful_until is None or row.useful_until > clock.now()
            rows.settle(db, row, "sent" if contents and useful else "dropped")
            if contents and useful and contents[0].text is not None:
                stored = db.get_one(OutboxRow, row.id)
                words = texts.html(contents[0].text)
                starts = row.params.get("starts")
                heard.append(
                    Heard(
                        row.person_id or 0,
                        row.kind,
                        stored.due_at,
                        words,
                        composed[row.id].may_ring,
                        row.params.get("occurrence_id", 0),
                        datetime.fromtimestamp(starts, UTC) if starts else None,
                        stored.dedup_key,
                    )
                )
        db.flush()
        db.expire_all()
    return heard


def pending(db: orm.Session) -> list[tuple[int, int, datetime]]:
    """The reminders that wait: person, occurrence, when they are due."""
    found = db.scalars(
        select(OutboxRow).where(OutboxRow.kind == "session_reminder", OutboxRow.state == OutboxState.PENDING)
    )
    return sorted((row.person_id or 0, row.params["occurrence_id"], row.due_at) for row in found)


def occurrences_of(db: orm.Session, number: int = 1) -> list[Occurrence]:
    """A session's occurrences by position."""
    return list(db.scalars(select(Occurrence).where(Occurrence.session_id == number).order_by(Occurrence.position)))


def session_of(db: orm.Session, number: int = 1) -> Session:
    """The session itself."""
    return db.get_one(Session, number)
