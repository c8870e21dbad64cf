"""The main job: a question, its number, the answer, and that it helped."""

from tests.world import World


async def test_a_question_is_answered_and_it_helped(world: World) -> None:
    """The whole way, with the answer's delivery seen by the tutor."""
    await world.young_person.send("How do I stop my G chord buzzing?")
    receipt = await world.young_person.wait("Got it, #1")
    assert receipt.text.startswith("Got it, #1.")
    shown = await world.tutor.wait("buzzing")
    assert "#1" in shown.text
    assert "Otter-12" in shown.text
    await world.tutor.send("Press closer to the fret", reply_to=shown)
    answer = await world.young_person.wait("Press closer to the fret")
    assert "buzzing" in answer.text
    await world.tutor.wait("delivered")
    assert "Next question" in world.tutor.buttons()
    await world.young_person.press("That helped")
    await world.tutor.wait("says that helped")


async def test_a_draft_can_be_undone_until_it_leaves(world: World) -> None:
    """Thrown away, it leads back to the question; sent, there are thirty seconds of Undo; what was undone never arrives."""
    await world.young_person.send("What is a barre?")
    await world.tutor.wait("What is a barre?")
    await world.tutor.press("I'll take it")
    await world.tutor.wait("yours for the next")
    await world.tutor.send("Something else")
    await world.tutor.wait("Draft for #1")
    await world.tutor.press("Don't send")
    await world.tutor.press("Open")
    await world.tutor.wait("What is a barre?")
    await world.tutor.send("One finger over all strings")
    await world.tutor.wait("Draft for #1")
    await world.tutor.press("Send")
    await world.tutor.wait("leaves in 30 seconds")
    await world.tutor.press("Undo")
    await world.tutor.wait("not sent")
    world.travel(seconds=40)
    await world.tutor.send("/answer 1 Your first finger over all strings")
    await world.young_person.wait("Your first finger")
    assert not [bubble for bubble in world.young_person.received if "One finger" in bubble.text]
