"""What a young person says of a session: coming or not, why, later; seen that it is off; there already."""

import re
from typing import Any, Final

from bot.callbacks import attendance as at
from bot.callbacks.sessions import MySessions
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.content import Button, Screen, button
from bot.notifications.replies import COMING, NOT_COMING, minute_of, reply_buttons
from bot.notifications.sessions import place_button, shows_on_tap
from bot.policies.numbers import parse_ref
from bot.services import called_off, replies
from bot.services.replies import WHY, Later, Others, Replied, Told
from bot.texts import Text, t
from handlers import screens
from handlers.incoming import Said, said_in
from handlers.routes import YOUNG_PERSON, Area, Route
from handlers.session_words import named
from models.people import Person
from models.sessions import Occurrence

_WORDS: Final = re.compile(
    r"s?\s?#?\s?(\d{1,20})(?![\w-])[\s,:;.]*(?:on\s+)?(\d[\d/-]*[\d])?(?![\w])\s*(.*)", re.I | re.S
)


def _number(words: str, example: str) -> tuple[int, str | None, str]:
    """The session's number, the day if one is named, and what else was written."""
    match = _WORDS.fullmatch(words.strip())
    number = parse_ref(match[1], "S") if match else None
    if match is None or number is None:
        raise Refusal("reply-number", example=example)
    return number, match[2], match[3].strip()


# --- coming or not ---


async def coming(context: Context, asked: object) -> None:
    """I'm coming; or /coming S4."""
    if isinstance(asked, at.Coming):
        found = await context.do(replies.reply, asked.occurrence, asked.minute, COMING, context.config)
    else:
        number, day, _ = _number(str(asked), "/coming S4")
        found = await context.do(replies.typed, number, day, COMING, context.config)
    await context.show(_replied(found))


async def not_coming(context: Context, asked: object) -> None:
    """I can't make it; or /cantcome S4, with or without why."""
    if isinstance(asked, at.NotComing):
        await context.show(
            _replied(await context.do(replies.reply, asked.occurrence, asked.minute, NOT_COMING, context.config))
        )
        return
    number, day, why = _number(str(asked), "/cantcome S4")
    if not why or context.message is None:
        await context.show(_replied(await context.do(replies.typed, number, day, NOT_COMING, context.config)))
        return
    command = said_in(context.message)
    said = await context.hear(Said("text", why, command.chat_id, command.message_id), "young_person")
    await _show_told(context, await context.do(replies.cannot_typed, number, day, said, context.config))


def _of(found: Replied) -> dict[str, Any]:
    occurrence = found.occurrence
    return {"when": occurrence.starts_at, "tutor": found.tutor.name, **named(occurrence.session)}


def _replied(found: Replied) -> Screen:
    if found.moved:
        return _asking(found, t("reply-moved", **_of(found)))
    minute = minute_of(found.occurrence)
    session = found.occurrence.session
    if found.said == COMING:
        place = place_button(session) if shows_on_tap(session, found.person) else None
        change = button("button-cannot-after-all", at.NotComing(found.occurrence.id, minute))
        return Screen(t("reply-coming", **_of(found)), screens.with_help(_sessions(), place, change))
    return Screen(
        t("reply-not-coming", **_of(found)),
        screens.with_help(
            button("button-tell-why", at.TellWhy(found.occurrence.id), tutor=found.tutor.name),
            button("button-other-times", at.OtherTimes(found.occurrence.id)),
            button("button-come-after-all", at.Coming(found.occurrence.id, minute)),
        ),
    )


def _asking(found: Replied, words: Text) -> Screen:
    return Screen(words, (*reply_buttons(found.occurrence, found.said), *screens.with_help(_sessions())))


def _sessions() -> Button:
    return button("button-sessions", MySessions())


async def later(context: Context, asked: object) -> None:
    """Ask me later; or /asklater S4."""
    if isinstance(asked, at.AskLater):
        found = await context.do(replies.later, asked.occurrence, asked.minute, context.config)
    else:
        number, _, _ = _number(str(asked), "/asklater S4")
        found = await context.do(replies.later_typed, number, context.config)
    await context.show(_later(found) if isinstance(found, Later) else _replied(found))


def _later(found: Later) -> Screen:
    of = _of(found.replied)
    words = t("reply-later", at=found.at, **of) if found.at is not None else t("reply-no-later", **of)
    at_ = (found.replied.occurrence.id, minute_of(found.replied.occurrence))
    buttons = (button("button-coming", at.Coming(*at_)), button("button-not-coming", at.NotComing(*at_)))
    return Screen(words, screens.with_help(*buttons, _sessions()))


# --- why, and another time ---


async def ask_why(context: Context, action: at.TellWhy) -> None:
    """Why? In words, or by voice."""
    found = await context.do(replies.ask_why, action.occurrence)
    await context.show(Screen(t("reply-why", tutor=found.tutor.name), screens.with_help(_sessions()), fresh=True))


async def why(context: Context, data: dict[str, Any], said: Said) -> None:
    """What they want their tutor to know."""
    heard = await context.hear(said, "young_person")
    await _show_told(context, await context.do(replies.why_said, data, heard, context.config))


async def _show_told(context: Context, found: Told) -> None:
    words = t("reply-told", **_of(found.replied))
    others = button("button-other-times", at.OtherTimes(found.replied.occurrence.id))
    await context.show(Screen(words, screens.with_help(_sessions(), others), fresh=True))


async def other_times(context: Context, action: at.OtherTimes) -> None:
    """The next times, and the way to ask for another."""
    await context.show(_others(await context.look(replies.others, action.occurrence)))


def _others(found: Others) -> Screen:
    replied = found.replied
    ask = button("button-ask-another", at.AskAnother(replied.occurrence.id), tutor=replied.tutor.name)
    buttons = screens.with_help(ask, _sessions())
    if not found.times:
        return Screen(t("reply-others-none", **_of(replied)), buttons)
    times = [t("session-time", when=item.starts_at) for item in found.times]
    return Screen(t("reply-others", times=times, **_of(replied)), buttons)


async def another(context: Context, asked: object) -> None:
    """Asks the tutor for another time; or /anothertime S4."""
    if isinstance(asked, at.AskAnother):
        found = await context.do(replies.ask_another, asked.occurrence)
    else:
        number, _, _ = _number(str(asked), "/anothertime S4")
        found = await context.do(replies.another_typed, number, context.config)
    await context.show(Screen(t("reply-another", tutor=found.tutor.name), screens.with_help(_sessions())))


# --- called off late ---


async def seen(context: Context, asked: object) -> None:
    """Seen; or /seen S4."""
    found = await context.do(_off(asked, called_off.seen, "/seen S4"))
    there = button("button-already-there", at.AlreadyThere(found.id))
    words = t("off-seen-thanks", when=found.starts_at, **named(found.session))
    await context.show(Screen(words, screens.with_help(_sessions(), there)))


async def there(context: Context, asked: object) -> None:
    """I'm already there; or /alreadythere S4."""
    found = await context.do(_off(asked, called_off.already_there, "/alreadythere S4"))
    words = t("off-there-thanks", when=found.starts_at, tutor=found.session.tutor.name, **named(found.session))
    await context.show(Screen(words, screens.with_help(_sessions())))


def _off(asked: Any, use_case: Any, example: str) -> Any:
    number = None if not isinstance(asked, str) else _number(asked, example)[0]

    def say(db: Any, actor: Person) -> Occurrence:
        which = asked.occurrence if number is None else called_off.newest_off(db, actor, number)
        said: Occurrence = use_case(db, actor, which)
        return said

    return say


AREA = Area(
    "attendance",
    commands={
        "coming": Route(coming, YOUNG_PERSON),
        "cantcome": Route(not_coming, YOUNG_PERSON),
        "asklater": Route(later, YOUNG_PERSON),
        "anothertime": Route(another, YOUNG_PERSON),
        "seen": Route(seen, YOUNG_PERSON),
        "alreadythere": Route(there, YOUNG_PERSON),
    },
    actions={
        at.Coming: Route(coming, YOUNG_PERSON),
        at.NotComing: Route(not_coming, YOUNG_PERSON),
        at.AskLater: Route(later, YOUNG_PERSON),
        at.TellWhy: Route(ask_why, YOUNG_PERSON),
        at.OtherTimes: Route(other_times, YOUNG_PERSON),
        at.AskAnother: Route(another, YOUNG_PERSON),
        at.SeenOff: Route(seen, YOUNG_PERSON),
        at.AlreadyThere: Route(there, YOUNG_PERSON),
    },
    steps={WHY: why},
)
