"""Figures: right on a small world counted by hand, and on any world counted once more in the most simple-minded way."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, orm

from bot import clock
from bot.errors import NotAllowed, Refusal
from bot.policies.periods import Period
from bot.policies.suppression import Shown
from bot.services import figures
from bot.services.figures import Counted
from models.attendance import Attendance
from models.lessons import Lesson, Progress
from models.people import Person, PersonRole, Role
from models.questions import Entry, EntryState, Question, QuestionState
from models.sessions import Occurrence, Session
from models.terms import Term
from tests.services.session_house import COORDINATOR, LEAD, OTTER, TUTOR, as_somebody, at, config
from tests.services.session_house import people as cast

Run = Callable[..., Any]
START, END = datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SECOND = timedelta(seconds=1)


def young(db: orm.Session, number: int, joined: datetime, left: datetime | None = None) -> int:
    role = PersonRole(role=Role.YOUNG_PERSON)
    alias = f"Gecko-{number}"
    db.add(
        Person(id=number, telegram_id=number, alias=alias, name="Y", joined_at=joined, left_at=left, role_rows=[role])
    )
    db.flush()
    return number


def lesson(db: orm.Session) -> int:
    made = Lesson(
        key="guitar/g", instrument="guitar", level="first", series_key="g", series_title="G", series_position=0,
        position=0, title="G", summary="", length_seconds=60, captions=False,
    )  # fmt: skip
    db.add(made)
    db.flush()
    return made.id


def meeting(db: orm.Session, position: int, starts: datetime, minutes: int = 60, off: bool = False) -> int:
    if db.get(Session, 1) is None:
        db.add(
            Session(
                id=1, title="Band", tutor_id=TUTOR, zone="Europe/London", first_local="2026-09-01T10:00:00",
                minutes=60, frequency="weekly", created_at=starts,
            )
        )  # fmt: skip
        db.flush()
    made = Occurrence(
        session_id=1,
        position=position,
        local=starts.replace(tzinfo=None).isoformat(),
        starts_at=starts,
        ends_at=starts + timedelta(minutes=minutes),
        cancelled_at=starts - DAY if off else None,
    )
    db.add(made)
    db.flush()
    return made.id


def was(db: orm.Session, occurrence: int, person: int, mark: str | None, reply: str | None = None) -> None:
    db.add(Attendance(occurrence_id=occurrence, person_id=person, mark=mark, reply=reply, felt_words=""))


def question(
    db: orm.Session, asker: int, asked: datetime, answers: list[timedelta], helped: bool | None = None, **more: Any
) -> None:
    made = Question(asker_id=asker, asked_at=asked, helped=helped, state=QuestionState.ANSWERED, **more)
    db.add(made)
    db.flush()
    db.add(Entry(question_id=made.id, author_id=asker, by_staff=False, kind="text", text="?", said_at=asked))
    for wait in answers:
        db.add(
            Entry(
                question_id=made.id, author_id=TUTOR, by_staff=True, kind="text", text="!", said_at=asked,
                state=EntryState.DELIVERED, delivered_at=asked + wait,
            )
        )  # fmt: skip
    db.flush()


@pytest.fixture
def house(run: Run) -> Run:
    """The cast, who joined on the 25th of November."""
    at("2026-11-25 12:00")
    run(cast)
    return run


def small_world(db: orm.Session) -> None:
    """Twelve young people in September and October, with all that happens at the edges."""
    for number in range(100, 110):
        young(db, number, START - DAY)
    young(db, 110, START)  # new, in the first second
    young(db, 111, END - SECOND)  # new, in the last
    young(db, 112, END)  # the day after
    young(db, 113, START - 9 * DAY, left=START - SECOND)  # gone before
    g = lesson(db)
    db.add(Progress(person_id=100, lesson_id=g, opened_at=START, done_at=END))
    db.add(Progress(person_id=101, lesson_id=g, opened_at=START - SECOND, done_at=END - SECOND))
    db.add(Progress(person_id=TUTOR, lesson_id=g, opened_at=START + DAY, done_at=START + DAY))
    first = meeting(db, 0, START + DAY)
    for number in range(100, 111):
        was(db, first, number, "late" if number == 100 else "present")
    second = meeting(db, 1, START + 8 * DAY, minutes=90)
    was(db, second, 100, "present")
    was(db, second, 101, "told", "not_coming")
    was(db, second, 102, "not_told")
    was(db, second, 103, None, "not_coming")
    third = meeting(db, 2, START + 15 * DAY)  # nobody kept a register
    was(db, third, 100, None, "coming")
    off = meeting(db, 3, START + 22 * DAY, off=True)
    was(db, off, 100, "present")
    meeting(db, 4, END - timedelta(minutes=30))  # over after the end
    meeting(db, 5, START - HOUR)  # over with the first second: in it
    for number, wait in enumerate((1, 2, 3, 4, 5, 6, 7, 8, 9, 10)):
        question(db, 100, START + number * DAY, [timedelta(hours=wait), timedelta(hours=wait + 1)], helped=True)
    question(db, 101, START - HOUR, [2 * HOUR], helped=False)  # asked before, answered in it
    question(db, 101, START - 2 * HOUR, [HOUR, 3 * HOUR])  # the first answer came before
    question(db, 102, START + DAY, [])
    question(db, 102, END - SECOND, [HOUR])  # answered after it
    made = Question(asker_id=103, asked_at=START + DAY, state=QuestionState.WITHDRAWN)
    db.add(made)
    db.flush()


def test_a_small_world_counted_by_hand(house: Run) -> None:
    house(small_world)
    assert house(figures.count, START, END) == Counted(
        counts={
            "people": 12, "new": 2, "active": 11,
            "there": 12, "late": 1, "told": 1, "not_told": 1, "could_not": 2,
            "opened": 1, "done": 1,
            "asked": 12, "answered": 11, "helped": 10, "stuck": 1, "silent": 0,
        },
        held=4, without_register=2, called_off=1,
        minutes_held=60 + 90 + 60 + 60, minutes_there=11 * 60 + 90,
        median_wait=5 * HOUR,
    )  # fmt: skip


def test_what_anybody_may_see_of_it(house: Run) -> None:
    """Eleven active of twelve would tell of the one who was not, and one late of twelve of nobody."""
    house(small_world)
    found = figures.for_others(house(figures.count, START, END), Period(START.date(), END.date()))
    few, more = Shown(None, few=True), Shown(None, few=False)
    assert dict(found.shown) == {
        "people": Shown(12), "new": few, "active": more,
        "there": Shown(12), "late": few, "told": few, "not_told": few, "could_not": few,
        "opened": few, "done": few,
        # Ten, one and none: with the eleven shown, the one could be worked out.
        "asked": Shown(12), "answered": more, "helped": more, "stuck": few, "silent": Shown(0),
    }  # fmt: skip
    assert (found.held, found.called_off, found.without_register) == (4, 1, 2)
    assert found.contact_hours == 12
    assert found.median_wait == 5 * HOUR


def test_few_contact_hours_and_waits_are_hidden(house: Run) -> None:
    def world(db: orm.Session) -> None:
        occurrence = meeting(db, 0, START + DAY)
        was(db, occurrence, OTTER, "present")
        question(db, OTTER, START + DAY, [HOUR])

    house(world)
    counted = house(figures.count, START, END)
    assert (counted.minutes_there, counted.median_wait) == (60, HOUR)
    found = figures.for_others(counted, Period(START.date(), END.date()))
    assert (found.contact_hours, found.median_wait) == (None, None)


def test_nothing_at_all_is_zero(house: Run) -> None:
    counted = house(figures.count, START, END)
    assert set(counted.counts.values()) == {0}
    assert counted.median_wait is None
    assert figures.for_others(counted, Period(START.date(), END.date())).contact_hours == 0


def test_what_is_not_over_yet_was_not_held_and_what_is_out_of_term_not_called_off(house: Run) -> None:
    now = clock.now().replace(microsecond=0)

    def world(db: orm.Session) -> None:
        meeting(db, 0, now - HOUR, minutes=59)
        meeting(db, 1, now - HOUR, minutes=61)
        meeting(db, 2, now + DAY)
        meeting(db, 3, now - HOUR, off=True)
        db.get_one(Occurrence, meeting(db, 4, now - HOUR, off=True)).out_of_term = True

    house(world)
    counted = house(figures.count, now - DAY, now + 3 * DAY)
    assert (counted.held, counted.called_off) == (1, 1)
    assert house(figures.count, now + DAY, now + 3 * DAY).held == 0


# --- which days ---


def test_this_term_so_far_or_else_last_month(house: Run) -> None:
    found = house(as_somebody, COORDINATOR, figures.figures, "", config())
    assert (found.period, found.is_term) == (Period(datetime(2026, 10, 1).date(), datetime(2026, 10, 31).date()), False)

    def terms(db: orm.Session) -> None:
        for name, first, last, is_break in (
            ("Autumn", "2026-09-02", "2026-12-18", False),
            ("Half-term", "2026-10-26", "2026-11-30", True),
            ("Spring", "2027-01-05", "2027-03-26", False),
        ):
            days = [datetime.fromisoformat(day).date() for day in (first, last)]
            db.add(Term(name=name, first=days[0], last=days[1], is_break=is_break, set_at=clock.now()))

    house(terms)
    found = house(as_somebody, COORDINATOR, figures.figures, " ", config())
    assert (found.period, found.is_term) == (Period(datetime(2026, 9, 2).date(), datetime(2026, 11, 25).date()), True)
    found = house(as_somebody, COORDINATOR, figures.figures, "1/9 30/9", config())
    assert (found.period, found.is_term) == (Period(datetime(2026, 9, 1).date(), datetime(2026, 9, 30).date()), False)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("banana", "figures-unreadable"),
        ("2026-10-01 2026-09-01", "figures-reversed"),
        ("2027-01-01 2027-02-01", "figures-future"),
    ],
)
def test_days_that_are_none_are_refused(house: Run, words: str, key: str) -> None:
    with pytest.raises(Refusal, match=key):
        house(as_somebody, COORDINATOR, figures.figures, words, config())


def test_for_coordinators_alone(house: Run) -> None:
    for who in (TUTOR, LEAD, OTTER):
        with pytest.raises(NotAllowed):
            house(as_somebody, who, figures.figures, "", config())


def test_a_handful_of_statements_whatever_there_is(house: Run) -> None:
    house(small_world)

    def counted(db: orm.Session) -> int:
        asked: list[str] = []
        engine = db.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
        figures.count(db, START, END)
        return len(asked)

    assert house(counted) <= 10


# --- any world, counted once more ---

EDGES = st.sampled_from(
    [-2 * DAY, -SECOND, timedelta(), SECOND, DAY, 30 * DAY, END - START - SECOND, END - START, END - START + DAY]
)
ASKED = st.tuples(
    EDGES,
    st.lists(st.sampled_from([SECOND, HOUR, 2 * HOUR, 40 * DAY]), max_size=3),
    st.sampled_from([None, True, False]),
)
MET = st.tuples(
    EDGES,
    st.sampled_from([30, 45, 90]),
    st.booleans(),
    st.lists(st.sampled_from(["present", "late", "told", "not_told", None]), max_size=3),
)


class _Undone(Exception):
    """Nothing of it is kept."""


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(ASKED, max_size=6), st.lists(MET, max_size=5))
def test_any_world_is_counted_right(house: Run, questions: list[Any], meetings: list[Any]) -> None:
    def world(db: orm.Session) -> None:
        for number in (100, 101, 102):
            young(db, number, START - DAY)
        for at_, waits, helped in questions:
            question(db, 100, START + at_, waits, helped)
        for position, (at_, minutes, off, marks) in enumerate(meetings):
            occurrence = meeting(db, position, START + at_, minutes, off)
            for person, mark in enumerate(marks, 100):
                was(db, occurrence, person, mark)
        db.flush()
        assert figures.count(db, START, END) == _naively(questions, meetings)
        raise _Undone

    with pytest.raises(_Undone):
        house(world)


def _naively(questions: list[Any], meetings: list[Any]) -> Counted:
    """One thing after the other, in Python."""
    inside = lambda instant: START <= instant < END  # noqa: E731
    held = [
        (minutes, marks)
        for at_, minutes, off, marks in meetings
        if not off and inside(START + at_ + timedelta(minutes=minutes))
    ]
    came = [(minutes, mark) for minutes, marks in held for mark in marks if mark in ("present", "late")]
    marks = [mark for _, marks in held for mark in marks]
    first = [(min(waits), helped) for at_, waits, helped in questions if waits and inside(START + at_ + min(waits))]
    active = {100} if any(inside(START + at_) for at_, _, _ in questions) else set()
    active |= {person for _, present in held for person, mark in enumerate(present, 100) if mark in ("present", "late")}
    told = [helped for _, helped in first]
    return Counted(
        counts={
            "people": 3,
            "new": 0,
            "active": len(active),
            "there": len(came),
            "late": marks.count("late"),
            "told": marks.count("told"),
            "not_told": marks.count("not_told"),
            "could_not": marks.count("told"),
            "opened": 0,
            "done": 0,
            "asked": sum(inside(START + at_) for at_, _, _ in questions),
            "answered": len(first),
            "helped": told.count(True),
            "stuck": told.count(False),
            "silent": told.count(None),
        },
        held=len(held),
        without_register=sum(all(mark is None for mark in present) for _, present in held),
        called_off=sum(off and inside(START + at_) for at_, _, off, _ in meetings),
        minutes_held=sum(minutes for minutes, _ in held),
        minutes_there=sum(minutes for minutes, _ in came),
        median_wait=median(wait for wait, _ in first) if first else None,
    )
