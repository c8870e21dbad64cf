"""A lesson's video: uploaded once, then sent by its id; the low data one; a link; and what may go wrong."""

import asyncio
import logging
from pathlib import Path

import pytest

from bot.sandbox.params import Upload
from bot.sandbox.people import Bubble
from models.lessons import UploadedFile
from tests.stories.lessons_made import all_settled, put_in, story_catalogue
from tests.world import World

WRONG_ID = "Bad Request: wrong file identifier/HTTP URL specified"


def is_video(bubble: Bubble) -> bool:
    return bubble.kind == "video"


def sent(world: World) -> list[str]:
    """How each video was sent so far: uploaded, or by its id."""
    calls = world.sandbox.journal.of("sendVideo")
    return ["id" if isinstance(call.params["video"], str) else "upload" for call in calls]


async def open_page(world: World, words: str = "/lessons the six strings") -> None:
    await world.young_person.send(words)
    await world.young_person.wait("You will learn")


async def test_a_video_is_uploaded_once_and_then_sent_by_its_id(world: World) -> None:
    phone = world.young_person
    await open_page(world)
    await phone.press("Watch")
    coming = await phone.wait("on its way (0.2 MB)")
    assert coming.edited
    video = await phone.wait(is_video)
    assert video.text.splitlines() == ["The six strings", "", "0:00 The names", "0:12 All six"]
    assert phone.buttons(video) == [
        "Done", "Next lesson: E minor: two fingers", "I'm stuck here", "Back to First steps on guitar", "Help now",
    ]  # fmt: skip
    await all_settled(world)
    await phone.press("Back to the lesson")
    await phone.wait("Watched, not done yet")
    assert phone.buttons(coming)[0] == "Done"
    await phone.press("Watch", coming)
    await phone.wait(is_video)
    await world.restart()
    await world.tutor.send("/lessons the six strings")
    await world.tutor.wait("You will learn")
    await world.tutor.press("Watch")
    assert (await world.tutor.wait(is_video)).file_id == video.file_id
    assert sent(world) == ["upload", "id", "id"]
    assert world.sandbox.journal.of("sendVideo")[0].params["supports_streaming"]


async def test_low_data_is_a_file_of_its_own(world: World) -> None:
    phone = world.young_person
    await open_page(world)
    await phone.press("Low data")
    await phone.wait("on its way (0.1 MB)")
    low = await phone.wait(is_video)
    assert low.raw["video"]["file_size"] == 67_684
    await all_settled(world)
    await phone.press("Back to the lesson")
    await phone.wait("Watched")
    await phone.press("Watch")
    full = await phone.wait(is_video)
    assert full.raw["video"]["file_size"] == 167_511
    assert sent(world) == ["upload", "upload"]


async def test_many_who_ask_at_once_cause_one_upload(world: World) -> None:
    phones = [world.young_person, world.tutor, world.second_tutor, world.lead, world.coordinator]
    for phone in phones:
        await phone.send("/lessons the six strings")
        await phone.wait("You will learn")
    world.sandbox.delay(0.1)
    await asyncio.gather(*(phone.press("Watch") for phone in phones))
    for phone in phones:
        await phone.wait(is_video)
    assert sorted(sent(world)) == ["id", "id", "id", "id", "upload"]


async def test_an_impatient_thumb_gets_one_video(world: World) -> None:
    phone = world.young_person
    await open_page(world)
    page = phone.last
    data = page.buttons[0].data
    assert data is not None
    # The video is still on its way when the last tap is handled.
    world.sandbox.fail("sendVideo", error_code=429, description="Too Many Requests: retry after 1", retry_after=1)
    for _ in range(4):
        await phone.press_data(data, page)
    await phone.wait(is_video, timeout=15)
    await phone.send("/questions")
    await phone.wait("no questions yet")
    assert len([bubble for bubble in phone.received if is_video(bubble)]) == 1


async def test_an_id_that_telegram_forgot_is_replaced_by_a_new_upload(world: World) -> None:
    phone = world.young_person
    await open_page(world)
    await phone.press("Watch")
    first = await phone.wait(is_video)
    await all_settled(world)
    await world.database.write(lambda db: setattr(db.query(UploadedFile).one(), "file_id", "BAACAgQAAxkBforgotten"))
    await all_settled(world)
    await phone.press("Back to the lesson")
    await phone.wait("Watched")
    await phone.press("Watch")
    again = await phone.wait(is_video)
    assert again.file_id == first.file_id
    assert sent(world) == ["upload", "id", "upload"]
    await all_settled(world)
    assert await world.database.read(lambda db: db.query(UploadedFile).one().file_id) == first.file_id
    uploads = [call.params["video"] for call in world.sandbox.journal.of("sendVideo")]
    assert isinstance(uploads[2], Upload)


async def test_an_id_of_another_kind_is_replaced_too(sqlite_world: World) -> None:
    phone = sqlite_world.young_person
    await phone.photo()
    picture = phone.messages[-1].file_id or next(b.file_id for b in phone.messages if b.kind == "photo")
    await open_page(sqlite_world)
    await phone.press("Watch")
    await phone.wait(is_video)
    await all_settled(sqlite_world)
    await sqlite_world.database.write(lambda db: setattr(db.query(UploadedFile).one(), "file_id", picture))
    await all_settled(sqlite_world)
    await phone.press("Back to the lesson")
    await phone.wait("Watched")
    await phone.press("Watch")
    await phone.wait(is_video)
    assert sent(sqlite_world) == ["upload", "id", "upload"]


async def test_a_missing_file_is_owned_up_to_and_nothing_loops(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await put_in(world, story_catalogue(tmp_path))
    phone = world.young_person
    await open_page(world, "/lessons gone")
    with caplog.at_level(logging.ERROR):
        await phone.press("Watch")
        sorry = await phone.wait("could not send you the video of Gone")
    assert "the video of lesson gone could not be sent" in caplog.text
    assert sent(world) == []
    assert phone.buttons(sorry)[0] == "Low data (0.1 MB)"
    await phone.press(0, sorry)
    await phone.wait(is_video)
    await phone.send("What is a pick?")
    await phone.wait("Got it, #1")
    words = [str(call.params["text"]) for call in world.sandbox.journal.of("sendMessage", phone.user_id)]
    assert len([text for text in words if "could not send" in text]) == 1


async def test_a_file_that_telegram_refuses_is_owned_up_to(sqlite_world: World) -> None:
    phone = sqlite_world.young_person
    await open_page(sqlite_world)
    sqlite_world.sandbox.fail("sendVideo", error_code=400, description="Bad Request: file is too big")
    await phone.press("Watch")
    await phone.wait("could not send you the video")
    await phone.press("Back to the lesson")
    await phone.wait("Not watched yet")
    await phone.press("Watch")
    await phone.wait(is_video)


async def test_a_video_waits_for_telegram_but_not_for_ever(sqlite_world: World) -> None:
    phone = sqlite_world.young_person
    await open_page(sqlite_world)
    sqlite_world.sandbox.fail("sendVideo", times=50, error_code=502, description="Bad Gateway")
    await phone.press("Watch")
    await phone.wait("on its way")
    sqlite_world.travel(hours=2)
    await phone.send("What is a pick?")
    await phone.wait("Got it, #1")
    sqlite_world.sandbox.heal()
    await phone.send("/lesson")
    await phone.wait("Not watched yet")
    await phone.press("Watch")
    await phone.wait(is_video)
    assert len([bubble for bubble in phone.received if is_video(bubble)]) == 1


async def test_a_link_is_a_button_and_is_never_fetched(world: World, tmp_path: Path) -> None:
    await put_in(world, story_catalogue(tmp_path))
    phone = world.young_person
    await open_page(world, "/lessons link")
    assert "12 MB" in phone.last.text
    assert "outside Telegram" in phone.last.text
    assert phone.buttons()[:2] == ["▶ Watch (12 MB)", "Low data"]
    await phone.press("Watch")
    shown = await phone.wait("Tap the button")
    assert "(12 MB)" in shown.text
    assert shown.buttons[0].url == "https://videos.example.org/link"
    await all_settled(world)
    await phone.press("Back to the lesson")
    await phone.wait("Watched, not done yet")
    await phone.press("Low data")
    await phone.wait("Tap the button")
    assert phone.last.buttons[0].url == "https://videos.example.org/small"
    assert not world.sandbox.journal.of("sendVideo")


async def test_a_very_long_list_of_chapters_follows_the_video(sqlite_world: World, tmp_path: Path) -> None:
    from bot.services.catalogue import Chapter
    from tests.services.lessons_made import FIRST, catalogue, lesson

    clip = story_catalogue(tmp_path).lessons[0].video
    chapters = tuple(Chapter(at, f"{at} " + "long words " * 5) for at in range(20))
    await put_in(sqlite_world, catalogue((FIRST, [lesson("long", FIRST, 1, video=clip, chapters=chapters)])))
    phone = sqlite_world.young_person
    await open_page(sqlite_world, "/lessons long")
    await phone.press("Watch")
    video = await phone.wait(is_video)
    words = await phone.wait("0:19 19 long words")
    assert (video.text, video.buttons) == ("", [])
    assert words.buttons[0].text == "Done"
