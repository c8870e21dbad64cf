"""The tutors' desk, as tutors and young people meet it: the board, the next one, collisions, notes, putting aside."""

import asyncio
import re

from bot.sandbox.people import Bubble
from bot.sandbox.phone import Phone
from tests.world import World


async def asked(world: World, words: str, number: int) -> None:
    """A young person asks, and both tutors are sent it."""
    await world.young_person.send(f"/ask {words}")
    await world.young_person.wait(f"Got it, #{number}", timeout=20)
    await world.tutor.wait(words, after=0)


async def board_of(phone: Phone) -> Bubble:
    """The one board in the chat."""
    boards = [bubble for bubble in phone.received if "As of" in bubble.text]
    assert len(boards) == 1, phone.transcript()
    return boards[0]


async def test_the_board_is_one_message_that_follows_what_changes(world: World) -> None:
    """What is asked and taken shows on the board where it stands; opened anew, it moves rather than multiplies."""
    await world.tutor.send("/queue")
    board = await world.tutor.wait("Nothing waits")
    await asked(world, "How do I hold a barre?", 1)
    world.travel(seconds=4)
    seen = await world.tutor.wait(lambda bubble: bubble.id == board.id and "#1" in bubble.text, after=0, timeout=8)
    assert "barre" in seen.text
    await world.second_tutor.send("/claim 1")
    await world.second_tutor.wait("yours for the next")
    world.travel(seconds=4)
    await world.tutor.wait(lambda bubble: bubble.id == board.id and "with Tess" in bubble.text, after=0, timeout=8)
    await asked(world, "Which strings are muted?", 2)
    await world.tutor.send("/queue")
    moved = await world.tutor.wait("Waiting: 2")
    await world.tutor.until(lambda: len([one for one in world.tutor.received if "As of" in one.text]) == 1)
    assert (await board_of(world.tutor)).id == moved.id
    await world.tutor.send("/queue mine")
    await world.tutor.wait("You have no question open")


async def test_pages_views_and_instruments(world: World) -> None:
    """Eight to a page, oldest first; a view and an instrument by a tap."""
    for number in range(1, 11):
        await world.young_person.send(f"/ask Question number {number}?")
        await world.young_person.wait(f"Got it, #{number}", timeout=20)
    await world.young_person.send("/settings")
    await world.young_person.wait("")
    await world.tutor.send("/queue")
    first = await world.tutor.wait("Waiting: 10")
    assert re.findall(r"#(\d+)", first.text) == [str(number) for number in range(1, 9)]
    await world.tutor.press("Later")
    second = await world.tutor.wait("Page 2")
    assert second.id == first.id
    assert re.findall(r"#(\d+)", second.text) == ["9", "10"]
    await world.tutor.press("Overdue")
    await world.tutor.wait("Nothing is overdue")
    await world.tutor.send("/queue guitar")
    await world.tutor.wait("Guitar")


async def test_the_next_question_and_its_card(world: World) -> None:
    """The longest waiting is opened and claimed, with how long they wait, what was noted, a button for everything."""
    await asked(world, "How do I tune by ear?", 1)
    await asked(world, "And with a tuner?", 2)
    world.travel(hours=2)
    await world.tutor.send("/note 1 Has only a phone, no tuner")
    await world.tutor.wait("Noted on #1")
    await world.tutor.send("/next")
    card = await world.tutor.wait("yours for the next")
    assert "#1" in card.text
    assert "Riff has been waiting for 2 hours" in card.text
    assert "Has only a phone" in card.text
    assert world.tutor.buttons(card)[:2] == ["Let go, next one", "Let go"]
    await world.second_tutor.send("/next")
    other = await world.second_tutor.wait("yours for the next")
    assert "#2" in other.text
    await world.tutor.press("Let go, next one", card)
    await world.tutor.wait("Nothing else waits for you. #1 is back")


async def test_only_the_holder_answers_unless_the_other_adds_or_takes_over(world: World) -> None:
    """The words of the one who was second are kept, and go out as they choose; the holder hears of it."""
    await asked(world, "What is a capo for?", 1)
    await world.tutor.send("/claim 1")
    await world.tutor.wait("yours for the next")
    await world.second_tutor.send("/answer 1 It shortens every string at once")
    await world.second_tutor.wait("Your answer is kept, and not sent")
    await world.second_tutor.press("Add mine")
    await world.second_tutor.wait("Taken for #1")
    world.travel(seconds=31)
    await world.tutor.wait("Tess added an answer to #1")
    await world.young_person.wait("shortens every string")
    await world.second_tutor.send("/claim 1")
    await world.second_tutor.wait("is with Tom right now")
    await world.second_tutor.press("Take it over")
    await world.second_tutor.wait("yours for the next")
    await world.tutor.wait("Tess took #1")


async def test_a_race_of_two_answers_is_settled_and_both_hear(world: World) -> None:
    """Nobody has the question, both answer: one goes out, the other is kept, and each is told of the other."""
    await asked(world, "Do I need a pick?", 1)
    await world.tutor.send("/answer 1 You can start with your thumb")
    await world.second_tutor.send("/answer 1 A thin pick is easiest")
    await world.young_person.wait(lambda one: "with your thumb" in one.text or "thin pick" in one.text, after=0)
    first, second = await who_was_first(world.tutor, world.second_tutor)
    await first.wait("at the same time", after=0)
    assert not [one for one in first.received if "Yours is kept, and not sent" in one.text]
    await second.press("Send mine too")
    await second.wait("Taken for #1")
    world.travel(seconds=31)
    await first.wait("as well", after=0)


async def who_was_first(*phones: Phone) -> list[Phone]:
    """Whoever's answer went out, before the one whose was kept."""
    waits = [asyncio.create_task(phone.wait("Yours is kept, and not sent", after=0)) for phone in phones]
    done, waiting = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    return sorted(phones, key=lambda phone: waits[phones.index(phone)] in done)


async def test_a_lapsed_lease_tells_both_tutors(world: World) -> None:
    """Who had it hears that it went back; who wanted it hears that it is free; who takes it sees who had it."""
    await asked(world, "Why does my F buzz?", 1)
    await world.tutor.send("/claim 1")
    await world.tutor.wait("yours for the next")
    await world.second_tutor.send("/claim 1")
    await world.second_tutor.wait("is with Tom right now")
    world.travel(minutes=21)
    await world.tutor.wait("went back to the queue", timeout=12)
    await world.second_tutor.wait("is free again", timeout=12)
    await world.second_tutor.press("I'll take it")
    await world.second_tutor.wait("Tom had it before")
    await world.tutor.wait("Tess has it now")


async def test_passing_on_with_a_note(world: World) -> None:
    """By name with a note, or by a tap; the note reaches the tutor, and never the young person."""
    await asked(world, "Can you show the rhythm?", 1)
    await world.tutor.send("/pass 1 Tess: please look at the strumming hand")
    await world.tutor.wait("is with Tess now")
    passed = await world.second_tutor.wait("passed #1 on to you")
    assert "please look at the strumming hand" in passed.text
    await world.second_tutor.press("Open", passed)
    card = await world.second_tutor.wait("yours for the next")
    assert "strumming hand" in card.text
    await world.second_tutor.press("Pass on", card)
    await world.second_tutor.wait("To whom")
    await world.second_tutor.press("Tom")
    await world.tutor.wait("Tess passed #1 on to you")
    await world.tutor.send("/pass 1 Nobody please help")
    await world.tutor.wait("I know no tutor called")
    assert not [one for one in world.young_person.received if "strumming" in one.text]


async def test_a_note_in_every_way_it_could_slip(world: World) -> None:
    """As a reply, under a picture, at the step, by an edit: a note never goes to the young person."""
    await asked(world, "Is my guitar too big?", 1)
    shown = await world.tutor.wait("too big", after=0)
    await world.tutor.send("/note CANARY one", reply_to=shown)
    await world.tutor.wait("Noted on #1")
    await world.tutor.send("note: CANARY two", reply_to=shown)
    await world.tutor.wait("looks like a note")
    await world.tutor.press("Keep it as a note")
    await world.tutor.wait("Noted on #1")
    await world.tutor.photo(caption="/note 1 CANARY three", reply_to=shown)
    await world.tutor.wait("takes words only")
    await world.tutor.send("/open 1")
    await world.tutor.wait("CANARY two")
    await world.tutor.press("Note")
    await world.tutor.wait("What is your note")
    await world.tutor.send("CANARY four", reply_to=shown)
    await world.tutor.wait("Noted on #1")
    answer = await world.tutor.send("Try a smaller one", reply_to=shown)
    await world.young_person.wait("Try a smaller one")
    await world.tutor.edit(answer, "/note 1 CANARY five")
    await world.tutor.wait("")
    await world.young_person.quiet(0.6)
    assert not [one for one in world.young_person.messages if "CANARY" in one.text]
    await world.second_tutor.send("/open 1")
    card = await world.second_tutor.wait("Private notes")
    assert card.text.count("CANARY") == 3
    await world.lead.send("/open 1")
    await world.lead.wait("CANARY one")


async def test_putting_aside(world: World) -> None:
    """It leaves the board, comes back by itself or when they write; the young person is told the truth."""
    await asked(world, "How long until I can play this?", 1)
    await world.tutor.send("/later 1 2h")
    await world.tutor.wait("put aside until")
    await world.tutor.send("/queue")
    await world.tutor.wait("Nothing waits")
    await world.young_person.press("Where am I in the queue?")
    await world.young_person.wait("Tom has read #1 and comes back to it")
    world.travel(hours=2, seconds=5)
    back = await world.tutor.wait("is back, as you asked", timeout=12)
    assert "2 hours" in back.text
    await world.tutor.send("/later 1 until they reply")
    await world.tutor.wait("put aside until Riff writes")
    await world.young_person.press("Where am I in the queue?")
    await world.young_person.wait("waits for your next message")
    await world.young_person.send("I meant the second verse")
    await world.tutor.wait("second verse")
    await world.tutor.send("/next")
    await world.tutor.wait("yours for the next")


async def test_closing_and_opening_again(world: World) -> None:
    """A young person who still waits hears of it and can go on; a tutor can open it again."""
    await asked(world, "Hello?", 1)
    await world.tutor.send("/close 1")
    await world.tutor.wait("#1 is closed")
    told = await world.young_person.wait("has marked #1 as done")
    await world.tutor.press("Open it again")
    await world.tutor.wait("yours for the next")
    await world.tutor.send("/close 1")
    await world.tutor.wait("#1 is closed")
    await world.young_person.press("Still stuck", told)
    await world.young_person.wait("back with the tutor")
    await world.tutor.send("/reopen 1")
    await world.tutor.wait("is not closed")
    await world.tutor.send("/answer 1 Hello! What would you like to play?")
    await world.young_person.wait("What would you like to play")
    await world.tutor.send("/close 1")
    await world.tutor.wait("#1 is closed")
    await world.tutor.send("/answer 1 One more thing")
    await world.tutor.wait("is closed. Your answer is kept")
    await world.tutor.press("Open it again and send")
    await world.tutor.wait("Taken for #1")
    world.travel(seconds=31)
    await world.young_person.wait("One more thing")
