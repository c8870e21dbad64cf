"""People and messages for the tests of concerns, holds and cover."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.cli.demo import people_who_joined
from bot.config import Config
from bot.policies.judgements import Judgement
from bot.services import answers, questions
from bot.services.answers import Answered
from bot.services.said import Said
from models.outbox import OutboxRow, OutboxState
from models.people import Person, PersonRole, Role
from models.questions import Entry

ALWAYS = {"tutors": ["Mon-Sun 00:00-24:00"], "quiet": "off"}
HARM = Judgement("self_harm_suicide", "high", ("says that they want to hurt themselves",), 0.97)
NOW = Judgement("self_harm_suicide", "immediate", ("says that it is tonight",), 0.99)
SAD = Judgement("emotional_distress", "medium", ("says that all is too much",), 0.6)
HOME = Judgement("domestic_violence", "high", ("somebody hits somebody at home",), 0.9)
NUMBER = Judgement("contact_details", "high", ("a phone number",), 1.0)
SECRET = Judgement("secrecy_request", "high", ("asks to keep it secret",), 0.9)
FINE = Judgement()
_numbers = iter(range(10_000, 1_000_000))


def config(**safeguarding: Any) -> Config:
    """Tutors always there, and what the test says about safeguarding."""
    return Config.model_validate({"hours": ALWAYS, "safeguarding": safeguarding})


def furnish(db: Session) -> None:
    """The demo's people: a young person, two tutors, a lead and a coordinator."""
    people_who_joined(db)


def person(db: Session, name: str) -> Person:
    """Riff, Tom, Tess, Leah or Cora, or somebody whom the test added."""
    return db.scalars(select(Person).where(Person.name == name)).unique().one()


def add_person(db: Session, name: str, role: Role, telegram_id: int) -> Person:
    """One more adult."""
    made = Person(
        telegram_id=telegram_id,
        alias=f"Lynx-{telegram_id}",
        name=name,
        instruments=[],
        joined_at=clock.now(),
        confirmed_at=clock.now(),
        role_rows=[PersonRole(role=role)],
    )
    db.add(made)
    db.flush()
    return made


def words(text: str, verdict: Judgement | None = FINE, **more: Any) -> Said:
    """A message with what detection said of it."""
    return Said("text", text, 1003, next(_numbers), verdict=verdict, **more)


def ask(db: Session, text: str, verdict: Judgement | None = FINE, settings: Config | None = None, **more: Any) -> Entry:
    """Riff writes."""
    return questions.ask(db, person(db, "Riff"), words(text, verdict), settings or config(), **more)


def answer(
    db: Session, number: int, text: str, verdict: Judgement = FINE, settings: Config | None = None, by: str = "Tom"
) -> Entry:
    """A tutor answers."""
    said = Said("text", text, 1002, next(_numbers), verdict=verdict)
    outcome = answers.answer(db, person(db, by), number, said, settings or config())
    assert isinstance(outcome, Answered)
    return outcome.entry


def promised(db: Session, kind: str, name: str | None = None) -> list[OutboxRow]:
    """What waits in the outbox of that kind, for that person."""
    query = select(OutboxRow).where(OutboxRow.kind == kind, OutboxRow.state == OutboxState.PENDING)
    if name is not None:
        query = query.where(OutboxRow.person_id == person(db, name).id)
    return list(db.scalars(query.order_by(OutboxRow.id)))


def sent(db: Session, row: OutboxRow) -> None:
    """Telegram took it, as the sender would settle it."""
    settle(db, row, "sent")


def settle(db: Session, row: OutboxRow, state: str) -> None:
    """The sending of a row ended so."""
    from bot.delivery import rows

    claimed = rows.Claimed(
        row.id, 1, row.person_id, row.kind, row.params, row.attempts, row.done_steps, row.useful_until
    )
    rows.settle(db, claimed, state)
    db.flush()
    db.expire_all()
