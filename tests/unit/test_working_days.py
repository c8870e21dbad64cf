"""When a working day is over, when two have passed, and what a service promises by them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from bot.config import Config
from bot.policies.hours import OpeningHours
from bot.policies.local_time import local_day, resolve
from bot.services.leaving import Expected, expected, forget_days_off, leaves_at, opens_at, working_days_after
from models.base import Base
from models.terms import Term

LONDON = ZoneInfo("Europe/London")
OFFICE = OpeningHours.parse(["Mon-Fri 09:00-12:00", "Mon-Thu 13:00-18:00"])
ALWAYS = OpeningHours.parse(["Mon-Sun 00:00-24:00"])


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant by London's clocks; the 2nd of November 2026 is a Monday."""
    return resolve(datetime(2026, 11, 1) + timedelta(days=day - 1, hours=hour, minutes=minute), LONDON)


class TestDayOver:
    def test_a_break_is_no_end(self) -> None:
        assert OFFICE.day_over(at(2, 9), LONDON) == at(2, 18)
        assert OFFICE.day_over(at(2, 17, 59), LONDON) == at(2, 18)
        assert OFFICE.day_over(at(6, 10), LONDON) == at(6, 12)

    def test_a_night_that_is_open_is_no_end(self) -> None:
        nights = OpeningHours.parse(["Mon-Tue 18:00-24:00", "Tue-Wed 00:00-02:00"])
        assert nights.day_over(at(2, 20), LONDON) == at(3, 2)

    def test_always(self) -> None:
        assert ALWAYS.always
        assert not OFFICE.always
        assert ALWAYS.day_over(at(2, 9), LONDON) is None
        assert ALWAYS.day_over(at(2, 9), LONDON, {date(2026, 11, 4)}) == at(4, 0)


class TestWorkingDays:
    def test_a_weekend_does_not_count(self) -> None:
        assert OFFICE.after_working_days(at(6, 10), 2, LONDON) == at(10, 10)
        assert OFFICE.after_working_days(at(8, 12), 2, LONDON) == at(11, 9)

    def test_a_holiday_does_not_count(self) -> None:
        assert OFFICE.after_working_days(at(2, 10), 2, LONDON, {date(2026, 11, 3)}) == at(5, 10)

    def test_a_shorter_day_moves_on_to_the_next_opening(self) -> None:
        assert OFFICE.after_working_days(at(4, 16), 2, LONDON) == at(9, 9)

    def test_always(self) -> None:
        assert ALWAYS.after_working_days(at(2, 10), 2, LONDON) == at(4, 10)

    @given(st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), st.integers(1, 5))
    def test_as_many_days_with_hours_lie_in_between(self, instant: datetime, days: int) -> None:
        begins = OFFICE.next_open(instant, LONDON)
        ends = OFFICE.after_working_days(instant, days, LONDON)
        assert begins is not None
        assert ends is not None
        assert OFFICE.is_open(ends, LONDON)
        first, last = local_day(begins, LONDON), local_day(ends, LONDON)
        between = sum((first + timedelta(days=n)).weekday() < 5 for n in range(1, (last - first).days + 1))
        assert between in (days, days + 1)


AUTUMN = (date(2026, 9, 2), date(2026, 12, 18), False)
HALF_TERM = (date(2026, 11, 2), date(2026, 11, 6), True)
SPRING = (date(2027, 1, 5), date(2027, 3, 25), False)


@pytest.fixture
def db() -> Iterator[Session]:
    """A session in which terms can be entered."""
    engine = create_engine("sqlite://")
    Base.metadata.tables["terms"].create(engine)
    with Session(engine) as made:
        yield made
    engine.dispose()


def enter(db: Session, *rows: tuple[date, date, bool]) -> None:
    """Enters terms and breaks."""
    for first, last, is_break in rows:
        db.add(Term(name="Term", first=first, last=last, is_break=is_break, set_at=at(1, 0)))
    db.flush()
    forget_days_off(db)


class TestWhatIsPromised:
    config = Config(hours={"tutors": ["Mon-Fri 09:00-18:00"], "closed": ["2026-11-09"]})  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("now", "opens"),
        [(at(2, 10), None), (at(2, 18), at(3, 9)), (at(6, 19), at(10, 9)), (at(9, 12), at(10, 9))],
    )
    def test_what_is_written_late_leaves_at_the_next_opening(
        self, db: Session, now: datetime, opens: datetime | None
    ) -> None:
        assert opens_at(db, self.config, now) == opens
        assert leaves_at(db, self.config, now) == opens

    def test_a_bank_holiday(self, db: Session) -> None:
        assert leaves_at(db, Config(), datetime(2026, 12, 24, 19, tzinfo=UTC)) == datetime(2026, 12, 29, 9, tzinfo=UTC)

    def test_always_is_always(self, db: Session) -> None:
        always = Config(hours={"tutors": ["Mon-Sun 00:00-24:00"]})  # type: ignore[arg-type]
        for hour in range(0, 24 * 60, 7):
            now = datetime(2026, 12, 1, tzinfo=UTC) + timedelta(hours=hour)
            assert leaves_at(db, always, now) is None
            assert expected(db, always, now) is None

    def test_an_answer_is_expected_on_the_day_that_tutors_are_there(self, db: Session) -> None:
        weekend, day = expected(db, self.config, at(6, 19)), expected(db, self.config, at(2, 10))
        assert weekend is not None
        assert (weekend.answered_by, weekend.back_at) == (at(10, 18), at(11, 9))
        assert day is not None
        assert (day.answered_by, day.back_at) == (at(2, 18), at(3, 9))

    def test_tutors_are_back_with_the_term(self, db: Session) -> None:
        """A half-term and the holidays between two terms; without any term, and after the last, the week alone counts."""
        monday = at(2, 10)
        assert opens_at(db, self.config, monday) is None
        enter(db, AUTUMN, HALF_TERM, SPRING)
        assert opens_at(db, self.config, monday) == at(10, 9)  # the 9th is closed
        assert expected(db, self.config, monday) == Expected(at(10, 18), at(11, 9))
        christmas = datetime(2026, 12, 18, 19, tzinfo=UTC)
        assert leaves_at(db, self.config, christmas) == datetime(2027, 1, 5, 9, tzinfo=UTC)
        assert working_days_after(db, self.config, christmas, 2) == datetime(2027, 1, 7, 9, tzinfo=UTC)
        easter = datetime(2027, 3, 25, 19, tzinfo=UTC)
        assert opens_at(db, self.config, easter) == datetime(2027, 3, 30, 8, tzinfo=UTC)  # bank holidays still count

    @pytest.mark.parametrize("hours", [{"follow_terms": False}, {"tutors": ["Mon-Sun 00:00-24:00"]}])
    def test_a_service_that_answers_in_the_holidays_too(self, db: Session, hours: dict[str, Any]) -> None:
        enter(db, AUTUMN, HALF_TERM)
        assert opens_at(db, Config(hours=hours), at(2, 10)) is None
        assert opens_at(db, Config(), at(2, 10)) is not None
