"""The catalogue that is shipped has no fault, and its clips are what it says."""

import struct
from pathlib import Path

import pytest

from bot.services.catalogue import INSTRUMENTS, LEVELS, LessonEntry, read_catalogue
from bot.services.catalogue.csv_form import COLUMNS
from bot.services.catalogue.rows import LESSON_KEYS, SERIES_KEYS

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "bot" / "samples" / "lessons.toml"
CATALOGUE = read_catalogue(SAMPLES)


def mvhd_seconds(data: bytes) -> float:
    """Read apart from the product's own reader: the box's version is 0 in every clip that we make."""
    at = data.index(b"mvhd") + 4
    assert data[at] == 0
    scale, duration = struct.unpack_from(">II", data, at + 12)
    return duration / scale


def test_there_is_enough_to_choose_from() -> None:
    assert len(CATALOGUE.lessons) >= 12
    assert len(CATALOGUE.series) >= 4
    assert len({one.instrument for one in CATALOGUE.lessons}) >= 3
    assert len({one.level for one in CATALOGUE.lessons}) == 2
    assert any(one.low_data for one in CATALOGUE.lessons)


def test_the_catalogue_at_the_root_is_the_shipped_one() -> None:
    assert read_catalogue(ROOT / "lessons.toml") == CATALOGUE


@pytest.mark.parametrize("lesson", CATALOGUE.lessons, ids=lambda one: one.key)
def test_a_clip_lasts_as_long_as_the_catalogue_says(lesson: LessonEntry) -> None:
    assert lesson.video.file is not None
    data = lesson.video.file.read_bytes()
    assert abs(mvhd_seconds(data) - lesson.length_seconds) < 0.1
    assert 10 <= lesson.length_seconds <= 25
    assert len(data) == lesson.video.size_bytes < 300_000
    if lesson.low_data is not None:
        assert lesson.low_data.file is not None
        low = lesson.low_data.file.read_bytes()
        assert abs(mvhd_seconds(low) - lesson.length_seconds) < 0.1
        assert len(low) < 80_000


@pytest.mark.parametrize("lesson", CATALOGUE.lessons, ids=lambda one: one.key)
def test_a_clip_plays_while_it_loads_and_on_old_phones(lesson: LessonEntry) -> None:
    for video in (lesson.video, lesson.low_data):
        if video is None:
            continue
        assert video.file is not None
        data = video.file.read_bytes()
        assert data.index(b"moov") < data.index(b"mdat")
        profile = data[data.index(b"avcC") + 5]
        assert profile == 66, "H.264 baseline"
        assert b"mp4a" in data


def test_every_clip_in_the_folder_belongs_to_a_lesson() -> None:
    used = {video.file for one in CATALOGUE.lessons for video in (one.video, one.low_data) if video}
    assert set((SAMPLES.parent / "clips").resolve().iterdir()) == used


def test_chapters_begin_at_the_start_and_titles_are_short_enough_for_buttons() -> None:
    for lesson in CATALOGUE.lessons:
        assert lesson.chapters[0].at_seconds == 0
        assert all(len(one.title) <= 24 for one in lesson.chapters)
        assert len(lesson.title) <= 32


def test_the_manual_shows_a_lesson_without_fault_and_names_every_instrument_and_key(tmp_path: Path) -> None:
    manual = (ROOT / "docs" / "lessons.md").read_text(encoding="utf-8")
    (tmp_path / "lessons.toml").write_text(manual.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    (tmp_path / "clips").symlink_to(SAMPLES.parent / "clips")
    (lesson,) = read_catalogue(tmp_path / "lessons.toml").lessons
    assert lesson.key == "guitar-e-minor"
    instruments = " ".join(manual.split("These are known: ")[1].split(".")[0].split())
    assert tuple(instruments.split(", ")) == INSTRUMENTS
    assert all(f"`{key}`" in manual for key in (*SERIES_KEYS, *LESSON_KEYS, *COLUMNS, *LEVELS))
