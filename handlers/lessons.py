"""Lessons: finding one, watching it, being stuck in it."""

import re
from typing import Any

from bot.callbacks.lessons import (
    AllInstruments,
    AskSought,
    BrowseInstruments,
    BrowseLessons,
    BrowseSeries,
    ChooseInstrument,
    FindLessons,
    LessonDone,
    OpenLesson,
    SendVideo,
    ShowChapters,
    StuckAt,
    StuckHere,
)
from bot.context import Context
from bot.notifications.content import Screen
from bot.notifications.lessons import instrument_name
from bot.policies.moments import format_moment, parse_moment
from bot.policies.words import is_small_talk, menu_word
from bot.services import lesson_browsing as browsing
from bot.services import lessons
from bot.services.lesson_browsing import Shelf
from bot.services.lessons import Stuck
from bot.texts import Text, t
from handlers import help as help_area
from handlers import lesson_pages, lesson_screens, people, questions, screens
from handlers.incoming import Said, said_in
from handlers.routes import MEMBERS, YOUNG_PERSON, Area, Route
from models.people import Role

_ONLY_FIGURES = re.compile(r"[\d\s.:,;'\"-]+")
LONGEST_WORDS = 60  # characters of a search that are shown again

# --- what there is ---


async def start(context: Context, words: object) -> None:
    """/lessons, or the button: straight to one's own instrument; with words it searches."""
    if isinstance(words, str) and words:
        await _search(context, words)
        return
    shelf = await context.look(browsing.shelf)
    if shelf.ask:
        await context.do(browsing.note_asked)
        await context.show(lesson_screens.ask_instrument(shelf.ask))
    else:
        await _show_shelf(context, shelf)


async def _show_shelf(context: Context, shelf: Shelf, before: Text | None = None) -> None:
    if shelf.straight_to is not None:
        view = await context.look(browsing.series_of_instrument, shelf.straight_to, 0)
        await context.show(lesson_screens.series_of_instrument(view))
    else:
        await context.show(lesson_screens.instruments(shelf, 0, before))


async def all_instruments(context: Context, action: AllInstruments) -> None:
    """Every instrument."""
    await context.show(lesson_screens.instruments(await context.look(browsing.shelf), action.page))


async def choose_instrument(context: Context, action: ChooseInstrument) -> None:
    """What the person plays."""
    shelf = await context.do(browsing.choose_instrument, action.name)
    has_some = any(one.own for one in shelf.instruments)
    before = None if has_some else t("lessons-none-for", instrument=instrument_name(action.name))
    await _show_shelf(context, shelf, before)


async def series(context: Context, action: BrowseSeries) -> None:
    """The series of an instrument."""
    view = await context.look(browsing.series_of_instrument, action.lesson, action.page)
    await context.show(lesson_screens.series_of_instrument(view))


async def lessons_of_series(context: Context, action: BrowseLessons) -> None:
    """The lessons of a series."""
    view = await context.look(browsing.lessons_of_series, action.lesson, action.page)
    await context.show(lesson_screens.lessons_of_series(view))


# --- finding ---


async def find(context: Context, _: FindLessons) -> None:
    """What are you looking for? Staff type it behind the command: their plain words are answers to somebody."""
    person = await context.look(lambda db, actor: actor)
    if Role.YOUNG_PERSON in person.roles:
        await context.do(lessons.ask_what_to_find)
        await context.show(Screen(t("lessons-find"), screens.with_help(screens.home_button())))
    else:
        await context.show(Screen(t("lessons-find-staff"), screens.with_help(screens.home_button())))


async def find_words(context: Context, _: dict[str, Any], said: Said) -> None:
    """The words to search by; anything that is no text, and a reply, is a question."""
    if said.kind != "text" or said.reply_to is not None:
        entry = await context.do(lessons.ask_instead, said, context.config)
        if entry.media.get("left_out"):
            await context.show(Screen(t("file-left-out", most=context.config.limits.largest_file_mb), fresh=True))
    elif not await _meant_elsewhere(context, said):
        await _search(context, said.text, said)


async def _search(context: Context, words: str, said: Said | None = None) -> None:
    hits = await context.look(browsing.search, words)
    if said is not None:
        await context.do(lessons.keep_sought, said)
    named = [hit for hit in hits if hit.title.casefold() == words.strip().casefold()]
    if said is None and len(named) == 1:
        await open_lesson(context, OpenLesson(named[0].lesson_id))
        return
    await context.show(lesson_screens.found(words[:LONGEST_WORDS], hits, may_ask=said is not None))


async def ask_sought(context: Context, _: AskSought) -> None:
    """What was searched for was a question."""
    await context.do(lessons.ask_sought, context.config)
    await context.show(Screen(t("lessons-asked-this"), screens.with_help(screens.home_button())))


async def _meant_elsewhere(context: Context, said: Said) -> bool:
    """The name of a screen means that screen, whatever was asked."""
    word = menu_word(said.text)
    go = {"helpnow": help_area.help_now, "help": help_area.help_, "home": people.home, "lessons": start}.get(word or "")
    if go is None:
        return False
    await go(context, "")
    return True


# --- one lesson ---


async def open_lesson(context: Context, action: OpenLesson) -> None:
    """A lesson's page."""
    await context.show(lesson_pages.lesson_page(await context.do(lessons.open_lesson, action.lesson)))


async def watch(context: Context, action: SendVideo) -> None:
    """The video, or the smaller one."""
    await context.show(lesson_pages.coming(await context.do(lessons.watch, action.lesson, action.low)))


async def chapters(context: Context, action: ShowChapters) -> None:
    """The chapters with their times."""
    await context.show(lesson_pages.chapters(await context.look(lessons.look_at, action.lesson)))


async def done(context: Context, action: LessonDone) -> None:
    """Done, or not done after all."""
    page = await context.do(lessons.set_done, action.lesson, action.done)
    await context.show(lesson_pages.lesson_page(page))


# --- I'm stuck here ---


async def stuck(context: Context, action: StuckHere) -> None:
    """Where in the video?"""
    await context.show(lesson_pages.where(await context.do(lessons.ask_moment, action.lesson)))


async def stuck_at(context: Context, action: StuckAt) -> None:
    """The moment, by its button."""
    seconds = None if action.seconds == lesson_pages.NOWHERE else action.seconds
    await _show_stuck(context, await context.do(lessons.choose_moment, action.lesson, seconds))


async def moment_words(context: Context, data: dict[str, Any], said: Said) -> None:
    """The moment, typed. Anything that is no time is the question itself: nothing is lost."""
    seconds = parse_moment(said.text) if said.kind == "text" else None
    if seconds is not None:
        await _show_stuck(context, await context.do(lessons.choose_moment, data["lesson"], seconds))
    elif said.kind == "text" and (_ONLY_FIGURES.fullmatch(said.text) or is_small_talk(said.text)):
        if not await _meant_elsewhere(context, said):
            lesson = await context.do(lessons.ask_moment, data["lesson"])
            await context.show(lesson_pages.where(lesson, t("stuck-unclear")))
    else:
        await questions.asked_words(context, {"lesson": data["lesson"]}, said)


async def _show_stuck(context: Context, stuck: Stuck) -> None:
    if stuck.within or stuck.seconds is None:
        await context.show(lesson_pages.what(stuck))
        return
    length = format_moment(stuck.lesson.length_seconds)
    too_late = t("stuck-too-late", length=length, moment=format_moment(stuck.seconds))
    await context.show(lesson_pages.where(stuck.lesson, too_late))


# --- the same by commands, about the lesson that was opened last ---


async def again(context: Context, _: str) -> None:
    """/lesson: the last one opened."""
    await open_lesson(context, OpenLesson(await context.look(lessons.last_opened)))


async def watch_last(context: Context, words: str) -> None:
    """/watch, or /watch low."""
    low = words.strip().casefold().startswith("low")
    await watch(context, SendVideo(await context.look(lessons.last_opened), low))


async def done_last(context: Context, words: str) -> None:
    """/done, or /done not."""
    last = await context.look(lessons.last_opened)
    await done(context, LessonDone(last, not words.strip().casefold().startswith("not")))


async def stuck_last(context: Context, words: str) -> None:
    """/stuck, /stuck 2:14, or /stuck and the question."""
    last = await context.look(lessons.last_opened)
    if words and context.message is not None:
        command = said_in(context.message)
        said = Said("text", words, command.chat_id, command.message_id)
        await moment_words(context, {"lesson": last}, said)
    else:
        await stuck(context, StuckHere(last))


AREA = Area(
    "lessons",
    commands={
        "lessons": Route(start, MEMBERS),
        "lesson": Route(again, YOUNG_PERSON),
        "watch": Route(watch_last, YOUNG_PERSON),
        "done": Route(done_last, YOUNG_PERSON),
        "stuck": Route(stuck_last, YOUNG_PERSON),
    },
    actions={
        BrowseInstruments: Route(start, MEMBERS),
        AllInstruments: Route(all_instruments, MEMBERS),
        ChooseInstrument: Route(choose_instrument, YOUNG_PERSON),
        BrowseSeries: Route(series, MEMBERS),
        BrowseLessons: Route(lessons_of_series, MEMBERS),
        FindLessons: Route(find, MEMBERS),
        AskSought: Route(ask_sought, YOUNG_PERSON),
        OpenLesson: Route(open_lesson, MEMBERS),
        SendVideo: Route(watch, MEMBERS),
        ShowChapters: Route(chapters, MEMBERS),
        LessonDone: Route(done, YOUNG_PERSON),
        StuckHere: Route(stuck, YOUNG_PERSON),
        StuckAt: Route(stuck_at, YOUNG_PERSON),
    },
    steps={lessons.FIND_STEP: find_words, lessons.MOMENT_STEP: moment_words},
)
