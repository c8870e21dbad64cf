"""A tutor's figures, and what a tutor may know of a young person."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot import clock
from tests.world import World, small_world


@pytest.fixture
async def evening(database_url: str) -> AsyncIterator[World]:
    """A world in office hours, on a Friday at five past seven in the evening."""
    clock.travel(datetime(2026, 11, 27, 19, 5, tzinfo=UTC) - clock.now())
    hours = {"tutors": ["Mon-Fri 09:00-18:00"], "holidays": "", "quiet": "off"}
    async with small_world(database_url, hours=hours) as world:
        yield world


async def test_figures_of_a_tutor(world: World) -> None:
    """Answered, helped, stuck; another tutor's are their own."""
    for number, words in enumerate(("What is a capo?", "What is a barre?", "What is a riff?"), start=1):
        await world.young_person.send(f"/ask {words}")
        await world.tutor.wait(words)
        world.travel(hours=1)
        await world.tutor.send(f"/answer {number} Answer {number}")
        answer = await world.young_person.wait(f"Answer {number}")
        if number < 3:
            await world.young_person.press("That helped" if number == 1 else "Still stuck", answer)
    await world.tutor.wait("#3 → Otter-12: delivered")
    await world.tutor.send("/stats")
    mine = await world.tutor.wait("Your figures")
    assert "Waiting now: 1" in mine.text
    assert "Last 7 days\nAnswered: 3" in mine.text
    assert "60 minutes after asking, as they felt it (median of 3)" in mine.text
    assert "Helped: 1 · still stuck: 1 · no word yet: 1" in mine.text
    await world.second_tutor.send("/stats")
    assert "Answered: 0" in (await world.second_tutor.wait("Your figures")).text
    world.travel(days=10)
    await world.tutor.send("/stats")
    later = await world.tutor.wait("Last 7 days\nAnswered: 0")
    assert "Last 30 days\nAnswered: 3" in later.text


async def test_the_wait_is_as_the_asker_felt_it(evening: World) -> None:
    """Answered within a minute at night, it arrives on Monday: that is how long they waited."""
    await evening.young_person.send("What is a barre?")
    await evening.young_person.wait("Got it, #1")
    await evening.tutor.send("/answer 1 One finger")
    await evening.tutor.wait("leaves Mon 30 Nov, 09:00")
    monday = datetime(2026, 11, 30, 9, 0, 1, tzinfo=UTC)
    evening.travel(seconds=(monday - clock.now()) / timedelta(seconds=1))
    await evening.young_person.wait("One finger")
    await evening.tutor.wait("delivered")
    await evening.tutor.send("/stats")
    assert "3 days after asking" in (await evening.tutor.wait("Your figures")).text


async def test_what_a_tutor_may_know_of_a_young_person(world: World) -> None:
    """Alias, name, band, instruments and questions; nothing of what was taken back, and nobody of the staff."""
    await world.young_person.send("What is a capo?")
    await world.young_person.wait("Got it, #1")
    await world.young_person.send("/ask My secret")
    await world.young_person.wait("Got it, #2")
    await world.young_person.press("Take it back")
    await world.young_person.wait("taken back")
    await world.tutor.send("/person otter 12")
    card = await world.tutor.wait("Lessons done: 0")
    assert "Otter-12 (Riff) · 13–15" in card.text
    assert "What is a capo?" in card.text
    assert "secret" not in card.text
    assert "1003" not in card.text
    await world.tutor.press("#1", card)
    await world.tutor.wait("Riff")
    for words in ("/person Badger-40", "/person Nobody-99", f"/person {'x' * 500}"):
        await world.tutor.send(words)
        await world.tutor.wait("nobody with that alias")
    await world.tutor.send("/person")
    await world.tutor.wait("Put the alias behind the command")


async def test_others_have_no_figures(world: World) -> None:
    """A young person and a coordinator are told that there is no such command."""
    for phone in (world.young_person, world.coordinator):
        for command in ("/stats", "/person Otter-12", "/addlesson"):
            await phone.send(command)
            assert "Otter" not in (await phone.wait("I don't know that one")).text
    await world.tutor.send("/addlesson")
    await world.tutor.wait("A person does it for you")
