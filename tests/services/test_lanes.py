"""Lanes: in order within a chat, so many chats side by side, and what is grave past all others."""

import asyncio

from bot.intake.lanes import Lanes
from bot.intake.slots import Slots
from bot.intake.store import Stored, words_of


def stored(number: int, chat: int, text: str = "") -> Stored:
    return Stored(number, chat, {"message": {"text": text}})


async def settled(lanes: Lanes) -> None:
    async with asyncio.timeout(5):
        while len(lanes):
            await asyncio.sleep(0.001)


async def test_what_is_grave_goes_past_what_waits_and_its_chat_stays_in_order() -> None:
    """Two hundred chats wait for two slots; the grave one comes among the first, behind its own chat's earlier one."""
    done: list[int] = []

    async def handle(one: Stored) -> None:
        await asyncio.sleep(0.001)
        done.append(one.update_id)

    lanes = Lanes(handle, side_by_side=2, grave=lambda one: words_of(one.body) == "help")
    lanes.add([stored(number, chat=number) for number in range(200)])
    lanes.add([stored(1000, chat=500), stored(1001, chat=500, text="help"), stored(1002, chat=500)])
    await settled(lanes)
    assert sorted(done) == [*range(200), 1000, 1001, 1002]
    assert done.index(1000) < done.index(1001) < 12
    assert done.index(1001) < done.index(1002)
    assert lanes.handled == 203


async def test_side_by_side_is_kept_but_for_what_is_grave() -> None:
    """So many at once and no more; afterwards every slot is free again."""
    now = most = 0

    async def handle(one: Stored) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.002)
        now -= 1

    lanes = Lanes(handle, side_by_side=3, grave=lambda one: one.update_id % 10 == 0)
    lanes.add([stored(number, chat=number) for number in range(1, 10)])
    await settled(lanes)
    assert most == 3
    lanes.add([stored(number, chat=number) for number in range(10, 60)])
    await settled(lanes)
    most = 0
    lanes.add([stored(number, chat=number) for number in range(61, 70)])
    await settled(lanes)
    assert most == 3


async def test_whoever_gives_up_waiting_leaves_the_slot_to_the_next() -> None:
    """Whether the turn had come already or not."""
    slots = Slots(1)
    await slots.take(1)
    second, third = asyncio.create_task(slots.take(2)), asyncio.create_task(slots.take(3))
    await asyncio.sleep(0)
    slots.give()
    second.cancel()
    await asyncio.wait([second])
    assert second.cancelled()
    async with asyncio.timeout(1):
        await third
    fourth = asyncio.create_task(slots.take(4))
    await asyncio.sleep(0)
    fourth.cancel()
    await asyncio.wait([fourth])
    slots.give()
    async with asyncio.timeout(1):
        await slots.take(5)


def test_words_are_read_with_suspicion() -> None:
    for body in ({}, {"message": 7}, {"message": {"text": 5}}, {"message": {"text": None, "caption": ["x"]}}):
        assert words_of(body) == ""
    assert words_of({"message": {"caption": "under a photo"}}) == "under a photo"
