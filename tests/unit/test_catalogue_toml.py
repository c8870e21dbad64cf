"""Text that is no TOML is named in plain words with its line, and what stands behind it is read all the same."""

from pathlib import Path

import pytest

from bot.services.catalogue import read_catalogue
from tests.unit.catalogue_files import LESSON, SERIES, faults_of, line_of, toml_file

MISTAKES = [
    ('"3:00"', "3:00", "something stands behind the value", "straight quotes"),
    ('"Words."', "Words.", "the value cannot be read", "straight quotes"),
    ('"Words."', "“Words.”", "the value cannot be read", "not curly ones"),
    ('"Words."', '"Words.', "the quotes are not closed on this line", "close them"),
    ('"Words."', '"clips\\one"', "a \\ stands in the quotes", "write / instead"),
    ('summary = "Words."', 'title = "Words."', "this key is written twice", "keep one of them"),
]


@pytest.mark.parametrize(("before", "after", "problem", "hint"), MISTAKES)
def test_a_mistake_on_one_line_hides_nothing_else(
    tmp_path: Path, before: str, after: str, problem: str, hint: str
) -> None:
    later = LESSON.replace('"one"', '"two"').replace("order = 1", "order = 0")
    faults = faults_of(toml_file(tmp_path, SERIES + LESSON.replace(before, after) + later))
    where = line_of(SERIES + LESSON, before)
    (mistake,) = [one for one in faults if one.line == where]
    assert mistake.problem == problem
    assert hint in mistake.hint
    assert (faults[-1].line, faults[-1].where) == (line_of(SERIES + LESSON + later, "order = 0"), "lesson two, order")
    # The summary that became a second title is missing, too: that is a fault of its own.
    assert len(faults) == (3 if "twice" in problem else 2)


OPEN = [
    ('"Words."', '"""Words.', "the quotes that open here are never closed"),
    ('"Words."', '"Words."\nteaches = ["a", "b"', "the list that opens here is not closed, or lacks a comma"),
    ('"Words."', '"Words."\nteaches = [\n"a"\n"b"]', "the list that opens here is not closed, or lacks a comma"),
    ("[[lesson]]", "[[lesson]", "the square brackets are not closed"),
]


@pytest.mark.parametrize(("before", "after", "problem"), OPEN)
def test_what_is_not_closed_is_named_where_it_opens(tmp_path: Path, before: str, after: str, problem: str) -> None:
    text = SERIES + LESSON.replace(before, after)
    (fault,) = faults_of(toml_file(tmp_path, text))
    opens = after.split("\n", 1)[1].split("\n")[0] if "\n" in after else after
    assert (fault.line, fault.problem) == (line_of(text, opens), problem)
    assert "not looked at yet" in fault.hint


@pytest.mark.parametrize(
    ("before", "after", "problem", "hint"),
    [
        ("[[lesson]]", "[lesson]", "is not a list of tables", "[[lesson]]"),
        ("[[lesson]]", "[[lessons]]", "is not known here", "did you mean lesson?"),
        ("[[series]]", "[[serie]]", "is not known here", "did you mean series?"),
        ("[[series]]", "format = 1\n[[series]]", "is not known here", "[[series]] and [[lesson]]"),
    ],
)
def test_tables_by_another_name(tmp_path: Path, before: str, after: str, problem: str, hint: str) -> None:
    text = (SERIES + LESSON).replace(before, after)
    (fault,) = faults_of(toml_file(tmp_path, text))
    assert (fault.line, fault.problem) == (line_of(text, after.splitlines()[0]), problem)
    assert hint in fault.hint


def test_letters_that_are_not_utf8_are_named_by_line_and_the_rest_is_read(tmp_path: Path) -> None:
    text = (SERIES + LESSON).replace("First steps", "Première").replace("Words.", "Café").replace('"3:00"', '"3"')
    faults = faults_of(toml_file(tmp_path, text.encode("latin-1")))
    assert [(one.line, one.where) for one in faults] == [(3, "letters"), (11, "letters"), (12, "lesson one, length")]
    assert "UTF-8" in faults[0].hint


def test_what_no_reader_can_read(tmp_path: Path) -> None:
    (wide,) = faults_of(toml_file(tmp_path, (SERIES + LESSON).encode("utf-16")))
    assert wide.problem == "is written in UTF-16"
    (sheet,) = faults_of(toml_file(tmp_path, b"PK\3\4", "lessons.xlsx"))
    assert "CSV UTF-8" in sheet.hint
    (deep,) = faults_of(toml_file(tmp_path, "x = " + "[" * 5000 + "]" * 5000))
    assert "too deep" in deep.problem
    (open_deep,) = faults_of(toml_file(tmp_path, "x = " + "[" * 5000))
    assert "too deep" in open_deep.problem
    (heavy,) = faults_of(toml_file(tmp_path, b"#" * 30_000_001))
    assert heavy.problem == "has 30 MB"
    with pytest.raises(FileNotFoundError):
        read_catalogue(tmp_path / "none.toml")


def test_a_great_many_mistakes_come_to_an_end(tmp_path: Path) -> None:
    faults = faults_of(toml_file(tmp_path, "\n".join(f"key{number} = word" for number in range(200))))
    assert faults[0].problem == "has too many mistakes"
    assert [one.line for one in faults[1:]] == list(range(1, 51))


def test_windows_lines_and_a_mark_at_the_start(tmp_path: Path) -> None:
    text = (SERIES + LESSON).replace('"3:00"', '"3"').replace("\n", "\r\n")
    (fault,) = faults_of(toml_file(tmp_path, b"\xef\xbb\xbf" + text.encode()))
    assert fault.line == 12


def test_ten_thousand_lessons_are_read_in_a_few_seconds_and_shown_on_the_way(tmp_path: Path) -> None:
    many = [
        LESSON.replace('"one"', f'"n{number}"').replace("= 1", f"= {number % 5000 + 1}") for number in range(10_000)
    ]
    other = SERIES.replace("first-steps", "second")
    half = [one.replace("first-steps", "second") for one in many[5000:]]
    seen: list[tuple[int, int]] = []
    path = toml_file(tmp_path, SERIES + other + "".join(many[:5000] + half))
    catalogue = read_catalogue(path, lambda done, total: seen.append((done, total)))
    assert len(catalogue.lessons) == 10_000
    assert seen == [(number, 10_000) for number in range(1, 10_001)]
