"""The young person's side of the safety person's messages: Show, Hide, "it was about music", writing back."""

from typing import Any

from bot.callbacks.safeguarding import HideNote, ItWasMusic, ShowNote, WriteBack
from bot.context import Context
from bot.notifications.content import Screen, Subject, button
from bot.notifications.safety import hidden_rows
from bot.services import concerns, safety_notes
from bot.texts import t
from handlers import screens
from handlers.incoming import Said
from handlers.routes import MEMBERS, Area, Route
from models.concerns import SafetyNote


async def show(context: Context, action: ShowNote) -> None:
    """What stands behind "New message"."""
    note = await context.do(safety_notes.show_note, action.note)
    await context.show(_shown(context, note))


def _shown(context: Context, note: SafetyNote) -> Screen:
    words = t(
        note.card,
        words=note.words,
        who=note.by.name if note.by is not None else "",
        when=note.read_by,
        lines=screens.helplines(context.config),
    )
    music = button("button-it-was-music", ItWasMusic(note.id)) if note.card == concerns.WORRY else None
    buttons = screens.with_help(
        button("button-hide", HideNote(note.id)), music, button("button-write-back", WriteBack(note.id))
    )
    return Screen(words, buttons, subject=Subject("safety", note.id))


async def hide(context: Context, action: HideNote) -> None:
    """Puts it away again."""
    note = await context.look(safety_notes.own_note, action.note)
    await context.show(Screen(t("safety-new-message"), hidden_rows(note.id), subject=Subject("safety", note.id)))


async def it_was_music(context: Context, action: ItWasMusic) -> None:
    """Noted; a person still looks."""
    note = await context.do(safety_notes.it_was_music, action.note)
    buttons = screens.with_help(button("button-hide", HideNote(note.id)))
    await context.show(Screen(t("noted-music"), buttons, subject=Subject("safety", note.id)))


async def write_back(context: Context, action: WriteBack) -> None:
    """What would they like to say?"""
    await context.do(safety_notes.ask_to_write, action.note)
    await context.show(Screen(t("safety-write"), screens.with_help(screens.home_button()), fresh=True))


async def wrote_back(context: Context, data: dict[str, Any], said: Said) -> None:
    """Words, or a voice note, to the safety person."""
    await context.do(safety_notes.write_back, data["note"], said, context.config)
    await context.show(Screen(t("safety-written"), screens.with_help(screens.home_button()), fresh=True))


AREA = Area(
    "safety_messages",
    actions={
        ShowNote: Route(show, MEMBERS, paused=True),
        HideNote: Route(hide, MEMBERS, paused=True),
        ItWasMusic: Route(it_was_music, MEMBERS, paused=True),
        WriteBack: Route(write_back, MEMBERS, paused=True),
    },
    steps_of_help={safety_notes.WRITE_STEP: wrote_back},
)
