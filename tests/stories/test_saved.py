"""Answers kept to be used again: words and media, one's own and shared, by a name that is nearly right."""

from bot.callbacks.saved import DropSaved
from tests.world import World


async def _asked(world: World, words: str = "What is a barre?") -> None:
    await world.young_person.send(f"/ask {words}")
    await world.tutor.wait(words)
    await world.settled()


async def test_saved_and_used_by_name(world: World) -> None:
    """The young person's name is filled in; it goes out at once."""
    await world.tutor.send("/save barre One finger over all strings, {name}.")
    await world.tutor.wait("Saved as barre (only for you)")
    await _asked(world)
    await world.tutor.send("/use 1 Barre")
    answer = await world.young_person.wait("One finger over all strings, Riff.")
    assert "Tom answered #1" in answer.text
    await world.tutor.wait("delivered")


async def test_a_name_that_is_only_near_can_be_undone(world: World) -> None:
    """A mistyped name finds the one that must be meant, says so, and waits half a minute."""
    await world.tutor.send("/save barre One finger over all strings.")
    await world.tutor.wait("Saved as barre")
    await world.tutor.send("/save tuning Use the tuner in the lesson.")
    await world.tutor.wait("Saved as tuning")
    await _asked(world)
    await world.tutor.send("/use 1 bare")
    await world.tutor.wait("barre goes out for #1")
    await world.tutor.wait("leaves in 30 seconds")
    await world.tutor.press("Undo")
    await world.tutor.wait("not sent")
    world.travel(seconds=60)
    await world.tutor.send("/use 1 strumming")
    await world.tutor.wait("no saved answer strumming")
    await world.tutor.send("/use 1")
    await world.tutor.wait("Which one?")
    assert not [bubble for bubble in world.young_person.received if "One finger" in bubble.text]


async def test_by_a_reply_with_its_picture_and_from_the_card(world: World) -> None:
    """What was answered once is saved by a reply, and stands on the next card as a button."""
    await _asked(world)
    sent = await world.tutor.photo(caption="Like this", reply_to=world.tutor.received[0])
    await world.young_person.wait("Like this")
    await world.tutor.send("/save my barre", reply_to=sent)
    await world.tutor.wait("Saved as my barre")
    await _asked(world, "And how on a ukulele?")
    await world.tutor.send("/claim 2")
    await world.tutor.wait("yours for the next")
    await world.tutor.press("💬 my barre")
    await world.tutor.wait("my barre goes out for #2")
    before = len(world.young_person.received)
    world.travel(seconds=40)
    answer = await world.young_person.wait("answered #2")
    assert answer.kind == "photo"
    assert len(world.young_person.received) == before + 1


async def test_a_young_persons_words_can_not_be_saved(world: World) -> None:
    """Only answers are."""
    await _asked(world)
    await world.tutor.send("/save barre", reply_to=world.tutor.received[0])
    await world.tutor.wait("Only answers can be saved")
    await world.tutor.send("/saved")
    await world.tutor.wait("no saved answers yet")


async def test_shared_by_a_button(world: World) -> None:
    """Another tutor sees it only once it is shared; a coordinator may keep it to its author again."""
    await world.tutor.send("/save barre One finger over all strings.")
    await world.tutor.wait("Saved as barre")
    await world.second_tutor.send("/saved")
    await world.second_tutor.wait("no saved answers yet")
    await world.tutor.press("Share with all tutors")
    await world.tutor.wait("shared with all tutors")
    await world.second_tutor.send("/saved barre")
    shown = await world.second_tutor.wait("One finger over all strings")
    assert world.second_tutor.buttons(shown) == ["Saved answers", "Help now"]
    await world.second_tutor.press_data(DropSaved(1).encode(), shown)
    await world.second_tutor.wait("barre is Tom's: you can use it")
    await world.coordinator.send("/saved barre")
    await world.coordinator.wait("One finger over all strings")
    await world.coordinator.press("Keep it to its author")
    await world.coordinator.wait("only for its author")
    await world.second_tutor.send("/saved barre")
    await world.second_tutor.wait("no saved answers yet")


async def test_a_gap_that_has_nothing_is_refused(world: World) -> None:
    """A question about no lesson: nothing half-filled goes out."""
    await world.tutor.send("/save watch Watch {lesson} at {moment} again")
    await world.tutor.wait("Saved as watch")
    await _asked(world)
    await world.tutor.send("/use 1 watch")
    await world.tutor.wait("#1 has none")
    assert not [bubble for bubble in world.young_person.received if "again" in bubble.text]


async def test_bad_input(world: World) -> None:
    """Missing words, missing names, numbers that are none: told how, nothing kept or sent."""
    for words, answer in (
        ("/save", "under which name"),
        ("/save barre", "under which name"),
        ("/save " + "x" * 60 + " words", "at most 40"),
        ("/save … words", "needs letters"),
        ("/use", "17"),
        ("/use 99 barre", "no question #99"),
        ("/use 99999999999999999999 barre", "no question"),
    ):
        await world.tutor.send(words)
        await world.tutor.wait(answer)
    await world.young_person.send("/saved")
    await world.young_person.wait("I don't know that one")
