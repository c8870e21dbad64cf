"""Out of hours: nobody is rung, nothing arrives at night, and what young people are told is true."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot import clock
from bot.services import hours, people
from models.people import Person
from tests.world import TUTOR, World, small_world

OFFICE = {"tutors": ["Mon-Fri 09:00-18:00"], "holidays": "", "quiet": "off"}
SATURDAY = datetime(2026, 11, 28, 20, 0, tzinfo=UTC)


def go_to(instant: datetime) -> None:
    """Moves the clock to an instant."""
    clock.travel(instant - clock.now())


@pytest.fixture
async def weekend(database_url: str) -> AsyncIterator[World]:
    """A world in office hours, on a Saturday evening."""
    go_to(SATURDAY)
    # Nobody listens for worry here: on a busy machine that takes longer to begin than a phone waits.
    async with small_world(database_url, hours=OFFICE, safeguarding={"detection": False}) as world:
        yield world


def arrive(world: World, instant: datetime) -> None:
    """The world's clock at that instant; what is due goes out."""
    world.travel(seconds=(instant - clock.now()).total_seconds())


MONDAY = datetime(2026, 11, 30, 9, 0, 1, tzinfo=UTC)


async def test_the_morning_brings_one_list_and_no_pings(weekend: World) -> None:
    """Asked on Saturday: told when tutors are back; on Monday each tutor hears of all in one message."""
    await weekend.young_person.send("How do I tune to drop D?")
    receipt = await weekend.young_person.wait("Got it, #1")
    assert "Tutors are back Mon 30 Nov, 09:00" in receipt.text
    await weekend.young_person.send("/ask What is a capo for?")
    await weekend.young_person.wait("Got it, #2")
    await weekend.young_person.send("And where do I put it?")
    await weekend.young_person.wait("Added to #2")
    await weekend.tutor.send("/queue")
    await weekend.tutor.wait("drop D")
    assert not weekend.second_tutor.received
    arrive(weekend, MONDAY)
    for phone in (weekend.tutor, weekend.second_tutor):
        digest = await phone.wait("2 questions came in while you were off")
        assert "#1" in digest.text
        assert "What is a capo for?" in digest.text
    assert len(weekend.second_tutor.received) == 1
    await weekend.second_tutor.press("#2")
    await weekend.second_tutor.wait("where do I put it")


async def test_an_answer_written_late_waits_for_the_morning(weekend: World) -> None:
    """The tutor is told when it leaves, may undo until then, and it arrives when the service opens."""
    await weekend.young_person.send("What is a barre?")
    await weekend.young_person.wait("Got it, #1")
    await weekend.tutor.send("/answer 1 Too late at night")
    await weekend.tutor.wait("leaves Mon 30 Nov, 09:00")
    await weekend.young_person.send("/questions")
    await weekend.young_person.wait("on its way to you")
    arrive(weekend, SATURDAY + timedelta(hours=14))
    await weekend.tutor.press("Undo")
    await weekend.tutor.wait("not sent")
    await weekend.tutor.send("/answer 1 One finger over all strings")
    await weekend.tutor.wait("leaves Mon 30 Nov, 09:00")
    arrive(weekend, MONDAY)
    await weekend.young_person.wait("One finger over all strings")
    await weekend.tutor.wait("delivered")
    assert not [bubble for bubble in weekend.young_person.received if "Too late" in bubble.text]
    assert not [bubble for bubble in weekend.second_tutor.received if "came in" in bubble.text]


async def test_a_draft_sent_late_says_when_it_leaves(weekend: World) -> None:
    """Neither of its two messages speaks of thirty seconds."""
    await weekend.young_person.send("What is a barre?")
    await weekend.young_person.wait("Got it, #1")
    await weekend.tutor.send("/claim 1")
    await weekend.tutor.wait("yours for the next")
    await weekend.tutor.send("One finger over all strings")
    await weekend.tutor.wait("Draft for #1")
    await weekend.tutor.press("Send")
    await weekend.tutor.wait("#1 leaves Mon 30 Nov, 09:00")
    await weekend.tutor.wait("Otter-12: leaves Mon 30 Nov, 09:00")
    assert not [bubble for bubble in weekend.tutor.received if "30 seconds" in bubble.text]


async def test_a_missed_day_brings_one_apology_and_a_new_time(weekend: World) -> None:
    """No answer by the end of the day that was named: sorry, once."""
    await weekend.young_person.send("What is a barre?")
    await weekend.young_person.wait("Got it, #1")
    await weekend.young_person.send("Please?")
    await weekend.young_person.wait("Added to #1")
    arrive(weekend, MONDAY)
    await weekend.tutor.wait("One question came in")
    assert not [bubble for bubble in weekend.young_person.received if "Sorry" in bubble.text]
    arrive(weekend, MONDAY + timedelta(hours=9))
    sorry = await weekend.young_person.wait("Sorry")
    assert "#1" in sorry.text
    assert "Tue 1 Dec, 09:00" in sorry.text
    arrive(weekend, MONDAY + timedelta(days=3))
    await weekend.young_person.send("Anyone?")
    await weekend.young_person.wait("Added to #1")
    arrive(weekend, MONDAY + timedelta(days=5))
    await weekend.tutor.send("/answer 1 One finger over all strings")
    await weekend.tutor.wait("Otter-12")
    assert len([bubble for bubble in weekend.young_person.received if "Sorry" in bubble.text]) == 1


async def test_an_answer_in_time_needs_no_apology(weekend: World) -> None:
    """The apology is withdrawn with the answer."""
    await weekend.young_person.send("What is a barre?")
    await weekend.young_person.wait("Got it, #1")
    arrive(weekend, MONDAY)
    await weekend.tutor.send("/answer 1 One finger over all strings")
    await weekend.young_person.wait("One finger")
    arrive(weekend, MONDAY + timedelta(hours=10))
    await weekend.young_person.press("Still stuck")
    stuck = await weekend.young_person.wait("back with the tutor")
    assert "Tutors are back Tue 1 Dec, 09:00" in stuck.text
    assert not [bubble for bubble in weekend.young_person.received if "Sorry" in bubble.text]
    assert not [bubble for bubble in weekend.tutor.received if "still stuck" in bubble.text]
    arrive(weekend, MONDAY + timedelta(days=1))
    await weekend.tutor.wait("One question came in")


async def test_the_one_at_work_on_it_is_told_at_any_hour(weekend: World) -> None:
    """Who has claimed it late in the evening gets what is added; the others do not."""
    await weekend.young_person.send("What is a barre?")
    await weekend.young_person.wait("Got it, #1")
    await weekend.tutor.send("/claim 1")
    await weekend.tutor.wait("yours for the next")
    await weekend.young_person.send("I mean on a guitar")
    await weekend.tutor.wait("I mean on a guitar")
    assert not weekend.second_tutor.received


async def test_nobody_on_duty_is_not_called_here(world: World) -> None:
    """Open, but everybody is away: the receipt promises no answer soon."""
    for phone in (world.tutor, world.second_tutor):
        await phone.send("/away")
        await phone.wait("off duty")
    await world.young_person.send("What is a barre?")
    receipt = await world.young_person.wait("Got it, #1")
    assert "No tutor is here just now" in receipt.text
    assert "right now" not in receipt.text


async def test_two_working_days_without_anybody_reach_the_coordinator_once(weekend: World) -> None:
    """Away on Saturday: Monday and Tuesday pass, then the coordinator hears of it."""
    for phone in (weekend.tutor, weekend.second_tutor):
        await phone.send("/away")
        await phone.wait("off duty")
    await weekend.young_person.send("What is a barre?")
    await weekend.young_person.wait("Got it, #1")
    for day, told in ((0, 0), (1, 0), (2, 1), (3, 0)):
        arrive(weekend, MONDAY + timedelta(days=day))
        assert await weekend.database.write(hours.tell_if_nobody, weekend.config) == told, day
    alarm = await weekend.coordinator.wait("No tutor has been on duty since Sat 28 Nov, 20:0")
    assert "One question waits" in alarm.text
    assert not [bubble for bubble in weekend.tutor.received if "came in" in bubble.text]
    await weekend.tutor.send("/back")
    await weekend.tutor.wait("One question waits")
    assert await weekend.database.write(hours.tell_if_nobody, weekend.config) == 0


async def test_who_knows_the_young_person_is_rung(world: World) -> None:
    """Both are sent it; the one who answered before first, and only that phone rings."""
    await world.young_person.send("What is a barre?")
    await world.second_tutor.wait("What is a barre?")
    await world.second_tutor.send("/answer 1 One finger over all strings")
    await world.young_person.wait("One finger")
    await world.young_person.send("/ask What is a capo?")
    known = await world.second_tutor.wait("What is a capo?")
    other = await world.tutor.wait("What is a capo?")
    assert not known.silent
    assert other.silent


async def test_a_question_goes_to_those_who_play_it(world: World) -> None:
    """A drummer is not sent a guitar question, while somebody who plays it is there."""

    def drums_only(db: object, name: str) -> None:
        tutor = people.actor_of(db, TUTOR)  # type: ignore[arg-type]
        assert isinstance(tutor, Person)
        tutor.instruments = [name]

    await world.database.write(drums_only, "drums")
    await world.young_person.send("What is a barre?")
    await world.second_tutor.wait("What is a barre?")
    await world.tutor.send("/queue")
    await world.tutor.wait("What is a barre?")
    assert len(world.tutor.received) == 1


async def test_half_term_is_out_of_hours_until_its_dates_are_put_right(sqlite_url: str) -> None:
    """A Monday on which nobody is there: told so, nobody rung, the answer waits; in the right week it goes at once."""
    async with small_world(sqlite_url, hours=OFFICE, safeguarding={"detection": False}) as world:
        arrive(world, MONDAY + timedelta(hours=1))
        await world.coordinator.send("/term Autumn; 2026-09-02 to 2026-12-18; half-term 2026-11-30 to 2026-12-04")
        await world.coordinator.wait("Outside the terms tutors are out of hours")
        await world.young_person.send("How do I tune to drop D?")
        assert "Tutors are back Mon 7 Dec, 09:00" in (await world.young_person.wait("Got it, #1")).text
        await world.tutor.send("/answer 1 Tune the low string down")
        await world.tutor.wait("Mon 7 Dec, 09:00")
        await world.young_person.quiet()
        assert not world.second_tutor.received
        await world.coordinator.send("/term Autumn; 2026-09-02 to 2026-12-18; half-term 2026-12-07 to 2026-12-11")
        await world.young_person.wait("Tune the low string down")
