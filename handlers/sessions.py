"""Sessions, for both sides: the lists, a session's card, and who has a place in it."""

from typing import Any

from bot.callbacks import sessions as on
from bot.callbacks.calendars import OwnTimetable, TimesForCalendar
from bot.callbacks.sessions import (
    HidePlace,
    ListSessions,
    MySessions,
    NewSession,
    OpenSession,
    PickPeople,
    ShowPlace,
)
from bot.context import Context
from bot.notifications.content import Screen, button, rows
from bot.notifications.sessions import link_button, links_on_tap, name_of, place_button, shows_on_tap
from bot.policies.numbers import parse_ref
from bot.services import enrolments, place_offers, session_places, session_settings, sessions
from bot.services.enrolments import Choice, Enrolments, Full, Place
from bot.services.session_settings import LinkNow
from bot.services.sessions import Booked, Card, Led
from bot.texts import Text, t
from handlers import screens, session_changes, session_drafts, waiting_words
from handlers.routes import MEMBERS, STAFF, TUTOR, Area, Route
from handlers.session_card import card_screen
from handlers.session_settings import link_screen
from handlers.session_words import RUN_SESSIONS, mark, named, number_in
from models.people import Person
from models.sessions import Session

# --- lists and cards ---


async def my_sessions(context: Context, asked: object) -> None:
    """/sessions: a young person's times, or what a tutor leads; with a number, that session's card."""
    number = parse_ref(asked, "S") if isinstance(asked, str) and asked else None
    page = asked.page if isinstance(asked, ListSessions) else 0

    def view(db: Any, actor: Person) -> Led | Booked | Card:
        if not actor.is_staff:
            return sessions.booked(db, actor)
        return sessions.open_session(db, actor, number) if number else sessions.led(db, actor, page)

    found = await context.look(view)
    match found:
        case Card():
            await context.show(card_screen(found))
        case Led():
            await context.show(_led(found))
        case _:
            await context.show(_booked(found))


def _booked(found: Booked) -> Screen:
    buttons = screens.with_help(screens.home_button(), screens.settings_button())
    waits = waiting_words.own_lines(found.waiting)
    if not found.times:
        words = t("my-sessions-waiting", lines=waits) if waits else t("my-sessions-none")
        return Screen(words, (*waiting_words.own_offers(found.waiting), *buttons))
    confirmed = found.person.confirmed_at is not None
    lines = [
        t(
            "my-session",
            when=item.starts_at,
            mark=mark(item),
            minutes=item.session.minutes,
            tutor=(item.tutor or item.session.tutor).name,
            **named(item.session),
        )
        for item in found.times
    ] + waits
    hidden = not confirmed and any(item.session.place or item.session.link for item in found.times)
    note = t("my-sessions-later" if hidden else "session-nothing")
    by_id = {item.session.id: item.session for item in found.times if shows_on_tap(item.session, found.person)}
    online = {item.session.id: item.session for item in found.times if links_on_tap(item.session, found.person)}
    places = rows(*map(place_button, by_id.values()), *map(link_button, online.values()), width=2)
    add = rows(button("button-add-to-calendar", TimesForCalendar())) if _any_on(found) else ()
    offers = waiting_words.own_offers(found.waiting)
    return Screen(t("my-sessions", lines=lines, note=note), (*offers, *places, *add, *buttons))


def _any_on(found: Booked) -> bool:
    return any(item.cancelled_at is None for item in found.times)


async def show_place(context: Context, asked: object) -> None:
    """/place S4, or the button: where it is."""
    number = asked.number if isinstance(asked, ShowPlace) else number_in(str(asked), "/place S4")[0]

    def where(db: Any, actor: Person) -> Session | LinkNow:
        if session_places.is_online(db, number):
            return session_settings.link_of(db, actor, number, context.config)
        return session_places.place_of(db, actor, number, context.config)

    session = await context.look(where)
    if isinstance(session, LinkNow):
        await context.show(link_screen(session))
        return
    hide = button("button-hide-place", HidePlace(session.id))
    words = t("session-place", place=session.place, **named(session))
    await context.show(Screen(words, screens.with_help(hide, button("button-sessions", MySessions())), fresh=True))


async def hide_place(context: Context, action: HidePlace) -> None:
    """Puts it away again."""
    session = await context.look(session_places.place_of, action.number, context.config)
    words = t("session-place-hidden", **named(session))
    back = button("button-sessions", MySessions())
    await context.show(Screen(words, screens.with_help(back, place_button(session))))


def _led(found: Led) -> Screen:
    new = button("button-new-session", NewSession()) if found.teaches else None
    if not found.lines and not found.page:
        return Screen(t("led-none"), screens.with_help(new, screens.home_button()))
    file = button("button-own-timetable", OwnTimetable()) if found.teaches else None
    lines = [
        t(
            "led-session",
            when=line.next_at,
            people=line.people,
            by=t("session-nothing") if found.own else t("led-by", tutor=line.session.tutor.name),
            **named(line.session),
        )
        for line in found.lines
    ]
    opens = [button("button-session", OpenSession(line.session.id), ref=name_of(line.session)) for line in found.lines]
    turns = rows(
        button("button-earlier", ListSessions(found.page - 1)) if found.page else None,
        button("button-later", ListSessions(found.page + 1)) if found.more else None,
        width=2,
    )
    return Screen(
        t("led-sessions", own=found.own, lines=lines),
        (*rows(*opens, width=4), *turns, *screens.with_help(new, file, screens.home_button())),
    )


async def open_session(context: Context, action: OpenSession) -> None:
    """A session's card."""
    await context.show(card_screen(await context.look(sessions.open_session, action.number)))


# --- places ---


async def enrol(context: Context, words: str) -> None:
    """/enrol S4 Otter-12: gives places; without an alias the young people are shown to be tapped."""
    number, aliases = number_in(words, "/enrol S4 Otter-12")
    if not aliases:
        await context.show(_choice(await context.look(enrolments.choice, number, False, 0)))
        return
    outcome = await context.do(enrolments.enrol, number, aliases, context.config)
    if outcome.full and not outcome.new and not outcome.had:
        await context.show(waiting_words.full(outcome.session, outcome.full))
    else:
        await context.show(_enrolled(outcome))


def _enrolled(outcome: Enrolments) -> Screen:
    lines: list[Text] = []
    for key, people in (("enrol-new", outcome.new), ("enrol-had", outcome.had)):
        if people:
            lines.append(t(key, people=", ".join(f"{person.alias} ({person.name})" for person in people)))
    if outcome.full:
        lines.append(t("enrol-full", people=", ".join(f"{person.alias} ({person.name})" for person in outcome.full)))
    if outcome.unknown:
        lines.append(t("enrol-not-found", people=", ".join(outcome.unknown)[:300]))
    number = outcome.session.id
    return Screen(
        t("enrol-done", lines=lines, **named(outcome.session)),
        screens.with_help(
            *waiting_words.put_buttons(outcome.session, outcome.full),
            button("button-session", OpenSession(number), ref=name_of(outcome.session)),
            button("button-enrol", PickPeople(number, False, 0)),
        ),
    )


async def pick_people(context: Context, action: PickPeople) -> None:
    """Young people to tap."""
    found = await context.look(enrolments.choice, action.number, action.everyone, action.page)
    await context.show(_choice(found))


def _choice(found: Choice) -> Screen:
    number, everyone = found.session.id, found.everyone
    people = [
        button(
            "button-chosen" if person.id in found.placed else "button-words",
            on.OpenPlace(number, person.id)
            if person.id in found.placed
            else on.EnrolPerson(number, person.id, everyone, found.page),
            words=f"{person.alias} ({person.name})",
        )
        for person in found.people
    ]
    turns = rows(
        button("button-earlier", PickPeople(number, everyone, found.page - 1)) if found.page else None,
        button("button-later", PickPeople(number, everyone, found.page + 1)) if found.more else None,
        width=2,
    )
    other = button("button-answered" if everyone else "button-everyone", PickPeople(number, not everyone, 0))
    card = button("button-session", OpenSession(number), ref=name_of(found.session))
    return Screen(
        t("enrol-pick", everyone=everyone, **named(found.session)),
        (*rows(*people, width=2), *turns, *screens.with_help(other if found.known else None, card)),
    )


async def enrol_person(context: Context, action: on.EnrolPerson) -> None:
    """One of them gets a place, and the page is drawn again with a tick."""

    def give(db: Any, actor: Person) -> Choice | Full:
        if not enrolments.enrol_one(db, actor, action.number, action.person, context.config):
            return enrolments.no_place(db, actor, action.number, action.person)
        return enrolments.choice(db, actor, action.number, action.everyone, action.page)

    found = await context.do(give)
    shown = waiting_words.full(found.session, [found.person]) if isinstance(found, Full) else _choice(found)
    await context.show(shown)


async def open_place(context: Context, action: on.OpenPlace) -> None:
    """Somebody who has a place: take them out?"""
    place = await context.look(enrolments.place_of, action.number, action.person)
    keep = button("button-keep", PickPeople(action.number, False, 0))
    out = button("button-take-out", on.TakeOut(action.number, action.person))
    words = t("place-of", alias=place.person.alias, name=place.person.name, **named(place.session))
    await context.show(Screen(words, screens.with_help(keep, out)))


async def take_out(context: Context, action: on.TakeOut) -> None:
    """They lose their place, and are told."""

    def out(db: Any, actor: Person) -> Place:
        place = enrolments.take_out(db, actor, action.number, action.person)
        place_offers.offer_freed(db, place.session, context.config)
        return place

    place = await context.do(out)
    words = t("place-gone", alias=place.person.alias, name=place.person.name, **named(place.session))
    card = button("button-session", OpenSession(action.number), ref=name_of(place.session))
    await context.show(Screen(words, screens.with_help(card)))


AREA = Area(
    "sessions",
    commands={
        "sessions": Route(my_sessions, MEMBERS),
        "place": Route(show_place, MEMBERS),
        "enrol": Route(enrol, RUN_SESSIONS),
        "enroll": Route(enrol, RUN_SESSIONS),
        "newsession": Route(session_drafts.new_session, TUTOR),
        "move": Route(session_changes.move, RUN_SESSIONS),
        "cancel": Route(session_changes.cancel, RUN_SESSIONS),
    },
    actions={
        MySessions: Route(my_sessions, MEMBERS),
        ListSessions: Route(my_sessions, STAFF),
        OpenSession: Route(open_session, STAFF),
        ShowPlace: Route(show_place, MEMBERS),
        HidePlace: Route(hide_place, MEMBERS),
        PickPeople: Route(pick_people, RUN_SESSIONS),
        on.EnrolPerson: Route(enrol_person, RUN_SESSIONS),
        on.OpenPlace: Route(open_place, RUN_SESSIONS),
        on.TakeOut: Route(take_out, RUN_SESSIONS),
        **session_changes.ACTIONS,
        **session_drafts.ACTIONS,
    },
    steps={**session_changes.STEPS, **session_drafts.STEPS},
)
