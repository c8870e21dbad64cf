"""Saved answers: keeping, sharing and using them."""

import re
from dataclasses import replace
from typing import Any

from bot import clock
from bot.callbacks.questions import OpenQuestion
from bot.callbacks.saved import ChooseSaved, DropSaved, ListSaved, ReadSaved, ShareSaved, UseSaved
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.content import Media, Screen, button, rows
from bot.policies.fields import shorten
from bot.services import answers, saved
from bot.services.answers import Outcome
from bot.services.references import question_meant
from bot.services.saved import Prepared, SavedPage
from bot.texts import Text, t
from handlers import screens
from handlers.holds import passes
from handlers.incoming import Said, said_in
from handlers.routes import STAFF, TUTOR, Area, Route
from handlers.tutors import show_outcome
from models.people import Person
from models.saved import SavedAnswer

LINE = 60
_NAMED = re.compile(r"""^["“'](.+?)["”']\s*(.*)$""", re.DOTALL)


async def save(context: Context, words: str) -> None:
    """/save name words; in reply to an answer or to a message of one's own, /save name."""
    message = context.message
    if message is None:
        return
    command, replied = said_in(message), message.reply_to_message
    source = await context.look(saved.words_replied_to, command)
    if source is None and replied is not None and replied.from_user is not None and not replied.from_user.is_bot:
        source = said_in(replied)
    if source is None:
        await _keep(context, words, command)
    else:
        await _keep_as(context, words, source)


async def _keep(context: Context, words: str, command: Said) -> None:
    quoted = _NAMED.match(words)
    name, _, rest = (quoted[1], "", quoted[2]) if quoted else words.partition(" ")
    await _keep_as(context, name, replace(command, text=rest.strip()))


async def _keep_as(context: Context, name: str, source: Said) -> None:
    if not name.strip():
        raise Refusal("save-how")
    if source.text and not await passes(context, source.text, "saved"):
        return
    kept = await context.do(saved.save, name, source)
    await context.show(_one(kept, mine=True))


async def save_under_picture(context: Context, said: Said, words: str) -> None:
    """/save name words under a picture: the picture is saved with the words."""
    await _keep(context, words, said)


async def list_saved(context: Context, words: object) -> None:
    """What one may use; with a name, that one."""
    if isinstance(words, str) and words:
        found, _ = await context.look(saved.find, words)
        await read(context, ReadSaved(found.id))
        return
    page = words.page if isinstance(words, ListSaved) else 0
    await context.show(_list(await context.look(saved.listing, page)))


async def choose(context: Context, action: ChooseSaved) -> None:
    """Which of them for this question? A tap sends it, with half a minute to undo."""
    await context.show(_list(await context.look(saved.listing, action.page, action.number)))


def _list(view: SavedPage) -> Screen:
    number = view.number
    if not view.saved:
        return Screen(t("saved-none"), screens.with_help(screens.home_button()))
    lines = [
        t("saved-line", name=item.name, words=_few(item), mark=t("saved-shared" if item.shared else "mark-none"))
        for item in view.saved
    ]
    buttons = [
        button("button-saved", ReadSaved(item.id), name=shorten(item.name, 20))
        if number is None
        else button("button-use-saved", UseSaved(number, item.id), name=shorten(item.name, 20))
        for item in view.saved
    ]
    turn: list[tuple[str, int]] = [("button-earlier", view.page - 1)] if view.page else []
    if (view.page + 1) * saved.PAGE < view.total:
        turn.append(("button-later", view.page + 1))
    turns = [button(key, ListSaved(page) if number is None else ChooseSaved(number, page)) for key, page in turn]
    back = screens.home_button() if number is None else button("button-card", OpenQuestion(number))
    key = "saved-list" if number is None else "saved-for"
    return Screen(
        t(key, total=view.total, number=number, lines=lines),
        (*rows(*buttons, width=2), *rows(*turns, width=2), *screens.with_help(back)),
    )


def _few(item: SavedAnswer) -> Text:
    return t("words", words=shorten(item.text, LINE)) if item.text else t(f"kind-{item.kind.replace('_', '-')}")


async def read(context: Context, action: ReadSaved) -> None:
    """One saved answer, whole, with its picture or voice."""

    def look(db: Any, actor: Person) -> tuple[SavedAnswer, bool, bool]:
        found = saved.read(db, actor, action.saved)
        return found, found.author_id == actor.id, saved.may_change(actor, found)

    found, mine, may_change = await context.look(look)
    await context.show(_one(found, mine=mine, may_change=may_change, whole=True))


def _one(item: SavedAnswer, *, mine: bool, may_change: bool = True, whole: bool = False) -> Screen:
    turn = button("button-unshare" if item.shared else "button-share", ShareSaved(item.id, not item.shared))
    words = t(
        "saved-one" if whole else "saved-kept",
        name=item.name,
        words=t("words", words=item.text) if item.text else _few(item),
        mark=t("saved-shared" if item.shared else "saved-own" if mine else "saved-others"),
        author=item.author.name,
    )
    media = (Media(item.kind, item.file_id),) if whole and item.file_id else ()
    changes = (turn, button("button-drop-saved", DropSaved(item.id))) if may_change else ()
    return Screen(words, screens.with_help(*changes, button("button-list-saved", ListSaved(0)), width=2), media=media)


async def share(context: Context, action: ShareSaved) -> None:
    """For all tutors, or for its author alone."""

    def turn(db: Any, actor: Person) -> tuple[SavedAnswer, bool]:
        item = saved.share(db, actor, action.saved, action.shared)
        return item, item.author_id == actor.id

    item, mine = await context.do(turn)
    await context.show(_one(item, mine=mine))


async def drop(context: Context, action: DropSaved) -> None:
    """Thrown away."""
    name = await context.do(saved.drop, action.saved)
    await context.show(
        Screen(t("saved-dropped", name=name), screens.with_help(button("button-list-saved", ListSaved(0))))
    )


async def use(context: Context, words: str) -> None:
    """/use 17 name: at once if the name is exact; a name that is only near leaves time to undo."""
    if context.message is None:
        return
    command = said_in(context.message)

    def look(db: Any, actor: Person) -> Prepared:
        number, name = question_meant(db, actor, command, words, "/use 17 barre")
        return saved.prepare(db, actor, number, name)

    ready = await context.look(look)
    await _send(context, ready, command.message_id)


async def use_this(context: Context, action: UseSaved) -> None:
    """By a button: half a minute to undo it."""
    ready = await context.look(saved.prepare, action.number, action.saved)
    # There is no message of the tutor's behind it: a number that Telegram never gives keeps its place.
    await _send(context, ready, -int(clock.now().timestamp() * 1_000_000))


async def _send(context: Context, ready: Prepared, message_id: int) -> None:
    item = ready.saved
    plain = Said(item.kind, ready.words, context.chat_id, message_id, item.file_id, item.media)
    said = await context.hear(plain, "tutor")

    def take(db: Any, actor: Person) -> Outcome:
        saved.count_use(db, item.id)
        return answers.answer(db, actor, ready.number, said, context.config, undoable=not ready.sure)

    outcome = await context.do(take)
    if not ready.sure and isinstance(outcome, answers.Answered):
        await context.show(Screen(t("saved-used", name=item.name, number=ready.number), fresh=True))
    else:
        await show_outcome(context, outcome)


AREA = Area(
    "saved",
    commands={"save": Route(save, TUTOR), "saved": Route(list_saved, STAFF), "use": Route(use, TUTOR)},
    actions={
        ListSaved: Route(list_saved, STAFF),
        ReadSaved: Route(read, STAFF),
        ShareSaved: Route(share, STAFF),
        DropSaved: Route(drop, STAFF),
        ChooseSaved: Route(choose, TUTOR),
        UseSaved: Route(use_this, TUTOR),
    },
)
