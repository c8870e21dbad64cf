"""What the desk says is true, said once, and always leads on: found by sitting at it as a tutor."""

from sqlalchemy import update

from bot.sandbox.people import Bubble
from bot.sandbox.phone import Phone
from models.lessons import Lesson
from models.questions import Question
from tests.world import World


async def asked(world: World, words: str = "How do I hold a barre?", number: int = 1) -> None:
    """A question that both tutors have been sent."""
    await world.young_person.send(f"/ask {words}")
    await world.young_person.wait(f"Got it, #{number}", timeout=20)
    for tutor in (world.tutor, world.second_tutor):
        await tutor.wait(words, after=0)


async def answered(world: World, phone: Phone, number: int = 1) -> None:
    """A question with an answer that has arrived."""
    await phone.send(f"/answer {number} Flat over all strings")
    await phone.wait("delivered")
    await world.settled()


def told(phone: Phone, words: str) -> list[Bubble]:
    """Every message of the bot with these words."""
    return [bubble for bubble in phone.received if words in bubble.text]


async def test_whoever_wanted_it_hears_that_it_was_put_aside(sqlite_world: World) -> None:
    """Not that it is free: it is nobody's to take until then."""
    world = sqlite_world
    await asked(world)
    await world.tutor.send("/claim 1")
    await world.tutor.wait("yours for the next")
    await world.second_tutor.send("/claim 1")
    await world.second_tutor.wait("is with Tom right now")
    await world.tutor.send("/later 1 2d")
    await world.second_tutor.wait("Tom put #1 (Otter-12) aside until")
    assert not told(world.second_tutor, "is free again")
    await world.second_tutor.press("Open")
    await world.second_tutor.wait("Tom put it aside until")
    for tutor, other in ((world.tutor, world.second_tutor), (world.second_tutor, world.tutor)):
        await tutor.send("/claim 1")
        await tutor.wait("yours for the next")
        await other.send("/claim 1")
        await other.wait("right now")
        await tutor.send("/later 1 until they reply")
        await other.wait("aside until they write")


async def test_whoever_got_it_does_not_wait_for_it_any_more(sqlite_world: World) -> None:
    """Wanted it, was passed it, passed it back: nothing is owed to them."""
    world = sqlite_world
    await asked(world)
    await world.tutor.send("/claim 1")
    await world.tutor.wait("yours for the next")
    await world.second_tutor.send("/claim 1")
    await world.second_tutor.wait("You will hear when that ends")
    await world.tutor.send("/pass 1 Tess")
    await world.second_tutor.wait("passed #1 on to you")
    await world.second_tutor.send("/pass 1 Tom")
    await world.tutor.wait("passed #1 on to you")
    await world.tutor.send("/letgo 1")
    await world.tutor.wait("back in the queue")
    await world.settled()
    assert not told(world.second_tutor, "is free again")


async def test_what_is_let_go_can_be_taken_again(sqlite_world: World) -> None:
    """A slip of the thumb costs one tap; an answered one does not go "back in the queue"."""
    world = sqlite_world
    await asked(world)
    await world.tutor.send("/claim 1")
    await world.tutor.wait("yours for the next")
    await world.tutor.press("Let go")
    let_go = await world.tutor.wait("#1 is back in the queue")
    await world.tutor.press("I'll take it", let_go)
    await world.tutor.wait("yours for the next")
    await answered(world, world.tutor)
    await world.tutor.send("/claim 1")
    await world.tutor.wait("yours for the next")
    await world.tutor.send("/letgo 1")
    assert "not in the queue" in (await world.tutor.wait("You have let #1 go")).text


async def test_an_answered_question_is_passed_on_in_true_words(sqlite_world: World) -> None:
    """Nobody "has been waiting for answered"; one who has it already is not told that it was passed to them."""
    world = sqlite_world
    await asked(world)
    await answered(world, world.tutor)
    await world.tutor.send("/pass 1 Tess she knows more about it")
    passed = await world.second_tutor.wait("Tom passed #1 on to you")
    assert "It is answered, and they are not waiting." in passed.text
    assert "she knows more" in passed.text
    await world.tutor.send("/pass 1 Tess")
    await world.tutor.wait("Tess has #1 already")
    await world.tutor.send("/later 1 2h")
    await world.tutor.wait("is with Tess right now")
    await world.second_tutor.send("/later 1 2h")
    await world.second_tutor.wait("put aside until")
    world.travel(hours=2, seconds=5)
    back = await world.second_tutor.wait("is back, as you asked", timeout=12)
    assert "It is answered, and they are not waiting." in back.text
    assert len(told(world.second_tutor, "passed #1 on to you")) == 1


async def test_who_was_shown_the_other_answer_is_not_told_of_it_again(sqlite_world: World) -> None:
    """Held, then answered by the other: "in the meantime" with its words is enough."""
    world = sqlite_world
    await asked(world)
    await world.tutor.send("/claim 1")
    await world.tutor.wait("yours for the next")
    await world.second_tutor.send("/answer 1 Mine")
    await world.second_tutor.wait("Your answer is kept")
    await answered(world, world.tutor)
    await world.second_tutor.wait("Tom answered #1 (Otter-12)")
    await world.tutor.send("/claim 1")
    await world.tutor.wait("yours for the next")
    await world.second_tutor.send("/claim 1")
    await world.second_tutor.wait("is with Tom right now")
    await world.second_tutor.send("/open 1")
    await world.second_tutor.wait("Flat over all strings")
    await world.tutor.send("/close 1")
    await world.second_tutor.wait("Tom closed #1")
    assert len(told(world.second_tutor, "Tom answered #1 (Otter-12).")) == 1


async def test_words_without_a_reply_when_nothing_waits(sqlite_world: World) -> None:
    """One thing more for whoever was just answered: their question is offered, and nothing is a dead end."""
    world = sqlite_world
    await world.tutor.send("Hello?")
    lost = await world.tutor.wait("Not sent: no question waits")
    assert world.tutor.buttons(lost) == ["Queue", "Help now"]
    await asked(world)
    await answered(world, world.tutor)
    await world.tutor.send("And keep your thumb low")
    await world.tutor.wait("Which question is it for?")
    await world.tutor.press("#1 · Otter-12")
    await world.tutor.wait("Draft for #1")
    await world.tutor.press("Send")
    await world.tutor.wait("Taken for #1")
    world.travel(seconds=31)
    await world.young_person.wait("keep your thumb low")
    await world.second_tutor.send("And me?")
    await world.second_tutor.wait("Not sent: no question waits")


async def test_off_duty_in_true_words(sqlite_world: World) -> None:
    """With nobody left, questions go to nobody; a tutor with an end in mind is told that they come back themselves."""
    world = sqlite_world
    await world.tutor.send("/away until Friday")
    away = await world.tutor.wait("You are off duty")
    assert "New questions go to the others. I can't bring you back by myself: send /back" in away.text
    await world.second_tutor.send("/away")
    alone = await world.second_tutor.wait("You are off duty")
    assert "Nobody else is on duty now" in alone.text
    assert "go to the others" not in alone.text
    await world.second_tutor.press("Back on duty")
    await world.second_tutor.wait("Welcome back")


async def test_the_board_says_whose_and_what_it_counts(sqlite_world: World) -> None:
    """One's own is "yours"; a count that is narrowed says to what, where nothing else does."""
    world = sqlite_world
    await asked(world)
    await world.tutor.send("/claim 1")
    await world.tutor.wait("yours for the next")
    await world.tutor.send("/queue guitar")
    board = await world.tutor.wait("Waiting: 1 · Guitar")
    assert "#1 Otter-12 · 1 minute · yours" in board.text
    assert "• Waiting 1" in world.tutor.buttons(board)
    await world.tutor.press("Mine", board)
    mine = await world.tutor.wait("Mine: 1")
    assert {"Waiting 1 · Guitar", "Overdue 0 · Guitar", "• Mine 1", "Put aside 0"} <= set(world.tutor.buttons(mine))
    await world.second_tutor.send("/queue")
    assert "with Tom" in (await world.second_tutor.wait("Waiting: 1")).text


async def test_every_view_shows_what_it_promises(sqlite_world: World) -> None:
    """Overdue, put aside and being checked: each by a tap, and by its word."""
    world = sqlite_world
    for number, words in enumerate(("What is a capo?", "What is a barre?", "What is a riff?"), start=1):
        await asked(world, words, number)
    world.travel(days=3)
    await world.tutor.send("/later 2 2d")
    await world.tutor.wait("put aside until")
    await world.tutor.send("/answer 3 Add me on Snapchat, my name is tomplays")
    await world.tutor.wait("#3")
    await world.tutor.send("/queue overdue")
    overdue = await world.tutor.wait("Overdue: 1")
    assert "#1 Otter-12 · 3 days" in overdue.text
    await world.tutor.press("Put aside", overdue)
    assert "#2 Otter-12 · 3 days · back" in (await world.tutor.wait("Put aside: 1")).text
    await world.tutor.press("Being checked")
    assert "#3" in (await world.tutor.wait("Being checked: 1")).text
    for word, shown in (("aside", "Put aside: 1"), ("checked", "Being checked: 1"), ("later", "Put aside: 1")):
        await world.tutor.send(f"/queue {word}")
        await world.tutor.wait(shown)


async def test_what_was_asked_on_this_lesson_before_stands_on_the_card(sqlite_world: World) -> None:
    """With its lesson and moment; what was asked about another lesson does not."""
    world = sqlite_world
    for number, words in enumerate(("Which finger first?", "Another lesson", "And the second?"), start=1):
        await asked(world, words, number)

    def about_lessons(db: object) -> str:
        first, other = db.query(Lesson).order_by(Lesson.id).limit(2)  # type: ignore[attr-defined]
        for number, lesson in ((1, first), (2, other), (3, first)):
            change = update(Question).where(Question.id == number).values(lesson_id=lesson.id, moment_seconds=134)
            db.execute(change)  # type: ignore[attr-defined]
        return str(first.title)

    title = await world.database.write(about_lessons)
    await world.tutor.send("/open 3")
    card = await world.tutor.wait("Asked on this lesson before")
    assert f"About {title} at 2:14 🎬" in card.text
    assert "#1 Which finger first? – waiting for a tutor" in card.text
    assert "Another lesson" not in card.text


async def test_a_picture_is_saved_by_its_caption(sqlite_world: World) -> None:
    """/save name words under it: kept with its words, and sent to nobody until it is used."""
    world = sqlite_world
    await asked(world)
    await world.tutor.photo(caption="/save hand Look here, {name}", reply_to=world.tutor.received[0])
    await world.tutor.wait("Saved as hand (only for you)")
    await world.tutor.photo(caption="/save")
    await world.tutor.wait("under which name")
    await world.tutor.send("/use 1 hand")
    answer = await world.young_person.wait("Look here, Riff")
    assert answer.kind == "photo"


async def test_what_is_taken_back_leads_to_the_card(sqlite_world: World) -> None:
    """After /unsend one tap shows the question, which is the tutor's again."""
    world = sqlite_world
    await asked(world)
    await answered(world, world.tutor)
    await world.tutor.send("/unsend 1")
    taken = await world.tutor.wait("Your answer to #1 is taken back. You can answer it anew.")
    await world.tutor.press("Back to the card", taken)
    await world.tutor.wait("yours for the next")
