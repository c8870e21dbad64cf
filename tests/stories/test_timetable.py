"""The timetable as people live it: terms, a freed place, another tutor, a link near the time, a night of the clocks."""

from collections.abc import AsyncIterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import orm, select

from bot import clock
from models.people import Person, PersonRole, Role
from models.sessions import Occurrence
from tests.world import NEWCOMER, World, small_world

LONDON = ZoneInfo("Europe/London")
UNJUDGED = {"safeguarding": {"detection": False}}


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """A small world on either database, without detection."""
    async with small_world(database_url, **UNJUDGED) as made:
        yield made


@pytest.fixture
async def sqlite_world(sqlite_url: str) -> AsyncIterator[World]:
    """The same on SQLite alone."""
    async with small_world(sqlite_url, **UNJUDGED) as made:
        yield made


def go_to(world: World, local: str) -> None:
    target = datetime.fromisoformat(local).replace(tzinfo=LONDON)
    world.travel(seconds=(target - clock.now()).total_seconds())


async def made(world: World, line: str) -> None:
    """A session by that line, on Monday the 23rd of November 2026."""
    go_to(world, "2026-11-23 12:00")
    await world.tutor.send(f"/newsession {line}")
    await world.tutor.wait("This is session S1")


async def test_a_coordinator_enters_a_term_and_everybody_hears_once(world: World) -> None:
    await made(world, "Guitar club; 2026-12-10 16:30; 45m; weekly until 2027-01-07")
    await world.tutor.send("/enrol S1 Otter-12")
    await world.young_person.wait("You have a place")
    await world.coordinator.send("/term")
    await world.coordinator.wait("No terms are entered")
    await world.coordinator.send("/term Autumn; 2026-09-02 to 2026-12-18; half-term 2026-10-26 to 2026-10-30")
    shown = await world.coordinator.wait("Shall I?")
    assert "3 times are called off" in shown.text
    assert "2 people get one message each" in shown.text
    await world.young_person.quiet()
    await world.coordinator.press_first(shown)
    await world.coordinator.wait("Done.")
    told = await world.young_person.wait("it is not in term")
    assert told.text.count("Guitar club") == 3
    await world.young_person.send("/sessions")
    assert (await world.young_person.wait("Your sessions")).text.count("off, not in term") == 3
    await world.tutor.send("/term")
    await world.tutor.wait("without half-term: Mon 26 Oct 2026 to Fri 30 Oct 2026")
    await world.tutor.send("/term remove Autumn")
    await world.tutor.wait("I don't know that one")
    await world.coordinator.send("/term remove Autumn")
    await world.coordinator.wait("3 times are put in")
    await world.coordinator.send("yes")
    await world.young_person.wait("These times are on:")


async def test_the_sample_dates_by_button(sqlite_world: World) -> None:
    world = sqlite_world
    go_to(world, "2026-11-23 12:00")
    await world.coordinator.send("/term")
    await world.coordinator.press("Use the sample dates", await world.coordinator.wait("No terms are entered"))
    await world.coordinator.press("Yes, do it", await world.coordinator.wait("Summer 2027"))
    await world.coordinator.wait("No session changes")


def another(db: orm.Session) -> None:
    """A second young person, on the newcomer's phone."""
    roles = [PersonRole(role=Role.YOUNG_PERSON)]
    now = clock.now()
    db.add(
        Person(
            telegram_id=NEWCOMER,
            alias="Lynx-31",
            name="Echo",
            instruments=[],
            joined_at=now,
            confirmed_at=now,
            role_rows=roles,
        )
    )


async def test_a_freed_place_goes_to_who_waits(world: World) -> None:
    await world.newcomer.send("/helpnow")
    await made(world, "Band; 2026-12-03 16:30; 45m; weekly; max 1")
    await world.database.write(another)
    await world.tutor.send("/enrol S1 Otter-12")
    await world.young_person.wait("You have a place in Band")
    await world.tutor.send("/enrol S1 Lynx-31")
    full = await world.tutor.wait("is full: its 1 place is taken")
    await world.tutor.press("Lynx-31 waits", full)
    await world.tutor.wait("1. Lynx-31 (Echo), since")
    await world.newcomer.wait("You are on the waiting list, number 1")
    await world.tutor.send("/places S1 2")
    offer = await world.newcomer.wait("There is a place in Band")
    assert [button.text for button in offer.buttons][:2] == ["Yes", "No"]
    assert "Both answers are fine" in offer.text
    await world.newcomer.send("/yes S1")
    await world.newcomer.wait("You have a place in Band")
    await world.tutor.wait("Lynx-31 (Echo) said yes")
    await world.newcomer.press("Yes", offer)
    await world.newcomer.wait("There is no place for you to say yes or no to")


async def test_another_tutor_and_a_link_near_the_time(sqlite_world: World) -> None:
    world = sqlite_world
    await made(world, "Band; 2026-12-03 16:30; 45m; https://meet.example/band")
    await world.tutor.send("/enrol S1 Otter-12")
    told = await world.young_person.wait("You have a place in Band")
    assert "meet.example" not in told.text
    await world.young_person.press("Link S1", told)
    assert "Thu 3 Dec, 16:00" in (await world.young_person.wait("The link to Band (S1) shows here from")).text
    await world.tutor.send("/sessions S1")
    await world.tutor.press("More", await world.tutor.wait("1 young person has a place"))
    await world.tutor.press("Another tutor", await world.tutor.wait("What shall I change?"))
    await world.tutor.press("Tess", await world.tutor.wait("Who leads S1 Band"))
    await world.young_person.wait("is with Tess instead of Tom")
    await world.second_tutor.wait("You lead Band")
    go_to(world, "2026-12-03 16:05")
    await world.young_person.send("/link S1")
    await world.young_person.wait("https://meet.example/band")


async def test_a_day_from_the_month_and_a_night_of_the_clocks(sqlite_world: World) -> None:
    world = sqlite_world
    go_to(world, "2027-10-20 12:00")
    await world.tutor.send("/newsession")
    await world.tutor.wait("What is the session called?")
    await world.tutor.send("Late band")
    shown = await world.tutor.wait("Tap a day")
    assert "October 2027" in [button.text for button in shown.buttons]
    await world.tutor.press("›", shown)
    shown = await world.tutor.wait("Tap a day", after=0)
    await world.tutor.until(lambda: "November 2027" in world.tutor.buttons())
    await world.tutor.press("‹")
    await world.tutor.until(lambda: "October 2027" in world.tutor.buttons())
    await world.tutor.press("31")
    await world.tutor.wait("at what time?")
    await world.tutor.send("01:30")
    await world.tutor.wait("01:30 comes twice")
    await world.tutor.send("second")
    await world.tutor.wait("How long")
    for words in ("45", "once", "skip"):
        await world.tutor.send(words)
    await world.tutor.press("Yes, make it", await world.tutor.wait("Is that right?"))
    await world.tutor.wait("This is session S1")
    at = await world.database.read(lambda db: db.scalars(select(Occurrence.starts_at)).one())
    assert f"{at:%Y-%m-%d %H:%M}" == "2027-10-31 01:30"
