"""Messages to a session as tutor, young people and lead see them; and the coordinator's figures."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.people import Bubble
from tests.stories.test_after_sessions import UNJUDGED, enrolled, go_to
from tests.world import YOUNG_PERSON, World, small_world


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """A small world on either database, without detection."""
    async with small_world(database_url, **UNJUDGED) as made:
        await enrolled(made)
        yield made


@pytest.fixture
async def sqlite_world(sqlite_url: str) -> AsyncIterator[World]:
    """The same on SQLite alone."""
    async with small_world(sqlite_url, **UNJUDGED) as made:
        await enrolled(made)
        yield made


async def previewed(world: World, words: str = "Bring your capo") -> Bubble:
    await world.tutor.send(f"/announce S1 {words}")
    return await world.tutor.wait("This goes to 1 young person in S1 Guitar club")


async def test_shown_sent_and_read_by_a_lead(world: World) -> None:
    shown = await previewed(world)
    assert [one.text for one in shown.buttons] == ["Yes, send it", "No", "Change something", "Help now"]
    assert "Bring your capo" in shown.text
    await world.tutor.press("Yes, send it", shown)
    leaving = await world.tutor.wait("It goes to 1 young person in S1 Guitar club in half a minute")
    assert leaving.buttons[0].text == "Take it back"
    await world.young_person.quiet()
    world.travel(seconds=30)
    told = await world.young_person.wait("Guitar club (S1): a message from Tom to everybody in it.")
    assert "Bring your capo" in told.text
    assert [one.text for one in told.buttons] == ["Sessions", "This felt wrong", "Help now"]
    await world.tutor.wait("S1 Guitar club: your message reached 1 of 1.")
    for phone, command in (
        (world.tutor, "/announced S1"),
        (world.lead, "/announced"),
        (world.coordinator, "/announced 1"),
    ):
        await phone.send(command)
        listed = await phone.wait("Messages to sessions")
        assert "Tom, " in listed.text
        assert "Bring your capo" in listed.text
        assert "Reached: 1 of 1" in listed.text
    await world.second_tutor.send("/announced")
    await world.second_tutor.wait("Nothing has been written")
    await world.second_tutor.send("/announced S1")
    await world.second_tutor.wait("You have no session S1")
    await world.young_person.press("This felt wrong", told)
    await world.young_person.wait("felt wrong")
    await world.young_person.press("Just tell them")
    await world.lead.press("Read", await world.lead.wait("C1"))
    read = await world.lead.wait("It is about a message of Tom to a session")
    assert "S1: Bring your capo" in read.text


async def test_taken_back_and_said_otherwise(sqlite_world: World) -> None:
    world = sqlite_world
    await world.tutor.press("Yes, send it", await previewed(world, "Bring your kapo"))
    await world.tutor.press("Take it back", await world.tutor.wait("in half a minute"))
    back = await world.tutor.wait("Taken back. Nobody got it")
    world.travel(minutes=1)
    await world.young_person.quiet()
    await world.tutor.press("Change something", back)
    await world.tutor.wait("What would you like to tell everybody in S1 Guitar club?")
    await world.tutor.send("Bring your capo")
    shown = await world.tutor.wait("This goes to 1 young person", timeout=5)
    await world.tutor.press("Change something", shown)
    await world.tutor.wait("What would you like to tell")
    await world.tutor.press_data("an.yes:2", shown)
    await world.tutor.wait("too old to use")
    await world.tutor.send("Bring both")
    await world.tutor.press("No", await world.tutor.wait("Bring both"))
    await world.tutor.wait("I have forgotten it")
    world.travel(minutes=1)
    await world.young_person.quiet()
    await world.tutor.press("Yes, send it", await previewed(world, "One more"))
    leaving = await world.tutor.wait("in half a minute")
    world.travel(seconds=31)
    await world.young_person.wait("One more")
    await world.tutor.press("Take it back", leaving)
    await world.tutor.wait("It has left already")


async def test_by_the_button_of_the_card_and_a_reply_is_none_of_it(sqlite_world: World) -> None:
    world = sqlite_world
    await world.young_person.send("How do I tune?")
    question = await world.tutor.wait("How do I tune?")
    await world.tutor.send("/sessions S1")
    await world.tutor.press("Write to all", await world.tutor.wait("Every week until"))
    await world.tutor.wait("What would you like to tell everybody")
    await world.tutor.send("Turn the pegs", reply_to=question)
    assert "a message from" not in (await world.young_person.wait("Turn the pegs")).text
    await world.tutor.photo(caption="Look")
    await world.tutor.wait("Please write what they are to read")
    await world.tutor.send("Bring your capo")
    await world.tutor.press_first(await world.tutor.wait("This goes to"))
    await world.tutor.wait("half a minute")
    await world.tutor.send("/sessions S1")
    await world.tutor.press("Messages", await world.tutor.wait("Every week until"))
    assert "under way: 1" in (await world.tutor.wait("Messages to sessions")).text


async def test_what_is_left_out_is_asked_for_or_explained(sqlite_world: World) -> None:
    world = sqlite_world
    for words, answer in (
        ("/announce", "Which session?"),
        ("/announce Bring your capo", "Which session?"),
        ("/announce S1", "What would you like to tell everybody in S1"),
        ("/announce S99 hello", "You have no session S99"),
        ("/announce yes", "You have written nothing to a session today"),
        ("/announce S1 hello", "This goes to 1 young person"),
        ("/announce No.", "I have forgotten it"),
        ("/announce S1 hello", "This goes to 1 young person"),
        ("/announce YES", "in half a minute"),
        ("/announce undo", "Taken back. Nobody got it"),
        ("/announce yes", "too old to use"),
        (f"/announce S1 {'x' * 1001}", "That is 1001 letters, and 1000 is the most"),
    ):
        await world.tutor.send(words)
        await world.tutor.wait(answer)
    await world.second_tutor.send("/announce S1 hello")
    await world.second_tutor.wait("You have no session S1")
    for phone in (world.young_person, world.lead):
        await phone.send("/announce S1 hello")
        await phone.wait("I don't know that one")
    await world.young_person.send("/announced")
    await world.young_person.wait("I don't know that one")
    await world.lead.send("/pause Otter-12")
    await world.lead.wait("is paused")
    await world.tutor.send("/announce S1 hello")
    await world.tutor.wait("There is nobody in S1 whom a message would reach now")


async def test_who_was_not_reached_is_named(sqlite_world: World) -> None:
    world = sqlite_world
    await world.tutor.press("Yes, send it", await previewed(world))
    await world.tutor.wait("half a minute")
    await world.young_person.block()
    await world.coordinator.wait("has blocked the bot")
    world.travel(seconds=31)
    await world.tutor.send("/announced S1")
    assert "Not reached: Otter-12 (Riff), has blocked the bot" in (await world.tutor.wait("Messages to sessions")).text
    world.travel(minutes=5)
    told = await world.tutor.wait("your message reached 0 of 1.")
    assert "Not reached: Otter-12 (Riff), has blocked the bot" in told.text
    await world.young_person.unblock()
    await world.young_person.send("/sessions")
    await world.young_person.wait("a message from Tom")
    assert (await world.tutor.wait("your message reached 1 of 1.")).id == told.id


async def test_by_night_it_makes_no_sound_and_a_restart_says_nothing_twice(sqlite_url: str) -> None:
    async with small_world(sqlite_url, hours={"quiet": "20:00-08:00"}, **UNJUDGED) as world:
        await enrolled(world)
        await go_to(world, "2026-11-23 21:00")
        await world.coordinator.send("/announce S1 The hall is closed tomorrow")
        await world.coordinator.press_first(await world.coordinator.wait("This goes to"))
        await world.coordinator.wait("half a minute")
        await world.restart()
        world.travel(seconds=30)
        await world.young_person.wait("a message from Cora")
        await world.restart()
        await world.young_person.quiet()
        calls = world.sandbox.journal.of("sendMessage", YOUNG_PERSON)
        heard = [
            bool(one.params.get("disable_notification")) for one in calls if "a message from" in one.params["text"]
        ]
        assert heard == [True]


async def test_words_that_break_a_boundary_are_held_and_released_words_go(sqlite_url: str) -> None:
    async with small_world(sqlite_url) as world:
        # It is heard once the classifier is there, which takes its time.
        await world.bot.hearing.judge("tutor", "hello", patiently=True)  # type: ignore[union-attr]
        await enrolled(world)
        words = "Text me on 07700 900123 and don't tell your mum"
        await world.tutor.send(f"/announce S1 {words}")
        await world.tutor.wait("Your words are under review")
        held = await world.lead.wait("a tutor's message is held")
        await world.lead.press("Read", held)
        assert "Announcement by Tom" in (await world.lead.wait("don't tell your mum")).text
        await world.tutor.quiet()
        await world.lead.send("/release H1")
        await world.tutor.wait("they are fine. Send the same again")
        await world.tutor.send(f"/announce S1 {words}")
        await world.tutor.press("Yes, send it", await world.tutor.wait("This goes to 1 young person"))
        await world.tutor.wait("half a minute")
        world.travel(seconds=31)
        await world.young_person.wait("a message from Tom")
        await world.tutor.send("/announce S1 Привет всем, завтра занятия нет")
        await world.tutor.wait("Your words are under review")
        await world.lead.wait("H2")


async def test_a_suspended_tutor_sends_nothing_in_the_last_half_minute(sqlite_world: World) -> None:
    world = sqlite_world
    await world.tutor.press("Yes, send it", await previewed(world))
    await world.tutor.wait("half a minute")
    await world.lead.send("/suspend Tom")
    await world.lead.wait("is suspended as of now")
    world.travel(seconds=31)
    await world.young_person.quiet()


async def test_figures_for_a_form(world: World) -> None:
    await world.young_person.send("How do I tune?")
    await world.tutor.wait("How do I tune?")
    await world.tutor.send("/answer 1 Turn the pegs")
    await world.young_person.wait("Turn the pegs")
    await go_to(world, "2026-12-03 17:16")
    await world.coordinator.send("/figures 1/11 3/12")
    told = (await world.coordinator.wait("Figures: Sun 1 Nov 2026 to Thu 3 Dec 2026")).text
    for line in (
        "Young people: fewer than 10",
        "Held: 1",
        "Hours of sessions: 0 h 45 min",
        "Contact hours (session hours × young people there): 0",
        "No register kept for 1 session of 1",
        "Called off by the service: 0",
        "Answered: fewer than 10",
        "Time to the first answer (median): not shown",
        "Still stuck: 0",
    ):
        assert line in told, line
    for words, answer in (
        ("/figures", "Figures: Sun 1 Nov 2026 to Mon 30 Nov 2026"),
        ("/figures 3/12/2026 1/11/2026", "The second day is before the first"),
        ("/figures 1/1/2030 2/1/2030", "still to come"),
        ("/figures lots of them please", "I can't read that as two days"),
    ):
        await world.coordinator.send(words)
        await world.coordinator.wait(answer)
    for phone in (world.tutor, world.lead, world.young_person):
        await phone.send("/figures")
        await phone.wait("I don't know that one")
