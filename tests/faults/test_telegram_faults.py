"""When Telegram refuses, stalls or goes away: what was promised arrives afterwards, in order, and others go on."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.notifications.base import promise
from bot.notifications.people import Confirmed
from bot.policies import retry
from models.outbox import OutboxRow, OutboxState
from models.people import Person
from tests.world import COORDINATOR, TUTOR, YOUNG_PERSON, World, small_world


@pytest.fixture
async def lively(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A world on SQLite that is quick to retry."""
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.2)
    async with small_world(sqlite_url) as world:
        await world.settled()  # the menus of those who joined are set
        yield world


async def _states(world: World, kind: str) -> list[tuple[str, str | None]]:
    def look(db):
        return [(row.state, row.why) for row in db.scalars(select(OutboxRow).where(OutboxRow.kind == kind))]

    return await world.database.read(look)


async def test_a_connection_cut_after_telegram_took_the_message_doubles_it_once(lively: World) -> None:
    """The one duplicate that can't be avoided, and no second one."""
    lively.sandbox.fail("sendMessage", chat_id=YOUNG_PERSON, after_effect=True)
    await lively.young_person.send("Does this come twice?")
    await lively.young_person.until(lambda: len(_receipts(lively)) >= 2)
    await lively.young_person.quiet(0.5)
    assert len(_receipts(lively)) == 2
    await lively.tutor.send("No", reply_to=await lively.tutor.wait("twice?", after=0))
    await lively.tutor.wait("delivered")


def _receipts(world: World) -> list[str]:
    return [bubble.text for bubble in world.young_person.received if bubble.text.startswith("Got it")]


async def test_a_flood_is_waited_out_as_told_while_others_go_on(lively: World) -> None:
    """429 for one chat: that chat waits its two seconds, the other reads at once, and nothing changes places."""
    lively.sandbox.fail("sendMessage", chat_id=YOUNG_PERSON, error_code=429, retry_after=2)
    began = time.monotonic()
    await lively.young_person.send("first words")
    await lively.young_person.send("second words")
    await lively.tutor.wait("second words", timeout=1.5)
    assert not _receipts(lively)
    await lively.young_person.until(lambda: len(_receipts(lively)) == 2)
    assert time.monotonic() - began >= 2
    assert _receipts(lively)[0].startswith("Got it, #1.")
    assert _receipts(lively)[1] == "Got it. Added to #1."
    early = [call for call in lively.sandbox.journal.of("sendMessage", YOUNG_PERSON) if call.monotonic < began + 2]
    assert len(early) <= 1


async def test_every_kind_of_server_trouble_is_retried(lively: World) -> None:
    """500, 502, a cut line, and a token that is refused for a moment."""
    for code in (500, 502, None, 401):
        lively.sandbox.fail("sendMessage", chat_id=YOUNG_PERSON, error_code=code)
    await lively.young_person.send("Does it arrive?")
    await lively.young_person.wait("Got it, #1", timeout=8)
    assert len(_receipts(lively)) == 1


async def test_what_is_promised_while_telegram_is_away_arrives_in_order(lively: World) -> None:
    """Nothing gets through for a while, in either direction; then everything does, in the order it was said."""
    await lively.young_person.send("hello? a question")
    shown = await lively.tutor.wait("hello?")
    lively.sandbox.down = True
    for words in ("one", "two", "three"):
        await lively.tutor.send(words, reply_to=shown)
    await lively.young_person.send("more about it")
    await asyncio.sleep(1)
    lively.sandbox.down = False
    for words in ("one", "two", "three"):
        await lively.young_person.wait(lambda bubble, words=words: bubble.text.endswith(words), timeout=12, after=0)
    answers = [bubble.text.split()[-1] for bubble in lively.young_person.received if "answered #1" in bubble.text]
    assert answers == ["one", "two", "three"]
    await lively.tutor.wait("more about it", after=0)


async def test_answers_given_while_sending_fails_arrive_in_order(lively: World) -> None:
    """Telegram takes updates and refuses messages: the answers wait, the tutor reads that they are being retried."""
    await lively.young_person.send("a question, please")
    shown = await lively.tutor.wait("a question, please")
    await lively.young_person.wait("Got it")
    lively.sandbox.fail("sendMessage", chat_id=YOUNG_PERSON, error_code=500, times=2)
    for words in ("one", "two", "three"):
        await lively.tutor.send(words, reply_to=shown)
    await lively.tutor.wait("retrying", timeout=3)
    await lively.young_person.wait(lambda bubble: bubble.text.endswith("three"), timeout=12)
    answers = [bubble.text.split()[-1] for bubble in lively.young_person.received if "answered #1" in bubble.text]
    assert answers == ["one", "two", "three"]
    await lively.tutor.until(lambda: sum("delivered" in b.text for b in lively.tutor.received) == 3)
    assert not [bubble for bubble in lively.tutor.received if "retrying" in bubble.text or "queued" in bubble.text]


async def test_a_slow_telegram_keeps_the_order_and_loses_nothing(lively: World) -> None:
    """A third of a second for every request: ten messages of one person come to the tutor as they were written."""
    lively.sandbox.delay(0.3)
    for number in range(10):
        await lively.young_person.send(f"part {number} of it")
    await lively.tutor.wait("part 9", timeout=20)
    lively.sandbox.delay(0)
    parts = [bubble.text.split("part ")[1][0] for bubble in lively.tutor.received if "part " in bubble.text]
    assert parts == [str(number) for number in range(10)]
    await lively.young_person.until(lambda: len(_receipts(lively)) == 10, timeout=20)


@pytest.mark.parametrize("noticed_by", ["telegram's update", "a refusal"])
async def test_who_blocks_the_bot_is_left_alone_until_they_return(lively: World, noticed_by: str) -> None:
    """Their rows wait, the coordinator and the tutor are told once, and all of it flows when they are back."""
    await lively.young_person.send("I may vanish. What is a fret?")
    shown = await lively.tutor.wait("What is a fret?")
    await lively.young_person.wait("Got it")
    if noticed_by == "a refusal":
        lively.sandbox.fail("sendMessage", chat_id=YOUNG_PERSON, error_code=403)
    else:
        await lively.young_person.block()
        await lively.coordinator.wait("Otter-12 (Riff) has blocked the bot")
    await lively.tutor.send("The metal strip", reply_to=shown)
    await lively.tutor.wait("they have blocked the bot")
    await lively.tutor.send("There are about twenty", reply_to=shown)
    await lively.tutor.until(lambda: sum("they have blocked" in b.text for b in lively.tutor.received) == 2)
    await lively.coordinator.wait("Otter-12 (Riff) has blocked the bot", after=0)
    before = len(lively.sandbox.journal.of("sendMessage", YOUNG_PERSON))
    await asyncio.sleep(1.2)
    assert len(lively.sandbox.journal.of("sendMessage", YOUNG_PERSON)) == before
    if noticed_by == "a refusal":
        await lively.young_person.send("/start")
    else:
        await lively.young_person.unblock()
    await lively.young_person.wait("The metal strip")
    await lively.young_person.wait("about twenty")
    await lively.tutor.until(lambda: sum("delivered" in b.text for b in lively.tutor.received) == 2)
    told = [bubble for bubble in lively.coordinator.received if "has blocked the bot" in bubble.text]
    assert len(told) == 1


async def test_words_from_somebody_thought_to_have_blocked_prove_that_they_have_not(lively: World) -> None:
    """A refusal that was settled late must not silence somebody who is there and writes."""
    lively.sandbox.fail("sendMessage", chat_id=YOUNG_PERSON, error_code=403)
    await lively.young_person.send("What is a capo?")
    await lively.coordinator.wait("has blocked the bot")
    await lively.young_person.send("Are you there?")
    await lively.young_person.wait("Got it, #1", timeout=3)


async def test_a_message_that_telegram_refuses_for_good_does_not_hold_up_the_next(lively: World) -> None:
    """400: the tutor is told, and what comes behind it goes out."""
    await lively.young_person.send("What is a riff?")
    shown = await lively.tutor.wait("What is a riff?")
    await lively.young_person.wait("Got it")
    lively.sandbox.fail("sendMessage", chat_id=YOUNG_PERSON, error_code=400)
    await lively.tutor.send("A short tune", reply_to=shown)
    await lively.tutor.wait("Telegram refused it")
    await lively.tutor.send("A short tune that returns", reply_to=shown)
    await lively.young_person.wait("A short tune that returns")


async def test_a_press_is_answered_before_its_screen_is_drawn(lively: World) -> None:
    """The spinner stops first of all, whatever the screen costs."""
    await lively.young_person.send("/start")
    await lively.young_person.wait("What would you like to do?")
    lively.sandbox.journal.clear()
    await lively.young_person.press("Settings")
    await lively.young_person.wait("Settings")
    kinds = [call.method for call in lively.sandbox.journal if call.method != "getUpdates"]
    assert kinds[0] == "answerCallbackQuery"
    assert "editMessageText" in kinds[1:]


async def test_a_press_too_old_to_be_answered_still_does_its_work(lively: World) -> None:
    """Telegram refuses to stop the spinner; the screen comes all the same."""
    await lively.young_person.send("/start")
    await lively.young_person.wait("What would you like to do?")
    lively.sandbox.fail("answerCallbackQuery", error_code=400, description="Bad Request: query is too old")
    await lively.young_person.press("Settings")
    await lively.young_person.wait("Settings")


async def test_one_chat_with_hundreds_waiting_holds_nobody_up(lively: World) -> None:
    """A chat that must wait a minute and has more waiting than is looked at in one go: others are served at once."""

    def flood(db):
        coordinator = db.scalars(select(Person).where(Person.telegram_id == COORDINATOR)).one()
        for _ in range(500):
            promise(db, coordinator, Confirmed())

    assert lively.bot is not None
    lively.bot.delivery.pacer.flood(COORDINATOR, 60, time.monotonic())
    await lively.database.write(flood)
    await lively.young_person.send("Am I held up?")
    await lively.young_person.wait("Got it, #1", timeout=2)
    await lively.tutor.wait("Am I held up?", timeout=2, after=0)
    assert not lively.sandbox.journal.of("sendMessage", COORDINATOR)


async def test_a_stored_promise_that_this_version_does_not_know_stops_nobody(lively: World) -> None:
    """After a downgrade: the row fails by itself, and its chat goes on."""

    def unknown(db):
        tutor = db.scalars(select(Person).where(Person.telegram_id == TUTOR)).one()
        promise(db, tutor, Confirmed())
        row = db.scalars(select(OutboxRow).where(OutboxRow.kind == "confirmed")).one()
        row.kind = "from_the_future"

    await lively.database.write(unknown)
    await lively.young_person.send("Does the tutor see this?")
    await lively.tutor.wait("Does the tutor see this?", after=0)
    assert await _states(lively, "from_the_future") == [(OutboxState.FAILED, "KeyError")]
