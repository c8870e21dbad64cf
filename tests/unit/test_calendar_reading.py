"""Calendar files read: what three programs write, whatever zone and rule; and what is not taken, whatever is sent."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.policies.calendars.reading import read
from bot.policies.calendars.shapes import (
    LARGEST_FILE,
    MOST_EVENTS,
    MOST_EXCEPTIONS,
    MOST_SESSIONS,
    BadCalendar,
    Entry,
    Reading,
)
from bot.texts import Texts, t
from tests.services.calendar_house import FOLDER, club, ics

LONDON = ZoneInfo("Europe/London")
START, END = datetime(2026, 11, 25, 12, tzinfo=UTC), datetime(2027, 4, 20, tzinfo=UTC)


def reading(data: bytes, zone: str = "Europe/London") -> Reading:
    """What the file says."""
    return read(data, ZoneInfo(zone), START, END)


def one(*lines: str, zone: str = "Europe/London", head: str = "") -> Entry:
    """The only entry of a file with these lines."""
    found = reading(ics("\n".join(["UID:1", "SUMMARY:Club", *lines]), head=head), zone)
    assert not found.skipped, found.skipped
    (entry,) = found.entries
    return entry


def times(entry: Entry) -> list[str]:
    """When, to the minute."""
    return [item.local[:16] for item in entry.items if not item.off]


def test_google() -> None:
    """TZID and VTIMEZONE, EXDATE a line each, a moved time, one in UTC, a folded line, an alarm, a conference."""
    found = reading((FOLDER / "google.ics").read_bytes())
    club_, jam = found.entries
    assert times(club_) == [
        "2026-12-03T16:30", "2026-12-11T17:00", "2026-12-17T16:30", "2027-01-07T16:30", "2027-01-14T16:30",
    ]  # fmt: skip
    assert (club_.leader, club_.link) == ("Tom", "https://meet.google.com/abc-defg-hij")
    assert (times(jam), jam.zone, jam.minutes) == (["2026-12-05T14:00"], "Europe/London", 120)
    assert [(one.title, one.reason) for one in found.skipped] == [("Christmas holidays", "all-day")]


def test_outlook() -> None:
    """Windows' names of zones, a zone of its own making, a monthly rule with a count, a folded UID, one called off."""
    drums, beats, brass = reading((FOLDER / "outlook.ics").read_bytes()).entries
    assert drums.uid.endswith("1000000012345678901234567890ABCD")
    assert (drums.zone, beats.zone) == ("Europe/London", "Europe/London")
    assert times(drums) == ["2026-12-01T17:00", "2027-02-03T17:30", "2027-03-02T17:00", "2027-04-06T17:00"]
    assert drums.link.startswith("https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc")
    assert (drums.leader, drums.until, brass.off) == ("Tess", "2027-05-04", True)


def test_apple() -> None:
    """Every two weeks up to the clock change, an end in UTC, an URL, floating times, RDATE, DURATION, one that is over."""
    ukulele, band, over = reading((FOLDER / "apple.ics").read_bytes()).entries
    assert (times(ukulele)[0], times(ukulele)[-1]) == ("2026-11-30T17:30", "2027-03-22T17:30")
    assert "2026-12-14T17:30" not in times(ukulele)
    assert (ukulele.link, ukulele.place) == ("https://zoom.us/j/123456789", "Studio 1 1 High Street, Milton Keynes")
    assert times(band) == ["2026-12-04T10:00", "2026-12-11T10:00", "2026-12-18T11:30"]
    assert (band.minutes, over.items) == (90, ())


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/London", "Europe/London"),
        ("GMT Standard Time", "Europe/London"),
        ('"W. Europe Standard Time"', "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Europe/Paris", "Europe/Paris"),
        ("/mozilla.org/20050126_1/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("europe/london", "Europe/London"),
    ],
)
def test_zones_by_any_name(name: str, zone: str) -> None:
    """As Google, Windows and the makers behind them write them."""
    entry = one(f"DTSTART;TZID={name}:20261203T163000", f"DTEND;TZID={name}:20261203T173000")
    assert (entry.zone, times(entry)) == (zone, ["2026-12-03T16:30"])


def test_whose_clocks_a_time_without_a_zone_follows() -> None:
    """The calendar's own zone, else the service's; UTC is UTC where a rule names its days."""
    floating = ("DTSTART:20261203T163000", "DURATION:PT1H")
    assert one(*floating).zone == "Europe/London"
    assert one(*floating, head="X-WR-TIMEZONE:Europe/Paris\n").zone == "Europe/Paris"
    utc = ("DTSTART:20261203T163000Z", "DURATION:PT1H")
    assert (one(*utc, zone="Europe/Paris").zone, times(one(*utc, zone="Europe/Paris"))) == (
        "Europe/Paris", ["2026-12-03T17:30"],
    )  # fmt: skip
    assert one(*utc, "RRULE:FREQ=WEEKLY", zone="Europe/Paris").zone == "UTC"
    own = one(*utc, "RRULE:FREQ=WEEKLY;COUNT=2", head="X-WR-TIMEZONE:Europe/Paris\n")
    assert (own.zone, times(own)) == ("Europe/Paris", ["2026-12-03T17:30", "2026-12-10T17:30"])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("RRULE:FREQ=DAILY;COUNT=3", ["03", "04", "05"]),
        ("RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261210", ["03", "08", "10"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261210T163000Z", ["03", "10"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261210T162959Z", ["03"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=1TH;COUNT=1\nRDATE;TZID=Europe/London:20261213T163000", ["03", "13"]),
        ("RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;VALUE=DATE:20261210", ["03", "17"]),
        ("RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20261210T163000Z,20261217T163000Z", ["03"]),
    ],
)
def test_rules_and_exceptions(lines: str, expected: list[str]) -> None:
    """Any rule, its end to the second, days and times left out in whatever zone they are written."""
    entry = one("DTSTART;TZID=Europe/London:20261203T163000", "DURATION:PT45M", lines)
    assert times(entry) == [f"2026-12-{day}T16:30" for day in expected]


def test_the_clocks_change_and_the_time_does_not() -> None:
    """Half past four stays half past four."""
    entry = one("DTSTART;TZID=Europe/London:20270318T163000", "DURATION:PT45M", "RRULE:FREQ=WEEKLY;COUNT=3")
    assert times(entry) == ["2027-03-18T16:30", "2027-03-25T16:30", "2027-04-01T16:30"]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("DTSTART;VALUE=DATE:20261203", "all-day"),
        ("DTSTART:20261203T163000", "no-length"),
        ("DTSTART:20261203T163000\nDTEND:20261203T163000", "no-length"),
        ("DTSTART:20261203T163000\nDURATION:P2D", "too-long"),
        ("DTSTART:20261203T163000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;RSCALE=CHINESE", "rule"),
        ("CLASS:PRIVATE\nDTSTART:20261203T163000\nDURATION:PT1H", "private"),
        ("DTSTART:20261203T163000\nDURATION:PT1H\nEXRULE:FREQ=WEEKLY", "rule"),
        ("DTSTART:20261203T163000\nDURATION:PT1H\nRECURRENCE-ID:20261203T163000", "part"),
    ],
)
def test_what_can_be_no_session_is_left_out_by_name(lines: str, reason: str) -> None:
    """The rest of the file is taken."""
    found = reading(ics(f"UID:1\nSUMMARY:Odd\n{lines}", club()))
    assert [(one.title, one.reason) for one in found.skipped] == [("Odd", reason)]
    assert [entry.title for entry in found.entries] == ["Guitar club"]


def test_a_series_changed_from_one_time_on_is_left_out_by_name() -> None:
    """RANGE=THISANDFUTURE: to move the one time alone would be wrong, and nobody would be told."""
    series = club("RRULE:FREQ=WEEKLY;COUNT=3")
    later = club("RECURRENCE-ID;TZID=Europe/London;RANGE=THISANDFUTURE:20261210T163000", at="20261210T173000")
    found = reading(ics(series, later))
    assert [(one.title, one.reason) for one in found.skipped] == [("Guitar club", "rule")]
    assert found.entries == ()


START_LINE = "DTSTART:20261203T163000\nDURATION:PT1H\n"
TWO_HUNDRED = [club("RRULE:FREQ=WEEKLY", uid=str(number)) for number in range(MOST_SESSIONS + 1)]
REFUSED = {
    "nothing": (b"", "not-one"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "not-one"),
    "a page": (b"<html>BEGIN:VCALENDAR</html>", "not-one"),
    "too large": (ics(club()) + b" " * LARGEST_FILE, "too-large"),
    "UTF-16": (ics(club()).decode().encode("utf-16"), "encoding"),
    "UTF-16 without a mark": (ics(club()).decode().encode("utf-16-be"), "encoding"),
    "latin-1": (ics(club("LOCATION:Café")).decode().encode("latin-1"), "encoding"),
    "a NUL": (ics(club("LOCATION:a\0b")), "not-one"),
    "cut off": (ics(club())[:-40], "cut-off"),
    "cut off between two": (ics(club(), club(uid="2")).rpartition(b"BEGIN:VEVENT")[0], "cut-off"),
    "empty": (ics(), "empty"),
    "an event in an event": (ics(club("BEGIN:VEVENT\nUID:2\nEND:VEVENT")), "nested"),
    "a calendar in a calendar": (ics(head="BEGIN:VCALENDAR\nEND:VCALENDAR\n"), "nested"),
    "very deep": (ics(head="BEGIN:X\n" * 50_000 + "END:X\n" * 50_000), "nested"),
    "an END too many": (ics(club("END:VALARM")), "nested"),
    "10,000": (ics(*["UID:1"] * 10_000), "too-many"),
    "one more than is taken": (ics(*["UID:1"] * (MOST_EVENTS + 1)), "too-many"),
    "too many sessions": (ics(*TWO_HUNDRED), "too-many-sessions"),
    "no such zone": (ics(club().replace("Europe/London", "Mars/Base")), "zone"),
    "no such zone for the calendar": (ics(club(), head="X-WR-TIMEZONE:Mars/Base\n"), "zone"),
    "no such zone in an exception": (ics(club("EXDATE;TZID=Mars/Base:20261203T163000")), "zone"),
    "every second": (ics(club("RRULE:FREQ=SECONDLY")), "bomb"),
    "every minute": (ics(club("RRULE:FREQ=MINUTELY")), "bomb"),
    "every hour": (ics(club("RRULE:FREQ=HOURLY;COUNT=3")), "bomb"),
    "a thousand million times": (ics(club("RRULE:FREQ=DAILY;COUNT=1000000000")), "bomb"),
    "every nought days": (ics(club("RRULE:FREQ=DAILY;INTERVAL=0")), "bomb"),
    "every hour of a day": (ics(club(f"RRULE:FREQ=DAILY;BYHOUR={','.join(map(str, range(24)))}")), "bomb"),
    "many rules": (ics(club("\n".join(f"RRULE:FREQ=DAILY;INTERVAL={n}" for n in range(1, 30)))), "bomb"),
    "thousands left out": (
        ics(club("RRULE:FREQ=DAILY\n" + "\n".join(["EXDATE:20261204T163000"] * (MOST_EXCEPTIONS + 1)))),
        "bomb",
    ),
    "no rule": (ics(club("RRULE:FREQ=FORTNIGHTLY")), "rule"),
    "no frequency": (ics(club("RRULE:COUNT=3")), "rule"),
    "a count and an end": (ics(club("RRULE:FREQ=DAILY;COUNT=3;UNTIL=20261210T000000Z")), "rule"),
    "no date": (ics("UID:1\nDTSTART:tomorrow\nDURATION:PT1H"), "date"),
    "no start": (ics("UID:1\nDTEND:20261203T163000"), "date"),
    "two starts": (ics(club("DTSTART:20261204T163000")), "date"),
    "the year 1": (ics(club(at="00010101T000000")), "date"),
    "the year 9999": (ics(club(at="99991231T233000")), "date"),
    "the year 9999 in UTC": (ics("UID:1\nDTSTART:99991231T233000Z\nDTEND:99991231T235900Z"), "date"),
    "a day as its end": (ics("UID:1\nDTSTART:20261203T163000\nDTEND;VALUE=DATE:20261204"), "date"),
    "backwards": (ics("UID:1\nDTSTART:20261203T163000\nDTEND:20261203T153000"), "backwards"),
    "a negative length": (ics("UID:1\nDTSTART:20261203T163000\nDURATION:-PT1H"), "backwards"),
    "the same twice": (ics(club(), club()), "twice"),
    "a time changed twice": (ics(club("RRULE:FREQ=DAILY"), *[club("RECURRENCE-ID:20261204T163000")] * 2), "twice"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_taken(name: str) -> None:
    """The whole file, with a reason that has its words (test_texts looks at those)."""
    data, reason = REFUSED[name]
    with pytest.raises(BadCalendar) as refused:
        reading(data)
    assert refused.value.reason == reason


def test_a_rule_that_takes_too_long_is_refused() -> None:
    """It may name no more than a few times; working them out would hold the database up again and again."""
    with pytest.raises(BadCalendar, match="bomb"):
        reading(ics(club("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")))


@pytest.mark.parametrize("reason", sorted({reason for _, reason in REFUSED.values()} | {"slow", "unreadable"}))
def test_every_refusal_has_its_words(reason: str) -> None:
    """And they say that nothing was changed."""
    key = f"calendar-bad-{reason}"
    assert "Nothing was changed." in Texts(LONDON, "Backline").html(t(key, most=2, zone="x", title="y"))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_damage_is_read_or_refused(data: st.DataObject) -> None:
    """Bytes taken out, put in or changed anywhere: never another error, never an entry that ends before it begins."""
    file = bytearray((FOLDER / data.draw(st.sampled_from(["google.ics", "outlook.ics", "apple.ics"]))).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(file) - 1))
        match data.draw(st.sampled_from(["cut", "put", "change", "double"])):
            case "cut":
                del file[at : at + data.draw(st.integers(1, 40))]
            case "put":
                file[at:at] = data.draw(st.binary(min_size=1, max_size=8))
            case "change":
                file[at] = data.draw(st.sampled_from(list(b"0129:;=,ZT-\r\nA")))
            case _:
                file[at:at] = file[at : at + 200]
    try:
        found = reading(bytes(file))
    except BadCalendar:
        return
    for entry in found.entries:
        assert entry.minutes > 0
        assert list(entry.items) == sorted(entry.items, key=lambda item: item.local)
        assert all(item.minutes > 0 for item in entry.items)
    assert Reading.from_json(found.as_json()) == found
