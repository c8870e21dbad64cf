"""How many acts a tutor's work takes on a phone: docs/tutor.md promises these counts, and each is counted here."""

import re
from pathlib import Path

import pytest

from bot.sandbox.people import Bubble
from bot.sandbox.phone import Phone
from tests.world import World

DOCS = Path(__file__).resolve().parents[2] / "docs" / "tutor.md"


class Hand:
    """A thumb that counts: a message sent, a voice note recorded and a button pressed are one act each."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.acts = 0

    async def send(self, words: str, reply_to: Bubble | None = None) -> None:
        self.acts += 1
        await self.phone.send(words, reply_to=reply_to)

    async def voice(self, reply_to: Bubble | None = None) -> None:
        self.acts += 1
        await self.phone.voice(reply_to=reply_to)

    async def press(self, button: str) -> None:
        self.acts += 1
        await self.phone.press(button)


def promised(row: str) -> int:
    """The count that the table in the documentation gives."""
    found = re.search(rf"^\| {re.escape(row)} \| (\d+) \|", DOCS.read_text("utf-8"), re.MULTILINE)
    assert found is not None, f"docs/tutor.md has no row {row!r}"
    return int(found[1])


async def ask(world: World, words: str = "How do I hold the pick?", number: int = 1) -> Bubble:
    """A question that the tutor has been sent."""
    await world.young_person.send(f"/ask {words}")
    await world.young_person.wait(f"Got it, #{number}", timeout=20)
    return await world.tutor.wait(words, after=0)


async def answer_the_oldest_by_voice(world: World, hand: Hand) -> None:
    """Open, record, send."""
    await ask(world)
    await hand.send("/next")
    await hand.phone.wait("yours for the next")
    await hand.voice()
    await hand.phone.wait("Draft for #1")
    await hand.press("Send")
    await hand.phone.wait("Taken for #1")
    world.travel(seconds=31)
    await world.young_person.wait(lambda bubble: bubble.kind == "voice")


async def answer_what_just_arrived_by_voice(world: World, hand: Hand) -> None:
    """A reply is enough."""
    shown = await ask(world)
    await hand.voice(reply_to=shown)
    await world.young_person.wait(lambda bubble: bubble.kind == "voice")


async def answer_what_just_arrived_in_words(world: World, hand: Hand) -> None:
    """A reply is enough."""
    shown = await ask(world)
    await hand.send("Loosely, between thumb and finger", reply_to=shown)
    await world.young_person.wait("Loosely")


async def see_what_waits(world: World, hand: Hand) -> None:
    """One command."""
    await ask(world)
    await hand.send("/queue")
    await hand.phone.wait("Waiting: 1")


async def take_a_question(world: World, hand: Hand) -> None:
    """One tap under it."""
    await ask(world)
    await hand.press("I'll take it")
    await hand.phone.wait("yours for the next")


async def give_it_back_for_the_next_one(world: World, hand: Hand) -> None:
    """One tap on the card."""
    await ask(world)
    await ask(world, "And how firmly?", 2)
    await hand.phone.send("/next")
    await hand.phone.wait("yours for the next")
    await hand.press("Let go, next one")
    await hand.phone.wait("And how firmly?")


async def put_it_aside_until_tomorrow(world: World, hand: Hand) -> None:
    """Two taps on the card."""
    await ask(world)
    await hand.phone.send("/next")
    await hand.phone.wait("yours for the next")
    await hand.press("Later")
    await hand.phone.wait("Until when")
    await hand.press("Tomorrow at 9")
    await hand.phone.wait("put aside until")


async def pass_it_to_another_tutor(world: World, hand: Hand) -> None:
    """Two taps on the card."""
    await ask(world)
    await hand.phone.send("/next")
    await hand.phone.wait("yours for the next")
    await hand.press("Pass on")
    await hand.phone.wait("To whom")
    await hand.press("Tess")
    await hand.phone.wait("is with Tess now")


async def leave_a_private_note(world: World, hand: Hand) -> None:
    """One message, as a reply: no number to type."""
    shown = await ask(world)
    await hand.send("/note Has small hands", reply_to=shown)
    await hand.phone.wait("Noted on #1")


async def close_a_question(world: World, hand: Hand) -> None:
    """One tap on the card."""
    await ask(world)
    await hand.phone.send("/next")
    await hand.phone.wait("yours for the next")
    await hand.press("Close")
    await hand.phone.wait("#1 is closed")


async def open_a_closed_one_again(world: World, hand: Hand) -> None:
    """One tap under the word that it is closed."""
    await ask(world)
    await hand.phone.send("/close 1")
    await hand.phone.wait("#1 is closed")
    await hand.press("Open it again")
    await hand.phone.wait("yours for the next")


WAYS = {
    "Answer the oldest by voice: open, record, send": answer_the_oldest_by_voice,
    "Answer what just arrived by voice: a reply": answer_what_just_arrived_by_voice,
    "Answer what just arrived in words: a reply": answer_what_just_arrived_in_words,
    "See what waits": see_what_waits,
    "Take a question": take_a_question,
    "Give one back and open the next": give_it_back_for_the_next_one,
    "Put one aside until tomorrow": put_it_aside_until_tomorrow,
    "Pass one to another tutor": pass_it_to_another_tutor,
    "Leave a private note: a reply": leave_a_private_note,
    "Close a question": close_a_question,
    "Open a closed one again": open_a_closed_one_again,
}


@pytest.mark.parametrize("row", WAYS)
async def test_the_acts_are_as_few_as_promised(sqlite_world: World, row: str) -> None:
    """Each row of the table, done by a thumb that counts."""
    hand = Hand(sqlite_world.tutor)
    await WAYS[row](sqlite_world, hand)
    assert hand.acts == promised(row)


def test_every_row_of_the_table_is_counted() -> None:
    """No row without its story."""
    rows = re.findall(r"^\| ([^|]+) \| \d+ \|", DOCS.read_text("utf-8"), re.MULTILINE)
    assert set(rows) == set(WAYS)
