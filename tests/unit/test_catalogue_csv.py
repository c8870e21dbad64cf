"""Catalogues from a spreadsheet: one row a lesson, whatever the spreadsheet made of commas, line ends and letters."""

from pathlib import Path

import pytest

from bot.services.catalogue import Chapter, read_catalogue
from tests.unit.catalogue_files import HEADING, ROW, csv_file, faults_of

TWO = ROW.replace("one,", "two,", 1).replace(",1,One", ",2,Two")


def test_a_good_one(tmp_path: Path) -> None:
    catalogue = read_catalogue(csv_file(tmp_path, HEADING, ROW, "", ",,,,,,,,,,", TWO))
    assert [one.key for one in catalogue.lessons] == ["one", "two"]
    assert catalogue.lessons[0].chapters == (Chapter(0, "A"), Chapter(60, "B"))
    assert [one.line for one in catalogue.lessons] == [2, 5]
    assert [one.key for one in catalogue.series] == ["first-steps"]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_what_spreadsheets_write(tmp_path: Path, mark: str, end: bytes, start: bytes) -> None:
    lines = [one.replace(",", mark) for one in (HEADING.upper().replace("SERIES_TITLE", "Series Title"), ROW, TWO)]
    path = csv_file(tmp_path, start + lines[0].encode(), *lines[1:], end=end)
    assert len(read_catalogue(path).lessons) == 2


def test_a_cell_over_lines_moves_the_lines_behind_it(tmp_path: Path) -> None:
    long_row = ROW.replace("Words.", '"One, and\n""two"""')
    path = csv_file(tmp_path, HEADING, long_row, TWO.replace("3:00", "3"))
    (fault,) = faults_of(path)
    assert (fault.line, fault.where) == (4, "lesson two, length")
    (lesson,) = read_catalogue(csv_file(tmp_path, HEADING, long_row)).lessons
    assert lesson.summary == 'One, and\n"two"'


ROWS = [
    (ROW.replace("One", ""), "title: is missing"),
    (ROW.replace("One", "O" * 101), "title: has 101 characters"),
    (ROW.replace("Words.", "w" * 801), "summary: has 801 characters"),
    (ROW.replace("3:00", "03:00:00"), "make the column “Text”"),
    (ROW.replace("3:00", ""), "length: is missing"),
    (ROW.replace("1:00 B", "3:00 B"), "“B” begins at 3:00, and the lesson ends at 3:00"),
    (ROW.replace("1:00 B", "B"), "“B” is not a time and a title"),
    (ROW.replace("0:00 A", "|".join(f"0:{n:02d} P" for n in range(20))), "has 21 entries"),
    (ROW.replace("https", "http"), "it must begin with https://"),
    (ROW.replace("https://example.org/1.mp4", "clips/1.mp4"), "there is no file 1.mp4"),
    (ROW.replace(",1,One", ",one,One"), "“one” is not a whole number"),
    (ROW.replace("first-steps", ""), "series: is missing"),
    (ROW.replace("beginner", "expert"), "level: “expert” is not known"),
    (ROW.replace("guitar", "gitar"), "did you mean guitar?"),
    (ROW.replace("Words.", "Wo\0rds"), "summary: has a character in it that cannot be seen"),
    (ROW.replace("Words.", "Words, more"), "has 12 columns where the first line has 11"),
    (ROW.replace(",3:00", ""), "has 10 columns where the first line has 11"),
    (ROW.replace(",", ";"), "is not parted like the first line"),
    (ROW.replace("Words.", '"Words" more'), "double quotes stand around a whole cell"),
    (ROW.replace("Words.", '"Words.'), "a double quote is opened and never closed"),
]


@pytest.mark.parametrize(("row", "told"), ROWS, ids=[told for _, told in ROWS])
def test_one_fault_is_named_once_on_its_line(tmp_path: Path, row: str, told: str) -> None:
    other = "zero,basics,Basics,drums,improver,7,Zero,Words.,https://example.org/0.mp4,0:30,"
    (fault,) = faults_of(csv_file(tmp_path, HEADING, other, row))
    assert told in str(fault)
    assert fault.line == 3


COLUMNS = [
    (HEADING.replace(",title", ",titel"), "the column titel is not known (did you mean title?)"),
    (HEADING.replace("chapters", ""), "the column 11 is not known"),
    (HEADING.replace("chapters", "title"), "the column title is there twice"),
    (HEADING.replace(",title", ",keywords"), "the column title is missing"),
    (HEADING.replace("level", "captions"), "the column level is missing"),
    (HEADING.replace(",", "|"), "not one column is known"),
    (ROW, "not one column is known"),
]


@pytest.mark.parametrize(("heading", "told"), COLUMNS)
def test_a_fault_of_the_first_line_is_named_once(tmp_path: Path, heading: str, told: str) -> None:
    row = ROW.replace("beginner", "yes") if "captions" in heading else ROW.replace("0:00 A | 1:00 B", "")
    (fault,) = faults_of(csv_file(tmp_path, heading, row))
    assert told in str(fault)
    assert fault.line == 1


def test_doubles_and_series_that_differ_name_both_lines(tmp_path: Path) -> None:
    faults = faults_of(csv_file(tmp_path, HEADING, ROW, ROW, TWO.replace("guitar", "drums")))
    assert [(one.line, one.problem) for one in faults] == [
        (3, "is taken already, on line 2"),
        (3, "1 is taken in series first-steps already, on line 2"),
        (4, "instrument is “drums” here, and “guitar” on line 2"),
    ]


def test_a_series_is_told_once_on_any_of_its_rows(tmp_path: Path) -> None:
    bare = ROW.replace("First steps,guitar,beginner", ",,")
    catalogue = read_catalogue(csv_file(tmp_path, HEADING, bare, TWO))
    assert catalogue.series[0].title == "First steps"
    (*faults,) = faults_of(csv_file(tmp_path, HEADING, bare))
    assert [(one.line, one.where) for one in faults] == [
        (2, f"series first-steps, {key}") for key in ("title", "instrument", "level")
    ]


def test_letters_of_another_encoding_are_named_by_line(tmp_path: Path) -> None:
    faults = faults_of(
        csv_file(tmp_path, HEADING, ROW.replace("Words", "Café").encode("latin-1"), TWO.replace("3:00", "3"))
    )
    assert [(one.line, one.where) for one in faults] == [(2, "letters"), (3, "lesson two, length")]


def test_nothing_in_it(tmp_path: Path) -> None:
    for lines in ((), (HEADING,), ("", "")):
        (fault,) = faults_of(csv_file(tmp_path, *lines))
        assert fault.problem == "there is no lesson in it"
