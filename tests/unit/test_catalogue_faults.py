"""Each kind of fault in a lesson or series is named once, on its own line of a TOML file."""

from pathlib import Path

import pytest

from bot.services.catalogue import CatalogueFaults, read_catalogue
from tests.unit.catalogue_files import LESSON, SERIES, faults_of, line_of, mp4, toml_file

LONG = "x" * 101

ONE_LINE = [  # what stands there instead of a line of LESSON or SERIES, and what is said about it
    ('title = "One"', "", "title: is missing", None),
    ('title = "One"', 'title = "  "', "title: is missing", 'title = "  "'),
    ('title = "One"', "title = 5", "title: is not a text", "title = 5"),
    ('title = "One"', f'title = "{LONG}"', "title: has 101 characters (at most 100 fit)", LONG),
    ('title = "One"', 'title = "One\\ntwo"', "title: goes over more than one line", "One\\n"),
    ('title = "One"', 'title = "One\\u0007"', "title: has a character in it that cannot be seen", "u0007"),
    ('title = "One"', 'title = "Caf\ufffd"', "title: has a broken character", "Caf"),
    ('title = "One"', 'titel = "One"', "the key titel is not known (did you mean title?)", "titel"),
    ('title = "One"', 'title = "One"\nzzzz = 1', "the key zzzz is not known (known here: id, series", "zzzz"),
    ('summary = "Words."', "", "summary: is missing", None),
    ('summary = "Words."', f'summary = "{"y" * 801}"', "summary: has 801 characters (at most 800 fit)", "yyy"),
    ('id = "one"', "", "id: is missing", None),
    ('id = "one"', 'id = "E minor, Café"', "digits and single hyphens, as in e-minor-cafe)", "Caf"),
    ('id = "one"', f'id = "{"a" * 41}"', "id: has 41 characters (at most 40 fit)", "aaa"),
    ('series = "first-steps"', 'series = "first-step"', "(did you mean first-steps?)", 'first-step"'),
    ("order = 1", "", "order: is missing", None),
    ("order = 1", "order = 0", "order: “0” is not a whole number from 1 to 9999", "order"),
    ("order = 1", "order = true", "order: “True” is not a whole number", "order"),
    ("order = 1", 'order = "first"', "order: “first” is not a whole number", "order"),
    ('length = "3:00"', "", "length: is missing", None),
    ('length = "3:00"', 'length = "3:60"', "length: “3:60” is not a time", "3:60"),
    ('length = "3:00"', 'length = "180"', "length: “180” is not a time", "180"),
    ('length = "3:00"', "length = 180", "length: “180” is not a time", "180"),
    ('length = "3:00"', 'length = "0:03:00"', "in a spreadsheet make the column “Text”", "0:03:00"),
    ('length = "3:00"', "length = 03:00:00", "in a spreadsheet make the column “Text”", "03:00:00"),
    ('length = "3:00"', 'length = "0:00"', "length: is nothing", "0:00"),
    ('length = "3:00"', 'length = ["3:00"]', "length: “a list” is not a time", '["3:00"]'),
    ('length = "3:00"', 'length = "3:00"\ncaptions = "maybe"', "captions: “maybe” is neither yes nor no", "maybe"),
    ('length = "3:00"', 'length = "3:00"\nteaches = "One thing"', "teaches: is not a list", "One thing"),
    ('length = "3:00"', 'length = "3:00"\nteaches = ["a",\n"",\n"b"]', "teaches: is empty", '"",'),
    ('length = "3:00"', f'length = "3:00"\nkeywords = {["k"] * 31}', "has 31 entries (at most 30 fit)", "['k'"),
    ('level = "beginner"', "", "series first-steps, level: is missing", None),
    ('level = "beginner"', 'level = "begginer"', "level: “begginer” is not known (did you mean beginner?)", "begginer"),
    ('instrument = "guitar"', 'instrument = "gutar"', "If it is another instrument, write “other: gutar”", "gutar"),
    ('instrument = "guitar"', 'instrument = "other:"', "instrument: names no instrument", "other"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "told", "where"), ONE_LINE, ids=[str(n) for n in range(len(ONE_LINE))])
def test_one_fault_is_named_once_on_its_line(
    tmp_path: Path, before: str, after: str, told: str, where: str | None
) -> None:
    text = SERIES + "\n" + LESSON
    assert before in text
    text = text.replace(before, after)
    (fault,) = faults_of(toml_file(tmp_path, text))
    assert told in str(fault)
    # What is missing has no line of its own: then its series or lesson is named.
    home = "[[lesson]]" if before in LESSON else "[[series]]"
    assert fault.line == line_of(text, where or home)


CHAPTERS = [
    ('{ at = "3:00", title = "End" }', "“End” begins at 3:00, and the lesson ends at 3:00"),
    ('"0:05 Early"', "“Early” at 0:05 does not come after 0:10"),
    ('{ at = "0:10", title = "Same" }', "“Same” at 0:10 does not come after 0:10"),
    ('{ at = "later", title = "When" }', "“later” is not a time"),
    ('{ title = "When" }', "a chapter has no at"),
    ('{ at = "0:20" }', "a chapter has no title"),
    ('{ at = "0:20", titel = "T" }', "the key titel is not known (did you mean title?)"),
    ('"0:20"', "“0:20” is not a time and a title"),
    ("7", "chapters: is not a text"),
    (f'"0:20 {"t" * 61}"', "has 61 characters (at most 60 fit)"),
]


@pytest.mark.parametrize(("chapter", "told"), CHAPTERS)
def test_a_chapter_is_named_on_its_own_line(tmp_path: Path, chapter: str, told: str) -> None:
    good = '{ at = "0:10", title = "Good" }'
    text = f'{SERIES}{LESSON}chapters = [\n  {good},\n  {chapter}, # this one\n  "2:59 Last",\n]\n'
    (fault,) = faults_of(toml_file(tmp_path, text))
    assert told in str(fault)
    assert fault.line == line_of(text, "# this one")


def test_more_than_twenty_chapters(tmp_path: Path) -> None:
    def text(count: int) -> str:
        return SERIES + LESSON + "chapters = [" + ", ".join(f'"0:{n:02d} Part"' for n in range(count)) + "]\n"

    assert not faults_of(toml_file(tmp_path, text(20)))
    (fault,) = faults_of(toml_file(tmp_path, text(21)))
    assert (fault.line, fault.problem) == (14, "has 21 entries")


LINKS = [
    ("http://example.org/a.mp4", "it must begin with https://"),
    ("www.example.org/a.mp4", "it must begin with https://"),
    ("ftp://example.org/a.mp4", "a link cannot begin with “ftp”"),
    ("https://", "is not a whole link"),
    ("https://localhost/a.mp4", "is not a whole link"),
    ("https://me:secret@example.org/a.mp4", "without a space or a password"),
    ("https://example.org/a b.mp4", "without a space or a password"),
    ("https://[example.org/a.mp4", "is not a safe link"),
    ("clips/none.mp4", "there is no file none.mp4"),
    ("clips/GOOD.mp4", "did you mean good.mp4?"),
    ("clip/good.mp4", "there is no folder clip beside the catalogue either"),
    ("clips/good.jpg", "is a picture, not a video"),
    ("clips/good.mp3", "is a sound, not a video"),
    ("clips/good.mov", "is a “.mov” file, not a video"),
    ("clips", "is a “clips” file, not a video"),
    ("../good.mp4", "is outside the catalogue's folder"),
    ("/etc/good.mp4", "is outside the catalogue's folder"),
    ("clips\\\\good.mp4", "write / instead of \\"),
    ("C:/good.mp4", "write / instead of \\"),
    ("clips/folder.mp4", "cannot be read"),
    ("clips/large.mp4", "large.mp4 has 50.0 MB (at most 50 MB can be sent"),
    ("clips/text.mp4", "text.mp4 is not a whole MP4 video"),
    ("clips/empty.mp4", "empty.mp4 is not a whole MP4 video"),
    ("clips/cut.mp4", "cut.mp4 is not a whole MP4 video"),
    ("clips/short.mp4", "the catalogue says 3:00, the file lasts 2:57"),
]


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    """A catalogue's folder with videos, good and bad."""
    folder = tmp_path / "clips"
    (folder / "folder.mp4").mkdir(parents=True)
    for name, content in {
        "good.mp4": mp4(180, filling=1000),
        "short.mp4": mp4(177),
        "small.mp4": mp4(181),
        "text.mp4": b"These are only words.",
        "empty.mp4": b"",
        "cut.mp4": mp4(180, filling=1000)[:-1],
    }.items():
        (folder / name).write_bytes(content)
    with (folder / "large.mp4").open("wb") as large:
        large.truncate(50_000_001)
    return tmp_path


@pytest.mark.parametrize(("video", "told"), LINKS)
@pytest.mark.parametrize("key", ["video", "low_data"])
def test_a_video_that_cannot_be_sent(clips: Path, key: str, video: str, told: str) -> None:
    lesson = (
        LESSON.replace("https://example.org/one.mp4", video) if key == "video" else f'{LESSON}low_data = "{video}"\n'
    )
    text = SERIES + lesson
    (fault,) = faults_of(toml_file(clips, text))
    assert told in str(fault)
    measured = key == "video" and "says" in told
    assert fault.line == line_of(text, "length =" if measured else f"{key} =")


def test_a_good_file_tells_its_size_and_length(clips: Path) -> None:
    lesson = LESSON.replace("https://example.org/one.mp4", "clips/good.mp4").replace('length = "3:00"', "")
    path = toml_file(clips, f'{SERIES}{lesson}low_data = "clips/small.mp4"\nlow_data_size = ""\n')
    (lesson_read,) = read_catalogue(path).lessons
    assert lesson_read.length_seconds == 180
    assert lesson_read.video.file == clips / "clips" / "good.mp4"
    assert lesson_read.video.size_bytes == (clips / "clips" / "good.mp4").stat().st_size
    before = read_catalogue(path)
    (clips / "clips" / "good.mp4").write_bytes(mp4(180, filling=999) + b"\0")
    after = read_catalogue(path)
    assert after.lessons[0].video.size_bytes == before.lessons[0].video.size_bytes
    assert after.lessons[0].video.fingerprint != before.lessons[0].video.fingerprint
    assert after.digest != before.digest


SIZES = [
    ('video_size = "heavy"', "“heavy” is not a size", "video_size"),
    ('video_size = "0 MB"', "“0 MB” is not a size", "video_size"),
    ('low_data_size = "1 MB"', "is given, but there is no low_data", "low_data_size"),
    ('low_data = "clips/small.mp4"\nlow_data_size = "1 kB"', "is for links only", "low_data_size"),
    (
        'video_size = "1 MB"\nlow_data = "https://example.org/l.mp4"\nlow_data_size = "1 MB"',
        "is not smaller",
        "low_data =",
    ),
]


@pytest.mark.parametrize(("lines", "told", "where"), SIZES)
def test_sizes_of_links(clips: Path, lines: str, told: str, where: str) -> None:
    text = f"{SERIES}{LESSON}{lines}\n"
    (fault,) = faults_of(toml_file(clips, text))
    assert told in str(fault)
    assert fault.line == line_of(text, where)


def test_what_is_there_twice_names_both_lines(tmp_path: Path) -> None:
    text = SERIES + LESSON + LESSON + SERIES
    told = [(one.line, one.where, one.problem) for one in faults_of(toml_file(tmp_path, text))]
    assert told == [
        (15, "lesson one, id", "is taken already, on line 7"),
        (17, "lesson one, order", "1 is taken in series first-steps already, on line 9"),
        (23, "series first-steps, id", "is taken already, on line 2"),
    ]


def test_a_series_without_lessons_and_a_catalogue_without_anything(tmp_path: Path) -> None:
    (alone,) = faults_of(toml_file(tmp_path, SERIES))
    assert (alone.line, alone.problem) == (None, "there is no lesson in it")
    other = SERIES.replace("first-steps", "more")
    (empty,) = faults_of(toml_file(tmp_path, SERIES + LESSON + other))
    assert (empty.line, empty.where, empty.problem) == (14, "series more", "has no lesson")


def test_all_faults_are_named_at_once_in_the_files_order(tmp_path: Path) -> None:
    wrong = LESSON.replace('"3:00"', '"three"').replace("order = 1", "order = -1").replace('"Words."', '""')
    faults = faults_of(
        toml_file(tmp_path, SERIES.replace("beginner", "expert") + wrong + wrong.replace('"one"', '"two"'))
    )
    assert [one.line for one in faults] == [5, 9, 11, 12, 17, 19, 20]
    with pytest.raises(CatalogueFaults) as refused:
        read_catalogue(tmp_path / "lessons.toml")
    assert str(refused.value).count("\n") == len(faults) - 1


def test_a_fault_cannot_play_tricks_on_a_terminal(tmp_path: Path) -> None:
    (fault,) = faults_of(toml_file(tmp_path, SERIES + LESSON.replace('"3:00"', '"\\u001b[2J"')))
    assert "\x1b" not in str(fault)
    assert "?[2J" in fault.problem
