from datetime import date, datetime

import pytest

from bot.config import Config
from bot.policies.closed_days import BadClosedDays, ClosedDays


class TestClosedDays:
    def test_bank_holidays_with_their_substitutes(self) -> None:
        closed = ClosedDays.parse("GB-ENG", [])
        for day in (date(2026, 12, 25), date(2026, 12, 28), date(2026, 4, 3), date(2027, 5, 31)):
            assert day in closed, day
        assert date(2026, 12, 29) not in closed
        assert date(2026, 11, 30) not in closed
        assert date(2026, 11, 30) in ClosedDays.parse("gb-sct", [])

    def test_spans_hold_their_first_and_last_day(self) -> None:
        closed = ClosedDays.parse("", ["2026-12-21 to 2027-01-03", " 2027-02-17 ", "2027-02-20 – 2027-02-21"])
        for inside in (date(2026, 12, 21), date(2027, 1, 3), date(2027, 2, 17), date(2027, 2, 21)):
            assert inside in closed, inside
        for outside in (date(2026, 12, 20), date(2027, 1, 4), date(2027, 2, 18)):
            assert outside not in closed, outside

    def test_no_holidays(self) -> None:
        assert date(2026, 12, 25) not in ClosedDays.parse("", [])
        assert datetime(2026, 12, 25, 12) not in ClosedDays()
        assert "2026-12-25" not in ClosedDays()

    @pytest.mark.parametrize("code", ["XX", "England", "GB-LONDON", "G", "GB-", "GB-ENG-1"])
    def test_a_place_that_is_none(self, code: str) -> None:
        with pytest.raises(BadClosedDays, match="GB-ENG"):
            ClosedDays.parse(code, [])

    @pytest.mark.parametrize(
        "line", ["", "Christmas", "2026-12-21 to", "2026-02-30", "2027-01-03 to 2026-12-21", "2026-01-01 to 2028-01-01"]
    )
    def test_a_span_that_is_none(self, line: str) -> None:
        with pytest.raises(BadClosedDays, match="2026"):
            ClosedDays.parse("", [line])


class TestConfiguration:
    def test_hours_that_are_always_know_no_bank_holiday(self) -> None:
        always = Config(hours={"tutors": ["Mon-Sun 00:00-24:00"], "closed": ["2026-12-24"]})  # type: ignore[arg-type]
        assert date(2026, 12, 25) not in always.hours.closed_days
        assert date(2026, 12, 24) in always.hours.closed_days
        assert date(2026, 12, 25) in Config().hours.closed_days

    @pytest.mark.parametrize("section", [{"holidays": "XX"}, {"closed": ["soon"]}])
    def test_a_mistake_is_named(self, section: dict[str, object]) -> None:
        with pytest.raises(ValueError, match="for example"):
            Config(hours=section)  # type: ignore[arg-type]
