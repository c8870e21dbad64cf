"""Sessions as people live them: made, enrolled in, reminded of, moved, called off."""

import logging
from collections.abc import AsyncIterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import orm, update

from bot import clock
from bot.sandbox.people import Bubble
from models.people import Person
from tests.world import YOUNG_PERSON, World, small_world

LONDON = ZoneInfo("Europe/London")
LINE = "/newsession Guitar club; 2026-12-03 16:30; 45m; weekly until 2026-12-17; Room 2"


# What becomes of a tutor's title or reason that detection stops is told in test_safeguarding.
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
    """Moves everybody's clock to that wall time in London."""
    target = datetime.fromisoformat(local).replace(tzinfo=LONDON)
    world.travel(seconds=(target - clock.now()).total_seconds())


async def enrolled(world: World) -> None:
    """Three Thursdays, and the young person has a place."""
    go_to(world, "2026-11-23 12:00")
    await world.tutor.send(LINE)
    await world.tutor.wait("This is session S1")
    await world.tutor.send("/enrol S1 Otter-12")
    await world.tutor.wait("New, and being told: Otter-12")
    await world.young_person.wait("You have a place in Guitar club")


def reminders(world: World) -> list[Bubble]:
    return [bubble for bubble in world.young_person.received if "That is in" in bubble.text]


def silent(world: World, words: str) -> list[bool]:
    """Of the messages with these words to the young person: whether each made no sound."""
    calls = world.sandbox.journal.of("sendMessage", YOUNG_PERSON)
    return [bool(call.params.get("disable_notification")) for call in calls if words in call.params["text"]]


async def unconfirmed(world: World) -> None:
    def forget(db: orm.Session) -> None:
        db.execute(update(Person).where(Person.telegram_id == YOUNG_PERSON).values(confirmed_at=None))

    await world.database.write(forget)


async def test_a_line_makes_it_and_the_young_person_is_told(world: World) -> None:
    await enrolled(world)
    told = await world.young_person.wait("You have a place", after=0)
    for words in ("Guitar club", "With Tom, 45 minutes", "Thu 3 Dec, 16:30", "S1"):
        assert words in told.text
    assert "Room 2" not in told.text
    await world.young_person.press("Show place S1")
    shown = await world.young_person.wait("Room 2")
    await world.young_person.press("Hide", shown)
    await world.young_person.until(lambda: not [one for one in world.young_person.messages if "Room 2" in one.text])
    await world.young_person.press("Sessions")
    mine = await world.young_person.wait("Your sessions")
    assert mine.text.count("Guitar club") == 3
    await world.tutor.send("/sessions")
    theirs = await world.tutor.wait("Your sessions")
    assert "S1 Guitar club · next Thu 3 Dec, 16:30 · 1 person" in theirs.text
    await world.tutor.press("S1", theirs)
    assert "1 young person has a place: Otter-12 (Riff)" in (await world.tutor.wait("Every week until")).text


async def test_a_reminder_arrives_once_and_not_again_after_a_restart(world: World) -> None:
    await enrolled(world)
    go_to(world, "2026-12-02 16:29")
    await world.young_person.quiet()
    go_to(world, "2026-12-02 16:30")
    first = await world.young_person.wait("tomorrow at 16:30")
    assert "That is in 1 day." in first.text
    assert "Room 2" not in first.text
    assert "Show place S1" in [button.text for button in first.buttons]
    await world.tutor.wait("which you lead, is tomorrow at 16:30")
    await world.restart()
    await world.young_person.quiet()
    go_to(world, "2026-12-03 15:30")
    await world.young_person.wait("today at 16:30. That is in 1 hour.")
    await world.restart()
    go_to(world, "2026-12-03 16:45")
    await world.young_person.quiet()
    assert len(reminders(world)) == 2


async def test_what_fell_due_while_the_bot_was_down(sqlite_world: World, caplog: pytest.LogCaptureFixture) -> None:
    world = sqlite_world
    await enrolled(world)
    await world.stop()
    go_to(world, "2026-12-03 16:00")
    with caplog.at_level(logging.INFO):
        await world.start()
        # The day before is over, the hour before is still of use.
        late = await world.young_person.wait("today at 16:30. That is in 30 minutes.")
        await world.tutor.wait("which you lead", after=0)
    assert reminders(world) == [late]
    assert any("session_reminder was dropped" in record.getMessage() for record in caplog.records)
    await world.stop()
    go_to(world, "2026-12-10 16:31")
    await world.start()
    await world.young_person.quiet()
    assert reminders(world) == [late]


async def test_a_move_and_a_cancellation_are_told_at_once(world: World) -> None:
    await enrolled(world)
    await world.tutor.send("/move S1 Fri 4 December 5pm")
    shown = await world.tutor.wait("Move S1 Guitar club to Fri 4 Dec 2026 at 17:00?")
    assert "1 young person is told at once" in shown.text
    await world.young_person.quiet()
    await world.tutor.press_first(shown)
    assert "I'm telling 1 young person." in (await world.tutor.wait("has moved")).text
    told = await world.young_person.wait("Guitar club (S1) has moved")
    assert "New time: Fri 4 Dec, 17:00" in told.text
    await world.tutor.send("/move s1 all 2026-12-05 10:00")
    assert "All that follow move with it: 2 more." in (await world.tutor.wait("has moved")).text
    await world.young_person.wait("all the times after it too")
    go_to(world, "2026-12-03 15:31")
    await world.young_person.quiet()
    await world.tutor.send("/cancel S1 The hall is flooded")
    assert "I'm telling 1 young person." in (await world.tutor.wait("Sat 5 Dec, 10:00 is called off")).text
    told = await world.young_person.wait("on Sat 5 Dec, 10:00 is called off")
    assert "Why: The hall is flooded" in told.text
    go_to(world, "2026-12-05 09:30")
    await world.young_person.quiet()
    assert reminders(world) == []


async def test_all_is_called_off_after_a_yes(sqlite_world: World) -> None:
    world = sqlite_world
    await enrolled(world)
    await world.tutor.send("/cancel S1 all I am moving away")
    shown = await world.tutor.wait("is called off?")
    assert "So are all that follow: 2 more." in shown.text
    await world.young_person.quiet()
    await world.tutor.press("Call all of them off", shown)
    told = await world.young_person.wait("There are no more times")
    assert "I am moving away" in told.text
    await world.tutor.send("/sessions")
    await world.tutor.wait("There are no sessions to come")


async def test_who_is_not_confirmed_sees_no_place_anywhere(world: World) -> None:
    await unconfirmed(world)
    await enrolled(world)
    await world.young_person.send("/sessions")
    assert "You can see places here when" in (await world.young_person.wait("Your sessions")).text
    await world.tutor.send("/move S1 2026-12-04 17:00")
    await world.young_person.wait("has moved")
    go_to(world, "2026-12-03 17:00")
    await world.young_person.wait("tomorrow at 17:00")
    await world.tutor.send("/cancel S1 ill")
    await world.young_person.wait("called off")
    await world.young_person.send("/place S1")
    await world.young_person.wait("can't show a place")
    assert not [bubble for bubble in world.young_person.received if "Room 2" in bubble.text]
    await world.coordinator.send("/confirm Otter-12")
    await world.young_person.wait("all set")
    await world.young_person.send("/sessions")
    await world.young_person.wait("Your sessions")
    await world.young_person.send("/place S1")
    assert "Room 2" in (await world.young_person.wait("Room 2")).text
    await world.tutor.send("/newsession Concert; 2027-01-20 19:00; 2h; The hall")
    await world.tutor.wait("This is session S2")
    await world.tutor.send("/enrol S2 Otter-12")
    told = await world.young_person.wait("You have a place in Concert")
    await world.young_person.press("Show place S2", told)
    await world.young_person.wait("The place of Concert (S2) shows here from Wed 6 Jan, 19:00. Tap again then.")
    await world.young_person.press("Add to my calendar", told)
    await world.young_person.press("With the place too", await world.young_person.wait("Open the file"))
    await world.young_person.wait("The place of Concert (S2) shows here from Wed 6 Jan, 19:00. Tap again then.")
    go_to(world, "2027-01-06 19:00")
    await world.young_person.send("/place S2")
    await world.young_person.wait("The hall")


async def test_at_night_a_change_is_silent_unless_it_is_near(sqlite_url: str) -> None:
    async with small_world(sqlite_url, hours={"quiet": "20:00-08:00"}, **UNJUDGED) as world:
        await enrolled(world)
        assert silent(world, "You have a place") == [False]
        go_to(world, "2026-12-02 21:00")
        await world.tutor.send("/move S1 2026-12-04 17:00")
        await world.young_person.wait("has moved")
        go_to(world, "2026-12-04 06:00")
        await world.tutor.send("/move S1 2026-12-04 18:00")
        await world.young_person.wait("18:00", timeout=5)
        assert silent(world, "has moved") == [True, False]
        await world.tutor.send("/cancel S1 ill")
        await world.young_person.wait("18:00 is called off")
        await world.tutor.send("/cancel S1 still ill")
        await world.young_person.wait("16:30 is called off")
        assert silent(world, "is called off") == [False, True]


async def test_a_reminder_never_rings_in_quiet_hours(sqlite_url: str) -> None:
    async with small_world(sqlite_url, hours={"quiet": "20:00-08:00"}, **UNJUDGED) as world:
        go_to(world, "2026-11-23 12:00")
        await world.tutor.send("/newsession Early; 2026-12-03 08:30; 45m")
        await world.tutor.wait("This is session S1")
        await world.tutor.send("/enrol S1 Otter-12")
        await world.young_person.wait("You have a place")
        go_to(world, "2026-12-02 08:30")
        await world.young_person.wait("tomorrow at 08:30")
        go_to(world, "2026-12-02 19:59")
        evening = await world.young_person.wait("That is in 13 hours.")
        assert "tomorrow at 08:30" in evening.text
        assert silent(world, "That is in") == [False, False]
        go_to(world, "2026-12-03 07:31")
        await world.young_person.quiet()


async def test_leaving_stops_reminders_and_returning_brings_them_back(sqlite_world: World) -> None:
    world = sqlite_world
    await enrolled(world)
    await world.young_person.send("/stop")
    await world.young_person.wait("What would you like to stop")
    await world.young_person.press("Leave")
    await world.young_person.wait("You have left")
    go_to(world, "2026-12-02 16:31")
    await world.tutor.wait("tomorrow at 16:30")
    await world.young_person.quiet()
    await world.young_person.send("/start")
    await world.young_person.wait("What would you like to do")
    go_to(world, "2026-12-03 15:30")
    await world.young_person.wait("today at 16:30")


async def test_the_first_button_of_each_screen_makes_a_session(world: World) -> None:
    go_to(world, "2026-11-23 12:00")
    await world.tutor.send("/newsession")
    await world.tutor.wait("What is the session called?")
    await world.tutor.send("Drum circle")
    for words in ("Tap a day", "at what time", "How long", "How often", "Until when", "Where is it", "Is that right?"):
        shown = await world.tutor.wait(words)
        await world.tutor.press_first(shown)
    made = await world.tutor.wait("This is session S1")
    assert "Drum circle" in made.text
    assert "• Mon 23 Nov, 14:00" in made.text
    await world.tutor.press_first(made)
    await world.tutor.wait("Whom shall I give a place")
    await world.tutor.press("Otter-12 (Riff)")
    await world.tutor.until(lambda: "✓ Otter-12 (Riff)" in world.tutor.buttons())
    await world.young_person.wait("You have a place in Drum circle")
    await world.tutor.press("✓ Otter-12 (Riff)")
    shown = await world.tutor.wait("Take them out?")
    await world.tutor.press("Take out", shown)
    await world.young_person.wait("You no longer have a place in Drum circle")


async def test_a_vague_time_is_shown_and_can_be_changed(sqlite_world: World) -> None:
    world = sqlite_world
    go_to(world, "2026-11-23 12:00")
    await world.tutor.send("/newsession Band; Thu 4pm; 45m; weekly; Room <3>")
    shown = await world.tutor.wait("Is that right?")
    for words in ("Thu 26 Nov 2026 at 16:00", "Every week, 45 minutes", "Room <3>"):
        assert words in shown.text
    await world.tutor.press("Change something", shown)
    await world.tutor.wait("What shall I change?")
    await world.tutor.press("Day and time")
    await world.tutor.wait("When is it")
    await world.tutor.send("Fri 5pm")
    shown = await world.tutor.wait("Fri 27 Nov 2026 at 17:00")
    await world.tutor.press("Yes, make it", shown)
    await world.tutor.wait("• Fri 27 Nov, 17:00")
    await world.tutor.press_data("s.create", shown)
    await world.tutor.wait("too old to use")


async def test_moving_and_calling_off_by_buttons(sqlite_world: World) -> None:
    world = sqlite_world
    await enrolled(world)
    await world.tutor.send("/sessions S1")
    await world.tutor.wait("Every week until")
    await world.tutor.press("Move")
    await world.tutor.wait("Which time of S1")
    await world.tutor.press("Thu 10 Dec, 16:30")
    await world.tutor.wait("instead of Thu 10 Dec, 16:30?")
    await world.tutor.press("Fri 27 Nov 2026")
    await world.tutor.wait("at what time?")
    await world.tutor.press("17:30")
    shown = await world.tutor.wait("to Fri 27 Nov 2026 at 17:30?")
    await world.tutor.press("Yes, move it", shown)
    assert "It was: Thu 10 Dec, 16:30" in (await world.young_person.wait("has moved")).text
    await world.tutor.send("/cancel S1")
    await world.tutor.wait("Why? Send one line")
    await world.tutor.send("No heating")
    assert "Why: No heating" in (await world.young_person.wait("on Fri 27 Nov, 17:30 is called off")).text
    await world.tutor.send("/sessions S1")
    card = await world.tutor.wait("Every week until")
    assert "• Fri 27 Nov, 17:30 – called off" in card.text
    await world.tutor.press("Call off", card)
    await world.tutor.wait("is called off?")
    await world.tutor.press("All from")
    await world.tutor.wait("So are all that follow: 1 more")
    await world.tutor.press_first()
    await world.young_person.wait("There are no more times")


async def test_a_reply_to_a_young_person_is_never_taken_for_a_title(sqlite_world: World) -> None:
    world = sqlite_world
    await world.young_person.send("How do I hold the sticks?")
    question = await world.tutor.wait("hold the sticks")
    await world.tutor.send("/newsession")
    await world.tutor.wait("What is the session called?")
    await world.tutor.send("Loosely, like a bird", reply_to=question)
    await world.young_person.wait("like a bird")
    await world.tutor.send("Drum circle")
    await world.tutor.wait("Tap a day")
    await world.tutor.send("/cancel")
    await world.tutor.wait("I have forgotten it")


async def test_wrong_numbers_and_other_peoples_sessions(sqlite_world: World) -> None:
    world = sqlite_world
    await enrolled(world)
    for words, answer in (
        ("/enrol", "Which session?"),
        ("/enrol Otter-12", "Which session?"),
        ("/enrol S99 Otter-12", "You have no session S99"),
        ("/enrol S99999999999999999999 Otter-12", "Which session?"),
        ("/enrol S1 Gecko-99", "Nobody has the alias Gecko-99"),
        ("/move S1 whenever", "/move S1 2026-12-04 17:00"),
        ("/move S1 2020-01-01 10:00", "2020-01-01 10:00 has passed"),
        ("/move", "Which session?"),
        ("/cancel", "Which session?"),
        ("/newsession Band; 2020-01-01 10:00", "has passed"),
        ("/newsession Band; 2026-12-03 16:30; 45m; monthly", "I can't read “monthly”"),
    ):
        await world.tutor.send(words)
        await world.tutor.wait(answer)
    for words in ("/enrol S1 Otter-12", "/move S1 2026-12-04 17:00", "/cancel S1 no", "/sessions S1"):
        await world.second_tutor.send(words)
        await world.second_tutor.wait("You have no session S1")
        await world.young_person.send(words)
        await world.young_person.wait("I don't know that one" if words[:3] != "/se" else "Your sessions")
    await world.coordinator.send("/move S1 2026-12-04 17:00")
    await world.young_person.wait("has moved")
    await world.tutor.wait("Guitar club (S1) has moved")


async def test_young_people_without_sessions_are_told_so(sqlite_world: World) -> None:
    await sqlite_world.young_person.send("/sessions")
    await sqlite_world.young_person.wait("You have no sessions coming up")
