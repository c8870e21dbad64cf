"""The leads' work on concerns, by command and by button."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.callbacks.safeguarding import (
    AckConcern,
    FreeQuestion,
    KeepQuestion,
    LookAtUnread,
    OpenConcerns,
    OpenUnread,
    ReadConcern,
    ReferConcern,
    ReferralAnswered,
    ReplyToConcern,
    ResolveConcern,
    SeeConcernFile,
    WrongAlarm,
)
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.concerns import alias_of, name_of
from bot.notifications.content import Screen, Subject, button, rows
from bot.notifications.entries import entry_words
from bot.notifications.oversight import CONCERN_MEDIA, SEEN_MEDIA
from bot.policies.numbers import parse_ref
from bot.services import concern_work, noticing
from bot.texts import Text, t
from bot.texts.names import why_unread
from handlers import screens
from handlers.concern_screens import concern_screen, list_screen
from handlers.incoming import Said
from handlers.routes import RUNNERS, Area, Route
from models.holds import Unread


def numbered(words: str, prefix: str, missing: str, verb: str) -> tuple[int, str]:
    """The number at the start of a command's words, and the rest; Refusal without one."""
    first, *rest = words.split(maxsplit=1)[:2] if words.strip() else [""]
    number = parse_ref(first, prefix)
    if number is None:
        raise Refusal(missing, verb=verb)
    return number, rest[0] if rest else ""


def _number(words: str, verb: str) -> tuple[int, str]:
    return numbered(words, "C", "concern-which", verb)


async def open_list(context: Context, words: object) -> None:
    """What is open; with a number, that concern."""
    if isinstance(words, str) and words.strip():
        await _read(context, _number(words, "concerns")[0])
        return
    page = words.page if isinstance(words, OpenConcerns) else 0
    found = await context.look(concern_work.open_concerns, page)
    await context.show(list_screen(found, practice=context.bot_data.practice))


async def read(context: Context, action: ReadConcern) -> None:
    """The whole record."""
    await _read(context, action.concern)


async def _read(context: Context, number: int) -> None:
    await context.show(concern_screen(await context.do(concern_work.read, number)))


async def acknowledge(context: Context, words: object) -> None:
    """I have it."""
    number = words.concern if isinstance(words, AckConcern) else _number(str(words), "ack")[0]
    await context.show(concern_screen(await context.do(concern_work.acknowledge, number)))


# --- words of the lead's: by command at once, by button asked for ---


def _asks(verb: str) -> Callable[[Context, Any], Awaitable[None]]:
    async def ask(context: Context, action: Any) -> None:
        await _ask(context, action.concern, verb)

    return ask


async def _ask(context: Context, number: int, verb: str) -> None:
    now = await context.do(concern_work.ask_words, number, verb)
    words = t(f"concern-ask-{verb}", ref=name_of(now.concern.id), alias=alias_of(now.concern))
    if verb == "refer":
        words = screens.lines([words, *screens.referrals(context.config)])
    await context.show(Screen(words, screens.with_help(screens.home_button()), fresh=True))


async def reply(context: Context, words: str) -> None:
    """/reply C3 words."""
    await _reply(context, *_number(words, "reply"))


async def replied(context: Context, data: dict[str, Any], said: Said) -> None:
    """The words asked for."""
    await _reply(context, data["concern"], said.text)


async def _reply(context: Context, number: int, words: str) -> None:
    now = await context.do(concern_work.reply, number, words)
    words_ = t("concern-replied", ref=name_of(now.concern.id), alias=alias_of(now.concern))
    await context.show(Screen(words_, screens.with_help(button("button-read", ReadConcern(number))), fresh=True))


async def resolve(context: Context, words: str) -> None:
    """/resolve C3 outcome."""
    number, outcome = _number(words, "resolve")
    await context.show(concern_screen(await context.do(concern_work.resolve, number, outcome)))


async def resolved(context: Context, data: dict[str, Any], said: Said) -> None:
    """The outcome asked for."""
    await context.show(concern_screen(await context.do(concern_work.resolve, data["concern"], said.text)))


async def wrong_alarm(context: Context, action: WrongAlarm) -> None:
    """Closes it as a wrong alarm."""
    now = await context.do(concern_work.resolve, action.concern, concern_work.WRONG_ALARM, wrong_alarm=True)
    await context.show(concern_screen(now))


async def refer(context: Context, words: str) -> None:
    """/refer C3 to whom; without that it shows whom the service refers to, and asks."""
    number, to = _number(words, "refer")
    if not to.strip():
        await _ask(context, number, "refer")
        return
    await context.show(concern_screen(await context.do(concern_work.refer, number, to, context.config)))


async def referred(context: Context, data: dict[str, Any], said: Said) -> None:
    """To whom."""
    now = await context.do(concern_work.refer, data["concern"], said.text, context.config)
    await context.show(concern_screen(now))


async def answer_came(context: Context, words: str) -> None:
    """/referred C3 their answer."""
    number, answer = _number(words, "referred")
    await context.show(concern_screen(await context.do(concern_work.answered, number, answer)))


async def answered(context: Context, data: dict[str, Any], said: Said) -> None:
    """What they answered."""
    await context.show(concern_screen(await context.do(concern_work.answered, data["concern"], said.text)))


# --- the question, files, and what no machine could read ---


async def keep_question(context: Context, action: KeepQuestion) -> None:
    """The question leaves the tutors' queue."""
    await context.show(concern_screen(await context.do(concern_work.keep_question, action.concern)))


async def free_question(context: Context, action: FreeQuestion) -> None:
    """It goes back."""
    await context.show(concern_screen(await context.do(concern_work.free_question, action.concern)))


async def see_file(context: Context, action: SeeConcernFile) -> None:
    """A voice note or a picture that was sent to the safety person."""
    number, media = await context.do(concern_work.file_of, action.event)
    buttons = screens.with_help(button("button-read", ReadConcern(number)))
    words = t("words", words=name_of(number))
    subject = Subject(CONCERN_MEDIA, action.event)
    await context.show(Screen(words, buttons, media=(media,), fresh=True, subject=subject, protect=True))


async def open_unread(context: Context, _: object) -> None:
    """What no machine could read."""
    found = await context.look(noticing.unread)
    if not found:
        await context.show(Screen(t("unread-none"), screens.with_help(button("button-concerns", OpenConcerns(0)))))
        return
    looks = [
        button(
            "button-look",
            LookAtUnread(item.entry_id),
            number=item.entry.question_id,
            alias=item.entry.question.asker.alias,
            why=why_unread(item.why),
        )
        for item in found
    ]
    words = t("unread", count=len(found), lines=[_unread_line(item) for item in found])
    await context.show(
        Screen(words, (*rows(*looks), *screens.with_help(button("button-concerns", OpenConcerns(0)))), fresh=True)
    )


def _unread_line(item: Unread) -> Text:
    entry = item.entry
    return t(
        "unread-line",
        number=entry.question_id,
        alias=entry.question.asker.alias,
        who=entry.author.name if entry.by_staff else t("unread-young"),
        when=entry.said_at,
        why=why_unread(item.why),
    )


async def look_at(context: Context, action: LookAtUnread) -> None:
    """One of them; it leaves the list."""
    entry, media = await context.do(noticing.look_at, action.entry)
    words = t(
        "unread-one",
        number=entry.question_id,
        alias=entry.question.asker.alias,
        who=entry.author.name if entry.by_staff else t("unread-young"),
        when=entry.said_at,
        words=entry_words(entry),
    )
    buttons = screens.with_help(button("button-unread-more", OpenUnread()))
    subject = Subject(SEEN_MEDIA, entry.id) if media and not entry.by_staff else None
    await context.show(Screen(words, buttons, media=media, fresh=True, subject=subject, protect=True))


AREA = Area(
    "concerns",
    commands={
        "concerns": Route(open_list, RUNNERS),
        "ack": Route(acknowledge, RUNNERS),
        "reply": Route(reply, RUNNERS),
        "resolve": Route(resolve, RUNNERS),
        "refer": Route(refer, RUNNERS),
        "referred": Route(answer_came, RUNNERS),
    },
    actions={
        OpenConcerns: Route(open_list, RUNNERS),
        ReadConcern: Route(read, RUNNERS),
        AckConcern: Route(acknowledge, RUNNERS),
        ReplyToConcern: Route(_asks("reply"), RUNNERS),
        ResolveConcern: Route(_asks("resolve"), RUNNERS),
        ReferConcern: Route(_asks("refer"), RUNNERS),
        ReferralAnswered: Route(_asks("answered"), RUNNERS),
        WrongAlarm: Route(wrong_alarm, RUNNERS),
        KeepQuestion: Route(keep_question, RUNNERS),
        FreeQuestion: Route(free_question, RUNNERS),
        SeeConcernFile: Route(see_file, RUNNERS),
        OpenUnread: Route(open_unread, RUNNERS),
        LookAtUnread: Route(look_at, RUNNERS),
    },
    steps={
        "concern.reply": replied,
        "concern.resolve": resolved,
        "concern.refer": referred,
        "concern.answered": answered,
    },
)
