"""Search for tutors: words, lesson and alias."""

from bot.callbacks.codec import LIMIT_BYTES
from bot.callbacks.questions import OpenQuestion
from bot.callbacks.search import SearchPage
from bot.context import Context
from bot.notifications.content import Button, Screen, button, rows
from bot.services import search
from bot.services.search import Hit, Hits
from bot.texts import Text, t
from handlers import screens
from handlers.routes import READERS, Area, Route


async def find(context: Context, words: str) -> None:
    """/search words lesson:… alias:…"""
    await context.show(_found(words, await context.look(search.search, words)))


async def turn(context: Context, action: SearchPage) -> None:
    """Another page of the same."""
    page, _, words = action.asked.partition(" ")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 0
    await context.show(_found(words, await context.look(search.search, words, number)))


def _found(words: str, view: Hits) -> Screen:
    if not view.hits:
        return Screen(t("search-nothing"), screens.with_help(screens.home_button()))
    opens = [button("button-number", OpenQuestion(item.number), number=item.number) for item in view.hits]
    earlier = _turn("button-earlier", view.page - 1, words) if view.page else None
    later = _turn("button-later", view.page + 1, words) if view.more else None
    narrow = t("search-narrow") if view.more and later is None else t("mark-none")
    lines = [_line(item) for item in view.hits]
    return Screen(
        t("search-found", lines=lines, narrow=narrow),
        (*rows(*opens, width=3), *rows(earlier, later, width=2), *screens.with_help(screens.home_button())),
    )


def _turn(key: str, page: int, words: str) -> Button | None:
    """A button has little room: with more words there is none, and they are asked to narrow it down."""
    action = SearchPage(f"{page} {' '.join(words.split())}")
    fits = len(f"{SearchPage.code}:{action.asked}".encode()) <= LIMIT_BYTES
    return button(key, action) if fits else None


def _line(item: Hit) -> Text:
    return t(
        "search-line",
        number=item.number,
        alias=item.alias,
        when=item.asked_at,
        words=item.words,
        about=item.about,
        state=t(f"state-{item.state}"),
    )


AREA = Area("search", commands={"search": Route(find, READERS)}, actions={SearchPage: Route(turn, READERS)})
