"""Help now, help, privacy, and the young people's way to the safety person: for everybody, at any time, paused too."""

from dataclasses import replace
from typing import Any

from bot.callbacks.help import FeltWrong, LeaveQuickly, TalkToSomeone, TellWithoutWords
from bot.callbacks.people import HelpNow
from bot.context import Context
from bot.notifications.content import Screen, button
from bot.policies.words import menu_word
from bot.services import safety_help
from bot.services.people import MORE_STEP
from bot.texts import t
from handlers import screens
from handlers.incoming import Said, said_in
from handlers.routes import MEMBERS, YOUNG_PERSON, Area, Route

# In these words somebody goes elsewhere; "help me" and "stop" may well be what they want to say.
_ELSEWHERE = {"home", "lessons", "questions", "sessions", "settings"}


async def help_now(context: Context, _: object) -> None:
    """The crisis lines, at once."""
    await context.show(screens.help_now(context.config, (await context.standing()).person))


async def help_(context: Context, _: str) -> None:
    """What the bot can do for this person, in their own commands."""
    person = (await context.standing()).person
    if person is None:
        await context.show(await screens.outside(context))
        return
    if person.paused_at is not None:
        await context.show(screens.paused())
        return
    parts = [t(f"help-{role.value.replace('_', '-')}") for role in sorted(person.roles)]
    await context.show(Screen(screens.lines([*parts, t("help-all")]), screens.with_help(screens.home_button())))


async def privacy(context: Context, _: str) -> None:
    """Who sees what, and what is kept."""
    joined = (await context.standing()).person is not None
    home = screens.home_button() if joined else None
    await context.show(Screen(t("privacy-policy"), screens.with_help(home)))


async def leave_quickly(context: Context, _: object) -> None:
    """Clears the screen."""
    await context.do_for_anyone(safety_help.leave_quickly)


# --- to the safety person ---


async def talk(context: Context, words: object) -> None:
    """/talk words, or the button: past the tutors, to the safety person."""
    if isinstance(words, str) and words and context.message is not None:
        command = said_in(context.message)
        await talked(context, {}, Said("text", words, command.chat_id, command.message_id))
        return
    person = await context.do(safety_help.ask_what)
    key = "talk-how-staff" if person.is_staff else "talk-how"
    await context.show(Screen(t(key), screens.with_help(screens.home_button())))


async def talked(context: Context, _: dict[str, Any], said: Said) -> None:
    """What they want somebody to know."""
    if await went_elsewhere(context, said):
        return
    person = await context.do(safety_help.talk, said, context.config)
    await _show_sent(context, person.is_staff)


async def said_more(context: Context, data: dict[str, Any], said: Said) -> None:
    """What they write right afterwards goes the same way, unless they answer to something else."""
    if await went_elsewhere(context, said):
        return
    person = (await context.standing()).person
    if said.reply_to is not None and person is not None and person.paused_at is None:
        from handlers import questions

        await questions.said(context, said)
        return
    await context.do(safety_help.more, data["concern"], said, context.config)
    await context.show(Screen(t("talk-more"), screens.with_help(screens.home_button()), fresh=True))


async def felt_wrong(context: Context, action: FeltWrong) -> None:
    """Under an answer: what felt wrong about it?"""
    await context.do(safety_help.ask_what_felt_wrong, action.entry)
    await context.show(_what_felt_wrong(action.entry))


def _what_felt_wrong(entry: int) -> Screen:
    words = screens.with_help(button("button-tell-without-words", TellWithoutWords(entry)), screens.home_button())
    return Screen(t("wrong-how"), words, fresh=True)


async def wrong(context: Context, words: str) -> None:
    """/wrong words; without them it asks, and says what became of what was told before."""
    if words and context.message is not None:
        command = said_in(context.message)
        await said_wrong(context, {}, replace(command, text=words))
        return
    told = await context.do(safety_help.ask_what_felt_wrong, safety_help.NOTHING_IN_PARTICULAR)
    if told:
        lines = [t(f"wrong-line-{item.state}", when=item.when, who=item.who) for item in told]
        await context.show(Screen(t("wrong-status", lines=lines), fresh=True))
    await context.show(_what_felt_wrong(safety_help.NOTHING_IN_PARTICULAR))


async def said_wrong(context: Context, data: dict[str, Any], said: Said) -> None:
    """What felt wrong, in their words."""
    if await went_elsewhere(context, said):
        return
    await context.do(safety_help.felt_wrong, data.get("entry", safety_help.NOTHING_IN_PARTICULAR), said, context.config)
    await _show_sent(context, staff=False)


async def tell_without_words(context: Context, action: TellWithoutWords) -> None:
    """They would rather not say what."""
    await context.do(safety_help.felt_wrong, action.entry, None, context.config)
    await _show_sent(context, staff=False)


async def said_while_paused(context: Context, said: Said) -> None:
    """Whatever a paused young person writes reaches the safety person: nothing is lost, and no tutor reads it."""
    await context.do(safety_help.said_while_paused, said, context.config)
    await context.show(screens.paused(with_words=True))


async def _show_sent(context: Context, staff: bool) -> None:
    words = t("talk-sent-staff" if staff else "talk-sent")
    await context.show(Screen(words, screens.with_help(screens.home_button()), fresh=True))


async def went_elsewhere(context: Context, said: Said) -> bool:
    """Whether the words are only the name of a screen: then they see that."""
    if said.kind != "text" or menu_word(said.text) not in _ELSEWHERE:
        return False
    from handlers import homes

    await context.show(await homes.home(context))
    return True


AREA = Area(
    "help",
    commands={
        "helpnow": Route(help_now),
        "help": Route(help_),
        "privacy": Route(privacy),
        "quickexit": Route(leave_quickly),
        "talk": Route(talk, MEMBERS, paused=True),
        "wrong": Route(wrong, YOUNG_PERSON, paused=True),
    },
    actions={
        HelpNow: Route(help_now),
        LeaveQuickly: Route(leave_quickly),
        TalkToSomeone: Route(talk, MEMBERS, paused=True),
        FeltWrong: Route(felt_wrong, YOUNG_PERSON, paused=True),
        TellWithoutWords: Route(tell_without_words, YOUNG_PERSON, paused=True),
    },
    steps_of_help={safety_help.TALK_STEP: talked, safety_help.WRONG_STEP: said_wrong, MORE_STEP: said_more},
)
