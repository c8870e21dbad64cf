"""Terms as they are typed: read, written, and every fault named with its line."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.term_lines import BadTermLine, Break, TermLine, parse_term_line, parse_terms, write_term_line
from bot.services.terms import SAMPLE

TODAY = date(2026, 8, 1)
AUTUMN = TermLine(
    "Autumn", (date(2026, 9, 2), date(2026, 12, 18)), (Break("half-term", (date(2026, 10, 26), date(2026, 10, 30))),)
)


@pytest.mark.parametrize(
    "text",
    [
        "Autumn; 2026-09-02 to 2026-12-18; half-term 2026-10-26 to 2026-10-30",
        "Autumn; 2/9 to 18/12; half-term 26/10 to 30/10",
        "Autumn ;from 2 Sept 2026 until 18 Dec; half-term: 26 Oct – 30 Oct",
        "Autumn; Wed 2 September 2026 - Fri 18 December 2026; 26/10/2026 - 30/10/2026",
        "  Autumn；2026-09-02 → 2026-12-18;; half-term 26th October to 30th October;",
    ],
)
def test_ways_to_write_a_term(text: str) -> None:
    assert parse_term_line(text, TODAY) == AUTUMN


@pytest.mark.parametrize("today", [date(2026, 3, 1), date(2026, 9, 1), date(2026, 10, 28), date(2026, 12, 18)])
def test_days_without_a_year_are_those_of_the_term_that_runs_or_comes(today: date) -> None:
    assert parse_term_line("Autumn; 2/9 to 18/12; half-term 26/10 to 30/10", today) == AUTUMN


def test_several_breaks_of_one_day_or_more() -> None:
    found = parse_term_line("Spring; 2027-01-04 to 2027-03-25; half term 15/2 to 19/2; INSET day 4/1", TODAY)
    assert [(item.name, item.days[0], item.days[1]) for item in found.breaks] == [
        ("INSET day", date(2027, 1, 4), date(2027, 1, 4)),
        ("half term", date(2027, 2, 15), date(2027, 2, 19)),
    ]


@pytest.mark.parametrize(
    ("text", "fault", "line"),
    [
        ("", "empty", 1),
        ("# nothing\n\n", "empty", 1),
        ("; 2026-09-02 to 2026-12-18", "name", 1),
        ("x" * 61 + "; 2026-09-02 to 2026-12-18", "name", 1),
        ("Autumn", "days", 1),
        ("Autumn; soon", "days", 1),
        ("Autumn; 2026-09-02 to 31/2", "days", 1),
        ("Autumn; 2026-12-18 to 2026-09-02", "order", 1),
        ("Autumn; 2026-09-02 to 2027-12-18", "long", 1),
        ("Autumn; 2026-09-02 to 2026-12-18; half-term", "break", 1),
        ("Autumn; 2026-09-02 to 2026-12-18; half-term 2026-12-18 to 2026-12-19", "outside", 1),
        ("Autumn; 2026-09-02 to 2026-12-18; half-term 2026-10-30 to 2026-10-26", "order", 1),
        ("Autumn; 2026-09-02 to 2026-12-18; a 2026-10-26 to 2026-10-30; b 2026-10-30", "break", 1),
        ("# ok\nAutumn; 2026-09-02 to 2026-12-18\nSpring; 2026-12-18 to 2027-03-01", "overlap", 3),
        ("\n".join(f"T{n}; {date(2020, 1, 1) + timedelta(days=n)}" for n in range(61)), "many", 61),
    ],
)
def test_faults_are_named_with_their_line(text: str, fault: str, line: int) -> None:
    with pytest.raises(BadTermLine) as bad:
        parse_terms(text, TODAY)
    assert (bad.value.fault, bad.value.line) == (fault, line)


@given(st.text(max_size=200))
def test_any_text_is_terms_or_a_fault(text: str) -> None:
    try:
        assert parse_terms(text, TODAY)
    except BadTermLine:
        pass


@given(
    st.text("abc ÄÖ-", min_size=1, max_size=20).map(lambda name: f"T {' '.join(name.split())}".strip()),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.integers(30, 300),
    st.data(),
)
def test_a_line_that_is_written_reads_back(name: str, first: date, days: int, data: st.DataObject) -> None:
    begins = sorted(data.draw(st.sets(st.integers(0, days - 1), max_size=3)))
    breaks = tuple(Break("half-term", (first + timedelta(days=at), first + timedelta(days=at))) for at in begins)
    line = TermLine(name, (first, first + timedelta(days=days)), breaks)
    assert parse_terms(f"# them\n{write_term_line(line)}\n", TODAY) == [line]


def test_the_sample_is_good_and_says_that_it_must_be_checked() -> None:
    text = SAMPLE.read_text("utf-8")
    found = parse_terms(text, TODAY)
    assert [len(term.breaks) for term in found] == [1, 1, 1]
    assert all(term.days[0].weekday() < 5 and term.days[1].weekday() < 5 for term in found)
    assert "must compare" in text
