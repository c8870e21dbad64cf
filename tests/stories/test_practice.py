"""The demo's practice: a disclosure that arrives like a real one, rings nobody else, and ends with a review."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from models.outbox import OutboxRow
from models.people import Person, PersonRole
from models.questions import Question
from tests.world import World, small_world


@pytest.fixture
async def demo(database_url: str) -> AsyncIterator[World]:
    """A small world whose bot is a demo's; detection is not needed for what is scripted."""
    async with small_world(database_url, practice=True, safeguarding={"detection": False}) as world:
        yield world


async def test_a_rehearsal_from_the_alert_to_its_review(demo: World) -> None:
    """Alert, Read, a reply with two slips, what comes back, a referral, the outcome; then what good handling is."""
    lead = demo.lead
    await lead.send("/concerns")
    await lead.wait("No concern is open")
    await lead.press("Practise")
    await lead.wait("Something at home")
    await lead.press("2. Something at home")
    await lead.wait("C1 is on its way")
    alert = await lead.wait("🔴 C1")
    assert alert.text == "🔴 C1 · HIGH · Practice-1"
    await lead.press("Read", alert)
    shown = await lead.wait("hit me with his belt")
    assert "Practice-1 is made up" in shown.text
    await lead.press("How did I do?", shown)
    await lead.wait("Nobody has it yet")
    await lead.press("I have it", alert)
    await lead.wait("Leah has it since")
    await lead.send("/reply C1 Thank you for telling me. I won't tell anyone. What exactly did he do?")
    await lead.wait("on their way")
    await lead.wait("they wrote to the safety person")
    await lead.send("/refer C1 MASH, the duty worker")
    await lead.wait("referred it")
    await lead.send("/resolve C1 referred, and spoke with the school")
    review = await lead.wait("What good handling looks like")
    for line in ("✅ You had it after 0 min", "✅ Your reply thanks them", "✅ You referred it", "✅ Closed"):
        assert line in review.text
    assert "⚠ This reads like a promise of secrecy: I won't tell anyone." in review.text
    assert "⚠ This asks for facts, or doubts them: What exactly did he do?" in review.text
    assert "Refer on the same day" in review.text
    await demo.settled()


async def test_nobody_else_hears_of_it_and_nothing_counts(demo: World) -> None:
    """No tutor, no coordinator, not even when nobody has it for an hour; no question, no role, no chat."""
    await demo.lead.send("/practice 4")
    await demo.lead.wait("🔴 C1")
    await demo.settled()
    for _ in range(3):
        demo.travel(minutes=20)
        await demo.settled()
    for phone in (demo.tutor, demo.second_tutor, demo.coordinator, demo.young_person):
        assert "C1" not in phone.transcript()
        assert "Practice" not in phone.transcript()

    def counted(db) -> None:  # type: ignore[no-untyped-def]
        made_up = db.scalars(select(Person).where(Person.alias.startswith("Practice"))).all()
        assert {person.telegram_id for person in made_up} == {None}
        ids = [person.id for person in made_up]
        assert not db.scalars(select(PersonRole).where(PersonRole.person_id.in_(ids))).all()
        assert not db.scalars(select(Question)).all()
        assert not db.scalars(select(OutboxRow).where(OutboxRow.person_id.in_(ids))).all()

    await demo.database.read(counted)
    await demo.lead.send("/people")
    await demo.lead.wait("Otter-12")
    assert "Practice-1" not in demo.lead.received[-1].text


async def test_only_leads_rehearse_and_bad_numbers_are_said(demo: World) -> None:
    """For everybody else there is no such command."""
    for phone in (demo.young_person, demo.tutor, demo.coordinator):
        await phone.send("/practice 1")
        await phone.wait("I don't know that one")
    lead = demo.lead
    for count, words in enumerate(("9", "0", "-1", "x", "99999999999999999999"), start=1):
        await lead.send(f"/practice {words}")
        await lead.until(lambda count=count: lead.transcript().count("no practice of that number") == count)


async def test_elsewhere_the_command_does_not_exist(sqlite_world: World) -> None:
    """The real bot has nothing that could be taken for a disclosure."""
    await sqlite_world.lead.send("/practice 1")
    await sqlite_world.lead.wait("I don't know that one")
