"""What tutors send: answers, drafts, and what happens when another tutor is in the way. On and off duty."""

import re
from dataclasses import replace
from typing import Any, Final

from bot.callbacks.desk import SendAdded, SendReopening, SendTakingOver
from bot.callbacks.questions import (
    ComeBack,
    DraftFor,
    DropDraft,
    GoAway,
    NextQuestion,
    OpenQuestion,
    OpenQueue,
    SendDraft,
    UndoAnswer,
)
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.content import Screen, button, rows
from bot.notifications.desk import desk_words
from bot.policies.private import looks_like_note
from bot.services import answers, people
from bot.services.answers import Answered, AnsweredMeanwhile, Drafted, NotSent, Outcome
from bot.services.collisions import Way
from bot.services.cover import end_absence
from bot.services.references import question_meant
from bot.texts import t
from handlers import cover, screens
from handlers.asides import note_or_answer
from handlers.incoming import Said, said_in
from handlers.routes import READERS, TUTOR, Area, Route
from models.people import Person, Role
from models.questions import Draft, EntryState, Question

_UNDER_PICTURE: Final = re.compile(r"^\s*/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+|$)(.*)$", re.DOTALL)
_WAYS: Final = {SendAdded: Way.ADD, SendTakingOver: Way.TAKE_OVER, SendReopening: Way.REOPEN}


# --- answering ---


async def answer(context: Context, words: str) -> None:
    """/answer 17 words: at once."""
    if context.message is not None:
        await _answer_with(context, said_in(context.message), words)


async def _answer_with(context: Context, command: Said, words: str) -> None:
    """What a command, or a command under a picture, answers."""
    verdict = (await context.hear(replace(command, text=words), "tutor")).verdict

    def take(db: Any, actor: Person) -> Outcome | Drafted:
        number, text = question_meant(db, actor, command, words, "/answer 17 Try it slower first")
        said = replace(command, text=text, reply_to=None, verdict=verdict)
        return _ask_or_answer(db, actor, number, said, context)

    await show_outcome(context, await context.do(take))


async def said(context: Context, said: Said) -> None:
    """Anything else that a tutor sends: a reply answers at once, the rest becomes a draft."""

    command = _UNDER_PICTURE.match(said.text) if said.kind != "text" else None
    if command is not None and command[1].lower() == "answer":
        await _answer_with(context, said, command[2])
        return
    if command is not None and command[1].lower() == "save":
        # Here, as saved answers are sent the way that this module shows.
        from handlers import saved

        await saved.save_under_picture(context, said, command[2])
        return
    heard = await context.hear(said, "tutor")

    def take(db: Any, actor: Person) -> Outcome | Drafted:
        if command is not None:
            # A note under a picture must not go where the picture goes.
            raise Refusal("command-under-picture", command=f"/{command[1].lower()}")
        number = answers.question_of_reply(db, actor, said) or answers.question_of_album(db, actor, said)
        if number is not None:
            return _ask_or_answer(db, actor, number, heard, context)
        return answers.draft(db, actor, heard)

    await show_outcome(context, await context.do(take))


def _ask_or_answer(db: Any, actor: Person, number: int, said: Said, context: Context) -> Outcome | Drafted:
    """Answers at once, unless it begins like a note for colleagues: then it is asked what it is."""
    if looks_like_note(said.text):
        kept = answers.draft(db, actor, said)
        return answers.draft_for(db, actor, kept.draft.id, number)
    return answers.answer(db, actor, number, said, context.config)


async def show_outcome(context: Context, outcome: Outcome | Drafted) -> None:
    """What became of it; an answer that is on its way has a message of its own that says so."""
    match outcome:
        case Drafted(again=True) | AnsweredMeanwhile(again=True) | NotSent(again=True) | Answered():
            return
        case Drafted(question=Question()) if looks_like_note(outcome.draft.text):
            await context.show(note_or_answer(outcome))
        case Drafted():
            await context.show(_draft_screen(outcome))
        case AnsweredMeanwhile() | NotSent():
            await context.show(_not_sent(outcome))


def _not_sent(outcome: AnsweredMeanwhile | NotSent) -> Screen:
    """Another tutor was there first: what they did, and what can be done with the words, which are kept."""
    number, draft = outcome.question.id, outcome.draft.id
    drop = button("button-drop", DropDraft(draft))
    if isinstance(outcome, AnsweredMeanwhile):
        words = t(
            "answered-meanwhile",
            number=number,
            tutor=outcome.seen_now.author.name,
            words=desk_words(outcome.seen_now),
        )
        buttons = [button("button-send-mine", SendDraft(draft))]
    elif outcome.holder is not None:
        words = t("held-not-sent", number=number, holder=outcome.holder.name)
        buttons = [
            button("button-add-mine", SendAdded(draft)),
            button("button-take-over-send", SendTakingOver(draft)),
        ]
    else:
        words = t("closed-not-sent", number=number)
        buttons = [button("button-reopen-send", SendReopening(draft))]
    return Screen(words, screens.with_help(*buttons, drop), fresh=True)


def _draft_screen(drafted: Drafted) -> Screen:
    if drafted.question is not None:
        return _draft_of(drafted.draft, drafted)
    if not drafted.choices:
        return Screen(t("draft-no-question"), screens.with_help(button("button-queue", OpenQueue(0))))
    choices = [
        button("button-draft-for", DraftFor(drafted.draft.id, item.id), number=item.id, alias=item.asker.alias)
        for item in drafted.choices
    ]
    return Screen(t("draft-for-which"), rows(*choices, button("button-drop", DropDraft(drafted.draft.id))))


def _draft_of(draft: Draft, drafted: Drafted) -> Screen:
    question = drafted.question
    if question is None:
        return _draft_screen(drafted)
    return Screen(
        t("draft", number=question.id, alias=question.asker.alias, name=question.asker.name),
        rows(button("button-send", SendDraft(draft.id)), button("button-drop", DropDraft(draft.id)), width=2),
    )


async def draft_for(context: Context, action: DraftFor) -> None:
    """Says which question a draft is for."""
    await context.show(_draft_screen(await context.do(answers.draft_for, action.draft, action.number)))


async def send_draft(context: Context, action: SendDraft | SendAdded | SendTakingOver | SendReopening) -> None:
    """Sends a draft, with thirty seconds to undo it."""
    way = _WAYS.get(type(action), Way.ASK)
    outcome = await context.do(answers.send_draft, action.draft, context.config, way)
    if not isinstance(outcome, Answered):
        await show_outcome(context, outcome)
        return
    if outcome.entry.state in (EntryState.HELD, EntryState.ALONE):
        # Its status message says more.
        key = "answer-under-review" if outcome.entry.state == EntryState.HELD else "answer-waits"
        await context.show(Screen(t(key, number=outcome.entry.question_id), screens.with_help()))
        return
    key = "draft-sent-later" if outcome.leaves else "draft-sent"
    await context.show(Screen(t(key, number=outcome.entry.question_id, when=outcome.leaves)))


async def drop_draft(context: Context, action: DropDraft) -> None:
    """Throws a draft away, and leads back to the question."""
    number = await context.do(answers.drop_draft, action.draft)
    back = button("button-open", OpenQuestion(number)) if number is not None else None
    await context.show(
        Screen(t("draft-dropped"), screens.with_help(back, button("button-queue", OpenQueue(0)), width=2))
    )


async def undo(context: Context, action: UndoAnswer) -> None:
    """Takes an answer back before it leaves; its status message says so."""
    await context.do(answers.undo, action.entry)


# --- duty ---


async def away(context: Context, words: object) -> None:
    """Off duty; with an end, a lead's absence, which another lead accepts."""
    timed = isinstance(words, str) and cover.names_an_end(words)
    person = (await context.standing()).person
    if isinstance(words, str) and timed and person is not None and Role.LEAD in person.roles:
        await cover.away(context, words)
        return

    def leave(db: Any, actor: Person) -> int:
        if Role.TUTOR not in actor.roles:
            raise Refusal("absence-how")
        return people.go_away(db, actor)

    others = await context.do(leave)
    away = t("you-are-away", others=others, timed="yes" if timed else "no")
    await context.show(Screen(away, screens.with_help(button("button-back", ComeBack()))))


async def back(context: Context, _: object) -> None:
    """On duty again, as tutor and as lead."""

    def come(db: Any, actor: Person) -> int | None:
        end_absence(db, actor)
        return people.come_back(db, actor) if Role.TUTOR in actor.roles else None

    waiting = await context.do(come)
    if waiting is None:
        await context.show(Screen(t("lead-is-back"), screens.with_help(screens.home_button())))
        return
    await context.show(
        Screen(t("you-are-back", waiting=waiting), screens.with_help(button("button-next", NextQuestion())))
    )


AREA = Area(
    "tutors",
    commands={
        "answer": Route(answer, TUTOR),
        "away": Route(away, READERS),
        "back": Route(back, READERS),
    },
    actions={
        SendDraft: Route(send_draft, TUTOR),
        SendAdded: Route(send_draft, TUTOR),
        SendTakingOver: Route(send_draft, TUTOR),
        SendReopening: Route(send_draft, TUTOR),
        DraftFor: Route(draft_for, TUTOR),
        DropDraft: Route(drop_draft, TUTOR),
        UndoAnswer: Route(undo, TUTOR),
        GoAway: Route(away, TUTOR),
        ComeBack: Route(back, TUTOR),
    },
)
