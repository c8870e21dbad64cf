"""Finding a lesson on both databases: by instrument, series and lesson, and by words."""

import pytest

from bot.errors import NotAllowed, Refusal
from bot.policies.instruments import NAMED, plays
from bot.services import lesson_browsing as browsing
from bot.services import lessons
from bot.services.catalogue import INSTRUMENTS as IN_CATALOGUES
from bot.services.lesson_loading import load_catalogue, store_catalogue
from bot.services.people import INSTRUMENTS, actor_of
from bot.texts import bundle_for
from tests.services.lessons_made import (
    FIRST,
    KEYS,
    MOVE,
    Run,
    acting,
    catalogue,
    furnish,
    ids,
    lesson,
    series,
    small_catalogue,
)
from tests.world import SAMPLE_LESSONS, TUTOR, YOUNG_PERSON


def play(run: Run, *instruments: str) -> None:
    def change(db):  # type: ignore[no-untyped-def]
        actor_of(db, YOUNG_PERSON).instruments = list(instruments)

    run(change)


# --- instruments ---


def test_every_instrument_has_a_name() -> None:
    texts = bundle_for("en")
    for name in {*IN_CATALOGUES, *INSTRUMENTS, *NAMED}:
        assert name in NAMED
        assert texts.has_message(f"instrument-{name.replace(' ', '-')}"), name


@pytest.mark.parametrize(
    ("chosen", "instrument", "meant"),
    [
        (["guitar"], "guitar", True),
        (["guitar"], "bass", False),
        (["keyboard"], "piano", True),
        (["brass"], "trumpet", True),
        (["woodwind", "drums"], "tabla", True),
        (["piano"], "keyboard", False),
        ([], "guitar", False),
        (["sitar"], "sitar", True),
    ],
)
def test_what_somebody_plays(chosen: list[str], instrument: str, meant: bool) -> None:
    assert plays(chosen, instrument) is meant


def test_ones_own_instrument_comes_first_and_alone_is_where_to_go(run: Run) -> None:
    known = furnish(run)
    act = acting(run, YOUNG_PERSON)
    shelf = act(browsing.shelf)
    assert [one.name for one in shelf.instruments] == ["guitar", "keyboard"]
    assert shelf.straight_to == known["strings"]
    assert shelf.ask == ()
    play(run, "keyboard")
    shelf = act(browsing.shelf)
    assert [one.name for one in shelf.instruments] == ["keyboard", "guitar"]
    assert shelf.straight_to == known["middle-c"]
    play(run, "keyboard", "guitar")
    assert act(browsing.shelf).straight_to is None


def test_an_instrument_without_lessons_leads_nowhere_special(run: Run) -> None:
    furnish(run)
    play(run, "violin")
    shelf = acting(run, YOUNG_PERSON)(browsing.shelf)
    assert (shelf.straight_to, shelf.ask) == (None, ())
    assert not any(one.own for one in shelf.instruments)


def test_what_they_play_is_asked_once(run: Run) -> None:
    furnish(run)
    play(run)
    act = acting(run, YOUNG_PERSON)
    asked = act(browsing.shelf).ask
    assert asked[:2] == ("guitar", "keyboard")  # what there are lessons for comes first
    assert set(asked) == set(INSTRUMENTS)
    act(browsing.note_asked)
    assert act(browsing.shelf).ask == ()


def test_staff_and_an_empty_catalogue_are_not_asked(run: Run) -> None:
    furnish(run)
    play(run)
    run(lambda db: setattr(actor_of(db, TUTOR), "instruments", []))
    assert acting(run, TUTOR)(browsing.shelf).ask == ()
    run(store_catalogue, catalogue())
    shelf = acting(run, YOUNG_PERSON)(browsing.shelf)
    assert (shelf.instruments, shelf.ask) == ((), ())


def test_choosing_an_instrument(run: Run) -> None:
    known = furnish(run)
    play(run)
    act = acting(run, YOUNG_PERSON)
    assert act(browsing.choose_instrument, "keyboard").straight_to == known["middle-c"]
    act(browsing.choose_instrument, "keyboard")
    assert run(actor_of, YOUNG_PERSON).instruments == ["keyboard"]
    with pytest.raises(Refusal):
        act(browsing.choose_instrument, "theremin")
    with pytest.raises(NotAllowed):
        acting(run, TUTOR)(browsing.choose_instrument, "drums")


def test_an_instrument_with_a_long_foreign_name_can_be_browsed(run: Run) -> None:
    far = series("far-away", "ძალიან გრძელი სახელის ფანდური")
    known = furnish(run, catalogue((far, [lesson("pluck", far, 1)])))
    act = acting(run, YOUNG_PERSON)
    assert [one.lesson_id for one in act(browsing.shelf).instruments] == [known["pluck"]]
    assert act(browsing.series_of_instrument, known["pluck"], 0).instrument == far.instrument


# --- series and lessons ---


def test_series_stand_by_level_and_what_is_done_comes_last(run: Run) -> None:
    hard = series("hard-stuff", level="advanced")
    made = catalogue(
        (hard, [lesson("shred", hard, 1)]),
        (MOVE, [lesson("g-to-d", MOVE, 1)]),
        (FIRST, [lesson("strings", FIRST, 1), lesson("e-minor", FIRST, 2)]),
        (KEYS, [lesson("middle-c", KEYS, 1)]),
    )
    known = furnish(run, made)
    act = acting(run, YOUNG_PERSON)

    def titles() -> list[tuple[str, int, int]]:
        view = act(browsing.series_of_instrument, known["shred"], 0)
        return [(one.title, one.done, one.lessons) for one in view.page.items]

    assert titles() == [("First steps", 0, 2), ("On the move", 0, 1), ("Hard stuff", 0, 1)]
    act(lessons.set_done, known["strings"], True)
    assert titles()[0] == ("First steps", 1, 2)
    act(lessons.set_done, known["e-minor"], True)
    assert titles() == [("On the move", 0, 1), ("Hard stuff", 0, 1), ("First steps", 2, 2)]


def test_lessons_of_a_series_with_ticks_and_the_way_forward(run: Run) -> None:
    known = furnish(run)
    act = acting(run, YOUNG_PERSON)
    view = act(browsing.lessons_of_series, known["g-chord"], 0)
    assert [line.title for line in view.page.items] == ["Strings", "E minor", "G chord"]
    assert (view.done, view.lessons, view.up_next) == (0, 3, None)
    act(lessons.set_done, known["strings"], True)
    view = act(browsing.lessons_of_series, known["g-chord"], 0)
    assert [line.done for line in view.page.items] == [True, False, False]
    assert view.up_next is not None
    assert view.up_next.lesson_id == known["e-minor"]
    assert not acting(run, TUTOR)(browsing.lessons_of_series, known["strings"], 0).done


def test_nobody_sees_another_ones_progress(run: Run) -> None:
    known = furnish(run)
    acting(run, YOUNG_PERSON)(lessons.set_done, known["strings"], True)
    page = acting(run, TUTOR)(lessons.look_at, known["strings"])
    assert (page.done, page.done_in_series) == (False, 0)


def test_long_lists_come_in_pages_and_a_made_up_page_is_the_nearest(run: Run) -> None:
    many = [lesson(f"lesson-{number}", FIRST, number) for number in range(1, 20)]
    known = furnish(run, catalogue((FIRST, many)))
    act = acting(run, YOUNG_PERSON)
    at = known["lesson-1"]
    seen = []
    for number in range(3):
        page = act(browsing.lessons_of_series, at, number).page
        assert page.more is (number < 2)
        seen += [line.title for line in page.items]
    assert seen == [f"Lesson {number}" for number in range(1, 20)]
    assert act(browsing.lessons_of_series, at, 10**17).page.number == 2
    assert act(browsing.lessons_of_series, at, -5).page.number == 0


def test_withdrawn_lessons_are_in_no_list(run: Run) -> None:
    known = furnish(run)
    run(store_catalogue, catalogue((FIRST, [lesson("strings", FIRST, 1)])))
    act = acting(run, YOUNG_PERSON)
    assert [one.name for one in act(browsing.shelf).instruments] == ["guitar"]
    assert act(browsing.lessons_of_series, known["strings"], 0).lessons == 1
    assert act(browsing.search, "middle c") == []
    with pytest.raises(Refusal) as refused:
        act(browsing.series_of_instrument, known["middle-c"], 0)
    assert refused.value.key == "lesson-gone"


# --- search ---


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("G chord", "The G chord"),
        ("g cord", "The G chord"),
        ("midle c", "Find middle C"),
        ("strming", "Strum down and up"),
        ("metronome", "Feel the beat"),
        ("rock beet", "Your first rock beat"),
        ("hip hop", "A slow, heavy beat"),
        ("THE SIX STRINGS", "The six strings"),
        ("four chords", "Four chords, lots of songs"),
    ],
)
def test_search_forgives_spelling(run: Run, words: str, first: str) -> None:
    furnish(run)
    run(load_catalogue, SAMPLE_LESSONS)
    found = acting(run, YOUNG_PERSON)(browsing.search, words)
    assert found[0].title == first


def test_search_knows_instruments_series_and_what_else_they_are_called(run: Run) -> None:
    sing = series("first-songs", "voice")
    furnish(run, catalogue((FIRST, [lesson("strings", FIRST, 1)]), (sing, [lesson("breathe", sing, 1)])))
    act = acting(run, YOUNG_PERSON)
    assert [line.title for line in act(browsing.search, "gutar")] == ["Strings"]
    assert [line.title for line in act(browsing.search, "singing")] == ["Breathe"]
    assert act(browsing.search, "first songs")[0].title == "Breathe"


def test_among_equals_ones_own_instrument_comes_first(run: Run) -> None:
    furnish(run)
    play(run, "keyboard")
    act = acting(run, YOUNG_PERSON)
    assert [line.title for line in act(browsing.search, "chord")] == ["C chord", "G chord"]
    play(run, "guitar")
    assert [line.title for line in act(browsing.search, "chord")] == ["G chord", "C chord"]


@pytest.mark.parametrize("words", ["bagpipes", "", "???", "qqqqqqqq"])
def test_nothing_found(run: Run, words: str) -> None:
    furnish(run)
    assert acting(run, YOUNG_PERSON)(browsing.search, words) == []


# --- loading ---


def test_loading_again_changes_only_what_changed(run: Run) -> None:
    furnish(run)
    before = ids(run)
    changed = run(store_catalogue, small_catalogue())
    assert (changed.new, changed.changed, changed.withdrawn) == (0, 0, 0)
    fewer = catalogue((FIRST, [lesson("strings", FIRST, 1, title="Six strings"), lesson("tuning", FIRST, 2)]))
    changed = run(store_catalogue, fewer)
    assert (changed.new, changed.changed, changed.withdrawn) == (1, 1, 5)
    changed = run(store_catalogue, fewer)
    assert (changed.new, changed.changed, changed.withdrawn) == (0, 0, 0)
    assert {key: number for key, number in ids(run).items() if key != "tuning"} == before


def test_what_comes_back_into_the_catalogue_has_kept_its_progress(run: Run) -> None:
    known = furnish(run)
    act = acting(run, YOUNG_PERSON)
    act(lessons.set_done, known["e-minor"], True)
    run(store_catalogue, catalogue((FIRST, [lesson("strings", FIRST, 1)])))
    run(store_catalogue, small_catalogue())
    assert act(lessons.look_at, known["e-minor"]).done
