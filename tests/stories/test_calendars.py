"""Calendar files as people live them: a coordinator's timetable comes in, and a session goes out to a young person's own."""

import os
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlalchemy import func, orm, select

from bot import calendars, clock
from bot.sandbox.people import Bubble
from bot.sandbox.phone import Phone
from models.sessions import Session
from tests.services.calendar_house import FOLDER, WEEKLY, club, ics
from tests.world import World, small_world

LONDON = ZoneInfo("Europe/London")
UNJUDGED = {"safeguarding": {"detection": False}}


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """A small world on either database, without detection, in November."""
    async with small_world(database_url, **UNJUDGED) as made:
        go_to(made, "2026-11-25 12:00")
        yield made


@pytest.fixture
async def sqlite_world(sqlite_url: str) -> AsyncIterator[World]:
    """The same on SQLite alone."""
    async with small_world(sqlite_url, **UNJUDGED) as made:
        go_to(made, "2026-11-25 12:00")
        yield made


def go_to(world: World, local: str) -> None:
    """Moves everybody's clock to that wall time in London."""
    target = datetime.fromisoformat(local).replace(tzinfo=LONDON)
    world.travel(seconds=(target - clock.now()).total_seconds())


async def sent_file(world: World, phone: Phone, has: str) -> tuple[Bubble, bytes]:
    """The document that somebody was sent, with what is in it."""
    bubble = await phone.wait(has)
    file = world.sandbox.world.files.get(bubble.raw["document"]["file_id"])
    return bubble, file.read()


async def how_many(world: World) -> int:
    """How many sessions there are."""

    def count(db: orm.Session) -> int:
        return db.scalar(select(func.count(Session.id))) or 0

    return await world.database.read(count)


async def test_a_timetable_comes_in_and_a_young_person_takes_a_time_away(world: World) -> None:
    """The file, who leads, the preview, yes; a restart in between changes nothing. Then a place, and the file of one time."""
    await world.coordinator.send("/start")
    await world.coordinator.wait()
    await world.coordinator.press("Send a calendar file")
    await world.coordinator.wait("A calendar of the service")
    await world.coordinator.document((FOLDER / "google.ics").read_bytes(), name="basic.ics")
    await world.coordinator.wait("1 new session names no tutor that I know")
    await world.restart()
    await world.coordinator.press("Tess")
    shown = await world.coordinator.wait("What this calendar would change")
    assert "• Guitar club: Thu 3 Dec, 16:30 and on, with Tom" in shown.text
    assert "• Winter open jam: Sat 5 Dec, 14:00, with Tess" in shown.text
    assert "• Christmas holidays: a whole day, no session" in shown.text
    assert await how_many(world) == 0
    await world.restart()
    await world.coordinator.press("Yes, take it over")
    await world.coordinator.wait("Done. 2 new, 0 changed.")
    await world.tutor.wait("A session that you lead came in with a calendar file")
    await world.tutor.send("/enrol S1 Otter-12")
    placed = await world.young_person.wait("You have a place in Guitar club")
    assert "Add to my calendar" in [one.text for one in placed.buttons]
    await world.young_person.send("/calendar")
    await world.young_person.wait("Which one shall I put in a file")
    await world.young_person.press("Thu 3 Dec, 16:30")
    bubble, content = await sent_file(world, world.young_person, "Open the file")
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert (str(event["SUMMARY"]), event["DTSTART"].dt.isoformat()) == ("Guitar club", "2026-12-03T16:30:00+00:00")
    for secret in (b"meet.google", b"Room 2", b"Tom", b"Otter", b"Riff", b"example.org"):
        assert secret not in content
    assert bubble.raw["document"]["file_name"] == "S1.ics"
    await world.young_person.press("With the place too", bubble)
    await world.young_person.until(
        lambda: len([one for one in world.young_person.received if "Open the" in one.text]) == 2
    )
    _, content = await sent_file(world, world.young_person, "Open the file")
    assert b"Room 2" in content
    assert b"meet.google" not in content


async def test_a_newer_file_moves_what_it_moves(sqlite_world: World) -> None:
    """The preview says whom it concerns, and the young person reads of the move."""
    world = sqlite_world
    await world.coordinator.document(ics(club(WEEKLY + "\nORGANIZER;CN=Tom:mailto:tom@example.org")), name="club.ics")
    await world.coordinator.wait("What this calendar would change")
    await world.coordinator.press("Yes, take it over")
    await world.coordinator.wait("Done. 1 new")
    await world.tutor.send("/enrol S1 Otter-12")
    await world.young_person.wait("You have a place")
    moved = club("RECURRENCE-ID;TZID=Europe/London:20261210T163000", at="20261211T170000")
    await world.coordinator.document(ics(club(WEEKLY), moved), name="club.ics")
    shown = await world.coordinator.wait("Changed: 1")
    assert "• S1 Guitar club: Thu 10 Dec, 16:30 moves to Fri 11 Dec, 17:00. 1 young person is told." in shown.text
    await world.coordinator.press("Yes, take it over")
    told = await world.young_person.wait("has moved")
    assert "Fri 11 Dec, 17:00" in told.text
    await world.coordinator.document(ics(club(WEEKLY), moved), name="club.ics")
    await world.coordinator.wait("Nothing would change")
    await world.coordinator.send("/sessions S1")
    await world.coordinator.wait("As its calendar has it, until Thu 7 Jan 2027")


async def test_no_means_no(sqlite_world: World) -> None:
    """And the button is then an old one."""
    world = sqlite_world
    await world.coordinator.document(ics(club("ORGANIZER;CN=Tom:mailto:tom@example.org")), name="club.ics")
    shown = await world.coordinator.wait("What this calendar would change")
    yes = next(one.data for one in shown.buttons if "Yes" in one.text)
    await world.coordinator.press("No, change nothing")
    await world.coordinator.wait("I have forgotten that file")
    await world.coordinator.press_data(yes or "", shown)
    await world.coordinator.wait("That button")
    assert await how_many(world) == 0


async def test_only_a_coordinator_s_file_is_a_timetable(sqlite_world: World) -> None:
    """A tutor's is something to answer with; a young person's is a question; without a step a text file is nothing."""
    world = sqlite_world
    await world.young_person.document(ics(club()), name="club.ics")
    await world.young_person.wait("Got it")
    await world.tutor.wait("#1")
    await world.tutor.document(ics(club()), name="club.ics")
    await world.tutor.wait("Kept as a draft")
    await world.coordinator.document(ics(club()), name="club.txt")
    await world.coordinator.wait("I don't know what to do with that")
    assert await how_many(world) == 0
    assert not world.sandbox.journal.of("getFile")


async def test_a_tutor_takes_all_that_they_lead(sqlite_world: World) -> None:
    """By command, and the file comes back in without a change."""
    world = sqlite_world
    await world.tutor.send("/calendar")
    await world.tutor.wait("You lead no sessions")
    await world.tutor.send("/newsession Guitar club; 2026-12-03 16:30; 45m; weekly until 2026-12-17; Room 2")
    await world.tutor.wait("This is session")
    await world.tutor.send("/calendar")
    _, content = await sent_file(world, world.tutor, "All that you lead")
    assert b"RRULE:FREQ=WEEKLY" in content
    await world.coordinator.document(content, name="timetable.ics")
    await world.coordinator.wait("Nothing would change")


BAD = {
    "secondly": (ics(club("RRULE:FREQ=SECONDLY")), "repeats far more often than any session"),
    "no such zone": (ics(club().replace("Europe/London", "Mars/Base")), "a time zone that does not exist: “Mars/Base”"),
    "junk": (bytes(range(256)) * 40, "no calendar file that I can read"),
    "10,000": (ics(*[club()] * 10_000), "more than 2000 entries"),
}


@pytest.mark.parametrize("name", BAD)
async def test_what_is_not_taken_is_refused_in_words(sqlite_world: World, name: str) -> None:
    """And nothing is changed."""
    content, words = BAD[name]
    await sqlite_world.coordinator.document(content, name="bad.ics")
    told = await sqlite_world.coordinator.wait(words)
    assert "Nothing was changed." in told.text
    assert await how_many(sqlite_world) == 0


async def test_a_file_of_ten_megabytes_is_not_even_fetched(sqlite_world: World) -> None:
    """By the size that Telegram says."""
    await sqlite_world.coordinator.document(b"x" * 10_000_000, name="large.ics")
    told = await sqlite_world.coordinator.wait("larger than 2 MB")
    assert "Nothing was changed." in told.text
    assert not sqlite_world.sandbox.journal.of("getFile")


async def test_nobody_waits_while_a_file_is_read(sqlite_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that would never be done with keeps a process of its own busy, until that is ended."""
    monkeypatch.setattr(calendars, "SECONDS", 1.5)
    world = sqlite_world
    slow = ics(club("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"))
    await world.coordinator.document(slow, name="slow.ics")
    await world.young_person.send("How do I tune?")
    await world.young_person.wait("Got it")
    assert not [one for one in world.coordinator.received if "Nothing was changed" in one.text]
    told = await world.coordinator.wait("took too long to work out")
    assert "Nothing was changed." in told.text


async def test_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed, and waited for: no process is left behind."""
    monkeypatch.setattr(calendars, "SECONDS", 0.05)
    with pytest.raises(calendars.BadCalendar, match="slow"):
        await calendars.read_apart(ics(club()), LONDON, clock.now(), clock.now())
    mine = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    assert not [one for one in mine if "bot.calendars" in Path(f"/proc/{one}/cmdline").read_text()]


async def test_a_title_or_a_place_that_detection_stops_is_held(sqlite_url: str) -> None:
    """Both reach young people: a lead looks at what a tutor could not have written either."""
    async with small_world(sqlite_url) as world:
        assert world.bot is not None
        await world.bot.hearing.judge("tutor", "hello", patiently=True)
        go_to(world, "2026-11-25 12:00")
        title = "this is our secret, tell nobody"
        await world.coordinator.document(ics(club(title=title)), name="club.ics")
        await world.coordinator.wait("Your words are under review")
        await world.lead.wait("H1")
        place = "LOCATION:Room 2\\, or text me on 07700 900123"
        await world.coordinator.document(ics(club(place)), name="club.ics")
        await world.lead.wait("H2")
        assert await how_many(world) == 0
