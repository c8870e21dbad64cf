"""/announce: a message to everybody in a session, shown before it goes; and what became of it."""

from typing import Any

from bot.callbacks.announcements import (
    ChangeAnnouncement,
    DropAnnouncement,
    OpenAnnouncements,
    SendAnnouncement,
    UndoAnnouncement,
    WriteAnnouncement,
)
from bot.callbacks.sessions import OpenSession
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.announcements import missed_lines, waiting_words
from bot.notifications.content import Button, Screen, button, rows
from bot.notifications.sessions import name_of
from bot.services import announced, announcements
from bot.services.announced import Page, Sent
from bot.services.announcements import LONGEST, Preview
from bot.texts import Text, t
from handlers import screens
from handlers.holds import passes
from handlers.incoming import Said
from handlers.routes import STAFF, Area, Route
from handlers.session_words import RUN_SESSIONS, named, number_in, unless_reply
from models.sessions import Session

_EXAMPLE = "/announce S4 words"


async def announce(context: Context, words: str) -> None:
    """/announce S4 words; without words it asks for them. /announce yes, no and undo are the buttons, typed."""
    said = words.strip().casefold().rstrip(".!")
    if said in _TYPED:
        newest = await context.look(announcements.newest)
        await _TYPED[said](context, newest.id)
        return
    number, rest = number_in(words, _EXAMPLE)
    if rest:
        await _preview(context, number, rest)
    else:
        await _ask(context, await context.do(announcements.ask_words, number))


async def ask(context: Context, action: WriteAnnouncement) -> None:
    """The button: what shall they read?"""
    await _ask(context, await context.do(announcements.ask_words, action.number))


async def written(context: Context, data: dict[str, Any], said: Said) -> None:
    """The words that were asked for."""
    if said.kind != "text":
        raise Refusal("announce-words-please")
    await _preview(context, data["number"], said.text)


async def _ask(context: Context, session: Session) -> None:
    words = t("announce-how", most=LONGEST, **named(session))
    await context.show(Screen(words, screens.with_help(_card(session)), fresh=True))


async def _preview(context: Context, number: int, words: str) -> None:
    await context.look(announcements.check, number, words)
    if await passes(context, words.strip(), "announcement", unread=False):
        await context.show(_preview_screen(await context.do(announcements.write, number, words)))


async def send(context: Context, action: SendAnnouncement) -> None:
    """Yes, send it."""
    leaving = await context.do(announcements.send, action.announcement, context.config)
    session = leaving.announcement.session
    undo_ = button("button-undo-announcement", UndoAnnouncement(action.announcement))
    words = t("announce-leaving", people=leaving.people, **named(session))
    await context.show(Screen(words, screens.with_help(undo_, _card(session))))


async def change(context: Context, action: ChangeAnnouncement) -> None:
    """Other words."""
    await _ask(context, await context.do(announcements.change, action.announcement))


async def drop(context: Context, action: DropAnnouncement) -> None:
    """No."""
    await context.do(announcements.drop, action.announcement)
    await context.show(Screen(t("announce-dropped"), screens.with_help(screens.home_button())))


async def undo(context: Context, action: UndoAnnouncement) -> None:
    """Not after all."""
    found = await context.do(announcements.undo, action.announcement)
    words = t("announce-undone", words=found.text)
    change_ = button("button-change", ChangeAnnouncement(found.id))
    await context.show(Screen(words, screens.with_help(change_, _card(found.session))))


async def open_list(context: Context, asked: object) -> None:
    """/announced, /announced S4: what was written to sessions, and whom it did not reach."""
    if isinstance(asked, OpenAnnouncements):
        number, page = asked.number, asked.page
    else:
        number, page = number_in(str(asked), "/announced S4")[0] if str(asked).strip() else 0, 0
    await context.show(_page(await context.look(announced.sent, number, page)))


# --- screens ---


def _card(session: Session) -> Button:
    return button("button-session", OpenSession(session.id), ref=name_of(session))


def _preview_screen(preview: Preview) -> Screen:
    found, missing = preview.announcement, preview.out_of_reach
    words = t(
        "announce-preview",
        people=preview.people,
        words=found.text,
        missing=t("announce-missing", count=missing) if missing else t("session-nothing"),
        **named(found.session),
    )
    # Yes and no look alike, and stand side by side: neither is pushed.
    answers = rows(
        button("button-send-it", SendAnnouncement(found.id)),
        button("button-do-not-send", DropAnnouncement(found.id)),
        width=2,
    )
    change_ = button("button-change", ChangeAnnouncement(found.id))
    return Screen(words, (*answers, *screens.with_help(change_)), fresh=True)


def _page(found: Page) -> Screen:
    turns = rows(
        button("button-later", OpenAnnouncements(found.number, found.page - 1)) if found.page else None,
        button("button-earlier", OpenAnnouncements(found.number, found.page + 1)) if found.more else None,
        width=2,
    )
    words = t("announced", lines=[_became(item) for item in found.items]) if found.items else t("announced-none")
    return Screen(words, (*turns, *screens.with_help(screens.home_button())))


def _became(item: Sent) -> Text:
    return t(
        "announced-one",
        who=item.author,
        when=item.announcement.sent_at,
        words=item.announcement.text,
        delivered=item.delivered,
        people=item.people,
        waiting=waiting_words(item.under_way),
        missed=missed_lines(item.missed),
        **named(item.announcement.session),
    )


_TYPED = {
    "yes": lambda context, number: send(context, SendAnnouncement(number)),
    "no": lambda context, number: drop(context, DropAnnouncement(number)),
    "undo": lambda context, number: undo(context, UndoAnnouncement(number)),
}


AREA = Area(
    "announcements",
    commands={"announce": Route(announce, RUN_SESSIONS), "announced": Route(open_list, STAFF)},
    actions={
        WriteAnnouncement: Route(ask, RUN_SESSIONS),
        SendAnnouncement: Route(send, RUN_SESSIONS),
        ChangeAnnouncement: Route(change, RUN_SESSIONS),
        DropAnnouncement: Route(drop, RUN_SESSIONS),
        UndoAnnouncement: Route(undo, RUN_SESSIONS),
        OpenAnnouncements: Route(open_list, STAFF),
    },
    steps={announcements.STEP: unless_reply(written)},
)
