"""Every command of the desk with every kind of wrong number, as every role: a helpful answer, no change, no fault."""

import logging
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.sandbox.phone import Phone
from handlers import AREAS
from handlers.routes import READERS, Route
from models.concerns import Concern
from models.desk import Note, Watcher
from models.holds import Hold
from models.inbox import InboxRow, InboxState
from models.outbox import OutboxRow
from models.people import Person
from models.questions import Draft, Entry, Question
from models.saved import SavedAnswer
from tests.stories.test_roles import ROLES, answers_to
from tests.world import STRANGER, TUTOR, World, small_world

COMMANDS = (
    *("open", "claim", "answer", "note", "pass", "later", "close", "reopen", "takeover", "letgo", "skip", "wake"),
    *("use", "unsend", "concern"),
)
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
FEW = ("missing", "not there", "far too large", "mistyped", "withdrawn")
# A worry about what was taken back is still a worry.
MEANT = {("concern", "withdrawn")}
# Commands of the desk that name no question: what is typed behind them, and what a tutor reads then.
OTHERS = {
    "queue": (
        ("bananas", "/queue shows"),
        ("1" * 3000, "/queue shows"),
        ("<b>", "/queue shows"),
        ("mine", "no question"),
    ),
    "next": (("", "Nothing"), ("99999999999999999999999", "Nothing")),
    "save": (
        ("", "under which name"),
        ("x", "under which name"),
        ("… words", "needs letters"),
        ("y" * 3000, "at most 40"),
    ),
    "saved": (("", "no saved answers yet"), ("nothing", "no saved answers yet"), ("9" * 3000, "no saved answers yet")),
    "search": (
        ("", "looking for"),
        ("()*:&|", "looking for"),
        ("alias:Nobody-99", "nobody with"),
        ("z" * 3000, "looking for"),
    ),
    "person": (("", "alias"), ("Badger-40", "nobody with"), ("99999999999999999999999", "nobody"), ("<b>", "nobody")),
    "stats": (("", "Your figures"), ("99999999999999999999999", "Your figures")),
    "away": (("", "off duty"), ("until the moon is blue", "off duty"), ("99999999999999999999999", "off duty")),
    "back": (("", "Welcome back"), ("99999999999999999999999", "Welcome back")),
}
REFUSED = "I don't know that one. /help shows what you can do."
ROUTES: dict[str, Route] = {name: route for area in AREAS for name, route in area.commands.items()}
# What a tutor may do with a closed question, or with one that another tutor has, without changing anything.
CLOSED = ("claim", "pass", "later", "close", "takeover", "letgo", "wake", "skip", "use", "unsend")


def everything(db: Session) -> list[object]:
    """All that a command could have changed, but for who wants a question and what was seen."""
    columns = (Question.id, Question.state, Question.holder_id, Question.snoozed_at, Question.waiting_since)
    tables = (Entry, Note, Draft, Watcher, OutboxRow, SavedAnswer, Concern, Hold)
    counts = [db.scalar(select(func.count()).select_from(table)) for table in tables]
    duty = db.execute(select(Person.id, Person.away_since).order_by(Person.id)).all()
    return [*db.execute(select(*columns).order_by(Question.id)).all(), *counts, *duty]


@pytest.fixture
async def unheard(sqlite_url: str) -> AsyncIterator[World]:
    """A world in which nobody listens for worry: it takes its time, and has tests of its own."""
    async with small_world(sqlite_url, safeguarding={"detection": False}) as world:
        yield world


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
async def test_wrong_numbers_change_nothing(unheard: World, caplog: pytest.LogCaptureFixture) -> None:
    """Tutors are told what to do; others learn nothing, not even that there is such a command."""
    world = unheard
    await prepare(world)
    before = await world.database.read(everything)
    wrong = [
        (command, what, f"/{command} {words}".strip())
        for command in COMMANDS
        for what, words in WRONG.items()
        if (command, what) not in MEANT
    ]
    others = [
        (command, expected, f"/{command} {words}".strip())
        for command, cases in OTHERS.items()
        for words, expected in cases
    ]
    typed = [message for _, _, message in (*wrong, *others)]
    # Who may use none of them is refused before anything is read: a few kinds of wrong show it.
    few = [message for _, what, message in wrong if what in FEW] + [f"/{command}" for command in OTHERS]
    asked = {who: typed if role in READERS else few for who, role in ROLES.items()} | {STRANGER: few}
    with caplog.at_level(logging.ERROR):
        caplog.clear()
        told = await answers_to(world, asked)
        faults = [record for record in caplog.records if record.name.startswith(("bot.intake", "handlers"))]
    assert not faults
    assert await world.database.read(everything) == before
    for telegram_id, answers in told.items():
        assert len(answers) == len(asked[telegram_id]), telegram_id
        assert not [words for words in answers if "went wrong" in words or "Traceback" in words]
        for message, words in zip(asked[telegram_id], answers, strict=True):
            route = ROUTES[message.split()[0].removeprefix("/")]
            if telegram_id == STRANGER:
                assert "999" in words, message[:40]
            elif not route.roles or ROLES[telegram_id] not in route.roles:
                assert words == REFUSED, (telegram_id, message[:40])
    for (command, what, _), words in zip(wrong, told[TUTOR], strict=False):
        assert "#" in words or f"/{command}" in words or "17" in words, (command, what, words)
    for (command, expected, message), words in zip(others, told[TUTOR][len(wrong) :], strict=True):
        assert expected in words, (command, message[:40], words)
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
