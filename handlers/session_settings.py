"""What a session has besides its times: its tutor, its link, and whether it meets in the holidays."""

from typing import Any

from bot.callbacks import timetable as on
from bot.callbacks.sessions import MySessions, OpenSession
from bot.callbacks.waiting import AskPlaces, OpenWaiting
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.content import Button, Screen, button, rows
from bot.notifications.sessions import name_of
from bot.services import session_changes as changes
from bot.services import session_settings as settings
from bot.services.session_settings import LinkNow, NewTutor, Setting, WhichTutor
from bot.services.sessions import open_session
from bot.texts import t
from handlers import screens
from handlers.holds import passes
from handlers.incoming import Said
from handlers.routes import MEMBERS, Area, Route
from handlers.session_words import RUN_SESSIONS, named, number_in, unless_reply
from models.people import Person
from models.sessions import Session

TIMES_SHOWN = 6


def _card(session: Session) -> Button:
    return button("button-session", OpenSession(session.id), ref=name_of(session))


async def more(context: Context, action: on.OpenMore) -> None:
    """What else can be changed."""
    card = await context.look(open_session, action.number)
    session = card.session
    if not card.may_change:
        raise Refusal("old-button")
    always = None
    if session.frequency != "once" and session.calendar is None:
        key = "button-term-time" if session.all_year else "button-all-year"
        always = button(key, on.SetAllYear(session.id, not session.all_year))
    buttons = rows(
        button("button-new-tutor", on.AskTutor(session.id, 0)),
        button("button-tutor-once", on.ChooseTutorDay(session.id)),
        button("button-link", on.AskLink(session.id)),
        button("button-set-places", AskPlaces(session.id)),
        button("button-waiting", OpenWaiting(session.id)),
        always,
        width=2,
    )
    await context.show(Screen(t("session-more", **named(session)), (*buttons, *screens.with_help(_card(session)))))


# --- the tutor ---


async def tutor(context: Context, words: str) -> None:
    """/tutor S4 Tess: from now on; /tutor S4 2026-12-03 Tess: that one alone. Without a name it asks."""
    number, rest = number_in(words, "/tutor S4 Tess")
    await context.show(_tutor(await context.do(settings.change_tutor, number, rest, context.config)))


async def ask_tutor(context: Context, action: on.AskTutor) -> None:
    """Who?"""
    await context.show(_tutor(await context.look(settings.which_tutor, action.number, action.occurrence)))


async def choose_day(context: Context, action: on.ChooseTutorDay) -> None:
    """Which of the next times?"""
    found = await context.look(changes.times, action.number, TIMES_SHOWN)
    times = [
        button("button-this-time", on.AskTutor(action.number, item.id), when=item.starts_at) for item in found.times
    ]
    words = t("tutor-which-day", **named(found.session))
    await context.show(Screen(words, (*rows(*times, width=2), *screens.with_help(_card(found.session)))))


async def give_to(context: Context, action: on.GiveTo) -> None:
    """That one."""
    done = await context.do(settings.give_to, action.number, action.tutor, action.occurrence, context.config)
    await context.show(_tutor(done))


def _tutor(outcome: NewTutor | WhichTutor) -> Screen:
    session, one = outcome.session, outcome.occurrence
    when = t("tutor-that-day", when=one.starts_at) if one is not None else t("session-nothing")
    if isinstance(outcome, NewTutor):
        words = t("tutor-set", tutor=outcome.tutor.name, when=when, people=outcome.people, **named(session))
        return Screen(words, screens.with_help(_card(session), button("button-sessions", MySessions())))
    picks = [
        button("button-words", on.GiveTo(session.id, one.id if one else 0, item.id), words=item.name)
        for item in outcome.tutors
    ]
    key = "tutor-unknown" if outcome.unknown else "tutor-ask"
    words = t(key, when=when, unknown=outcome.unknown, **named(session))
    return Screen(words, (*rows(*picks, width=2), *screens.with_help(_card(session))))


# --- the link ---


async def link(context: Context, asked: object) -> None:
    """/link S4: the link, near the time; /link S4 https://… sets it, for whoever runs the session."""
    if isinstance(asked, on.ShowLink):
        await context.show(link_screen(await context.look(settings.link_of, asked.number, context.config)))
        return
    number, words = number_in(str(asked), "/link S4 https://meet.example/x")
    if not words:
        await context.show(link_screen(await context.look(settings.link_of, number, context.config)))
    elif await passes(context, words, "place", may_link=True):
        await context.show(_link_set(await context.do(settings.set_link, number, words)))


async def ask_link(context: Context, action: on.AskLink) -> None:
    """The address is asked for."""
    session = await context.do(settings.ask_link, action.number)
    away = button("button-no-link", on.TakeLinkAway(session.id)) if session.link else None
    keep = button("button-keep", OpenSession(session.id))
    await context.show(Screen(t("link-ask", **named(session)), screens.with_help(away, keep)))


async def link_typed(context: Context, _: dict[str, Any], said: Said) -> None:
    """The address, typed."""
    if await passes(context, said.text, "place", may_link=True):
        await context.show(_link_set(await context.do(settings.link_typed, said.text)))


async def take_link_away(context: Context, action: on.TakeLinkAway) -> None:
    """None any more."""
    await context.show(_link_set(await context.do(settings.set_link, action.number, "off")))


def _link_set(done: Setting) -> Screen:
    key = "link-set" if done.session.link else "link-gone"
    return Screen(t(key, **named(done.session)), screens.with_help(_card(done.session)))


def link_screen(found: LinkNow) -> Screen:
    """The link, or when it shows."""
    back = button("button-sessions", MySessions())
    if found.url:
        words = t("session-link", link=found.url, **named(found.session))
    elif found.shows_at is not None:
        words = t("session-link-later", when=found.shows_at, **named(found.session))
    else:
        words = t("session-link-over", **named(found.session))
    return Screen(words, screens.with_help(back), fresh=True)


# --- all the year ---


async def all_year(context: Context, asked: object) -> None:
    """/allyear S4: in the holidays too; /allyear S4 off: in term alone."""
    if isinstance(asked, on.SetAllYear):
        number, wanted = asked.number, asked.on
    else:
        number, words = number_in(str(asked), "/allyear S4")
        wanted = words.casefold().strip(" .!") not in settings.NONE

    def change(db: Any, actor: Person) -> Setting:
        return settings.set_all_year(db, actor, number, wanted, context.config)

    done = await context.do(change)
    key = "all-year-on" if wanted else "all-year-off"
    words_ = t(key, off=done.off, back=done.on, **named(done.session))
    await context.show(Screen(words_, screens.with_help(_card(done.session))))


AREA = Area(
    "session_settings",
    commands={
        "tutor": Route(tutor, RUN_SESSIONS),
        "link": Route(link, MEMBERS),
        "allyear": Route(all_year, RUN_SESSIONS),
    },
    actions={
        on.OpenMore: Route(more, RUN_SESSIONS),
        on.AskTutor: Route(ask_tutor, RUN_SESSIONS),
        on.ChooseTutorDay: Route(choose_day, RUN_SESSIONS),
        on.GiveTo: Route(give_to, RUN_SESSIONS),
        on.ShowLink: Route(link, MEMBERS),
        on.AskLink: Route(ask_link, RUN_SESSIONS),
        on.TakeLinkAway: Route(take_link_away, RUN_SESSIONS),
        on.SetAllYear: Route(all_year, RUN_SESSIONS),
    },
    steps={settings.LINK_STEP: unless_reply(link_typed)},
)
