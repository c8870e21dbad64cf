"""What was sent is changed or taken back: the other side sees it, and is told in a short line."""

from sqlalchemy import select

from models.questions import EntryVersion
from tests.world import World


async def _answered(world: World, words: str = "Press closer to the fret") -> int:
    """A question with an answer that has arrived; the number of the tutor's message."""
    await world.young_person.send("How do I stop the buzzing?")
    shown = await world.tutor.wait("buzzing")
    sent = await world.tutor.send(words, reply_to=shown)
    await world.young_person.wait(words)
    await world.tutor.wait("delivered")
    return sent.id


async def test_an_answer_is_corrected(world: World) -> None:
    """The words change in their place, a line says whose correction it is, and the record keeps both versions."""
    sent = await _answered(world)
    before = len(world.young_person.received)
    await world.tutor.edit(sent, "Press just behind the fret")
    line = await world.young_person.wait("Tom corrected #1")
    await world.young_person.wait("just behind the fret")
    await world.tutor.wait("corrected ✓")
    assert len(world.young_person.received) == before + 1
    assert not [bubble for bubble in world.young_person.received if "Press closer" in bubble.text]
    assert line.reply_to is not None
    await world.tutor.edit(sent, "Press right behind the fret")
    await world.young_person.wait("right behind the fret")
    assert len(world.young_person.received) == before + 1
    kept = await world.database.read(
        lambda db: list(db.scalars(select(EntryVersion.text).order_by(EntryVersion.version)))
    )
    assert kept == ["Press closer to the fret", "Press just behind the fret"]


async def test_an_answer_is_taken_back(world: World) -> None:
    """By the button: it leaves the young person's chat, a line says so, and the question is the tutor's again."""
    await _answered(world)
    await world.tutor.press("Take it back")
    await world.young_person.wait("Tom took an answer to #1 back")
    await world.tutor.wait("taken back ✓")
    assert not [bubble for bubble in world.young_person.received if "Press closer" in bubble.text]
    await world.tutor.send("/answer 1 Cut your nails")
    await world.young_person.wait("Cut your nails")


async def test_by_command_the_newest_answer_is_taken_back(world: World) -> None:
    """/unsend 17, a picture too; a second time there is nothing left."""
    await _answered(world)
    await world.tutor.photo(caption="Like this", reply_to=world.tutor.received[0])
    await world.young_person.wait("Like this")
    await world.tutor.wait("delivered")
    await world.tutor.send("/unsend 1")
    await world.young_person.wait("took an answer")
    assert not [bubble for bubble in world.young_person.received if "Like this" in bubble.text]
    assert [bubble for bubble in world.young_person.received if "Press closer" in bubble.text]
    await world.tutor.send("/unsend 1")
    await world.tutor.wait("Your answer to #1 is taken back")
    await world.tutor.send("/unsend 1")
    await world.tutor.wait("no answer to #1 that could be taken back")


async def test_after_two_days_it_is_too_late(world: World) -> None:
    """Telegram lets nobody remove it then: the tutor is told what can still be done."""
    await _answered(world)
    world.travel(hours=49)
    await world.tutor.send("/unsend 1")
    told = await world.tutor.wait("older than 48 hours")
    assert "/answer 1" in told.text
    assert [bubble for bubble in world.young_person.received if "Press closer" in bubble.text]


async def test_only_ones_own_answers(world: World) -> None:
    """Another tutor, and numbers that are none, change nothing."""
    await _answered(world)
    for words, answer in (
        ("/unsend 1", "no answer to #1"),
        ("/unsend 99", "no question #99"),
        ("/unsend", "17"),
        ("/unsend 99999999999999999999", "99999"),
        ("/unsend now", "17"),
    ):
        await world.second_tutor.send(words)
        await world.second_tutor.wait(answer)
    await world.young_person.send("/unsend 1")
    await world.young_person.wait("I don't know that one")
    assert [bubble for bubble in world.young_person.received if "Press closer" in bubble.text]


async def test_a_young_persons_edit_reaches_the_tutor(world: World) -> None:
    """Their message changes at the tutor's, who is told in a line."""
    sent = await world.young_person.send("How do I stop the buzing?")
    await world.tutor.wait("buzing")
    await world.young_person.edit(sent, "How do I stop the buzzing on the B string?")
    line = await world.tutor.wait("Riff (Otter-12) changed #1")
    changed = await world.tutor.wait("on the B string")
    assert "(edited)" in changed.text
    assert line.silent
    assert not [bubble for bubble in world.tutor.received if "buzing" in bubble.text]


async def test_a_caption_is_corrected(world: World) -> None:
    """Under a picture the caption changes and the picture stays."""
    await world.young_person.send("How do I hold it?")
    shown = await world.tutor.wait("hold it")
    sent = await world.tutor.photo(caption="Like that", reply_to=shown)
    await world.young_person.wait("Like that")
    await world.tutor.wait("delivered")
    await world.tutor.edit(sent.id, "Like this")
    await world.young_person.wait("corrected #1")
    changed = await world.young_person.wait("Like this")
    assert changed.kind == "photo"


async def test_a_command_is_corrected_but_not_moved(world: World) -> None:
    """/answer 17 words: the words can be edited, the number can't."""
    await world.young_person.send("How do I stop the buzzing?")
    await world.tutor.wait("buzzing")
    sent = await world.tutor.send("/answer 1 Press closer")
    await world.young_person.wait("Press closer")
    await world.tutor.edit(sent, "/answer 2 Press harder")
    await world.tutor.wait("can't move it to another question")
    await world.tutor.edit(sent, "/answer 1 Press gently")
    await world.young_person.wait("Press gently")


async def test_a_picture_is_exchanged(world: World) -> None:
    """Another picture in a message changes the other side's, and the record keeps both."""
    await world.young_person.send("How do I hold it?")
    shown = await world.tutor.wait("hold it")
    sent = await world.tutor.photo(b"first picture", caption="Like this", reply_to=shown)
    before = (await world.young_person.wait("Like this")).raw["photo"]
    await world.tutor.wait("delivered")
    other = await world.young_person.photo(b"another picture")
    raw = {**sent.raw, "photo": other.raw["photo"], "caption": "Like that", "edit_date": sent.raw["date"] + 1}
    world.sandbox.world.updates.push("edited_message", raw)
    await world.young_person.wait("corrected #1")
    changed = await world.young_person.wait("Like that")
    assert changed.kind == "photo"
    assert changed.raw["photo"][-1]["file_unique_id"] == other.raw["photo"][-1]["file_unique_id"]
    assert changed.raw["photo"] != before
    assert await world.database.read(lambda db: db.scalars(select(EntryVersion.file_id)).one()) is not None


async def test_words_become_a_picture(world: World) -> None:
    """A young person adds a picture to words they had sent: the tutor's message gets it."""
    sent = await world.young_person.send("How do I hold it?")
    await world.tutor.wait("hold it")
    other = await world.second_tutor.photo(b"a picture")
    raw = {key: value for key, value in sent.raw.items() if key not in ("text", "entities")}
    raw |= {"photo": other.raw["photo"], "caption": "How do I hold this?", "edit_date": sent.raw["date"] + 1}
    world.sandbox.world.updates.push("edited_message", raw)
    changed = await world.tutor.wait("How do I hold this?")
    assert changed.kind == "photo"
    await world.tutor.wait("changed #1")
