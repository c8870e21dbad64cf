"""Finding an old thread again: by words that are nearly right, by lesson, by alias; never what was taken back."""

from sqlalchemy import select

from models.lessons import Lesson
from models.questions import Question
from tests.world import World


async def _ask(world: World, words: str) -> None:
    await world.young_person.send(f"/ask {words}")
    await world.tutor.wait(words)


async def test_found_by_the_words_of_both_sides(world: World) -> None:
    """In the question and in the answer; opened by a button."""
    await _ask(world, "My G chord keeps buzzing")
    await _ask(world, "What is a capo for?")
    await world.tutor.send("/answer 1 Bend your fingertips more, like a claw")
    await world.young_person.wait("claw")
    await world.tutor.wait("delivered")
    await world.tutor.send("/search buzzing claw")
    found = await world.tutor.wait("#1 Otter-12")
    assert "#2" not in found.text
    await world.tutor.press("#1", found)
    await world.tutor.wait("like a claw")


async def test_small_mistakes_do_not_matter(world: World) -> None:
    """A letter too few, two letters the wrong way round, an accent, the beginning of a word."""
    await _ask(world, "How do I play a barré with strumming?")
    for words in ("barre", "barree", "strumimng", "strum", "BARRÉ"):
        await world.tutor.send(f"/search {words}")
        found = await world.tutor.wait("#1 Otter-12")
        await world.tutor.send("/search zzzz")
        await world.tutor.wait("Nothing found")
        assert "strumming" in found.text, words


async def test_what_is_taken_back_is_never_found_and_edits_are(world: World) -> None:
    """The index follows in the same transaction."""
    sent = await world.young_person.send("My secret polka")
    await world.tutor.wait("polka")
    await world.young_person.edit(sent, "My favourite tango")
    await world.tutor.wait("favourite tango")
    await world.tutor.send("/search polka")
    await world.tutor.wait("Nothing found")
    await world.tutor.send("/search tango")
    await world.tutor.wait("#1 Otter-12")
    await world.young_person.press("Take it back")
    await world.young_person.wait("taken back")
    await world.second_tutor.send("/search tango")
    await world.second_tutor.wait("Nothing found")


async def test_filters(world: World) -> None:
    """By lesson and by alias, alone or with words; an unknown one is named."""
    await _ask(world, "It buzzes")
    await _ask(world, "It buzzes again")

    def about_a_lesson(db: object) -> str:
        lesson = db.scalars(select(Lesson).order_by(Lesson.id)).first()  # type: ignore[attr-defined]
        question = db.get(Question, 2)  # type: ignore[attr-defined]
        question.lesson_id = lesson.id
        return str(lesson.key)

    key = await world.database.write(about_a_lesson)
    await world.tutor.send(f"/search buzzes lesson:{key}")
    found = await world.tutor.wait("#2 Otter-12")
    assert "#1 Otter" not in found.text
    await world.tutor.send("/search alias:otter12")
    assert "#2 Otter-12" in (await world.tutor.wait("#1 Otter-12")).text
    for words, answer in (
        ("/search alias:Nobody-99", "nobody with that alias"),
        ("/search buzz lesson:qqqqqqqq", "no lesson like qqqqqqqq"),
        ("/search", "What are you looking for"),
        ("/search '\" ) ( * & | ! : %", "What are you looking for"),
        ("/search " + "w" * 3000, "What are you looking for"),
    ):
        await world.tutor.send(words)
        await world.tutor.wait(answer)
    await world.young_person.send("/search buzzes")
    await world.young_person.wait("I don't know that one")


async def test_page_by_page(world: World) -> None:
    """The newest first; the rest by a button."""
    for number in range(1, 9):
        await _ask(world, f"Question {number} about a riff")
    await world.tutor.send("/search riff")
    first = await world.tutor.wait("#8 Otter-12")
    assert "#2 Otter" not in first.text
    await world.tutor.press("Later", first)
    second = await world.tutor.wait("#1 Otter-12")
    assert "#2 Otter-12" in second.text
    assert "#3 Otter" not in second.text
