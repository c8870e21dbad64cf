from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.policies.hours import DAYS, BadHours, OpeningHours, QuietHours
from bot.policies.local_time import local_day, resolve

LONDON = ZoneInfo("Europe/London")
MINUTE = timedelta(minutes=1)
zones = st.sampled_from([ZoneInfo(name) for name in ("Europe/London", "Australia/Lord_Howe", "Africa/Cairo")])
instants = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
# Where mistakes live: a few hours around changes of the clocks in London.
near_changes = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    st.sampled_from([datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]),
    st.integers(-1800, 1800),
)
clock = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda at: f"{at[0]:02}:{at[1]:02}")


@st.composite
def quiet_hours(draw: st.DrawFn) -> QuietHours:
    start, end = draw(clock), draw(clock)
    assume(start != end)
    return QuietHours.parse(f"{start}-{end}")


@st.composite
def opening_lines(draw: st.DrawFn) -> list[str]:
    lines = []
    for _ in range(draw(st.integers(1, 3))):
        start, end = sorted((draw(clock), draw(clock)))
        assume(start != end)
        lines.append(f"{draw(st.sampled_from(DAYS))}-{draw(st.sampled_from(DAYS))} {start}-{end}")
    return lines


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant by London's clocks, in the week of Monday the 2nd of November 2026."""
    return resolve(datetime(2026, 11, 1 + day, hour, minute), LONDON)


MON, TUE, FRI, SAT, SUN = 1, 2, 5, 6, 7


class TestQuietHours:
    def test_across_midnight(self) -> None:
        quiet = QuietHours.parse("20:00-08:00")
        assert not quiet.covers(at(MON, 19, 59), LONDON)
        assert quiet.covers(at(MON, 20), LONDON)
        assert quiet.covers(at(TUE, 7, 59), LONDON)
        assert not quiet.covers(at(TUE, 8), LONDON)
        assert quiet.ends_after(at(MON, 23), LONDON) == at(TUE, 8)
        assert quiet.starts_before(at(TUE, 7), LONDON) == at(MON, 19, 59)

    def test_within_a_day(self) -> None:
        quiet = QuietHours.parse(" 9:00 – 15:30 ")
        assert quiet.covers(at(MON, 12), LONDON)
        assert quiet.ends_after(at(MON, 12), LONDON) == at(MON, 15, 30)
        assert not quiet.covers(at(MON, 16), LONDON)

    def test_until_midnight(self) -> None:
        quiet = QuietHours.parse("20:00-24:00")
        assert quiet.ends_after(at(MON, 23), LONDON) == at(TUE, 0)

    @pytest.mark.parametrize("text", ["", "off", " OFF "])
    def test_never(self, text: str) -> None:
        quiet = QuietHours.parse(text)
        assert not quiet.covers(at(MON, 3), LONDON)
        assert quiet.ends_after(at(MON, 3), LONDON) == at(MON, 3)
        assert quiet.starts_before(at(MON, 3), LONDON) == at(MON, 3)

    @pytest.mark.parametrize(
        "text",
        ["20", "20:00", "8pm-8am", "25:00-08:00", "20:60-08:00", "20:00-24:01", "24:00-08:00", "never"],
    )
    def test_what_is_wrong_is_said_with_an_example(self, text: str) -> None:
        with pytest.raises(BadHours, match="for example '20:00-08:00'"):
            QuietHours.parse(text)

    @pytest.mark.parametrize("text", ["20:00-20:00", "00:00-24:00"])
    def test_all_day_is_refused(self, text: str) -> None:
        with pytest.raises(BadHours, match="all day"):
            QuietHours.parse(text)

    def test_a_naive_instant_is_refused(self) -> None:
        for quiet in (QuietHours(), QuietHours.parse("20:00-08:00")):
            with pytest.raises(ValueError, match="naive"):
                quiet.covers(datetime(2026, 1, 1), LONDON)

    @given(quiet_hours(), instants | near_changes, zones)
    def test_its_edges_are_not_quiet(self, quiet: QuietHours, instant: datetime, zone: ZoneInfo) -> None:
        ends, starts = quiet.ends_after(instant, zone), quiet.starts_before(instant, zone)
        assert not quiet.covers(ends, zone)
        assert not quiet.covers(starts, zone)
        if quiet.covers(instant, zone):
            assert starts < instant < ends
        else:
            assert starts == instant == ends

    @given(quiet_hours(), instants | near_changes, st.floats(0, 1))
    def test_all_between_its_edges_is_quiet(self, quiet: QuietHours, instant: datetime, part: float) -> None:
        assume(quiet.covers(instant, LONDON))
        begins = quiet.starts_before(instant, LONDON) + MINUTE
        between = begins + (quiet.ends_after(instant, LONDON) - begins) * part * 0.999
        assert quiet.covers(between, LONDON)

    @given(clock, clock, instants)
    def test_away_from_changes_it_is_what_the_clock_shows(self, start: str, end: str, instant: datetime) -> None:
        assume(start != end)
        shown = f"{instant:%H:%M}"
        expected = start <= shown < end if start < end else shown >= start or shown < end
        assert QuietHours.parse(f"{start}-{end}").covers(instant, ZoneInfo("UTC")) is expected


class TestOpeningHours:
    hours = OpeningHours.parse(["Mon-Fri 09:00-18:00", "Sat 10:00-12:00"])

    def test_open_and_shut(self) -> None:
        assert self.hours.is_open(at(MON, 9), LONDON)
        assert not self.hours.is_open(at(MON, 18), LONDON)
        assert self.hours.is_open(at(SAT, 11), LONDON)
        assert not self.hours.is_open(at(SUN, 11), LONDON)

    def test_next_open(self) -> None:
        assert self.hours.next_open(at(MON, 12), LONDON) == at(MON, 12)
        assert self.hours.next_open(at(MON, 3), LONDON) == at(MON, 9)
        assert self.hours.next_open(at(FRI, 18), LONDON) == at(SAT, 10)
        assert self.hours.next_open(at(SAT, 12), LONDON) == at(MON + 7, 9)

    def test_a_span_that_a_change_of_the_clocks_swallows(self) -> None:
        # 01:30 moves on to 02:30, which is after 02:15.
        hours = OpeningHours.parse(["Sun 01:30-02:15"])
        before = resolve(datetime(2026, 3, 29, 0, 30), LONDON)
        assert hours.next_open(before, LONDON) == resolve(datetime(2026, 4, 5, 1, 30), LONDON)

    def test_a_span_that_a_change_of_the_clocks_moves_past_midnight(self) -> None:
        # In east Greenland Saturday has no hour from 23:00 on the night the clocks go forward.
        zone = ZoneInfo("America/Scoresbysund")
        hours = OpeningHours.parse(["Sat 22:00-23:30"])
        assert hours.is_open(resolve(datetime(2025, 3, 30, 0, 15), zone), zone)
        assert not hours.is_open(resolve(datetime(2025, 3, 30, 0, 45), zone), zone)

    def test_closed_days(self) -> None:
        closed = {date(2026, 11, 3)}
        assert not self.hours.is_open(at(TUE, 12), LONDON, closed)
        assert self.hours.next_open(at(MON, 20), LONDON, closed) == at(TUE + 1, 9)

    def test_always(self) -> None:
        always = OpeningHours.parse(["Mon-Sun 00:00-24:00"])
        assert always.is_open(at(SUN, 23, 59), LONDON)
        assert always.next_open(at(SUN, 0), LONDON) == at(SUN, 0)

    def test_never_within_the_search(self) -> None:
        every_day = [date(2026, 11, 1) + timedelta(days=ahead) for ahead in range(-2, 500)]
        assert self.hours.next_open(at(MON, 12), LONDON, every_day) is None

    @pytest.mark.parametrize(
        ("text", "same"),
        [
            ("mon-FRI 9:00-18:00", "Mon-Fri 09:00-18:00"),
            ("Monday – Friday 09:00 – 18:00", "Mon-Fri 09:00-18:00"),
            ("Mon, Tue,Wed,Thu,Fri 09:00-18:00", "Mon-Fri 09:00-18:00"),
            ("Sat-Mon 09:00-18:00", "Sat,Sun,Mon 09:00-18:00"),
        ],
    )
    def test_ways_to_write_days(self, text: str, same: str) -> None:
        assert OpeningHours.parse([text]) == OpeningHours.parse([same])

    @pytest.mark.parametrize(
        "lines",
        [
            [],
            [""],
            ["09:00-18:00"],
            ["Mon"],
            ["Mon-Fri"],
            ["Moon 09:00-18:00"],
            ["Mon-Wed-Fri 09:00-18:00"],
            ["Mon 18:00-09:00"],
            ["Mon 09:00-09:00"],
            ["Mon 09:00-25:00"],
            ["Mon, 09:00-18:00"],
        ],
    )
    def test_what_is_wrong_is_said_with_an_example(self, lines: list[str]) -> None:
        with pytest.raises(BadHours, match=r"Mon-Fri 09:00-18:00'$"):
            OpeningHours.parse(lines)

    def test_a_naive_instant_is_refused(self) -> None:
        for ask in (self.hours.is_open, self.hours.next_open):
            with pytest.raises(ValueError, match="naive"):
                ask(datetime(2026, 1, 1), LONDON)

    @given(opening_lines(), instants | near_changes, zones, st.sets(st.integers(0, 9)))
    def test_next_open_is_open_and_not_before(
        self, lines: list[str], instant: datetime, zone: ZoneInfo, closed: set[int]
    ) -> None:
        hours = OpeningHours.parse(lines)
        closed_days = {local_day(instant, zone) + timedelta(days=ahead) for ahead in closed}
        opens = hours.next_open(instant, zone, closed_days)
        assert opens is not None
        assert opens >= instant
        assert hours.is_open(opens, zone, closed_days)
        assert local_day(opens, zone) not in closed_days
        assert (opens == instant) is hours.is_open(instant, zone, closed_days)

    @given(opening_lines(), instants | near_changes, st.floats(0, 1))
    def test_nothing_opens_before_next_open(self, lines: list[str], instant: datetime, part: float) -> None:
        hours = OpeningHours.parse(lines)
        opens = hours.next_open(instant, LONDON)
        assert opens is not None
        assume(opens > instant)
        assert not hours.is_open(instant + (opens - instant) * part * 0.999, LONDON)
