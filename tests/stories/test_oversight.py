"""Oversight: whole threads as documents, pausing, suspending in the middle of something, seals, dates of checks."""

import asyncio

from bot.sandbox.phone import Phone
from tests.world import World, small_world


async def asked(world: World, words: str = "How do I tune?") -> None:
    """A question that the tutor has been sent."""
    await world.young_person.send(words)
    await world.tutor.wait(words)


def has_read(phone: Phone, words: str) -> bool:
    """Whether the words stand anywhere in what the bot wrote."""
    return any(words in bubble.text for bubble in phone.received)


async def test_a_transcript_comes_as_html_and_pdf_and_may_not_be_passed_on(world: World) -> None:
    """The page in the chat, and two documents, all protected; gone from the chat before two days are over."""
    await asked(world, "How do I tune <b>this</b>? 🎸 你")
    await world.tutor.send("/answer 1 Turn the pegs")
    await world.young_person.wait("Turn the pegs")
    await world.lead.send("/transcript otter 12")
    page = await world.lead.wait("This reading is recorded")
    assert page.raw.get("has_protected_content")
    await world.lead.until(lambda: len([one for one in world.lead.received if one.kind == "document"]) == 2)
    documents = {one.raw["document"]["file_name"]: one for one in world.lead.received if one.kind == "document"}
    assert sorted(documents) == ["Otter-12.html", "Otter-12.pdf"]
    assert all(one.raw.get("has_protected_content") for one in documents.values())
    await asyncio.sleep(0.3)
    world.travel(hours=46.5)
    await world.restart()
    gone = [page.id, *(one.id for one in documents.values())]
    await world.lead.until(lambda: not {one.id for one in world.lead.messages if not one.deleted} & set(gone))


async def test_a_second_lead_hears_of_each_reading_where_the_service_wants_it(sqlite_url: str) -> None:
    """Here the coordinator, since there is one lead only; once an hour for the same reading."""
    async with small_world(sqlite_url, safeguarding={"second_reader": True}) as world:
        await asked(world)
        await world.lead.send("/transcript Otter-12")
        await world.coordinator.wait("Leah has read the threads of Otter-12")
        await world.coordinator.press("I have seen it")
        await world.coordinator.wait("Noted")


async def test_media_of_young_people_are_protected_and_sent_again_on_demand(sqlite_world: World) -> None:
    """A picture reaches the tutor protected, leaves the chat in time, and /open brings it back."""
    await sqlite_world.young_person.photo(caption="my hand position")
    shown = await sqlite_world.tutor.wait("my hand position")
    assert shown.raw.get("has_protected_content")
    lead = sqlite_world.lead
    await lead.send("/concerns")
    await lead.wait("No concern is open")
    await lead.press("Unread: 1")
    await lead.wait("No machine could read")
    await lead.press("#1 · Otter-12 · photo")
    looked_at = await lead.wait("my hand position")
    await sqlite_world.settled()
    sqlite_world.travel(hours=46.5)
    await sqlite_world.restart()
    await sqlite_world.tutor.until(lambda: shown.id not in {one.id for one in sqlite_world.tutor.messages})
    await lead.until(lambda: looked_at.id not in {one.id for one in lead.messages})
    await asyncio.sleep(0.3)
    await sqlite_world.tutor.send("/open 1")
    await sqlite_world.tutor.wait(lambda one: one.kind == "photo")


async def test_whoever_is_suspended_stops_in_the_middle(world: World) -> None:
    """The draft can't be sent, the answer on its way is held, commands say nothing; others take the question."""
    await asked(world)
    await world.tutor.send("/claim 1")
    await world.tutor.wait("yours for the next")
    question = next(one for one in world.tutor.received if "How do I tune?" in one.text)
    await world.tutor.send("Turn the pegs")
    await world.tutor.wait("Draft for #1")
    await world.tutor.press("Send")
    await world.tutor.wait("leaves in 30 seconds")
    await world.tutor.send("/newsession")
    await world.tutor.wait("called")
    await world.coordinator.send("/suspend Tom")
    done = await world.coordinator.wait("is suspended as of now")
    assert "Questions back in the queue: 1" in done.text
    await world.lead.wait("Cora has suspended Heron-20 (Tom)")
    world.travel(seconds=60)
    for words in ("/queue", "/answer 1 hello", "hello", "/start", "/sessions", "/talk x"):
        await world.tutor.send(words)
        refusal = await world.tutor.wait("I don't know that one")
        assert "suspend" not in refusal.text
    await world.tutor.voice(reply_to=question)
    await world.tutor.wait("I don't know that one")
    await world.young_person.quiet()
    await world.tutor.send("/helpnow")
    await world.tutor.wait("999")
    await world.young_person.send("Are you there?")
    await world.second_tutor.wait("Are you there?")
    assert not has_read(world.tutor, "Are you there?")
    await world.coordinator.send("/unsuspend Heron-20")
    await world.coordinator.wait("One message of theirs was held")
    await world.young_person.wait("Turn the pegs")


async def test_who_may_not_be_suspended(sqlite_world: World) -> None:
    """Not oneself, nobody unknown, and no young person."""
    for words, answer in (
        ("/suspend Leah", "can't suspend yourself"),
        ("/suspend", "Put the name or the alias"),
        ("/suspend Riff", "nobody of the staff"),
        ("/suspend Otter-12", "nobody of the staff"),
        ("/unsuspend Tom", "is not suspended"),
    ):
        await sqlite_world.lead.send(words)
        await sqlite_world.lead.wait(answer)


async def test_nothing_reaches_a_paused_young_person_until_they_are_back(world: World) -> None:
    """Their tutor reads that it can't be sent; what waited comes when the break is over."""
    await asked(world)
    await world.lead.send("/pause Otter-12")
    await world.lead.wait("is paused")
    await world.tutor.send("/answer 1 Turn the pegs")
    await world.tutor.wait("Nothing can go to")
    await world.young_person.quiet()
    await world.coordinator.send("/people")
    await world.coordinator.wait("paused")
    await world.lead.press("Resume")
    await world.lead.wait("no longer paused")
    await world.young_person.wait("Music is back")
    await world.tutor.send("/answer 1 Turn the pegs")
    await world.young_person.wait("Turn the pegs")


async def test_a_seal_opens_for_a_reason_that_others_read(sqlite_url: str) -> None:
    """Reference, contact and account, protected; without a reason nothing; the others are told why."""
    async with small_world(sqlite_url, joining={"require_reference": True}) as world:
        await world.coordinator.send("/invite young_person")
        await world.coordinator.wait("own reference")
        await world.coordinator.send("REF-4711")
        await world.coordinator.wait("out of hours")
        await world.coordinator.send("Duty team 01632 960000")
        link = await world.coordinator.wait("start=")
        newcomer = world.newcomer
        await newcomer.start(link.text.split("start=")[1].split()[0])
        await newcomer.wait("Before we start")
        for _ in range(3):
            mark = newcomer.mark
            await newcomer.press_first()
            await newcomer.wait(after=mark)
        alias = (await world.coordinator.wait("has joined")).text.split()[0]
        await world.lead.send(f"/reveal {alias}")
        await world.lead.wait("Why?")
        assert not has_read(world.lead, "REF-4711")
        await world.lead.send(f"/reveal {alias} the duty social worker asked")
        shown = await world.lead.wait("REF-4711")
        assert shown.raw.get("has_protected_content")
        assert "01632 960000" in shown.text
        assert "2001" in shown.text
        told = await world.coordinator.wait("has opened the sealed record")
        assert "the duty social worker asked" in told.text
        assert "REF-4711" not in told.text


async def test_a_tutor_whose_check_is_past_can_not_answer(world: World) -> None:
    """Set in one line or by button; past it, answers stop; a new date frees them."""
    await asked(world)
    await world.coordinator.send("/checks Tom dbs 2020-01-01")
    await world.coordinator.wait("past since")
    await world.tutor.send("/answer 1 Turn the pegs")
    await world.tutor.wait("DBS check has run out")
    await world.coordinator.send("/checks")
    await world.coordinator.wait("Checks of tutors")
    await world.coordinator.press("Tom: DBS check")
    await world.coordinator.wait("Send the date")
    await world.coordinator.send("31.2.2030")
    await world.coordinator.wait("as a date")
    await world.coordinator.send("2099-12-31")
    await world.coordinator.wait("Noted")
    await world.tutor.send("/answer 1 Turn the pegs")
    await world.young_person.wait("Turn the pegs")


async def test_a_missing_date_stops_only_where_that_is_required(sqlite_url: str) -> None:
    """By configuration."""
    async with small_world(sqlite_url, safeguarding={"require_checks": True}) as world:
        await asked(world)
        await world.tutor.send("/answer 1 Turn the pegs")
        await world.tutor.wait("There is no date of your")


async def test_staff_wait_for_a_second_adult_where_the_service_wants_it(sqlite_url: str) -> None:
    """The inviter can't be the second; until then the new one can do nothing."""
    async with small_world(sqlite_url, joining={"two_person_staff": True}) as world:
        await world.coordinator.send("/invite tutor")
        link = await world.coordinator.wait("start=")
        newcomer = world.newcomer
        await newcomer.start(link.text.split("start=")[1].split()[0])
        await newcomer.wait("Do you agree?")
        await newcomer.press_first()
        await newcomer.wait("young people should see")
        await newcomer.send("Nia")
        await newcomer.wait("A second adult has to confirm you")
        await newcomer.send("/queue")
        await newcomer.wait("I don't know that one")
        await asked(world)
        assert not has_read(newcomer, "How do I tune?")
        request = await world.lead.wait("wants to join the staff as tutor")
        assert not has_read(world.coordinator, "wants to join the staff")
        alias = request.text.split()[0]
        await world.coordinator.send(f"/confirm {alias}")
        await world.coordinator.wait("needs a second adult")
        await world.lead.press("Confirm")
        await world.lead.wait("is confirmed and can begin")
        await newcomer.wait("You are confirmed")
        await newcomer.send("/queue")
        await newcomer.wait("#1")
