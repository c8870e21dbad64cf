"""The screens that lead to a lesson: instruments, series, lists, what a search found."""

from typing import Any

from bot.callbacks.codec import Action
from bot.callbacks.lessons import (
    AllInstruments,
    AskSought,
    BrowseInstruments,
    BrowseLessons,
    BrowseSeries,
    ChooseInstrument,
    FindLessons,
    OpenLesson,
)
from bot.callbacks.questions import AskNew
from bot.notifications.content import Button, Rows, Screen, button, rows
from bot.notifications.lessons import instrument_name
from bot.policies.moments import format_moment
from bot.services.lesson_browsing import LessonsOfSeries, Line, Page, SeriesOfInstrument, Shelf, page_from
from bot.texts import Text, t
from handlers import screens
from models.lessons import Lesson


def _turns(page: Page[Any], earlier: Action, later: Action) -> Rows:
    back = button("button-lessons-earlier", earlier) if page.number else None
    return rows(back, button("button-lessons-later", later) if page.more else None, width=2)


# --- what there is ---


def ask_instrument(names: tuple[str, ...]) -> Screen:
    """What do you play? The first answer leads on."""
    choices = rows(
        *(button("button-words", ChooseInstrument(name), words=instrument_name(name)) for name in names), width=2
    )
    skip = button("button-lessons-skip", AllInstruments(0))
    return Screen(t("lessons-what-do-you-play"), (*choices, *screens.with_help(skip)))


def instruments(shelf: Shelf, number: int, before: Text | None = None) -> Screen:
    """Every instrument that there are lessons for."""
    if not shelf.instruments:
        return Screen(t("no-lessons"), screens.with_help(button("button-ask", AskNew()), screens.home_button()))
    words = t("lessons-instruments-after", before=before) if before else t("lessons-instruments")
    page = page_from(shelf.instruments, number)
    choices = [
        button("button-lesson-instrument", BrowseSeries(one.lesson_id, 0), instrument=instrument_name(one.name))
        for one in page.items
    ]
    turns = _turns(page, AllInstruments(page.number - 1), AllInstruments(page.number + 1))
    end = screens.with_help(button("button-lessons-find", FindLessons()), screens.home_button(), width=2)
    return Screen(words, (*rows(*choices, width=2), *turns, *end))


def series_of_instrument(view: SeriesOfInstrument) -> Screen:
    """The series of an instrument, by level."""
    page, lines, buttons = view.page, [], []
    for series in page.items:
        key = "lessons-series-progress" if series.done else "lessons-series-line"
        level = t(f"level-{series.level}")
        lines.append(t(key, level=level, series=series.title, total=series.lessons, done=series.done))
        key = "button-lesson-series-done" if series.done == series.lessons else "button-lesson-series"
        buttons.append(button(key, BrowseLessons(series.lesson_id, 0), series=series.title))
    at = view.lesson_id
    end = rows(
        button("button-lessons-find", FindLessons()),
        button("button-lessons-all", AllInstruments(0)),
        screens.home_button(),
        width=2,
    )
    return Screen(
        t("lessons-of-instrument", instrument=instrument_name(view.instrument), lines=lines),
        (
            *rows(*buttons),
            *_turns(page, BrowseSeries(at, page.number - 1), BrowseSeries(at, page.number + 1)),
            *end,
            *screens.with_help(),
        ),
    )


def lessons_of_series(view: LessonsOfSeries) -> Screen:
    """The lessons of a series, those that are done with a tick."""
    lesson, page = view.lesson, view.page
    lines = [
        t(
            "lessons-line-done" if line.done else "lessons-line",
            title=line.title,
            length=format_moment(line.length_seconds),
        )
        for line in page.items
    ]
    buttons = [
        button("button-lesson-ticked" if line.done else "button-lesson", OpenLesson(line.lesson_id), title=line.title)
        for line in page.items
    ]
    if view.up_next and page.items[0].done:
        # The way forward is not what is done already.
        buttons.insert(
            0, button("button-lessons-up-next", OpenLesson(view.up_next.lesson_id), lesson=view.up_next.title)
        )
    instrument = instrument_name(lesson.instrument)
    progress = t("lessons-done-of", done=view.done, total=view.lessons) if view.learner else t("lessons-plain")
    words = t(
        "lessons-of-series",
        series=lesson.series_title,
        instrument=instrument,
        level=t(f"level-{lesson.level}"),
        progress=progress,
        lines=lines,
    )
    return Screen(
        words,
        (
            *rows(*buttons),
            *_turns(page, BrowseLessons(lesson.id, page.number - 1), BrowseLessons(lesson.id, page.number + 1)),
            *rows(instrument_button(lesson), screens.home_button(), width=2),
            *screens.with_help(),
        ),
    )


def instrument_button(lesson: Lesson) -> Button:
    """More lessons for the same instrument."""
    instrument = instrument_name(lesson.instrument)
    return button("button-instrument-back", BrowseSeries(lesson.id, 0), instrument=instrument)


def found(words: str, hits: list[Line], may_ask: bool) -> Screen:
    """What a search found. The words may have been a question all the same: `may_ask` offers them to a tutor."""
    ask = button("button-lessons-ask-this", AskSought()) if may_ask else None
    again = button("button-lessons-find-again", FindLessons())
    browse = button("button-lessons-browse", BrowseInstruments())
    if not hits:
        key = "lessons-found-none-ask" if may_ask else "lessons-found-none"
        return Screen(t(key, words=words), screens.with_help(browse, ask, again))
    buttons = [
        button(
            "button-lesson-found-ticked" if hit.done else "button-lesson-found",
            OpenLesson(hit.lesson_id),
            title=hit.title,
            instrument=instrument_name(hit.instrument),
        )
        for hit in hits
    ]
    end = (*rows(again, browse, width=2), *screens.with_help(ask))
    return Screen(t("lessons-found", words=words), (*rows(*buttons), *end))
