"""I'm stuck here: lesson and moment reach the tutor, and nothing that is sent on the way there is lost."""

import asyncio
from pathlib import Path

import pytest

from bot.services.people import standing
from models.questions import Entry
from tests.stories.lessons_made import put_in, story_catalogue
from tests.world import YOUNG_PERSON, World


@pytest.fixture
async def stuck_world(world: World, tmp_path: Path) -> World:
    """A young person who has just tapped "I'm stuck here" in a lesson of three minutes."""
    await put_in(world, story_catalogue(tmp_path))
    phone = world.young_person
    await phone.send("/lessons pick")
    await phone.wait("You will learn")
    await phone.press("I'm stuck here")
    await phone.wait("Where in Pick are you stuck?")
    return world


async def test_a_chapter_and_the_words_reach_the_tutor(stuck_world: World) -> None:
    phone = stuck_world.young_person
    assert phone.buttons() == [
        "0:00 Hold the pick", "0:20 Fretting", "1:30 Slowly", "Not sure where", "Back to the lesson", "Help now",
    ]  # fmt: skip
    await phone.press("0:20 Fretting")
    await phone.wait("Pick at 0:20 (Fretting): what is hard there?")
    await phone.send("My finger slips off")
    receipt = await phone.wait("Got it, #1")
    assert "About Pick at 0:20 🎬" in receipt.text
    shown = await stuck_world.tutor.wait("My finger slips off")
    assert "About Pick at 0:20 🎬" in shown.text


@pytest.mark.parametrize("typed", ["2:14", "at 2.14", "2 min 14", "134s"])
async def test_a_typed_moment_reaches_the_tutor(stuck_world: World, typed: str) -> None:
    phone = stuck_world.young_person
    await phone.send(typed)
    await phone.wait("Pick at 2:14: what is hard there?")
    await phone.voice(caption="Listen to this")
    await phone.wait("Got it, #1")
    shown = await stuck_world.tutor.wait("Listen to this")
    assert "About Pick at 2:14 🎬" in shown.text
    assert shown.kind == "voice"


async def test_first_buttons_and_then_words(stuck_world: World) -> None:
    phone = stuck_world.young_person
    await phone.press_first()
    await phone.wait("Pick at 0:00 (Hold the pick)")
    await phone.send("Which fingers?")
    await phone.wait("Got it, #1")
    assert "About Pick at 0:00 🎬" in (await stuck_world.tutor.wait("Which fingers?")).text


async def test_nowhere_in_particular(stuck_world: World) -> None:
    phone = stuck_world.young_person
    await phone.press("Not sure where")
    await phone.wait("What is hard in Pick?")
    await phone.send("All of it")
    await phone.wait("Got it, #1")
    assert "About Pick 🎬\n" in (await stuck_world.tutor.wait("All of it")).text


async def test_a_moment_after_the_end_is_asked_for_again(stuck_world: World) -> None:
    phone = stuck_world.young_person
    await phone.send("3:01")
    again = await phone.wait("only 3:00 long, so 3:01 is not in it")
    assert phone.buttons(again)[0] == "0:00 Hold the pick"
    await phone.send("3:00")
    await phone.wait("Pick at 3:00: what is hard there?")
    await phone.send("The end")
    assert "About Pick at 3:00 🎬" in (await stuck_world.tutor.wait("The end")).text


@pytest.mark.parametrize("typed", ["14", "2:75", "thanks", "ok"])
async def test_what_is_neither_time_nor_question_is_asked_for_again(stuck_world: World, typed: str) -> None:
    phone = stuck_world.young_person
    await phone.send(typed)
    await phone.wait("could not read that time")
    await phone.send("2:14")
    await phone.wait("Pick at 2:14")


async def test_words_instead_of_a_moment_are_the_question(stuck_world: World) -> None:
    phone = stuck_world.young_person
    await phone.send("I don't know where, it just buzzes")
    await phone.wait("Got it, #1")
    assert "About Pick 🎬\n" in (await stuck_world.tutor.wait("it just buzzes")).text


async def test_a_picture_instead_of_a_moment_is_the_question(stuck_world: World) -> None:
    phone = stuck_world.young_person
    await phone.photo(caption="my hand")
    await phone.wait("Got it, #1")
    shown = await stuck_world.tutor.wait("my hand")
    assert (shown.kind, "About Pick 🎬\n" in shown.text) == ("photo", True)


async def test_an_album_instead_of_a_moment_is_one_question(stuck_world: World) -> None:
    phone = stuck_world.young_person
    await phone.album(["photo", "photo"], caption="both hands")
    await phone.wait("Got it, #1")

    def said(db):  # type: ignore[no-untyped-def]
        return [(entry.question_id, entry.kind, entry.question.lesson.key) for entry in db.query(Entry)]

    async with asyncio.timeout(5):
        while len(found := await stuck_world.database.read(said)) < 2:
            await asyncio.sleep(0.05)
    assert found == [(1, "photo", "pick")] * 2


async def test_help_now_and_home_are_never_taken_for_a_question(stuck_world: World) -> None:
    phone = stuck_world.young_person
    await phone.send("help now")
    await phone.wait("Help right now")
    await phone.send("home")
    await phone.wait("What would you like to do")
    assert (await stuck_world.database.read(standing, YOUNG_PERSON)).step is None
    assert not any("#1" in bubble.text for bubble in stuck_world.tutor.received)


async def test_stuck_from_the_video_itself(stuck_world: World) -> None:
    phone = stuck_world.young_person
    await phone.press("Back to the lesson")
    await phone.wait("You will learn")
    await phone.press("Watch")
    video = await phone.wait(lambda bubble: bubble.kind == "video")
    await phone.press("I'm stuck here", video)
    await phone.wait("Where in Pick are you stuck?")
    await phone.press("1:30 Slowly")
    await phone.wait("Pick at 1:30 (Slowly)")
    await phone.send("Too fast for me")
    assert "About Pick at 1:30 🎬" in (await stuck_world.tutor.wait("Too fast for me")).text


async def test_a_lesson_without_chapters_still_takes_a_moment(stuck_world: World) -> None:
    phone = stuck_world.young_person
    await phone.send("/lessons gone")
    await phone.wait("You will learn")
    assert "Chapters" not in phone.buttons()
    await phone.press("I'm stuck here")
    asked = await phone.wait("Where in Gone are you stuck?")
    assert "like 2:14" in asked.text
    assert phone.buttons()[0] == "Not sure where"
    await phone.send("0:05")
    await phone.wait("Gone at 0:05")


async def test_chapters(stuck_world: World) -> None:
    phone = stuck_world.young_person
    await phone.press("Back to the lesson")
    await phone.wait("You will learn")
    await phone.press("Chapters")
    shown = await phone.wait("1:30 Slowly")
    assert shown.text.splitlines() == ["Pick", "", "0:00 Hold the pick", "0:20 Fretting", "1:30 Slowly"]
    assert phone.buttons()[0].startswith("▶ Watch")
