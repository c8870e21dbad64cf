"""What detection's findings mean, a weekly moment, one working day, and until when somebody is away."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config
from bot.policies.judgements import (
    RANKS,
    Judgement,
    belong_together,
    may_reword,
    one_working_day_later,
    rings,
    worse,
)
from bot.policies.until import BadUntil, parse_until
from bot.policies.weekly import BadMoment, WeeklyMoment

LONDON = ZoneInfo("Europe/London")
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))


def test_only_high_and_immediate_ring() -> None:
    """What is not known is as serious as can be."""
    assert [severity for severity in RANKS if rings(severity)] == ["high", "immediate"]
    assert rings("something new")
    assert worse("medium", "high") == worse("high", "medium") == "high"


def test_neighbours_are_mutual() -> None:
    """Each category belongs to itself, and neighbours know each other."""
    assert belong_together("bullying", "bullying")
    assert belong_together("emotional_distress", "self_harm_suicide")
    assert belong_together("self_harm_suicide", "emotional_distress")
    assert not belong_together("domestic_violence", "self_harm_suicide")
    assert may_reword("contact_details")
    assert not may_reword("secrecy_request")


@given(st.text(), st.sampled_from(sorted(RANKS)), st.lists(st.text()), st.floats(0, 1), st.none() | st.text())
def test_a_judgement_survives_being_stored(
    category: str, severity: str, reasons: list[str], score: float, unread: str | None
) -> None:
    """Back from its row it is the same."""
    made = Judgement(category, severity, tuple(reasons), score, unread)
    assert Judgement.read(made.stored()) == made
    assert made.worries == (severity != "none")
    assert Judgement.read(None) is None


@given(INSTANTS)
def test_one_working_day_later(instant: datetime) -> None:
    """Later by a day at least, at the same wall time where the clocks have it, never on a weekend."""
    later = one_working_day_later(instant, LONDON)
    assert timedelta(hours=22) < later - instant < timedelta(days=5)
    assert later.astimezone(LONDON).weekday() < 5
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert one_working_day_later(friday, LONDON) == datetime(2026, 11, 23, 15, tzinfo=UTC)
    christmas_eve = datetime(2026, 12, 24, 15, tzinfo=UTC)
    bank_holidays = Config().hours.bank_holidays
    assert one_working_day_later(christmas_eve, LONDON, bank_holidays) == datetime(2026, 12, 29, 15, tzinfo=UTC)
    assert one_working_day_later(christmas_eve + timedelta(days=1), LONDON, bank_holidays).day == 30


@given(INSTANTS)
def test_a_weekly_moment_is_the_last_that_has_been(now: datetime) -> None:
    """Not after now, less than a week and an hour before it, and on its day at its time."""
    moment = WeeklyMoment.parse("Mon 10:00")
    assert moment is not None
    found = moment.latest(now, LONDON)
    assert timedelta() <= now - found <= timedelta(days=7, hours=1)
    local = found.astimezone(LONDON)
    assert (local.weekday(), local.hour, local.minute) == (0, 10, 0)


def test_weekly_moments_as_written() -> None:
    """Long names too; off is none; anything else is refused."""
    assert WeeklyMoment.parse("off") is None
    assert WeeklyMoment.parse("Thursday 9:30") == WeeklyMoment.parse("thu 09:30")
    for text in ("Mon", "10:00", "Xyz 10:00", "Mon 24:00", "Mon 10:60"):
        with pytest.raises(BadMoment):
            WeeklyMoment.parse(text)


def test_until_a_day_means_its_end() -> None:
    """And with a time, that time."""
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert parse_until(" 2026-12-24", now, LONDON) == datetime(2026, 12, 25, tzinfo=UTC)
    assert parse_until("2026-12-24 18:00", now, LONDON) == datetime(2026, 12, 24, 18, tzinfo=UTC)
    assert parse_until("tomorrow", now, LONDON) == datetime(2026, 11, 24, tzinfo=UTC)
    for text in ("", "whenever", "32"):
        with pytest.raises(BadUntil):
            parse_until(text, now, LONDON)
