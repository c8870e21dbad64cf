"""A session as its young people and staff live it: coming or not, the register, and one that is called off late."""

import logging
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot import clock
from bot.sandbox.people import Bubble
from bot.services import attendance
from models.people import Invitation, Person, SealedRecord
from tests.world import YOUNG_PERSON, World, small_world

LONDON = ZoneInfo("Europe/London")
LINE = "/newsession Guitar club; 2026-12-03 16:30; 45m; weekly until 2026-12-17; Room 2"
UNJUDGED = {"safeguarding": {"detection": False}}


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """A small world on either database, without detection; a session of three Thursdays with a young person in it."""
    async with small_world(database_url, **UNJUDGED) as made:
        await enrolled(made)
        yield made


@pytest.fixture
async def sqlite_world(sqlite_url: str) -> AsyncIterator[World]:
    """The same on SQLite alone."""
    async with small_world(sqlite_url, **UNJUDGED) as made:
        await enrolled(made)
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
    await world.young_person.wait("You have a place in Guitar club")


async def reminded(world: World) -> Bubble:
    """The day before: the young person's reminder, and the tutor's."""
    go_to(world, "2026-12-02 16:30")
    await world.tutor.wait("Not said yet: Otter-12 (Riff)")
    return await world.young_person.wait("tomorrow at 16:30")


def buttons(bubble: Bubble) -> list[str]:
    return [button.text for button in bubble.buttons]


def tutors_reminder(world: World) -> str:
    return next(bubble.text for bubble in reversed(world.tutor.received) if "which you lead" in bubble.text)


# --- coming or not ---


async def test_somebody_says_that_they_come_and_changes_their_mind(world: World) -> None:
    reminder = await reminded(world)
    assert buttons(reminder)[:3] == ["I'm coming", "Can't make it", "Ask me later"]
    assert buttons(reminder)[-1] == "Help now"
    await world.young_person.press_first(reminder)
    shown = await world.young_person.wait("Great, Tom knows that you're coming.")
    assert "Guitar club (S1), Thu 3 Dec, 16:30" in shown.text
    world.travel(seconds=4)
    await world.tutor.until(lambda: "Coming: Otter-12 (Riff)" in tutors_reminder(world))
    await world.young_person.press("I can't make it after all", shown)
    await world.young_person.wait("Tom can see that you can't make it.")
    world.travel(seconds=4)
    await world.tutor.until(lambda: "Can't make it: Otter-12 (Riff)" in tutors_reminder(world))
    await world.tutor.send("/sessions S1")
    card = await world.tutor.wait("Next, Thu 3 Dec, 16:30:")
    assert "Can't make it: Otter-12 (Riff)" in card.text
    # Whoever can't make it is left in peace; the tutor's reminder says it.
    go_to(world, "2026-12-03 15:30")
    await world.tutor.until(lambda: "today at 16:30" in tutors_reminder(world))
    assert "Can't make it: Otter-12 (Riff)" in tutors_reminder(world)
    await world.young_person.quiet()
    await world.young_person.send("/coming S1")
    await world.young_person.wait("Great, Tom knows", after=shown.id)


async def test_why_goes_to_the_tutor_and_where_the_leads_can_read_it(world: World) -> None:
    reminder = await reminded(world)
    await world.young_person.press("Can't make it", reminder)
    shown = await world.young_person.wait("Tom can see that you can't make it.")
    assert buttons(shown)[:2] == ["Tell Tom why", "A later one"]
    await world.young_person.press_first(shown)
    await world.young_person.wait("Write to Tom why")
    await world.young_person.send("I have the dentist")
    await world.young_person.wait("I've told Tom")
    told = await world.tutor.wait("I have the dentist")
    assert "#1 Otter-12 (Riff) can't make it to Guitar club (S1), Thu 3 Dec, 16:30" in told.text
    await world.lead.send("/transcript Otter-12")
    await world.lead.wait("I have the dentist")
    # It asks nothing: nobody waits for an answer, and new words are a question of their own.
    await world.tutor.send("/queue")
    await world.tutor.wait("Nothing")
    await world.young_person.send("How do I tune my guitar?")
    await world.tutor.wait("#2")


async def test_why_by_voice_and_typed_in_one_line(sqlite_world: World) -> None:
    world = sqlite_world
    reminder = await reminded(world)
    await world.young_person.press("Can't make it", reminder)
    await world.young_person.press("Tell Tom why", await world.young_person.wait("can't make it"))
    await world.young_person.wait("Write to Tom why")
    await world.young_person.voice()
    await world.young_person.wait("I've told Tom")
    told = await world.tutor.wait("can't make it to Guitar club")
    assert "voice" in told.raw
    await world.young_person.send("/cantcome S1 2026-12-10 school trip")
    await world.tutor.wait("Thu 10 Dec, 16:30:")
    assert "Guitar club (S1), Thu 10 Dec, 16:30" in (await world.young_person.wait("I've told Tom")).text
    await world.young_person.send("/cantcome S1")
    await world.young_person.wait("Tom can see", after=told.id)
    await world.young_person.send("/cantcome")
    await world.young_person.wait("Which session?")
    await world.young_person.send("/coming S77")
    await world.young_person.wait("I can't find a time of S77")


async def test_a_later_one_and_another_time(sqlite_world: World) -> None:
    world = sqlite_world
    reminder = await reminded(world)
    await world.young_person.press("Can't make it", reminder)
    await world.young_person.press("A later one", await world.young_person.wait("can't make it"))
    shown = await world.young_person.wait("The next times of Guitar club")
    assert "• Thu 10 Dec, 16:30" in shown.text
    assert "3 Dec" not in shown.text
    await world.young_person.press_first(shown)
    await world.young_person.wait("I've asked Tom for another time")
    await world.tutor.wait("would like another time")
    await world.young_person.send("/anothertime S1")
    await world.young_person.wait("I've asked Tom", after=shown.id)
    await world.tutor.quiet()


async def test_ask_me_later_rings_once_more(world: World) -> None:
    reminder = await reminded(world)
    await world.young_person.press("Ask me later", reminder)
    shown = await world.young_person.wait("I'll ask you once more")
    assert "Thu 3 Dec, 04:30" in shown.text
    go_to(world, "2026-12-03 04:30")
    again = await world.young_person.wait("today at 16:30. That is in 12 hours.")
    await world.young_person.press("Ask me later", again)
    await world.young_person.wait("Just tap when you know")
    await world.young_person.send("/asklater S1")
    await world.young_person.wait("Just tap when you know", after=again.id)


async def test_old_buttons_are_answered_kindly(sqlite_world: World) -> None:
    world = sqlite_world
    reminder = await reminded(world)
    await world.tutor.send("/move S1 2026-12-04 17:00")
    await world.young_person.wait("has moved")
    await world.young_person.press("I'm coming", reminder)
    asked = await world.young_person.wait("has another time now: Fri 4 Dec, 17:00")
    data = next(button.data for button in asked.buttons if button.text == "I'm coming")
    assert data is not None
    await world.young_person.press("I'm coming", asked)
    await world.young_person.wait("Great, Tom knows")
    go_to(world, "2026-12-04 17:05")
    await world.young_person.press_data(data, asked)
    await world.young_person.wait("has begun. If you need to reach your tutor, just write here.")
    await world.tutor.send("/cancel S1 ill")
    await world.young_person.wait("is called off")
    await world.young_person.press_data(data, asked)
    await world.young_person.wait("so you don't need to do anything")


async def test_staff_see_who_was_not_reached_and_not_why_for_a_pause(sqlite_world: World) -> None:
    world = sqlite_world

    async def put(**columns: Any) -> str:
        blank: dict[str, Any] = {"blocked_at": None, "paused_at": None, "reminders_off_at": None}
        values = {**blank, **columns}
        await world.database.write(
            lambda db: db.execute(update(Person).where(Person.telegram_id == YOUNG_PERSON).values(**values)) and None
        )
        shown = len(world.tutor.received)
        await world.tutor.send("/sessions S1")
        await world.tutor.until(lambda: len(world.tutor.received) > shown)
        return (await world.tutor.wait("Next, Thu 3 Dec")).text

    assert "Not said yet: Otter-12 (Riff)" in await put()
    assert "Not reached, they have blocked the bot: Otter-12 (Riff)" in await put(blocked_at=clock.now())
    assert "Not reached, they want no reminders: Otter-12 (Riff)" in await put(reminders_off_at=clock.now())
    assert "Not reached: Otter-12 (Riff)" in await put(paused_at=clock.now())
    await world.lead.send("/sessions S1")
    assert (
        "Not reached, paused by a safeguarding lead: Otter-12 (Riff)" in (await world.lead.wait("Next, Thu 3 Dec")).text
    )
    go_to(world, "2026-12-02 16:30")
    reminder = await world.tutor.wait("tomorrow at 16:30")
    assert "Not reached: Otter-12 (Riff)" in reminder.text
    await world.young_person.quiet()


# --- choosing ---


async def test_reminders_and_quiet_hours_are_chosen_by_buttons_and_typed(world: World) -> None:
    phone = world.young_person
    await phone.send("/settings")
    shown = await phone.wait("Reminders: 1 day before, 1 hour before")
    await phone.press_first(shown)
    shown = await phone.wait("When shall I remind you?")
    await phone.press("✓ 1 day before", shown)
    await phone.until(lambda: "You get a reminder: 1 hour before." in phone.transcript())
    await phone.press("The evening before")
    await phone.until(lambda: "the evening before, 1 hour before" in phone.transcript())
    go_to(world, "2026-12-02 16:31")
    await phone.quiet()
    go_to(world, "2026-12-02 18:00")
    await phone.wait("tomorrow at 16:30. That is in 22 hours.")
    await phone.send("/reminders 10 minutes, morning of")
    await phone.wait("You get a reminder: in the morning of the day, 10 minutes before.")
    go_to(world, "2026-12-03 08:00")
    await phone.wait("That is in 8 hours.")
    await phone.send("/quiet 4pm to 9am")
    await phone.wait("Quiet hours: 16:00 to 09:00")
    go_to(world, "2026-12-03 15:59")
    await phone.wait("That is in 31 minutes.")
    await phone.send("/reminders none")
    await phone.wait("You get no reminders.")
    go_to(world, "2026-12-10 16:29")
    await phone.quiet()
    for words, answer in (
        ("/reminders usual", "1 day before, 1 hour before"),
        ("/reminders whenever", "I can't read “whenever” as a time"),
        ("/quiet whenever", "I can't read “whenever” as quiet hours"),
        ("/quiet off", "Quiet hours: none"),
        ("/quiet usual", "(the usual)"),
    ):
        await phone.send(words)
        await phone.wait(answer)


async def test_ones_own_quiet_hours_make_no_sound(sqlite_url: str) -> None:
    async with small_world(sqlite_url, hours={"quiet": "20:00-08:00"}, **UNJUDGED) as world:
        await enrolled(world)
        await world.young_person.send("/quiet 12:00-13:00")
        await world.young_person.wait("Quiet hours: 12:00 to 13:00")

        def silent(words: str) -> list[bool]:
            calls = world.sandbox.journal.of("sendMessage", YOUNG_PERSON)
            return [bool(call.params.get("disable_notification")) for call in calls if words in call.params["text"]]

        go_to(world, "2026-11-24 12:30")
        await world.tutor.send("/move S1 2026-12-04 17:00")
        await world.young_person.wait("Fri 4 Dec, 17:00")
        go_to(world, "2026-11-24 21:00")
        await world.tutor.send("/move S1 2026-12-04 18:00")
        await world.young_person.wait("Fri 4 Dec, 18:00")
        assert silent("has moved") == [True, False]


# --- the register ---


async def test_a_register_is_one_message_of_buttons(world: World) -> None:
    await world.tutor.send("/register S1")
    await world.tutor.wait("S1 has not begun yet: it is on Thu 3 Dec, 16:30")
    go_to(world, "2026-12-03 16:35")
    await world.tutor.send("/register S1")
    shown = await world.tutor.wait("Register S1 Guitar club")
    assert "Otter-12 (Riff): –" in shown.text
    await world.tutor.press_first(shown)
    await world.tutor.until(lambda: "Everyone is marked." in world.tutor.transcript())
    await world.tutor.press("Late", shown)
    await world.tutor.until(lambda: "✓ Late" in world.tutor.buttons())
    await world.tutor.press("✓ Late", shown)
    await world.tutor.send("/register S1 Otter-12 absent")
    await world.tutor.wait("Otter-12 (Riff): absent, did not tell us")
    await world.coordinator.send("/register S1 all here")
    await world.coordinator.wait("Otter-12 (Riff): absent, did not tell us")
    for words, answer in (
        ("/register S1 Otter-12 dancing", "I can't read that"),
        ("/register S1 Wren-50 late", "There is nobody with that alias"),
        ("/register S1 2026-12-04", "S1 had nothing on 2026-12-04"),
        ("/register S1 3/12", "Register S1 Guitar club"),
        ("/register S9", "You have no session S9"),
        ("/register", "Which session?"),
    ):
        await world.tutor.send(words)
        await world.tutor.wait(answer)
    await world.second_tutor.send("/register S1")
    await world.second_tutor.wait("You have no session S1")


async def test_who_said_so_is_absent_told_and_another_time_can_be_chosen(sqlite_world: World) -> None:
    world = sqlite_world
    await world.young_person.send("/cantcome S1")
    await world.young_person.wait("can't make it")
    go_to(world, "2026-12-10 16:40")
    await world.tutor.send("/sessions S1")
    await world.tutor.press("Register", await world.tutor.wait("Every week until"))
    shown = await world.tutor.wait("Thu 10 Dec, 16:30")
    await world.tutor.press("Another time", shown)
    await world.tutor.wait("Which time of S1 Guitar club?")
    await world.tutor.press("Thu 3 Dec, 16:30")
    await world.tutor.wait("Otter-12 (Riff): absent, told us")


async def test_an_empty_register_is_asked_for_once(sqlite_world: World) -> None:
    world = sqlite_world
    go_to(world, "2026-12-03 17:30")
    for _ in range(2):
        await world.database.write(attendance.ask_for_registers, world.config)
    asked = await world.tutor.wait("Who was at Guitar club (S1) on Thu 3 Dec, 16:30?")
    await world.settled()
    assert len([one for one in world.tutor.received if "Its register is empty" in one.text]) == 1
    await world.tutor.press_first(asked)
    await world.tutor.wait("Register S1 Guitar club")
    await world.tutor.press_first()
    go_to(world, "2026-12-10 17:30")
    await world.database.write(attendance.ask_for_registers, world.config)
    await world.tutor.wait("on Thu 10 Dec, 16:30?")


async def test_three_times_in_a_row_are_told_once(world: World) -> None:
    for day in ("2026-12-03", "2026-12-10", "2026-12-17"):
        go_to(world, f"{day} 16:40")
        await world.tutor.send("/register S1 Otter-12 absent")
        await world.tutor.wait("absent, did not tell us")
    world.travel(minutes=6)
    told = await world.coordinator.wait("has not been there 3 times in a row, since Thu 3 Dec, 16:30")
    assert "They told us before: 0 of 3" in told.text
    await world.coordinator.press_first(told)
    await world.coordinator.wait("Not there three times in a row or more")
    await world.coordinator.send("/missing")
    await world.coordinator.wait("Otter-12 (Riff): 3 times")
    await world.tutor.send("/register S1 Otter-12 here")
    await world.tutor.wait("Otter-12 (Riff): here")
    await world.coordinator.send("/missing")
    await world.coordinator.wait("Nobody has been away three times in a row.")


# --- called off late ---


def seal(db: Any) -> None:
    db.add(Invitation(id=900, code_hash="x" * 64, role="young_person", created_at=clock.now(), expires_at=clock.now()))
    db.flush()
    mine = db.query(Person).filter(Person.telegram_id == YOUNG_PERSON).one()
    db.add(SealedRecord(invitation_id=900, person_id=mine.id, reference="REF-4711", contact="Duty team 01632"))


async def test_called_off_late_staff_see_who_has_not_seen_it(world: World) -> None:
    await world.database.write(seal)
    go_to(world, "2026-12-03 14:00")
    await world.tutor.send("/cancel S1 The hall is flooded")
    told = await world.young_person.wait("is called off")
    assert buttons(told)[:2] == ["Seen", "I'm already there"]
    world.travel(minutes=4)
    await world.tutor.quiet()
    world.travel(minutes=1)
    for phone in (world.tutor, world.coordinator, world.lead):
        shown = await phone.wait("Not seen yet, please ring them: Otter-12 (Riff)")
        assert "01632" not in shown.text
        assert ("Contact of Otter-12" in buttons(shown)) == (phone is world.lead)
    await world.lead.press("Contact of Otter-12")
    await world.lead.wait("Duty team 01632")
    await world.young_person.press_first(told)
    await world.young_person.wait("Thank you. Guitar club (S1)")
    world.travel(seconds=3)
    for phone in (world.tutor, world.coordinator, world.lead):
        await phone.until(lambda phone=phone: "Seen: Otter-12 (Riff)" in phone.transcript())  # type: ignore[misc]
    await world.young_person.send("/seen S1")
    await world.young_person.wait("Thank you. Guitar club (S1)")


async def test_im_already_there_rings_staff_at_once(world: World) -> None:
    go_to(world, "2026-12-03 16:20")
    await world.coordinator.send("/cancel S1 The tutor is ill")
    told = await world.young_person.wait("is called off")
    await world.young_person.press("I'm already there", told)
    thanks = await world.young_person.wait("Thank you for telling us. I'm telling Tom and the team now.")
    assert "Stay where other people are" in thanks.text
    for phone in (world.tutor, world.coordinator, world.lead):
        await phone.wait("Otter-12 (Riff) is already there.")
    await world.young_person.send("/alreadythere S1")
    await world.young_person.wait("Thank you for telling us", after=thanks.id)
    await world.settled()
    assert len([one for one in world.tutor.received if "is already there" in one.text]) == 1
    world.travel(minutes=5)
    await world.tutor.wait("Already there: Otter-12 (Riff)")


async def test_a_late_one_rings_at_night_and_one_far_ahead_asks_nothing(sqlite_url: str) -> None:
    async with small_world(sqlite_url, hours={"quiet": "20:00-16:00"}, sessions={"late": "20h"}, **UNJUDGED) as world:
        await enrolled(world)
        go_to(world, "2026-12-02 21:00")
        await world.tutor.send("/cancel S1 ill")
        told = await world.young_person.wait("is called off")
        assert "Seen" in buttons(told)
        calls = world.sandbox.journal.of("sendMessage", YOUNG_PERSON)
        (call,) = [call for call in calls if "is called off" in call.params["text"]]
        assert not call.params.get("disable_notification")
        await world.tutor.send("/cancel S1 2026-12-10 ill")
        told = await world.young_person.wait("Thu 10 Dec, 16:30 is called off")
        assert "Seen" not in buttons(told)


async def test_a_reason_that_is_held_does_not_hold_a_late_cancellation(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    async with small_world(sqlite_url) as world:
        await enrolled(world)
        go_to(world, "2026-12-03 15:00")
        await world.tutor.send("/cancel S1 2026-12-10 text me on 07700 900123 instead")
        await world.tutor.wait("under review")
        await world.young_person.quiet()
        await world.tutor.send("/cancel S1 text me on 07700 900123 instead")
        await world.tutor.wait("is called off")
        told = await world.young_person.wait("is called off")
        assert "07700" not in told.text
        await world.tutor.send("/cancel S1 text me on 07700 900123 instead")
        await world.young_person.quiet()


async def test_why_is_judged_like_any_other_words(sqlite_url: str) -> None:
    async with small_world(sqlite_url) as world:
        go_to(world, "2026-11-23 12:00")
        await enrolled(world)
        await world.young_person.send("/cantcome S1 i want to hurt myself")
        await world.young_person.wait("I've told Tom")
        await world.lead.wait("C1")


async def test_the_tutor_can_answer_what_they_were_told(sqlite_world: World) -> None:
    world = sqlite_world
    await world.young_person.send("/cantcome S1 I am ill")
    told = await world.tutor.wait("I am ill")
    await world.tutor.send("Get well soon!", reply_to=told)
    await world.young_person.wait("Get well soon!")


async def test_reminders_and_quiet_hours_by_buttons_alone(sqlite_world: World) -> None:
    phone = sqlite_world.young_person
    await phone.send("/settings")
    await phone.press("When to remind me", await phone.wait("Reminders: 1 day before"))
    await phone.press("No reminders", await phone.wait("When shall I remind you?"))
    await phone.until(lambda: "You get no reminders." in phone.transcript())
    await phone.press("That morning")
    await phone.until(lambda: "You get a reminder: in the morning of the day." in phone.transcript())
    await phone.press("The usual ones")
    await phone.until(lambda: "1 day before, 1 hour before" in phone.transcript())
    await phone.press("Quiet hours")
    await phone.until(lambda: "Tap one, or type it: /quiet" in phone.transcript())
    await phone.press("21:00 to 07:00")
    await phone.until(lambda: "✓ 21:00 to 07:00" in phone.buttons())
    await phone.press("No quiet hours")
    await phone.until(lambda: "Quiet hours: none" in phone.transcript())
    await phone.press("The usual")
    await phone.until(lambda: "(the usual)" in phone.transcript())
