"""A catalogue that is written out, as TOML or CSV, and read back is the same."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from bot.services.catalogue import (
    LEVELS,
    Catalogue,
    Chapter,
    LessonEntry,
    Series,
    Video,
    parse_time,
    read_catalogue,
    show_time,
)
from tests.unit.catalogue_files import as_csv, as_toml, mp4, toml_file

slugs = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
letters = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffd|\ufeff")
words = st.text(letters, min_size=1, max_size=30).map(str.strip).filter(bool)
paragraphs = st.lists(words, min_size=1, max_size=3).map("\n".join)
instruments = words.map(lambda one: " ".join(one.casefold().split())[:30].strip()).filter(bool)
links = st.from_regex(r"https://[a-z]{1,8}\.org/[a-z0-9_%?=&.-]{0,20}", fullmatch=True)


@st.composite
def lessons(draw: st.DrawFn, key: str, series: Series, order: int, folder: Path) -> LessonEntry:
    length = draw(st.integers(1, 36_000))
    starts = sorted(draw(st.sets(st.integers(0, length - 1), max_size=5)))
    size = draw(st.none() | st.integers(1001, 9_000_000))
    video = Video(draw(links), None, size)
    if draw(st.booleans()):
        file = folder / "clips" / f"{key}.mp4"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(mp4(length))
        video = Video(None, file.resolve(), file.stat().st_size)
    return LessonEntry(
        key=key,
        series_key=series.key,
        instrument=series.instrument,
        level=series.level,
        order=order,
        title=draw(words),
        summary=draw(paragraphs),
        teaches=tuple(draw(st.lists(words, max_size=3))),
        length_seconds=length,
        video=video,
        low_data=draw(st.none() | st.builds(Video, links, st.none(), st.none() | st.integers(1, 100))),
        captions=draw(st.booleans()),
        chapters=tuple(Chapter(at, draw(words)) for at in starts),
        keywords=tuple(draw(st.lists(words, max_size=3))),
        line=0,
    )


@st.composite
def catalogues(draw: st.DrawFn, folder: Path) -> Catalogue:
    series = [
        Series(key, draw(words), draw(instruments), draw(st.sampled_from(LEVELS)), 0)
        for key in draw(st.lists(slugs, min_size=1, max_size=3, unique=True))
    ]
    orders = [sorted(draw(st.sets(st.integers(1, 9999), min_size=1, max_size=3))) for _ in series]
    keys = iter(draw(st.lists(slugs, min_size=9, max_size=9, unique=True)))
    found = [
        draw(lessons(next(keys), one, order, folder))
        for one, places in zip(series, orders, strict=True)
        for order in places
    ]
    return Catalogue(tuple(series), tuple(found), "")


def bare(catalogue: Catalogue) -> Catalogue:
    """Without what depends on how and where it is written."""
    return Catalogue(
        tuple(replace(one, line=0) for one in catalogue.series),
        tuple(replace(one, line=0, video=replace(one.video, fingerprint=None)) for one in catalogue.lessons),
        "",
    )


@given(st.data())
def test_written_and_read_back(data: st.DataObject) -> None:
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        catalogue = data.draw(catalogues(folder))
        toml = read_catalogue(toml_file(folder, as_toml(catalogue, folder)))
        comma = read_catalogue(toml_file(folder, as_csv(catalogue, folder), "lessons.csv"))
        semicolon = read_catalogue(toml_file(folder, as_csv(catalogue, folder, ";"), "other.csv"))
    assert bare(toml) == bare(comma) == bare(semicolon) == catalogue
    assert toml.digest == comma.digest == semicolon.digest


@given(st.integers(0, 36_000))
def test_times_are_read_as_they_are_shown(seconds: int) -> None:
    assert parse_time(show_time(seconds)) == seconds


@given(st.text(max_size=8) | st.from_regex(r"[0-9]{0,4}:[0-9]{0,3}", fullmatch=True))
def test_a_time_is_read_only_if_it_is_one(written: str) -> None:
    seconds = parse_time(written)
    if seconds is not None:
        minutes, _, rest = written.strip().partition(":")
        assert seconds == int(minutes) * 60 + int(rest)
        assert int(rest) < 60
        assert len(rest) == 2
