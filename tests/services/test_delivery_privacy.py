"""Nothing that Telegram knows of a person reaches another: tried on every notification that there is."""

import random
import re
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

import handlers  # noqa: F401 - gathers every module that registers a notification
from bot import clock
from bot.delivery.render import Call, render
from bot.notifications.base import _registry, notification_for
from bot.notifications.content import Content
from bot.services import answers, claims, invitations, joining, people, questions
from bot.texts import Texts
from models.outbox import OutboxRow
from models.people import Person, Role
from tests.services import question_house as house
from tests.services.question_house import CORA, LEAH, RIFF, TESS, TOM, Run, act, config, said, who

SETTINGS = config()
ACCOUNT = 987_650_000_000  # what no other number in a message can be taken for
TEXTS = Texts(SETTINGS.service.zone, "Backline")
WORDS = (
    "helped",
    "stuck",
    "withdrawn",
    "free",
    "taken",
    "dbs",
    "html",
    "pdf",
    "young_person",
    "tutor",
    "lead",
    "x",
    "",
)


@pytest.fixture
def lively(run: Run) -> Run:
    """Everybody has said and done something, and has an account whose number can't be overlooked."""
    run(house.furnish)
    for turn in range(3):
        entry = act(run, RIFF, questions.ask, said(RIFF, f"question {turn}"), SETTINGS, new=turn > 0)
        act(run, RIFF, questions.ask, said(RIFF, "", kind="photo", album=f"g{turn}"), SETTINGS)
        act(run, TOM, claims.claim, entry.question_id)
        act(run, TESS, answers.answer, entry.question_id, said(TESS, "meanwhile"), SETTINGS)
        act(run, TOM, answers.answer, entry.question_id, said(TOM, "One finger"), SETTINGS)
    code = act(run, CORA, invitations.invite, Role.YOUNG_PERSON, 1, 14)[0]
    run(joining.start, 77, code, SETTINGS)
    run(joining.agree, 77, SETTINGS)
    run(joining.choose_age, 77, 0, SETTINGS)
    run(joining.choose_name, 77, "Echo", SETTINGS)
    run(lambda db: people.set_blocked(db, 77, True))

    def disguise(db: Any) -> None:
        for person in db.scalars(select(Person)):
            person.telegram_id += ACCOUNT

    run(disguise)
    clock.travel(timedelta(minutes=1))
    return run


def _leaks(calls: list[Call], reader: Person) -> list[str]:
    """Account numbers in what a person would see or press; the chat that it goes to is no part of that."""
    seen = [{key: value for key, value in call.params.items() if key not in ("chat_id", "scope")} for call in calls]
    return re.findall(r"9876500\d{5}", repr(seen))


def _rendered(contents: list[Content] | None, reader: Person) -> list[Call]:
    return [call for content in contents or () for call in render(content, reader.telegram_id or 0, TEXTS, "en")]


def test_what_was_promised_names_nobodys_account(lively: Run) -> None:
    """Everything that the acts above led to, for those whom it was promised to."""

    def look(db: Any) -> tuple[set[str], list[str]]:
        kinds, leaks = set(), []
        for row in db.scalars(select(OutboxRow)):
            reader = db.get(Person, row.person_id)
            calls = _rendered(notification_for(row.kind, row.params).compose(db, reader), reader)
            leaks += _leaks(calls, reader)
            kinds |= {row.kind} if calls else set()
        return kinds, leaks

    kinds, leaks = lively(look)
    assert kinds >= {
        "entry_for_tutor",
        "answer_for_asker",
        "receipt",
        "answer_status",
        "confirm_joiner",
        "person_blocked",
    }
    assert not leaks


def test_no_notification_at_all_names_an_account(lively: Run) -> None:
    """Every kind, with fields at random, for every reader: whatever can be composed has no account in it."""
    chance = random.Random(7)

    def look(db: Any) -> tuple[set[str], list[str]]:
        readers = [who(db, ACCOUNT + number) for number in (CORA, TOM, RIFF, LEAH, TESS)]
        composed, leaks = set(), []
        for kind, made in _registry.items():
            if kind.startswith("test_"):
                continue
            for _ in range(60):
                values = {field.name: _value(chance, str(field.type)) for field in fields(made)}  # type: ignore[arg-type]
                reader = chance.choice(readers)
                try:
                    calls = _rendered(notification_for(kind, values).compose(db, reader), reader)
                except (LookupError, ValueError, TypeError, AttributeError):
                    continue  # no such thing to be told of
                leaks += [f"{kind}: {leak}" for leak in _leaks(calls, reader)]
                composed |= {kind} if calls else set()
        db.rollback()
        return composed, leaks

    composed, leaks = lively(look)
    print(f"{len(composed)} of {len(_registry)} kinds composed")
    assert len(composed) >= 20
    assert not leaks


def _value(chance: random.Random, kind: str) -> Any:
    if "bool" in kind:
        return chance.random() < 0.5
    if "list" in kind or "tuple" in kind:
        return [chance.randrange(1, 5)]
    if "str" in kind:
        return chance.choice(WORDS)
    return chance.choice((1, 2, 3, 4, 5, 6, 7, int(clock.now().timestamp())))
