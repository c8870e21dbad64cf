"""How waiting for a place is worded, wherever it is shown."""

from collections.abc import Sequence

from bot.callbacks.sessions import OpenSession
from bot.callbacks.waiting import PutOnList, SayNo, SayYes
from bot.notifications.content import Button, Rows, Screen, button
from bot.notifications.sessions import name_of
from bot.services.sessions import Waits
from bot.texts import Text, t
from handlers import screens
from handlers.session_words import named
from models.people import Person
from models.sessions import Session

SHOWN = 10


def own_lines(waiting: Sequence[Waits]) -> list[Text]:
    """A young person's own places in waiting lists, and the offers to them."""
    return [
        t("my-offer", until=item.offered_until, **named(item.session))
        if item.offered_until is not None
        else t("my-waiting", place=item.position, **named(item.session))
        for item in waiting
    ]


def own_offers(waiting: Sequence[Waits]) -> Rows:
    """Yes and no to each, side by side and alike."""
    return tuple(
        (
            button("button-yes-to", SayYes(item.session.id), ref=name_of(item.session)),
            button("button-no-to", SayNo(item.session.id), ref=name_of(item.session)),
        )
        for item in waiting
        if item.offered_until is not None
    )


def put_buttons(session: Session, people: Sequence[Person]) -> list[Button]:
    """The way onto the waiting list for each of them."""
    return [
        button("button-put-on-list", PutOnList(session.id, person.id), alias=person.alias) for person in people[:SHOWN]
    ]


def full(session: Session, people: Sequence[Person]) -> Screen:
    """No place is left: shall they wait for one?"""
    words = t(
        "session-full",
        count=session.capacity or 0,
        people=", ".join(f"{person.alias} ({person.name})" for person in people),
        alias=people[0].alias,
        **named(session),
    )
    card = button("button-session", OpenSession(session.id), ref=name_of(session))
    return Screen(words, screens.with_help(*put_buttons(session, people), card))
