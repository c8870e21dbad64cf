"""Ten thousand updates with something wrong in each: the bot goes on, says what was wrong, and nobody else notices."""

import asyncio
import itertools
import os
import random
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import clock
from bot.policies import retry
from bot.sandbox.people import Person as SandboxPerson
from models.inbox import InboxRow, InboxState
from models.people import Person, PersonRole, Role
from tests.databases import NO_POSTGRES, fresh_postgres, postgres_server
from tests.faults import mutations
from tests.world import World, small_world

MUTANT = 7001
CHATS = (MUTANT, MUTANT, *range(7100, 7140))
_OTHERS = re.compile(r"\b(?!Dove-99\b)[A-Z][a-z]+-\d{1,3}\b(?! ?\d)")
MORE_MEMORY_MB = 60
# Detection takes the memory and the time of its own model, which is not what is measured here.
NO_DETECTION = {"detection": False}


async def test_ten_thousand_mutated_updates(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fed as fast as they are taken; the last two hundred over HTTP, from the sandbox."""
    async with small_world(sqlite_url, safeguarding=NO_DETECTION) as world:
        await _feed(world, 10_000, monkeypatch)


async def test_some_mutated_updates_on_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL refuses more than SQLite does: NUL, lone surrogates, and numbers that are too large."""
    if postgres_server() is None:
        pytest.skip(NO_POSTGRES)
    with fresh_postgres() as url:
        async with small_world(url, safeguarding=NO_DETECTION) as world:
            await _feed(world, 600, monkeypatch)


async def _feed(world: World, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = int(os.environ.get("BACKLINE_SEED") or random.randrange(1_000_000))
    print(f"BACKLINE_SEED={seed}")
    # A handler that fails is a finding of this test; it must not take the test's time as well.
    monkeypatch.setattr(retry, "UPDATE_WAITS", (0.01, 0.01, 0.01))
    world.sandbox.add_person(SandboxPerson(MUTANT, "Mutant", started=True))
    await world.database.write(_join)
    await asyncio.sleep(0.2)
    before = _megabytes()
    assert world.bot is not None
    intake = world.bot.intake
    made = mutations.updates(seed, CHATS, first_id=1_000_000)
    over_http = min(200, count // 4)
    async with asyncio.timeout(100):
        for batch in _batched(itertools.islice(made, count - over_http), 100):
            await intake.receive(list(batch))
        for update in itertools.islice(made, over_http):
            if mutations.depth(update) < 500:  # the sandbox can't write deeper ones down
                world.sandbox.push_raw({key: value for key, value in update.items() if key != "update_id"})
        while world.sandbox.pending or len(intake.lanes) or InboxState.NEW in (await world.database.read(_look))[0]:
            await asyncio.sleep(0.1)
    for phone in (world.young_person, world.lead, world.stranger):
        assert not phone.received
    for phone in (world.tutor, world.second_tutor, world.coordinator):
        # Tutors are sent what this one person asked; of anybody else, or of a mistake, they hear nothing.
        heard = "\n".join(bubble.text for bubble in phone.received)
        assert not _OTHERS.findall(heard), f"BACKLINE_SEED={seed}"
        assert "went wrong" not in heard
    # The bot answers at once, the very chat included that all of it came from.
    for phone in (world.young_person, world.sandbox.phone(MUTANT)):
        began = time.monotonic()
        await phone.send("/helpnow")
        await phone.wait("Childline", timeout=2)
        assert time.monotonic() - began < 1
    await world.young_person.send("What is a barre chord?")
    await world.young_person.wait("Got it, #", timeout=2)
    rows, errors = await world.database.read(_look)
    print(dict(rows), errors.most_common(8))
    assert rows[InboxState.ASIDE] > count / 10
    assert all(errors), "each row that was set aside says why"
    # Only what is no update at all is set aside: whatever else went wrong is a mistake in a handler.
    mistakes = {error: times for error, times in errors.items() if not _is_about_the_update(error)}
    assert not mistakes, f"BACKLINE_SEED={seed}"
    assert _megabytes() - before < MORE_MEMORY_MB
    assert not intake._attempts


def _is_about_the_update(error: str) -> bool:
    return error.startswith(("update.", "no usable update_id", "it can't be read: ", "too deep"))


def _join(db: Any) -> None:
    db.add(
        Person(
            telegram_id=MUTANT,
            alias="Dove-99",
            name="Mutie",
            instruments=[],
            joined_at=clock.now(),
            confirmed_at=clock.now(),
            role_rows=[PersonRole(role=Role.YOUNG_PERSON)],
        )
    )


def _look(db: Any) -> tuple[dict[str, int], Counter[str]]:
    rows = dict(db.execute(select(InboxRow.state, func.count()).group_by(InboxRow.state)).all())
    errors = db.scalars(select(InboxRow.error).where(InboxRow.state == InboxState.ASIDE))
    return rows, Counter(error or "" for error in errors)


def _megabytes() -> float:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096 / 1e6


def _batched(things: Any, size: int) -> Any:
    while batch := list(itertools.islice(things, size)):
        yield batch
