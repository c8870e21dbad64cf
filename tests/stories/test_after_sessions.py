"""After a session, as people live it: five faces, one line if they like, and nobody nagged."""

from collections.abc import AsyncIterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot import clock
from bot.sandbox.people import Bubble
from bot.services import feelings_asking
from tests.world import World, small_world

LONDON = ZoneInfo("Europe/London")
FACES = ["Great 😀", "Good 🙂", "OK 😐", "Not so good 🙁", "Bad 😞"]
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


async def go_to(world: World, local: str) -> None:
    """Moves everybody's clock to that wall time in London, and rings the alarm clock that the bot has for it."""
    await world.settled()  # what was said before the jump is written down before it
    target = datetime.fromisoformat(local).replace(tzinfo=LONDON)
    world.travel(seconds=(target - clock.now()).total_seconds())
    await world.database.write(feelings_asking.ask_all, world.config)
    world.bot.delivery.wake()  # type: ignore[union-attr]


async def enrolled(world: World) -> None:
    """Thursdays from 16:30 to 17:15, and the young person has a place."""
    await go_to(world, "2026-11-23 12:00")
    await world.tutor.send("/newsession Guitar club; 2026-12-03 16:30; 45m; weekly until 2026-12-17; Room 2")
    await world.tutor.wait("This is session S1")
    await world.tutor.send("/enrol S1 Otter-12")
    await world.young_person.wait("You have a place in Guitar club")


async def asked(world: World, local: str = "2026-12-03 17:26") -> Bubble:
    """The session is over, and the question has come."""
    after = world.young_person.mark
    await go_to(world, local)
    return await world.young_person.wait("How was Guitar club", after=after)


async def test_a_tap_and_a_line_reach_the_tutor(world: World) -> None:
    await enrolled(world)
    shown = await asked(world)
    assert [one.text for one in shown.buttons] == [*FACES, "Help now"]
    assert "Tap one, or leave it. Both are fine. Tom sees what you tap." in shown.text
    assert "three times in a row, our safety person sees that too" in shown.text
    await world.young_person.press("Good", shown)
    thanks = await world.young_person.wait("You said: Good 🙂")
    await world.young_person.press("Add a line", thanks)
    await world.young_person.wait("What would you like to say about Guitar club?")
    await world.young_person.send("More drums please")
    await world.young_person.wait("Tom gets your line")
    world.travel(minutes=3)
    told = await world.tutor.wait("How S1 Guitar club was")
    assert "Otter-12 (Riff): Good 🙂 – “More drums please”" in told.text
    await world.young_person.press("Change it", thanks)
    await world.young_person.wait("How was Guitar club today?")
    await world.young_person.press("OK")
    await world.young_person.wait("You said: OK")
    world.travel(minutes=3)
    await world.tutor.until(lambda: [one for one in world.tutor.messages if "Otter-12 (Riff): OK 😐" in one.text])
    assert len([one for one in world.tutor.messages if "How S1 Guitar club was" in one.text]) == 1
    await world.tutor.press("How S1 was")
    await world.tutor.wait("S1 Guitar club: how it was")
    for command in ("/felt S1", "/felt s1"):
        await world.lead.send(command)
        assert "More drums please" in (await world.lead.wait("how it was")).text
    await world.second_tutor.send("/felt S1")
    await world.second_tutor.wait("You have no session S1")


async def test_left_alone_it_is_not_asked_again_and_nothing_is_lost(sqlite_world: World) -> None:
    """A question of music that comes next is one; and the next session is asked about as the first was."""
    world = sqlite_world
    await enrolled(world)
    await asked(world)
    await world.young_person.send("How do I hold the plectrum?")
    await world.young_person.wait("Got it, #1")
    await go_to(world, "2026-12-04 12:00")
    await go_to(world, "2026-12-05 12:00")
    await world.restart()
    await go_to(world, "2026-12-05 13:00")
    await world.young_person.quiet()
    assert len([one for one in world.young_person.received if "How was Guitar club" in one.text]) == 1
    await asked(world, "2026-12-10 17:26")


async def test_typed_it_counts_only_under_the_question(sqlite_world: World) -> None:
    """ "4" says how it was; after other words it answers whatever those asked."""
    world = sqlite_world
    await enrolled(world)
    shown = await asked(world)
    await world.young_person.send("4")
    await world.young_person.wait("You said: Good")
    await world.young_person.send("not so good")
    await world.young_person.wait("You said: Not so good")
    await world.young_person.send("How many strings has a bass?")
    await world.young_person.wait("Got it, #1")
    await world.young_person.send("4")
    await world.young_person.wait("Added to #1")
    await world.young_person.send("great", reply_to=shown)
    await world.young_person.wait("You said: Great")
    await world.young_person.send("/felt 2 It was too loud")
    await world.young_person.wait("It was too loud")
    await world.young_person.send("/felt")
    assert [one.text for one in (await world.young_person.wait("How was Guitar club today?")).buttons][:5] == FACES
    for words, answer in (("/felt banana", "Send a number from 1 (bad) to 5 (great)"), ("/felt 7", "/felt 4")):
        await world.young_person.send(words)
        await world.young_person.wait(answer)


async def test_while_a_line_is_asked_for(sqlite_world: World) -> None:
    """A voice note can't be passed on, a reply to something else goes there, the name of a screen leads to it."""
    world = sqlite_world
    await world.young_person.send("How do I tune?")
    question = await world.tutor.wait("How do I tune?")
    await world.tutor.send("Turn the pegs", reply_to=question)
    answer = await world.young_person.wait("Turn the pegs")
    await enrolled(world)
    await world.young_person.press("Bad", await asked(world))
    thanks = await world.young_person.wait("Thank you for saying so")
    assert "Talk to someone who is not my tutor" in [one.text for one in thanks.buttons]
    await world.young_person.press("Add a line", thanks)
    await world.young_person.wait("Write one line")
    await world.young_person.voice(duration=2)
    await world.young_person.wait("I can only pass on words here")
    await world.young_person.send("Which way?", reply_to=answer)
    await world.young_person.wait("Added to #1")
    await world.young_person.send("x" * 501)
    await world.young_person.wait("That is a bit long: 501 letters")
    await world.young_person.send("Nobody talked to me")
    await world.young_person.wait("Tom gets your line")
    await world.young_person.press("Add a line", thanks)
    await world.young_person.wait("Write one line")
    await world.young_person.send("home")
    await world.young_person.wait("What would you like to do?")


async def test_not_at_night_and_not_after_two_days(sqlite_url: str) -> None:
    async with small_world(sqlite_url, hours={"quiet": "17:00-08:00"}, **UNJUDGED) as world:
        await enrolled(world)
        await go_to(world, "2026-12-03 17:26")
        await go_to(world, "2026-12-04 07:59")
        await world.young_person.quiet()
        assert "yesterday" in (await asked(world, "2026-12-04 08:00")).text


async def test_three_low_ones_are_on_the_leads_list_as_was_said_at_joining(world: World) -> None:
    await enrolled(world)
    for day in ("03", "10", "17"):
        shown = await asked(world, f"2026-12-{day} 17:26")
        await world.young_person.press("Bad", shown)
        await world.young_person.wait("You said: Bad")
        if day != "17":
            await world.settled()
            assert "C1" not in world.lead.transcript()
    told = await world.lead.wait("C1 · Otter-12 · three sessions in a row felt low")
    await world.lead.press("Read", told)
    assert "S1 Guitar club, 2026-12-17 16:30: 1/5" in (await world.lead.wait("Guitar club, 2026")).text
    await world.lead.send("/concerns")
    await world.lead.wait("three sessions in a row felt low")
    await world.coordinator.send("/invite young_person")
    link = await world.coordinator.wait("https://t.me/")
    await world.newcomer.start(link.text.split("start=")[1].split()[0])
    sentences = (await world.newcomer.wait("Is that OK for you?")).text
    assert "4. If we think you are not safe, or three sessions in a row felt bad, we tell someone" in sentences
    assert sentences.count("\n5. ") == 1
    assert "\n6. " not in sentences
    await world.young_person.send("/privacy")
    told = (await world.young_person.wait("Your privacy")).text
    for words in ("If it is low three times in a row", "not end-to-end encrypted", "another adult can read everything"):
        assert words in told


async def test_what_worries_goes_to_the_safety_person_and_not_to_the_tutor(sqlite_url: str) -> None:
    """With detection: the card comes, a concern is opened with the exact words, and the tutor's message is without."""
    async with small_world(sqlite_url) as world:
        # It is heard once the classifier is there, which takes its time.
        await world.bot.hearing.judge("tutor", "hello", patiently=True)  # type: ignore[union-attr]
        await enrolled(world)
        await asked(world)
        await world.young_person.send("/felt 1 Tom said I should kill myself and I want to die")
        await world.young_person.wait("Our safety person reads that one. Tom does not.")
        await world.young_person.wait("New message")
        await world.lead.wait("C1")
        await world.lead.send("/concerns C1")
        await world.lead.wait("I want to die")
        world.travel(minutes=3)
        told = await world.tutor.wait("How S1 Guitar club was")
        assert "Bad 😞" in told.text
        await world.settled()
        assert "want to die" not in world.tutor.transcript()


async def test_the_paused_are_not_asked(sqlite_world: World) -> None:
    world = sqlite_world
    await enrolled(world)
    await world.lead.send("/pause Otter-12")
    await world.lead.wait("is paused")
    await go_to(world, "2026-12-03 17:26")
    await world.young_person.quiet()
