"""Calendar files: a coordinator sends one, looks at what it would change, and says yes; and files for anybody's own."""

from typing import Any, Final

from telegram import Message

from bot.calendars import read_apart
from bot.callbacks import calendars as on
from bot.callbacks.sessions import DropSession, MySessions
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.content import Screen, button, rows
from bot.policies.calendars.shapes import LARGEST_FILE, MOST_EVENTS, MOST_SESSIONS, BadCalendar, Reading
from bot.policies.numbers import parse_ref
from bot.services import calendar_imports as imports
from bot.services import calendar_requests as requests
from bot.services.calendar_imports import AskLeader, Imported, Preview
from bot.services.sessions import Booked
from bot.texts import t
from handlers import screens
from handlers.calendar_screens import done_screen, leader_screen, preview_screen, which_screen
from handlers.holds import passes
from handlers.incoming import Said
from handlers.routes import COORDINATOR, TUTOR, YOUNG_PERSON, Area, Route
from models.people import Person, Role

_JUDGED_TOGETHER: Final = 3_000  # characters of titles or places; more than a message can have would go unread


# --- coming in ---


def is_calendar(message: Message) -> bool:
    """Whether the document calls itself a calendar."""
    document = message.document
    if document is None:
        return False
    name, kind = (document.file_name or "").lower(), (document.mime_type or "").lower()
    return name.endswith((".ics", ".ical", ".ifb", ".icalendar")) or kind == "text/calendar"


async def calendar(context: Context, words: str) -> None:
    """/calendar: asks a coordinator for the file, sends a tutor what they lead, shows a young person what they can have."""

    def answer(db: Any, actor: Person) -> set[Role] | Booked:
        if Role.COORDINATOR in actor.roles:
            imports.ask_for_file(db, actor)
            return set(actor.roles)
        if Role.TUTOR in actor.roles:
            requests.send_timetable(db, actor)
            return set(actor.roles)
        number = parse_ref(words, "S") if words else None
        return requests.send_next(db, actor, number, context.config) if number else requests.choices(db, actor)

    found = await context.do(answer)
    if isinstance(found, Booked):
        await context.show(which_screen(found))
    elif Role.COORDINATOR in found:
        await context.show(_how(Role.TUTOR in found))
    else:
        await context.show(Screen(t("calendar-coming"), screens.with_help(button("button-sessions", MySessions()))))


def _how(also_tutor: bool) -> Screen:
    words = t("calendar-how", sessions=MOST_SESSIONS, events=MOST_EVENTS, megabytes=LARGEST_FILE // 1_000_000)
    own = button("button-own-timetable", on.OwnTimetable()) if also_tutor else None
    return Screen(words, screens.with_help(own, button("button-never-mind", DropSession())))


async def ask_for_file(context: Context, _: on.SendCalendar) -> None:
    """The same by a button."""
    await context.do(imports.ask_for_file)
    await context.show(_how(False))


async def something_sent(context: Context, _: dict[str, Any], said: Said) -> None:
    """What comes after the file was asked for."""
    if said.kind != "document" or said.file_id is None:
        raise Refusal("calendar-no-file")
    await file_sent(context, said)


async def file_sent(context: Context, said: Said) -> None:
    """A calendar file: fetched and read before anything is decided, then shown as what it would change."""
    reading = await _read(context, said)
    if not await _words_pass(context, reading):
        return
    await _show(context, await context.do(imports.begin, reading, context.config))


async def _read(context: Context, said: Said) -> Reading:
    # Only a coordinator's file is fetched at all.
    context.roles = COORDINATOR
    start, end = await context.look(lambda db, actor: imports.window(context.config))
    try:
        if said.media.get("size_bytes", 0) > LARGEST_FILE:
            raise BadCalendar("too-large", most=LARGEST_FILE // 1_000_000)
        data = await context.fetch(said.file_id or "", LARGEST_FILE)
        return await read_apart(data, context.config.service.zone, start, end)
    except BadCalendar as error:
        raise Refusal(f"calendar-bad-{error.reason}", **error.args_for_text) from None


async def _words_pass(context: Context, reading: Reading) -> bool:
    """Titles, places and links reach young people: they are looked at as a tutor's are."""
    entries = [entry for entry in reading.entries if entry.items]
    places = [words for entry in entries for words in (entry.place, entry.link) if words]
    return await _all_pass(context, [entry.title for entry in entries], "title") and await _all_pass(
        context, places, "place"
    )


async def _all_pass(context: Context, words: list[str], what: str) -> bool:
    piece: list[str] = []
    for one in [*dict.fromkeys(words), None]:
        if piece and (one is None or sum(map(len, piece)) + len(one) > _JUDGED_TOGETHER):
            if not await passes(context, "\n".join(piece), what, may_link=what == "place"):
                return False
            piece = []
        if one is not None:
            piece.append(one)
    return True


async def choose_leader(context: Context, action: on.ChooseLeader) -> None:
    """Who leads what names nobody."""
    await _show(context, await context.do(imports.choose_leader, action.number, action.person, context.config))


async def page_of_leaders(context: Context, action: on.PageOfLeaders) -> None:
    """More tutors to choose from."""
    await _show(context, await context.do(imports.leaders, action.number, action.page, context.config))


async def carry_out(context: Context, action: on.ImportCalendar) -> None:
    """Yes."""
    await _show(context, await context.do(imports.carry_out, action.number, context.config))


async def drop(context: Context, action: on.DropCalendar) -> None:
    """No."""
    await context.do(imports.drop, action.number)
    await context.show(Screen(t("calendar-dropped"), screens.with_help(screens.home_button())))


async def _show(context: Context, outcome: Preview | AskLeader | Imported) -> None:
    match outcome:
        case AskLeader():
            await context.show(leader_screen(outcome))
        case Preview():
            await context.show(preview_screen(outcome))
        case Imported():
            await context.show(done_screen(outcome))


# --- going out ---


async def own_timetable(context: Context, _: on.OwnTimetable) -> None:
    """All that the tutor leads."""
    await context.do(requests.send_timetable)
    await context.show(Screen(t("calendar-coming"), rows(button("button-sessions", MySessions()))))


async def times(context: Context, _: on.TimesForCalendar) -> None:
    """Which of their times?"""
    await context.show(which_screen(await context.look(requests.choices)))


async def add(context: Context, action: on.AddToCalendar) -> None:
    """One time, as a file."""
    await context.do(requests.send_time, action.occurrence, action.place, context.config)


AREA = Area(
    "calendars",
    commands={"calendar": Route(calendar, COORDINATOR | TUTOR | YOUNG_PERSON)},
    actions={
        on.SendCalendar: Route(ask_for_file, COORDINATOR),
        on.ChooseLeader: Route(choose_leader, COORDINATOR),
        on.PageOfLeaders: Route(page_of_leaders, COORDINATOR),
        on.ImportCalendar: Route(carry_out, COORDINATOR),
        on.DropCalendar: Route(drop, COORDINATOR),
        on.OwnTimetable: Route(own_timetable, TUTOR),
        on.TimesForCalendar: Route(times, YOUNG_PERSON),
        on.AddToCalendar: Route(add, YOUNG_PERSON),
    },
    steps={imports.STEP: something_sent},
)
