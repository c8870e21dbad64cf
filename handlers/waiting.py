"""Limited places: how many there are, who waits for one, and what is said to an offer."""

from typing import Any

from bot.callbacks.sessions import MySessions, OpenSession
from bot.callbacks.waiting import AskPlaces, OpenWaiting, PutOnList, SayNo, SayYes, SetPlaces, TakeOffList
from bot.context import Context
from bot.notifications.content import Screen, button, rows
from bot.notifications.sessions import name_of
from bot.services import place_offers, waiting
from bot.services.place_offers import Answer
from bot.services.waiting import STEP, Places, WaitingList
from bot.texts import t
from handlers import screens
from handlers.incoming import Said
from handlers.routes import STAFF, YOUNG_PERSON, Area, Route
from handlers.session_words import RUN_SESSIONS, named, number_in, unless_reply

SHOWN = 30
OFTEN = (4, 6, 8, 10)

# --- how many places ---


async def places(context: Context, asked: object) -> None:
    """/places S4 6; without a number it asks."""
    if isinstance(asked, AskPlaces):
        number, words = asked.number, ""
    else:
        number, words = number_in(str(asked), "/places S4 6")
    if words:
        await context.show(_set(await context.do(waiting.set_places, number, words, context.config)))
        return
    found = await context.do(waiting.ask_places, number)
    picks = [button("button-places", SetPlaces(number, count), count=count) for count in OFTEN if count >= found.placed]
    none = button("button-no-limit", SetPlaces(number, 0))
    card = button("button-keep", OpenSession(number))
    words_ = t("places-ask", count=found.session.capacity or 0, taken=found.placed, **named(found.session))
    await context.show(Screen(words_, (*rows(*picks, width=2), *screens.with_help(none, card))))


async def set_places(context: Context, action: SetPlaces) -> None:
    """So many."""
    done = await context.do(waiting.set_places, action.number, str(action.places), context.config)
    await context.show(_set(done))


async def places_typed(context: Context, _: dict[str, Any], said: Said) -> None:
    """The number, in words."""
    await context.show(_set(await context.do(waiting.places_typed, said.text, context.config)))


def _set(done: Places) -> Screen:
    words = t("places-set", count=done.session.capacity or 0, taken=done.placed, **named(done.session))
    card = button("button-session", OpenSession(done.session.id), ref=name_of(done.session))
    return Screen(words, screens.with_help(card))


# --- the list ---


async def waiting_list(context: Context, asked: object) -> None:
    """/waiting S4: who waits."""
    number = asked.number if isinstance(asked, OpenWaiting) else number_in(str(asked), "/waiting S4")[0]
    await context.show(_list(await context.look(waiting.waiting_list, number)))


async def put_on(context: Context, asked: object) -> None:
    """/wait S4 Otter-12, or the button: onto the list."""
    if isinstance(asked, PutOnList):
        found = await context.do(waiting.put_on, asked.number, asked.person, context.config)
    else:
        number, words = number_in(str(asked), "/wait S4 Otter-12")
        found = await context.do(waiting.put_on_named, number, words, context.config)
    await context.show(_list(found))


async def take_off(context: Context, asked: object) -> None:
    """/unwait S4 Otter-12, or the button: off the list."""
    if isinstance(asked, TakeOffList):
        found = await context.do(waiting.take_off, asked.number, asked.person, context.config)
    else:
        number, words = number_in(str(asked), "/unwait S4 Otter-12")
        found = await context.do(waiting.take_off_named, number, words, context.config)
    await context.show(_list(found))


def _list(found: WaitingList) -> Screen:
    number = found.session.id
    lines = [
        t(
            "waiting-line-offered" if row.offered_until is not None else "waiting-line",
            place=place,
            alias=row.person.alias,
            name=row.person.name,
            when=row.offered_until or row.since,
        )
        for place, row in enumerate(found.waiting[:SHOWN], start=1)
    ]
    off = [
        button("button-take-off-list", TakeOffList(number, row.person_id), alias=row.person.alias)
        for row in found.waiting[:SHOWN]
        if found.may_change
    ]
    words = t(
        "waiting-list" if lines else "waiting-list-empty",
        count=found.session.capacity or 0,
        taken=found.placed,
        lines=lines,
        **named(found.session),
    )
    card = button("button-session", OpenSession(number), ref=name_of(found.session))
    return Screen(words, (*rows(card), *rows(*off, width=2), *screens.with_help()))


# --- an offer ---


async def say_yes(context: Context, asked: object) -> None:
    """/yes S4, or the button."""
    number = asked.number if isinstance(asked, SayYes) else number_in(str(asked), "/yes S4")[0]
    await context.show(_answered(await context.do(place_offers.accept, number, context.config)))


async def say_no(context: Context, asked: object) -> None:
    """/no S4, or the button."""
    number = asked.number if isinstance(asked, SayNo) else number_in(str(asked), "/no S4")[0]
    await context.show(_answered(await context.do(place_offers.decline, number, context.config)))


def _answered(answer: Answer) -> Screen:
    words = t(f"offer-{answer.outcome}", **named(answer.session))
    return Screen(words, screens.with_help(button("button-sessions", MySessions())))


AREA = Area(
    "waiting",
    commands={
        "places": Route(places, RUN_SESSIONS),
        "waiting": Route(waiting_list, STAFF),
        "wait": Route(put_on, RUN_SESSIONS),
        "unwait": Route(take_off, RUN_SESSIONS),
        "yes": Route(say_yes, YOUNG_PERSON),
        "no": Route(say_no, YOUNG_PERSON),
    },
    actions={
        AskPlaces: Route(places, RUN_SESSIONS),
        SetPlaces: Route(set_places, RUN_SESSIONS),
        OpenWaiting: Route(waiting_list, STAFF),
        PutOnList: Route(put_on, RUN_SESSIONS),
        TakeOffList: Route(take_off, RUN_SESSIONS),
        SayYes: Route(say_yes, YOUNG_PERSON),
        SayNo: Route(say_no, YOUNG_PERSON),
    },
    steps={STEP: unless_reply(places_typed)},
)
