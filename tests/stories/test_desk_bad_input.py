"""Every command of the desk with every kind of wrong number, as every role: a helpful answer, no change, no fault."""

import logging

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.sandbox.phone import Phone
from models.desk import Note, Watcher
from models.inbox import InboxRow, InboxState
from models.outbox import OutboxRow
from models.questions import Draft, Entry, Question
from tests.world import World

COMMANDS = ("open", "claim", "answer", "note", "pass", "later", "close", "reopen", "takeover", "letgo", "skip", "wake")
WRONG = {
    "missing": "",
    "not there": "999 hello",
    "zero": "0 hello",
    "negative": "-1 hello",
    "far too large": "99999999999999999999999 hello",
    "larger than the column": "2147483648 hello",
    "a session's": "S4 hello",
    "mistyped": "1O7 hello",
    "words": "seventeen hello",
    "a fraction": "1.5 hello",
    "another script": "１２３４５ hello",
    "markup": "<b>1</b>",
    "long": "1" * 3000,
    "withdrawn": "3 hello",
}
# What a tutor may do with a closed question, or with one that another tutor has, without changing anything.
CLOSED = ("claim", "pass", "later", "close", "takeover", "letgo", "wake", "skip")
FOREIGN = ("letgo",)


def everything(db: Session) -> list[object]:
    """All that a command could have changed, but for who wants a question and what was seen."""
    columns = (Question.id, Question.state, Question.holder_id, Question.snoozed_at, Question.waiting_since)
    counts = [db.scalar(select(func.count()).select_from(table)) for table in (Entry, Note, Draft, Watcher, OutboxRow)]
    return [*db.execute(select(*columns).order_by(Question.id)).all(), *counts]


async def answered(phone: Phone, words: str) -> str:
    """What the bot says to these words."""
    await phone.send(words)
    return (await phone.wait("")).text


async def prepare(world: World) -> None:
    """#1 is the other tutor's, #2 is closed, #3 was taken back."""
    for number in (1, 2, 3):
        await world.young_person.send(f"/ask Question {number}?")
        await world.young_person.wait(f"Got it, #{number}", timeout=20)
        for tutor in (world.tutor, world.second_tutor):
            await tutor.wait(f"Question {number}?", timeout=20)
    await world.young_person.press("Take it back")
    await world.young_person.wait("taken back")
    await world.second_tutor.send("/claim 1")
    await world.second_tutor.wait("yours for the next")
    await world.tutor.send("/close 2")
    await world.tutor.wait("#2 is closed")
    await world.young_person.wait("marked #2 as done")
    await world.tutor.wait("took this back", after=0)
    await world.second_tutor.wait("took this back", after=0)


@pytest.mark.timeout(240)
async def test_wrong_numbers_change_nothing(sqlite_world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Tutors are told what to do; others learn nothing, not even that there is such a command."""
    world = sqlite_world
    await prepare(world)
    before = await world.database.read(everything)
    learnt: dict[str, set[str]] = {}
    people = {
        "young person": world.young_person,
        "tutor": world.tutor,
        "lead": world.lead,
        "coordinator": world.coordinator,
        "stranger": world.stranger,
    }
    with caplog.at_level(logging.ERROR):
        caplog.clear()
        for role, phone in people.items():
            for command in COMMANDS:
                for what, words in WRONG.items():
                    said = await answered(phone, f"/{command} {words}".strip())
                    assert said, (role, command, what)
                    assert "went wrong" not in said, (role, command, what)
                    assert "Traceback" not in said
                    learnt.setdefault(role, set()).add(said)
                    if role == "tutor":
                        assert "#" in said or f"/{command}" in said or "17" in said, (command, what, said)
        faults = [record for record in caplog.records if record.name.startswith(("bot.intake", "handlers"))]
    assert not faults
    assert await world.database.read(everything) == before
    assert len(learnt["young person"]) == 1
    assert len(learnt["coordinator"]) == 1
    assert len(learnt["stranger"]) == 1
    aside = await world.database.read(
        lambda db: db.scalar(select(func.count()).select_from(InboxRow).where(InboxRow.state == InboxState.ASIDE))
    )
    assert aside == 0


async def test_what_is_closed_or_anothers_stays_so(sqlite_world: World) -> None:
    """A closed question says how to open it; another tutor's says who has it. Nothing else becomes of it."""
    world = sqlite_world
    await prepare(world)

    def states(db: Session) -> list[object]:
        return list(db.execute(select(Question.id, Question.state, Question.holder_id).order_by(Question.id)).all())

    before = await world.database.read(states)
    for command in CLOSED:
        said = await answered(world.tutor, f"/{command} 2")
        if command == "skip":
            continue
        assert "#2" in said, command
    for command in ("claim", "close"):
        assert "#1 is with Tess" in await answered(world.tutor, f"/{command} 1")
    assert "#1 is with Tess" in await answered(world.tutor, "/later 1 2h")
    assert "Tess has #1" in await answered(world.tutor, "/answer 1 hello")
    assert "not with you" in await answered(world.tutor, "/letgo 1")
    for time in ("yesterday", "2026-01-01 10:00", "1s", "99w", "soon", "x" * 500):
        assert "/later 1" in await answered(world.second_tutor, f"/later 1 {time}")
    assert await world.database.read(states) == before
