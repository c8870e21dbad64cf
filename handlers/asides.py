"""What tutors do with a question beside answering it: a private note, passing it on, putting it aside."""

from typing import Any

from bot.callbacks.desk import (
    ChooseLater,
    ChooseTutor,
    KeepAsNote,
    PassTo,
    PutAside,
    RemoveNote,
    WakeUp,
    WriteNote,
)
from bot.callbacks.questions import ClaimQuestion, DropDraft, NextQuestion, SendDraft
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.content import Screen, button, rows
from bot.services import answers, notes, passing, snoozes
from bot.services.claims import HeldBy
from bot.services.notes import Noted
from bot.services.passing import Passed, ToWhom
from bot.services.people import ask_next, require, stop_asking
from bot.services.snoozes import Choices, PutBy
from bot.texts import t
from handlers import screens
from handlers.cards import card_button, done, held_screen
from handlers.desk import about_question
from handlers.incoming import Said
from handlers.routes import READERS, TUTOR, Area, Route
from models.people import Person, Role

# --- notes ---


async def note(context: Context, words: str) -> None:
    """/note 17 words: for tutors and leads alone."""
    noted = await about_question(
        context, words, "/note 17 words", lambda db, actor, number, rest: notes.note(db, actor, number, rest)
    )
    await context.show(_noted(noted))


def _noted(noted: Noted) -> Screen:
    remove = button("button-remove-note", RemoveNote(noted.note_id))
    words = t("noted", number=noted.question.id)
    return Screen(words, screens.with_help(card_button(noted.question), remove, width=2), fresh=True)


async def ask_for_note(context: Context, action: WriteNote) -> None:
    """The next words are the note."""

    def wait(db: Any, actor: Person) -> None:
        require(actor, Role.TUTOR, Role.LEAD)
        ask_next(db, actor.telegram_id or 0, "asides.note", number=action.number)

    await context.do(wait)
    await context.show(Screen(t("note-write", number=action.number), screens.with_help(), fresh=True))


async def got_note(context: Context, data: dict[str, Any], said: Said) -> None:
    """The words of the note; nothing sent at this step can reach the young person, be it a reply or not."""

    def take(db: Any, actor: Person) -> Noted | answers.Drafted:
        number = int(data["number"])
        replied = answers.question_of_reply(db, actor, said)
        if replied is not None and replied != number:
            # It may be an answer for somebody else: kept, and asked about.
            stop_asking(db, context.chat_id)
            kept = answers.draft(db, actor, said)
            return answers.draft_for(db, actor, kept.draft.id, replied)
        if said.kind != "text":
            raise Refusal("note-words-only", number=number)
        stop_asking(db, context.chat_id)
        return notes.note(db, actor, number, said.text)

    outcome = await context.do(take)
    await context.show(_noted(outcome) if isinstance(outcome, Noted) else note_or_answer(outcome))


def note_or_answer(drafted: answers.Drafted) -> Screen:
    """What might be a note is kept until the tutor has said which it is."""
    draft, question = drafted.draft, drafted.question
    if question is None:
        raise ValueError("a draft that might be a note is about a question")
    is_words = draft.kind == "text"
    return Screen(
        t("note-or-answer", number=question.id, alias=question.asker.alias, name=question.asker.name),
        screens.with_help(
            button("button-keep-note", KeepAsNote(draft.id)) if is_words else None,
            button("button-send-to", SendDraft(draft.id), name=question.asker.name),
            button("button-drop", DropDraft(draft.id)),
        ),
        fresh=True,
    )


async def keep_as_note(context: Context, action: KeepAsNote) -> None:
    """It was a note."""
    await context.show(_noted(await context.do(notes.keep_draft_as_note, action.draft)))


async def remove_note(context: Context, action: RemoveNote) -> None:
    """Takes one's own note away."""
    number = await context.do(notes.remove_note, action.note)
    await context.show(Screen(t("note-removed", number=number), screens.with_help()))


# --- passing on ---


async def pass_on(context: Context, words: object) -> None:
    """/pass 17 Tess a note for her; without a tutor, one is chosen by a tap."""
    outcome = await about_question(
        context, words, "/pass 17 Tess", lambda db, actor, number, rest: passing.pass_on(db, actor, number, rest)
    )
    if not isinstance(outcome, ToWhom):
        await context.show(_passed(outcome))
        return
    number = outcome.question.id
    choices = [
        button("button-tutor-away" if tutor.away_since else "button-tutor", PassTo(number, tutor.id),
               name=tutor.name, alias=tutor.alias)
        for tutor in outcome.tutors
    ]  # fmt: skip
    key = "pass-unknown" if outcome.unknown else "pass-to-whom"
    words_ = t(key, number=number, unknown=outcome.unknown[:40])
    await context.show(Screen(words_, screens.with_help(*choices, card_button(outcome.question), width=2), fresh=True))


async def pass_to(context: Context, action: PassTo) -> None:
    """To this tutor."""
    await context.show(_passed(await context.do(passing.pass_to, action.number, action.person)))


def _passed(outcome: Passed | HeldBy) -> Screen:
    if isinstance(outcome, HeldBy):
        return held_screen(outcome)
    add_note = button("button-note", WriteNote(outcome.question.id))
    return done("passed", outcome.question, add_note, tutor=outcome.to.name)


# --- putting aside ---


async def later(context: Context, words: object) -> None:
    """/later 17 2h: it comes back by itself; without a time, one is chosen by a tap."""
    outcome = await about_question(
        context,
        words,
        "/later 17 2h",
        lambda db, actor, number, rest: snoozes.later(db, actor, number, rest, context.config),
    )
    if not isinstance(outcome, Choices):
        await context.show(_put_by(outcome))
        return
    number = outcome.question.id
    await context.show(
        Screen(
            t("later-when", number=number),
            (
                *rows(
                    button("button-in-two-hours", PutAside(number, _seconds(outcome.in_two_hours))),
                    button("button-tomorrow", PutAside(number, _seconds(outcome.tomorrow))),
                    button("button-monday", PutAside(number, _seconds(outcome.monday))),
                    button("button-on-reply", PutAside(number, 0)),
                    width=2,
                ),
                *rows(card_button(outcome.question)),
                *screens.with_help(),
            ),
            fresh=True,
        )
    )


def _seconds(instant: Any) -> int:
    return int(instant.timestamp())


async def put_aside(context: Context, action: PutAside) -> None:
    """Until then."""
    await context.show(_put_by(await context.do(snoozes.put_aside, action.number, action.at)))


def _put_by(outcome: PutBy | HeldBy) -> Screen:
    if isinstance(outcome, HeldBy):
        return held_screen(outcome)
    wake = button("button-wake", WakeUp(outcome.question.id))
    if outcome.at is None:
        return done("put-aside-on-reply", outcome.question, wake)
    return done("put-aside", outcome.question, wake, when=outcome.at)


async def wake_up(context: Context, words: object) -> None:
    """Brings it back before its time."""
    question = await about_question(
        context, words, "/wake 17", lambda db, actor, number, _: snoozes.wake_up(db, actor, number)
    )
    claim = button("button-claim", ClaimQuestion(question.id))
    await context.show(
        Screen(
            t("woken", number=question.id),
            screens.with_help(claim, button("button-next", NextQuestion()), width=2),
        )
    )


AREA = Area(
    "asides",
    commands={
        "note": Route(note, READERS),
        "pass": Route(pass_on, TUTOR),
        "later": Route(later, TUTOR),
        "wake": Route(wake_up, TUTOR),
    },
    actions={
        WriteNote: Route(ask_for_note, READERS),
        KeepAsNote: Route(keep_as_note, TUTOR),
        RemoveNote: Route(remove_note, READERS),
        ChooseTutor: Route(pass_on, TUTOR),
        PassTo: Route(pass_to, TUTOR),
        ChooseLater: Route(later, TUTOR),
        PutAside: Route(put_aside, TUTOR),
        WakeUp: Route(wake_up, TUTOR),
    },
    steps={"asides.note": got_note},
)
