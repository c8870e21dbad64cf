"""Lessons through the sandbox: from /lessons to a video in a few taps, searching, being done, old buttons."""

import pytest

from bot.sandbox.phone import Phone
from bot.services.catalogue import Catalogue, read_catalogue
from bot.services.people import actor_of, standing
from tests.stories.lessons_made import put_in, story_catalogue
from tests.world import SAMPLE_LESSONS, YOUNG_PERSON, World


async def tap(phone: Phone, button: str | int, wanted: str) -> None:
    """Taps, and waits for what should come of it."""
    await phone.press(button)
    await phone.wait(wanted)


async def no_instruments(world: World) -> None:
    def forget(db):  # type: ignore[no-untyped-def]
        actor_of(db, YOUNG_PERSON).instruments = []

    await world.database.write(forget)


async def test_first_buttons_lead_from_home_to_a_video(world: World) -> None:
    """No instrument chosen yet: home, lessons, what do you play, series, lesson, video."""
    await no_instruments(world)
    phone = world.young_person
    await phone.send("/start")
    await phone.wait("What would you like to do")
    taps = 0
    while not any(bubble.kind == "video" for bubble in phone.received):
        before = phone.mark
        await phone.press_first()
        taps += 1
        assert taps <= 5, phone.transcript()
        await phone.wait(after=before)
        if "on its way" in phone.last.text:
            await phone.wait(lambda bubble: bubble.kind == "video")
    assert taps == 5
    assert (await world.database.read(actor_of, YOUNG_PERSON)).instruments == ["guitar"]


async def test_nothing_heavy_comes_before_a_tap_and_the_page_says_how_heavy(world: World) -> None:
    phone = world.young_person
    await phone.send("/lessons the six strings")
    page = await phone.wait("You will learn")
    for words in ("The six strings", "First steps on guitar", "Guitar", "Beginner", "Meet your guitar's six strings",
                  "• Playing one string at a time", "0:18", "0.2 MB", "low data video too (0.1 MB)", "Captions: yes",
                  "Not watched yet", "0 of 3 done"):  # fmt: skip
        assert words in page.text
    names = ["▶ Watch (0.2 MB)", "Low data (0.1 MB)", "Chapters", "I'm stuck here", "Done",
             "Next lesson: E minor: two fingers", "Back to First steps on guitar", "Home", "Help now"]  # fmt: skip
    assert [button.text for button in page.buttons] == names
    assert not world.sandbox.journal.of("sendVideo")


async def test_done_next_and_carry_on(world: World) -> None:
    phone = world.young_person
    await phone.send("/lessons the six strings")
    await phone.wait("You will learn")
    await tap(phone, "Done", "✓ Done")
    assert "1 of 3 done" in phone.last.text
    assert phone.buttons()[0].startswith("Next lesson")
    await tap(phone, 0, "Your first chord")
    await phone.send("/home")
    await phone.wait("What would you like to do")
    await tap(phone, "Carry on: E minor: two fingers", "Your first chord")
    await tap(phone, "Back to First steps", "Beginner · 1 of 3 done")
    assert "✓ The six strings – 0:18" in phone.last.text
    assert phone.buttons()[:2] == ["Carry on: E minor: two fingers", "✓ The six strings"]
    await tap(phone, "✓ The six strings", "✓ Done")
    await tap(phone, "Not done", "0 of 3 done")
    await phone.send("/done")
    await phone.wait("1 of 3 done")
    await phone.send("/done not")
    await phone.wait("0 of 3 done")


async def test_the_last_of_a_series_leads_on(world: World) -> None:
    phone = world.young_person
    await phone.send("/lessons the g chord")
    await phone.wait("You will learn")
    await tap(phone, "Done", "last lesson of First steps on guitar")
    await tap(phone, 0, "Improver: Guitar on the move")


async def test_browsing_all_instruments(world: World) -> None:
    phone = world.young_person
    await phone.send("lessons")
    await phone.wait("First steps on guitar")  # straight to the one instrument that they play
    await tap(phone, "All instruments", "Pick an instrument")
    assert phone.buttons() == ["Guitar", "Keyboard", "Drums", "Beats", "Find a lesson", "Home", "Help now"]
    await tap(phone, "Drums", "Drum fills")
    await tap(phone, "Drum fills", "A fill to end the line")
    await tap(phone, "A fill to end the line", "three bars of beat")


async def test_what_you_play_can_be_skipped_and_is_asked_once(sqlite_world: World) -> None:
    await no_instruments(sqlite_world)
    phone = sqlite_world.young_person
    await phone.send("/lessons")
    await phone.wait("What do you play")
    assert phone.buttons()[0] == "Guitar"
    await tap(phone, "Skip", "Pick an instrument")
    await phone.send("/lessons")
    await phone.wait("Pick an instrument")
    await phone.press_data("l.plays:violin", phone.last)
    await phone.wait("no lessons for Violin yet")
    assert (await sqlite_world.database.read(actor_of, YOUNG_PERSON)).instruments == ["violin"]


async def test_search_by_button_and_by_command(world: World) -> None:
    phone = world.young_person
    await phone.send("/lessons strming")
    await phone.wait("I found these for strming")
    await tap(phone, "Strum down and up (Guitar)", "Your hand swings")
    await phone.send("/lessons")
    await phone.wait("First steps on guitar")
    await tap(phone, "Find a lesson", "What are you looking for")
    await phone.send("midle c")
    await phone.wait("I found these for midle c")
    await tap(phone, 0, "All those keys look the same")


async def test_a_search_for_nothing_is_kind_and_its_words_can_go_to_a_tutor(world: World) -> None:
    phone = world.young_person
    await phone.send("/lessons bagpipes")
    await phone.wait("could not find a lesson for bagpipes")
    await tap(phone, 0, "First steps on guitar")
    await tap(phone, "Find a lesson", "What are you looking for")
    await phone.send("ouch ouch")
    await phone.wait("Was it a question?")
    await phone.press("Ask a tutor this")
    await phone.wait("Got it, #1")
    shown = await world.tutor.wait("ouch ouch")
    assert "#1" in shown.text
    await phone.press_data("l.ask", phone.last)
    await phone.wait("too old to use")


async def test_what_finds_lessons_can_be_a_question_all_the_same(sqlite_world: World) -> None:
    phone = sqlite_world.young_person
    await phone.send("/lessons")
    await phone.wait("First steps on guitar")
    await tap(phone, "Find a lesson", "What are you looking for")
    await phone.send("my hand hurts a lot")
    await phone.wait("I found these")
    await tap(phone, "Ask a tutor this", "given it to the tutors")
    await sqlite_world.tutor.wait("my hand hurts a lot")


@pytest.mark.parametrize("kind", ["voice", "reply"])
async def test_what_is_no_search_is_a_question(sqlite_world: World, kind: str) -> None:
    phone = sqlite_world.young_person
    await phone.send("What is a barre?")
    receipt = await phone.wait("Got it, #1")
    await phone.send("/lessons")
    await phone.wait("First steps on guitar")
    await tap(phone, "Find a lesson", "What are you looking for")
    if kind == "voice":
        await phone.voice()
    else:
        await phone.send("all six of them", reply_to=receipt)
    await phone.wait("Added to #1")
    assert (await sqlite_world.database.read(standing, YOUNG_PERSON)).step is None


async def test_going_home_ends_the_search(sqlite_world: World) -> None:
    phone = sqlite_world.young_person
    await phone.send("/lessons")
    await phone.wait("First steps on guitar")
    await tap(phone, "Find a lesson", "What are you looking for")
    await tap(phone, "Home", "What would you like to do")
    await phone.send("how do I hold a pick")
    await phone.wait("Got it, #1")


async def test_a_tutor_sees_what_the_young_person_sees(world: World) -> None:
    tutor = world.tutor
    await tutor.send("/start")
    await tutor.wait("Tutor")
    await tap(tutor, "Lessons", "First steps on guitar")
    await tap(tutor, "First steps on guitar", "The six strings")
    await tap(tutor, "The six strings", "You will learn")
    assert "Not watched" not in tutor.last.text
    assert not {"Done", "I'm stuck here"} & set(tutor.buttons())
    await tutor.press_first()
    await tutor.wait(lambda bubble: bubble.kind == "video")
    assert tutor.buttons()[0] == "Next lesson: E minor: two fingers"
    await tutor.press_data("l.done:1:1", tutor.last)
    await tutor.wait("I don't know that one")


@pytest.mark.parametrize(
    "data",
    ["l.open:0", "l.open:4711", "l.open:999999999999999999", "l.open:-3", "l.list:4711:0", "l.inst:999999999999:5",
     "l.video:4711:1", "l.stuck:4711", "l.at:4711:0", "l.at:1:-77", "l.done:4711:1", "l.chap:4711",
     "l.plays:theremin", "l.plays:", "l.ask", "l.open:x", "l.open", "l.all:1:2"],
)  # fmt: skip
async def test_made_up_buttons_are_answered_kindly(sqlite_world: World, data: str) -> None:
    phone = sqlite_world.young_person
    await phone.send("/lessons")
    shown = await phone.wait("First steps on guitar")
    await phone.press_data(data, shown)
    await phone.wait("too old to use")
    await phone.send("/lessons")
    await phone.wait("First steps on guitar")


async def test_made_up_pages_show_the_nearest(sqlite_world: World) -> None:
    phone = sqlite_world.young_person
    await phone.send("/lessons")
    shown = await phone.wait("First steps on guitar")
    for data, wanted in (
        ("l.all:999999999", "Pick an instrument"),
        ("l.list:1:-8", "The six strings"),
        ("l.inst:1:77", "First steps on guitar"),
    ):
        await phone.press_data(data, shown)
        await phone.wait(wanted)


async def test_a_withdrawn_lesson_and_no_lessons_at_all(world: World, tmp_path) -> None:  # type: ignore[no-untyped-def]
    phone = world.young_person
    await phone.send("/lessons the six strings")
    await phone.wait("You will learn")
    await put_in(world, story_catalogue(tmp_path))
    for button in ("Watch", "Chapters", "Done", "I'm stuck here"):
        await tap(phone, button, "not here any more")
    await put_in(world, Catalogue((), (), ""))
    await phone.send("/lessons")
    await phone.wait("no lessons here yet")
    await tap(phone, 0, "What would you like to ask")
    await put_in(world, read_catalogue(SAMPLE_LESSONS))
    await phone.send("/lessons")
    await phone.wait("First steps on guitar")


async def test_commands_about_the_last_lesson(sqlite_world: World) -> None:
    phone = sqlite_world.young_person
    for command in ("/lesson", "/watch", "/done", "/stuck"):
        await phone.send(command)
        await phone.wait("not opened a lesson yet")
    await phone.send("/lessons the six strings")
    await phone.wait("You will learn")
    await phone.send("/lesson")
    await phone.wait("You will learn")
    await phone.send("/watch low")
    video = await phone.wait(lambda bubble: bubble.kind == "video")
    assert video.raw["video"]["file_size"] == 67_684
    await phone.send("/stuck 0:12")
    await phone.wait("The six strings at 0:12 (All six)")
    await phone.send("/stuck I can't hear the thin one")
    await phone.wait("Got it, #1")
    assert "About The six strings 🎬" in (await sqlite_world.tutor.wait("the thin one")).text
