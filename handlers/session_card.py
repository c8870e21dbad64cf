"""A session's card, for staff."""

from bot.callbacks import sessions as on
from bot.callbacks.announcements import OpenAnnouncements, WriteAnnouncement
from bot.callbacks.attendance import OpenRegisterOf
from bot.callbacks.timetable import OpenMore
from bot.notifications.content import Screen, button, rows
from bot.services.sessions import Card
from bot.texts import t
from handlers import screens
from handlers.session_words import mark, named, place_and_extras, repeats, with_tutor

PEOPLE_SHOWN = 30


def card_screen(card: Card, made: bool = False) -> Screen:
    """The card: when, where, who has a place, and what can be done about it."""
    session = card.session
    lines = [t("session-line", when=item.starts_at, mark=mark(item), by=with_tutor(item)) for item in card.times]
    people = ", ".join(f"{person.alias} ({person.name})" for person in card.people[:PEOPLE_SHOWN])
    more = "…" if len(card.people) > PEOPLE_SHOWN else ""
    words = t(
        "session-made-card" if made else "session-card",
        repeats=repeats(session.frequency, session.until),
        minutes=session.minutes,
        tutor=session.tutor.name,
        place=place_and_extras(session, card.waiting),
        times=lines or [t("session-over")],
        count=len(card.people),
        people=people + more,
        who=t("session-who", when=card.next_at, lines=card.who) if card.who else t("session-nothing"),
        **named(session),
    )
    number = session.id
    going_on = card.may_change and any(item.cancelled_at is None for item in card.times)
    buttons = rows(
        button("button-enrol", on.PickPeople(number, False, 0)) if going_on else None,
        button("button-move", on.ChooseOccurrence(number, False)) if going_on else None,
        button("button-cancel-session", on.ChooseOccurrence(number, True)) if going_on else None,
        button("button-announce", WriteAnnouncement(number)) if going_on and card.people else None,
        button("button-announced", OpenAnnouncements(number, 0)),
        button("button-register", OpenRegisterOf(number)) if card.may_change else None,
        button("button-more", OpenMore(number)) if card.may_change else None,
        button("button-all-sessions", on.MySessions()),
        width=3,
    )
    return Screen(words, (*buttons, *screens.with_help()))
