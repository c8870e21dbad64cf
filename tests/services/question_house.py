"""The demo's people, their messages, and what waits to be said to whom: for tests of joining, questions and answers."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.cli.demo import people_who_joined
from bot.config import Config
from bot.delivery.rows import Shown, record_shown
from bot.services.said import Said
from models.database import Database
from models.outbox import OutboxRow, OutboxState
from models.people import Person

CORA, TOM, RIFF, LEAH, TESS = 1001, 1002, 1003, 1004, 1006
Run = Callable[..., Any]
_message_ids = iter(range(10_000, 10_000_000))


def config(**sections: Any) -> Config:
    """Tutors always there, nothing held back by the hour; what the test says laid over it."""
    values: dict[str, Any] = {
        "service": {"coordinators": [CORA]},
        "hours": {"tutors": ["Mon-Sun 00:00-24:00"], "quiet": "off"},
        "safeguarding": {"detection": False},
    }
    for name, section in sections.items():
        values[name] = {**values.get(name, {}), **section}
    return Config.model_validate(values)


def furnish(db: Session) -> None:
    """Riff is a young person, Tom and Tess are tutors, Leah a lead and Cora the coordinator."""
    people_who_joined(db)
    for row in db.scalars(select(OutboxRow)):
        db.delete(row)


def who(db: Session, telegram_id: int) -> Person:
    """One of them, or whoever has that account now."""
    return db.scalars(select(Person).where(Person.telegram_id == telegram_id)).unique().one()


def said(chat_id: int, text: str = "", kind: str = "text", **more: Any) -> Said:
    """A message as a handler gives it on; with a file if it is no text."""
    if kind != "text":
        more.setdefault("file_id", f"file-{next(_message_ids)}")
    more.setdefault("message_id", next(_message_ids))
    return Said(kind=kind, text=text, chat_id=chat_id, **more)


def act(run: Run, telegram_id: int, use_case: Callable[..., Any], *args: Any, **kw: Any) -> Any:
    """Runs a use case as that person."""
    return run(lambda db: use_case(db, who(db, telegram_id), *args, **kw))


def promised(db: Session, telegram_id: int, kind: str | None = None) -> list[OutboxRow]:
    """What waits to be said to somebody, in order."""
    rows = (
        select(OutboxRow)
        .join(Person, Person.id == OutboxRow.person_id)
        .where(Person.telegram_id == telegram_id, OutboxRow.state == OutboxState.PENDING)
        .order_by(OutboxRow.id)
    )
    return [row for row in db.scalars(rows) if kind in (None, row.kind)]


def show(db: Session, telegram_id: int, kind: str, number: int, question: int, version: int = 1) -> int:
    """Telegram has shown somebody this; the message's id."""
    message_id = next(_message_ids)
    record_shown(db, [Shown(telegram_id, message_id, kind, number, version, question, False)])
    return message_id


@contextmanager
def several_writers(url: str) -> Iterator[Callable[[list[Callable[[Session], Any]]], list[Any]]]:
    """Runs use cases at the same time through the bot's own writer: on PostgreSQL in several connections."""
    database = Database(url)

    def together(use_cases: list[Callable[[Session], Any]]) -> list[Any]:
        async def run() -> list[Any]:
            return await asyncio.gather(*map(database.write, use_cases), return_exceptions=True)

        return asyncio.run(run())

    try:
        yield together
    finally:
        database.close()
