"""Safeguarding through the sandbox: what arrives on whose phone, and what arrives on nobody's."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.sandbox.people import Bubble
from tests.world import LEAD, YOUNG_PERSON, World, small_world


@pytest.fixture
async def safe(sqlite_url: str) -> AsyncIterator[World]:
    """A small world whose detection is loaded."""
    async with small_world(sqlite_url) as world:
        assert world.bot is not None
        await world.bot.hearing.judge("tutor", "hello", patiently=True)
        yield world


async def test_a_worrying_message_from_end_to_end(safe: World) -> None:
    """Receipt, card behind Show, alert to the lead, "I have it", a reply, and the answer to it; no tutor in between."""
    child, lead = safe.young_person, safe.lead
    await child.send("i want to hurt myself. and how do i play G?")
    await child.wait("Got it, #1")
    hidden = await child.wait("New message")
    assert "Childline" not in hidden.text
    assert [button.text for button in hidden.buttons] == ["Show", "Help now"]
    alert = await lead.wait("C1")
    assert alert.text == "🔴 C1 · HIGH · Otter-12"
    assert [button.text for button in alert.buttons][:4] == ["I have it", "Read", "Reply", "Wrong alarm"]
    await child.press("Show")
    card = await child.wait("take it seriously")
    assert all(words in card.text for words in ("not your fault", "bot", "safety person", "0800 1111", "Childline can"))
    assert "?" not in card.text, "it asks nothing"
    await child.press("It was about music")
    await child.wait("noted that it was about music")
    await lead.wait("they say it was about music")
    await lead.press("I have it")
    await lead.wait("i want to hurt myself")
    await child.wait("New message")
    await lead.send("/reply C1 Thank you for telling us. I am Leah.")
    await lead.wait("on their way")
    await asyncio.sleep(0.3)
    shows = [bubble for bubble in child.received if bubble.text == "New message"]
    assert shows
    await child.press("Show")
    await child.wait("Thank you for telling us. I am Leah.")
    await child.press("Write to the safety person")
    await child.wait("What would you like to tell")
    await child.send("thank you leah")
    await child.wait("Sent.")
    await lead.wait("wrote to the safety person")
    await lead.send("/concerns C1")
    await lead.wait("thank you leah")
    await lead.send("/resolve C1 spoke with them and their carer")
    await lead.wait("Closed")
    await lead.send("/concerns")
    await lead.wait("No concern is open")
    tutors = safe.tutor.transcript() + safe.second_tutor.transcript()
    assert "thank you leah" not in tutors
    assert "I am Leah" not in tutors
    assert "C1" not in tutors
    told = [bubble.text for bubble in safe.coordinator.received if "C1" in bubble.text]
    assert told == ["C1: Leah wrote to Otter-12:\nThank you for telling us. I am Leah."], "no other lead can see it"
    assert "The safety person knows" in tutors, "what to do, and what not to ask"


async def test_hide_puts_it_away(safe: World) -> None:
    """Show and Hide change the one message."""
    child = safe.young_person
    await child.send("i want to hurt myself")
    await child.wait("New message")
    await child.press("Show")
    await child.wait("take it seriously")
    await child.press("Hide")
    await child.until(lambda: "take it seriously" not in child.transcript())


async def test_unacknowledged_the_young_person_is_told_and_the_next_contact_rung(safe: World) -> None:
    """After ten minutes, and after a quarter of an hour; the lead is rung again in between."""
    child, lead = safe.young_person, safe.lead
    await child.send("i want to hurt myself")
    await lead.wait("C1")
    assert "C1" not in safe.coordinator.transcript()
    await asyncio.sleep(0.5)  # until the sending is written down
    safe.travel(minutes=6)
    await lead.wait("nobody has it yet")
    await asyncio.sleep(0.5)
    safe.travel(minutes=5)
    await child.until(lambda: sum(bubble.text == "New message" for bubble in child.received) == 2)
    await child.press("Show")
    assert "0800 1111" in (await child.wait("Nobody from our team has your message yet")).text
    safe.travel(minutes=5)
    await safe.coordinator.wait("C1")


async def test_worry_in_a_search_is_heard(safe: World) -> None:
    """Words that become no question reach the lead all the same."""
    await safe.young_person.send("/lessons i want to hurt myself")
    await safe.lead.wait("C1")
    await safe.young_person.wait("New message")
    await safe.young_person.send("/zzz i want to hurt myself")
    await asyncio.sleep(0.5)
    await safe.lead.send("/concerns C1")
    await safe.lead.wait("more:")


async def test_worry_in_an_edit_of_what_went_nowhere_is_heard(safe: World) -> None:
    """The first words were a search, and none of these becomes a message to anybody."""
    sent = await safe.young_person.send("/lessons barre")
    await safe.young_person.wait("barre")
    await safe.young_person.edit(sent, "/lessons i want to hurt myself")
    await safe.lead.wait("C1")
    await safe.young_person.wait("New message")


LADO = {"name": "LADO", "reach": "Call 01234 567", "about": "an adult of ours", "verified": "2026-11-22"}
LINE = "2026-12-03 16:30; 45m; once"


async def test_what_young_people_read_of_a_session_is_looked_at(safe: World) -> None:
    """A title, asked for or in one line, and a place, which may be a page to meet at and no way to be reached."""
    tutor, lead = safe.tutor, safe.lead
    await tutor.send(f"/newsession Guitar club; {LINE}; Room 2, or text me on 07700 900123")
    await lead.wait("H1")
    await tutor.send("/newsession")
    await tutor.wait("called")
    await tutor.send("Guitar club, text me on 07700 900123")
    await lead.wait("H2")
    await tutor.send(f"/newsession Guitar club; {LINE}; t.me/tom_x")
    await lead.wait("H3")
    await tutor.send(f"/newsession Guitar club; {LINE}; Room 2, or https://zoom.us/j/99012345678")
    await tutor.wait("S1")
    # No machine reads it: by default it is used, and stands on the leads' list, once.
    for _ in range(2):
        await tutor.send(f"/newsession Клуб гитары; {LINE}; Room 2")
    await tutor.wait("S3")
    await lead.send("/concerns C1")
    read = await lead.wait("no machine could read it")
    assert "Tom wrote it. Nothing wrong was found in it" in read.text
    assert "words that no machine could read" in read.text
    await lead.send("/concerns C2")
    await lead.wait("There is no concern C2")


async def test_what_no_machine_reads_is_held_where_media_are(sqlite_url: str) -> None:
    """A title as well as an answer."""
    async with small_world(sqlite_url, safeguarding={"tutor_media": "held"}) as world:
        await world.tutor.send(f"/newsession Клуб гитары; {LINE}; Room 2")
        await world.lead.wait("H1")
        await world.tutor.send("/sessions")
        await world.settled()
        assert "S1" not in world.tutor.transcript()


async def test_a_slip_is_held_reworded_and_arrives(safe: World) -> None:
    """The number never arrives; the new words do."""
    child, tutor, lead = safe.young_person, safe.tutor, safe.lead
    await child.send("How do I stop my G chord buzzing?")
    shown = await tutor.wait("buzzing")
    await tutor.send("Press harder, or text me on 07700 900123", reply_to=shown)
    await tutor.wait("under review")
    await child.wait("being checked")
    await lead.wait("H1")
    await child.send("/questions")
    await child.wait("answered, being checked")
    await tutor.press("Say it again without")
    await tutor.wait("without contact details")
    await tutor.send("Press closer to the fret")
    await child.wait("Press closer to the fret")
    await lead.wait("said again without it")
    assert "900123" not in child.transcript()


async def test_what_is_held_or_refused_never_leaves(safe: World) -> None:
    """Not by editing it, nor beside another's answer; by which commands it can't be had stands in `test_roles`."""
    child, tutor, other, lead = safe.young_person, safe.tutor, safe.second_tutor, safe.lead
    await child.send("What is a barre?")
    shown = await tutor.wait("barre")
    held = await tutor.send("this is our secret, a barre is one finger", reply_to=shown)
    await tutor.wait("under review")
    await lead.wait("H1")
    await lead.send("/transcript Otter-12")
    assert "our secret" not in (await lead.wait("This reading is recorded")).text
    await lead.send("/refuse H1 No secrets with young people, please")
    await lead.wait("is refused")
    await tutor.wait("No secrets with young people")
    await child.wait("with the tutors again")
    await tutor.edit(held, "this is our secret still")
    await other.send("/answer 1 One finger over all strings")
    await child.wait("One finger over all strings")
    await safe.settled()
    for phone in (child, other, safe.coordinator):
        assert "our secret" not in phone.transcript()


async def test_release_in_one_tap(sqlite_url: str) -> None:
    """What a lead finds right leaves at once, whatever the working hours; in quiet hours it makes no sound."""
    hours = {"tutors": ["Mon-Sun 23:59-24:00"], "quiet": "00:00-23:59"}
    async with small_world(sqlite_url, hours=hours) as world:
        await world.young_person.send("What is a barre?")
        await world.young_person.wait("#1")
        await world.tutor.send("/answer 1 this is our secret: one finger")
        assert not _silent(world, LEAD, await world.lead.wait("H1")), "an alert rings at any hour"
        await world.lead.press("Release")
        assert _silent(world, YOUNG_PERSON, await world.young_person.wait("our secret: one finger"))
        await world.tutor.wait("delivered")


def _silent(world: World, telegram_id: int, bubble: Bubble) -> bool:
    words = bubble.text.split("\n")[-1]
    calls = [call.params for call in world.sandbox.journal.of("sendMessage", telegram_id)]
    return [bool(call.get("disable_notification")) for call in calls if words in str(call["text"])] == [True]


async def test_a_tutor_raises_a_concern(safe: World) -> None:
    """The other tutors' message loses the words, the young person learns who knows, the question stays."""
    child, tutor, other = safe.young_person, safe.tutor, safe.second_tutor
    await child.send("the lodger is back at ours again. how do i play G?")
    await tutor.wait("lodger")
    await other.wait("lodger")
    await tutor.send("/concern 1 sounds unsafe at home")
    await tutor.wait("C1 is with the safeguarding leads")
    await other.until(lambda: "lodger" not in other.transcript())
    await safe.lead.wait("C1")
    await safe.lead.press("Read")
    read = await safe.lead.wait("sounds unsafe at home")
    assert "#1: the lodger is back at ours again" in read.text
    await child.wait("New message")
    await child.press("Show")
    await child.wait("Your tutor Tom is thinking of you")
    await other.send("/open 1")
    await other.wait("with the safety person")
    assert "lodger" not in other.transcript()


async def test_a_lead_away_needs_a_yes_and_answers_wait(safe: World) -> None:
    """With one lead alone it holds at once; the answer waits, and leaves when they are back."""
    await safe.lead.send("/away until tomorrow")
    await safe.lead.wait("You are away until")
    await safe.young_person.send("What is a barre?")
    shown = await safe.tutor.wait("barre")
    await safe.tutor.send("One finger", reply_to=shown)
    await safe.tutor.wait("second adult")
    await safe.young_person.wait("second person of our team")
    await safe.lead.send("/back")
    await safe.lead.wait("on duty as safeguarding lead again")
    await safe.young_person.wait("One finger", timeout=10)


async def test_it_works_switched_off(sqlite_url: str) -> None:
    """Without detection everything else goes on."""
    async with small_world(sqlite_url, safeguarding={"detection": False}, referrals=[LADO]) as world:
        await world.young_person.send("i want to hurt myself")
        await world.tutor.wait("hurt myself")
        await world.tutor.send("/concern 1 please look")
        await world.lead.wait("C1")
        await world.lead.send("/refer C1")
        assert "Call 01234 567" in (await world.lead.wait("to whom was it referred")).text
        await world.lead.send("LADO, reference 7")
        await world.lead.wait("Leah referred it: LADO, reference 7")
