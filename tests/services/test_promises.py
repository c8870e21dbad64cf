"""A promise with a key is made once, and says whether it was."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.cli.demo import people_who_joined
from bot.notifications.base import promise, withdraw
from bot.notifications.people import OwnMenu
from models.outbox import OutboxRow
from models.people import Person

KEY = "once"


def _promise(db: Session) -> bool:
    return promise(db, db.scalars(select(Person)).first() or 0, OwnMenu(), key=KEY)


def test_the_second_of_a_key_is_told_that_it_was_made_before(run: Callable[..., Any]) -> None:
    """Whoever is told no may say it in another way, so both databases have to answer alike."""
    run(people_who_joined)
    assert [run(_promise) for _ in range(3)] == [True, False, False]
    assert run(lambda db: db.scalar(select(func.count()).where(OutboxRow.dedup_key == KEY))) == 1


def test_what_was_withdrawn_can_be_promised_again(run: Callable[..., Any]) -> None:
    """The key is let go of with the row."""
    run(people_who_joined)
    assert run(_promise)
    assert run(withdraw, "changed", key=KEY) == 1
    assert run(_promise)
