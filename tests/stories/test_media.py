"""Everything that can be sent reaches the other side: each kind, captions kept, albums whole and in order."""

import pytest

from tests.world import World

KINDS = ("photo", "video", "voice", "audio", "document", "video_note", "sticker")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_question_and_its_answer_in_any_medium(sqlite_world: World, kind: str) -> None:
    """A tutor gets the young person's file, and answers with one of the same kind by a reply."""
    world = sqlite_world
    await getattr(world.young_person, kind)()
    await world.young_person.wait("Got it, #1")
    shown = await world.tutor.wait(lambda bubble: bubble.kind == kind)
    await getattr(world.tutor, kind)(reply_to=shown)
    await world.young_person.wait(lambda bubble: bubble.kind == kind)
    await world.tutor.wait("delivered")


async def test_an_album_stays_whole_and_in_order(world: World) -> None:
    """One album, one receipt; the tutor gets the pictures as an album, in the order they were sent."""
    sent = await world.young_person.album(["photo", "photo", "photo"], caption="Is my hand right?")
    await world.young_person.wait("Got it, #1", timeout=8)
    await world.tutor.until(lambda: len([b for b in world.tutor.received if b.kind == "photo"]) == 3, timeout=8)
    pictures = [bubble for bubble in world.tutor.received if bubble.kind == "photo"]
    assert [bubble.file_id for bubble in pictures] == [bubble.file_id for bubble in sent]
    assert len({bubble.raw["media_group_id"] for bubble in pictures}) == 1
    await world.tutor.wait("Is my hand right?", after=0)
    receipts = [bubble for bubble in world.young_person.received if "Got it" in bubble.text]
    assert len(receipts) == 1


async def test_a_caption_is_kept_and_its_edit_follows(sqlite_world: World) -> None:
    """What stands under a photo arrives, and so does its correction."""
    world = sqlite_world
    photo = await world.young_person.photo(caption="My D chord")
    await world.tutor.wait("My D chord")
    await world.young_person.edit(photo, "My A chord")
    edited = await world.tutor.wait("My A chord")
    assert "(edited)" in edited.text


async def test_a_place_is_refused_and_not_kept(sqlite_world: World) -> None:
    """A location is answered in words and goes nowhere."""
    world = sqlite_world
    await world.young_person.location(52.04, -0.76)
    await world.young_person.wait("I don't take locations")
    await world.tutor.quiet()
