"""One lesson on both databases: progress, what may be watched, being stuck."""

from datetime import timedelta
from typing import Any

import pytest

from bot import clock
from bot.errors import NotAllowed, Refusal
from bot.notifications.base import Outcome
from bot.notifications.lessons import LessonVideo, VideoTrouble
from bot.services import lessons
from bot.services.catalogue import Video
from bot.services.lesson_loading import store_catalogue
from bot.services.people import standing
from models.lessons import Progress
from models.outbox import OutboxRow
from models.people import Person
from tests.services.lessons_made import FIRST, Run, acting, catalogue, file_video, furnish, lesson
from tests.world import TUTOR, YOUNG_PERSON


def filed(tmp_path: Any, **values: Any) -> Any:
    """A catalogue with one lesson whose video is a file, with a low data version."""
    low = file_video(tmp_path / "low.mp4", "digest-low", 400)
    video = file_video(tmp_path / "full.mp4", "digest-full", 1000)
    return catalogue((FIRST, [lesson("strings", FIRST, 1, video=video, low_data=low, **values)]))


def rows_of(run: Run, kind: str) -> list[OutboxRow]:
    return run(lambda db: db.query(OutboxRow).filter_by(kind=kind).order_by(OutboxRow.id).all())


def settle(run: Run, about: Any, state: str) -> None:
    """What delivery does when a sending has ended."""
    run(lambda db: about.settled(db, person(db), Outcome(state, clock.now())))


def person(db: Any) -> Person:
    return db.query(Person).filter_by(telegram_id=YOUNG_PERSON).one()


# --- progress ---


def test_the_last_lesson_opened_is_the_one_to_carry_on_with(run: Run) -> None:
    ids = furnish(run)
    act = acting(run, YOUNG_PERSON)
    me = run(person).id
    assert run(lessons.carry_on, me) is None
    act(lessons.open_lesson, ids["strings"])
    clock.travel(timedelta(minutes=1))
    act(lessons.open_lesson, ids["middle-c"])
    assert run(lessons.carry_on, me).title == "Middle c"
    clock.travel(timedelta(minutes=1))
    act(lessons.open_lesson, ids["strings"])
    assert run(lessons.carry_on, me).lesson_id == ids["strings"]


def test_a_withdrawn_lesson_is_not_carried_on_with(run: Run) -> None:
    ids = furnish(run)
    act = acting(run, YOUNG_PERSON)
    act(lessons.open_lesson, ids["strings"])
    clock.travel(timedelta(minutes=1))
    act(lessons.open_lesson, ids["e-minor"])
    run(store_catalogue, catalogue((FIRST, [lesson("strings", FIRST, 1)])))
    assert run(lessons.carry_on, run(person).id).lesson_id == ids["strings"]


def test_a_page_shows_what_is_next_and_how_much_is_done(run: Run) -> None:
    ids = furnish(run)
    act = acting(run, YOUNG_PERSON)
    page = act(lessons.open_lesson, ids["strings"])
    assert (page.done, page.watched, page.done_in_series, page.lessons_in_series) == (False, False, 0, 3)
    assert page.following is not None
    assert page.following.lesson_id == ids["e-minor"]
    page = act(lessons.set_done, ids["strings"], True)
    assert (page.done, page.done_in_series) == (True, 1)
    assert act(lessons.open_lesson, ids["g-chord"]).following is None
    page = act(lessons.set_done, ids["strings"], False)
    assert (page.done, page.done_in_series) == (False, 0)


def test_done_twice_keeps_the_first_time(run: Run) -> None:
    ids = furnish(run)
    act = acting(run, YOUNG_PERSON)
    act(lessons.set_done, ids["strings"], True)
    first = run(lambda db: db.query(Progress).one().done_at)
    clock.travel(timedelta(days=1))
    act(lessons.set_done, ids["strings"], True)
    assert run(lambda db: db.query(Progress).one().done_at) == first


def test_a_tutor_sees_the_page_and_leaves_no_trace(run: Run) -> None:
    ids = furnish(run)
    act = acting(run, TUTOR)
    page = act(lessons.open_lesson, ids["strings"])
    assert not page.learner
    act(lessons.watch, ids["strings"], False)
    assert run(lambda db: db.query(Progress).count()) == 0
    for use_case, more in ((lessons.set_done, (True,)), (lessons.ask_moment, ()), (lessons.choose_moment, (3,))):
        with pytest.raises(NotAllowed):
            act(use_case, ids["strings"], *more)


@pytest.mark.parametrize("number", [0, -1, 4711, 2**31, 10**17, -(10**17)])
def test_a_made_up_lesson_is_refused(run: Run, number: int) -> None:
    furnish(run)
    act = acting(run, YOUNG_PERSON)
    for use_case, more in (
        (lessons.open_lesson, ()),
        (lessons.look_at, ()),
        (lessons.set_done, (True,)),
        (lessons.watch, (False,)),
        (lessons.ask_moment, ()),
        (lessons.choose_moment, (0,)),
    ):
        with pytest.raises(Refusal) as refused:
            act(use_case, number, *more)
        assert refused.value.key == "old-button"


def test_a_withdrawn_lesson_says_so(run: Run) -> None:
    ids = furnish(run)
    act = acting(run, YOUNG_PERSON)
    run(store_catalogue, catalogue((FIRST, [lesson("strings", FIRST, 1)])))
    for use_case, more in ((lessons.open_lesson, ()), (lessons.watch, (False,)), (lessons.ask_moment, ())):
        with pytest.raises(Refusal) as refused:
            act(use_case, ids["e-minor"], *more)
        assert refused.value.key == "lesson-gone"


# --- the video ---


def test_tapping_twice_promises_one_video_and_later_one_more(run: Run, tmp_path: Any) -> None:
    ids = furnish(run, filed(tmp_path))
    act = acting(run, YOUNG_PERSON)
    about = LessonVideo(ids["strings"], False)
    for _ in range(3):
        assert act(lessons.watch, ids["strings"], False).url is None
    assert len(rows_of(run, "lesson_video")) == 1
    settle(run, about, "retrying")
    act(lessons.watch, ids["strings"], False)
    assert len(rows_of(run, "lesson_video")) == 1
    act(lessons.watch, ids["strings"], True)
    assert [row.params["low"] for row in rows_of(run, "lesson_video")] == [False, True]
    settle(run, about, "sent")
    act(lessons.watch, ids["strings"], False)
    assert len(rows_of(run, "lesson_video")) == 3


def test_watched_means_that_the_video_has_arrived(run: Run, tmp_path: Any) -> None:
    ids = furnish(run, filed(tmp_path))
    act = acting(run, YOUNG_PERSON)
    act(lessons.watch, ids["strings"], False)
    assert not act(lessons.look_at, ids["strings"]).watched
    settle(run, LessonVideo(ids["strings"], False), "sent")
    assert act(lessons.look_at, ids["strings"]).watched


def test_a_video_that_can_not_be_sent_is_owned_up_to_and_counts_as_nothing(run: Run, tmp_path: Any) -> None:
    ids = furnish(run, filed(tmp_path))
    act = acting(run, YOUNG_PERSON)
    act(lessons.watch, ids["strings"], False)
    settle(run, LessonVideo(ids["strings"], False), "failed")
    assert not act(lessons.look_at, ids["strings"]).watched
    assert [row.params for row in rows_of(run, "video_trouble")] == [{"lesson_id": ids["strings"], "low": False}]
    (said,) = run(lambda db: VideoTrouble(ids["strings"], False).compose(db, person(db)))
    assert "button-low-data" in [button.text.key for row in said.rows for button in row]


def test_a_link_is_given_and_nothing_is_promised(run: Run) -> None:
    ids = furnish(run)
    act = acting(run, YOUNG_PERSON)
    seen = act(lessons.watch, ids["strings"], False)
    assert (seen.url, seen.size_bytes) == ("https://videos.example.org/strings", 12_300_000)
    assert rows_of(run, "lesson_video") == []
    assert act(lessons.look_at, ids["strings"]).watched


def test_low_data_where_there_is_none_is_refused(run: Run) -> None:
    ids = furnish(run)
    with pytest.raises(Refusal) as refused:
        acting(run, YOUNG_PERSON)(lessons.watch, ids["strings"], True)
    assert refused.value.key == "old-button"


def test_the_low_data_version_can_be_a_link_beside_a_file(run: Run, tmp_path: Any) -> None:
    low = Video("https://videos.example.org/low", None, None)
    video = file_video(tmp_path / "full.mp4", "digest-full")
    ids = furnish(run, catalogue((FIRST, [lesson("strings", FIRST, 1, video=video, low_data=low)])))
    act = acting(run, YOUNG_PERSON)
    assert act(lessons.watch, ids["strings"], True).url == "https://videos.example.org/low"
    assert act(lessons.watch, ids["strings"], False).url is None


def test_a_video_that_was_withdrawn_on_its_way_becomes_a_kind_word(run: Run, tmp_path: Any) -> None:
    ids = furnish(run, filed(tmp_path))
    run(store_catalogue, catalogue((FIRST, [lesson("g-chord", FIRST, 1)])))
    about = LessonVideo(ids["strings"], False)
    (said,) = run(lambda db: about.compose(db, person(db)))
    assert said.text is not None
    assert (said.text.key, said.media) == ("lesson-gone", ())
    settle(run, about, "sent")
    assert run(lambda db: db.query(Progress).count()) == 0


# --- I'm stuck here ---


@pytest.mark.parametrize("seconds", [0, 20, 134, 180, None])
def test_a_moment_leads_to_the_question(run: Run, seconds: int | None) -> None:
    ids = furnish(run)
    act = acting(run, YOUNG_PERSON)
    act(lessons.ask_moment, ids["strings"])
    assert run(standing, YOUNG_PERSON).step == lessons.MOMENT_STEP
    assert act(lessons.choose_moment, ids["strings"], seconds).within
    here = run(standing, YOUNG_PERSON)
    assert (here.step, here.data) == ("question.words", {"lesson": ids["strings"], "moment": seconds})


def test_a_moment_beyond_the_end_is_asked_for_again(run: Run) -> None:
    ids = furnish(run)
    act = acting(run, YOUNG_PERSON)
    assert not act(lessons.choose_moment, ids["strings"], 181).within
    here = run(standing, YOUNG_PERSON)
    assert (here.step, here.data) == (lessons.MOMENT_STEP, {"lesson": ids["strings"]})


def test_a_moment_before_the_beginning_was_made_up(run: Run) -> None:
    ids = furnish(run)
    with pytest.raises(Refusal):
        acting(run, YOUNG_PERSON)(lessons.choose_moment, ids["strings"], -5)


def test_who_opens_a_lesson_has_stopped_searching(run: Run) -> None:
    ids = furnish(run)
    act = acting(run, YOUNG_PERSON)
    act(lessons.ask_what_to_find)
    assert run(standing, YOUNG_PERSON).step == lessons.FIND_STEP
    act(lessons.open_lesson, ids["strings"])
    assert run(standing, YOUNG_PERSON).step is None
    act(lessons.choose_moment, ids["strings"], 3)
    act(lessons.open_lesson, ids["strings"])
    assert run(standing, YOUNG_PERSON).step == "question.words"
