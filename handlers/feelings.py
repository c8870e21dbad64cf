"""After a session: five faces, one line if they like; and for staff, what was said."""

from dataclasses import replace
from typing import Any

from bot.callbacks.feelings import AddLine, ChangeFace, HowItWas, TapFace
from bot.callbacks.help import TalkToSomeone
from bot.callbacks.sessions import MySessions, OpenSession
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.content import Screen, Subject, button
from bot.notifications.feelings import ASKED, change_button, face_buttons, line_of
from bot.notifications.sessions import name_of
from bot.policies.feelings import LOW, face_and_words, face_in
from bot.services import feelings
from bot.services.feelings import Faces, Felt, Meetings
from bot.texts import t
from handlers import questions, screens
from handlers.help import went_elsewhere
from handlers.incoming import Said, said_in
from handlers.routes import READERS, YOUNG_PERSON, Area, Route
from handlers.session_words import number_in
from models.people import Role


async def felt(context: Context, words: str) -> None:
    """/felt 4 it was loud, by a young person; /felt S4, by staff."""
    person = (await context.standing()).person
    if person is not None and Role.YOUNG_PERSON not in person.roles:
        number, _ = number_in(words, "/felt S4")
        await context.show(_of_session(await context.look(feelings.of_session, number)))
        return
    if not words.strip():
        await context.show(_faces(await context.look(feelings.ask_again, None)))
        return
    face, line = face_and_words(words)
    if face is None or context.message is None:
        raise Refusal("felt-how")
    said = replace(said_in(context.message), text=line)
    heard = await context.hear_out(said) if line else said
    await _show(context, await context.do(feelings.typed, face, heard, context.config))


async def tap(context: Context, action: TapFace) -> None:
    """One of the five."""
    await _show(context, await context.do(feelings.tap, action.occurrence, action.face, context.config))


async def typed(context: Context, said: Said) -> bool:
    """Whether the words are a face, typed under the question: "4" or "good"; then it counts as a tap."""
    face = face_in(said.text) if said.kind == "text" else None
    occurrence = await context.look(feelings.answered_by_typing, said) if face is not None else None
    if face is None or occurrence is None:
        return False
    await _show(context, await context.do(feelings.tap, occurrence, face, context.config))
    return True


async def change(context: Context, action: ChangeFace) -> None:
    """The five again."""
    await context.show(_faces(await context.look(feelings.ask_again, action.occurrence)))


async def ask_line(context: Context, action: AddLine) -> None:
    """What would they like to say?"""
    found = await context.do(feelings.ask_line, action.occurrence)
    words = t("felt-line-how", title=found.occurrence.session.title, tutor=found.tutor)
    await context.show(Screen(words, screens.with_help(screens.home_button()), fresh=True))


async def line(context: Context, data: dict[str, Any], said: Said) -> None:
    """The one line; a reply to something else, or the name of a screen, is none."""
    if said.reply_to is not None and await context.look(feelings.answered_by_typing, said) is None:
        await questions.said(context, said)
    elif not await went_elsewhere(context, said):
        heard = await context.hear_out(said) if said.kind == "text" else said
        await _show(context, await context.do(feelings.add_line, data["occurrence"], heard, context.config))


async def how_it_was(context: Context, action: HowItWas) -> None:
    """The button, for staff."""
    await context.show(_of_session(await context.look(feelings.of_session, action.number)))


# --- screens ---


def _faces(found: Faces) -> Screen:
    buttons = (*face_buttons(found.occurrence), *screens.with_help())
    return Screen(found.asking, buttons, subject=Subject(ASKED, found.occurrence.id))


async def _show(context: Context, outcome: Felt) -> None:
    number = outcome.occurrence.id
    if outcome.kept_back:
        words, buttons = t("felt-line-safe", tutor=outcome.tutor), screens.with_help(screens.home_button())
    elif outcome.lined:
        words = t("felt-line-kept", tutor=outcome.tutor, words=outcome.words)
        buttons = screens.with_help(screens.home_button())
    else:
        low = outcome.face <= LOW
        words = t("felt-thanks-low" if low else "felt-thanks", face=t(f"face-{outcome.face}"), tutor=outcome.tutor)
        talk = button("button-talk", TalkToSomeone()) if low else None
        line_ = button("button-add-line", AddLine(number))
        buttons = screens.with_help(line_, talk, change_button(number), screens.home_button())
    # Under it, a typed face is a change of mind.
    await context.show(Screen(words, buttons, subject=Subject(ASKED, number)))


def _of_session(found: Meetings) -> Screen:
    number, ref = found.session.id, name_of(found.session)
    meetings = [
        t("felt-meeting", when=occurrence.starts_at, lines=[line_of(said) for said in answers])
        for occurrence, answers in found.meetings
    ]
    key = "felt-session" if meetings else "felt-session-none"
    words = t(key, ref=ref, title=found.session.title, lines=meetings)
    card = button("button-session", OpenSession(number), ref=ref)
    return Screen(words, screens.with_help(card, button("button-sessions", MySessions())))


AREA = Area(
    "feelings",
    commands={"felt": Route(felt, YOUNG_PERSON | READERS)},
    actions={
        TapFace: Route(tap, YOUNG_PERSON),
        AddLine: Route(ask_line, YOUNG_PERSON),
        ChangeFace: Route(change, YOUNG_PERSON),
        HowItWas: Route(how_it_was, READERS),
    },
    steps={feelings.LINE_STEP: line},
)
