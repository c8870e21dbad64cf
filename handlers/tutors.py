"""The tutor's work: queue, claiming, answering, drafts."""

from typing import Any

from bot import clock
from bot.callbacks.questions import (
    ClaimQuestion,
    CloseQuestion,
    ComeBack,
    DraftFor,
    DropDraft,
    GoAway,
    LetGo,
    NextQuestion,
    OpenQuestion,
    OpenQueue,
    SendDraft,
    UndoAnswer,
)
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.content import Screen, Subject, button, rows
from bot.notifications.questions import about, entry_words
from bot.policies.numbers import parse_ref
from bot.services import answers, leaving, people, queue
from bot.services.answers import Answered, AnsweredMeanwhile, Drafted
from bot.services.queue import Card, QueuePage
from bot.texts import t
from handlers import screens
from handlers.incoming import Said, said_in
from handlers.questions import title_of
from handlers.routes import READERS, TUTOR, Area, Route
from models.people import Person
from models.questions import Draft


def number_in(words: str) -> tuple[int, str]:
    """The question's number at the start of a command's words, and the rest; Refusal without one."""
    first, _, rest = words.partition(" ") if "\n" not in words.split(" ")[0] else words.partition("\n")
    number = parse_ref(first)
    if number is None:
        raise Refusal("number-missing")
    return number, rest.strip()


# --- the queue ---


async def open_queue(context: Context, page: object) -> None:
    """The queue, oldest first."""
    at = page.page if isinstance(page, OpenQueue) else 0
    await context.show(_queue_screen(await context.look(queue.queue, at)))


def _queue_screen(view: QueuePage) -> Screen:
    if not view.questions:
        return Screen(t("queue-empty"), screens.with_help(screens.home_button()))
    lines = [
        t(
            "queue-line",
            number=item.id,
            alias=item.asker.alias,
            since=item.waiting_since,
            words=title_of(item),
            about=about(item),
            holder=t("held-by", holder=item.holder.name) if item.holder else t("about-nothing"),
        )
        for item in view.questions
    ]
    more = (view.page + 1) * queue.PAGE < view.waiting
    opens = [button("button-number", OpenQuestion(item.id), number=item.id) for item in view.questions]
    turns = rows(
        button("button-earlier", OpenQueue(view.page - 1)) if view.page else None,
        button("button-later", OpenQueue(view.page + 1)) if more else None,
        width=2,
    )
    return Screen(
        t("queue", waiting=view.waiting, lines=lines),
        (
            *rows(button("button-next", NextQuestion())),
            *rows(*opens, width=4),
            *turns,
            *screens.with_help(screens.home_button()),
        ),
    )


async def next_question(context: Context, _: object) -> None:
    """Claims and opens the one that has waited longest."""
    card = await context.do(queue.next_question)
    if card is None:
        await context.show(Screen(t("queue-empty"), screens.with_help(screens.home_button())))
    else:
        await context.show(card_screen(card))


async def open_question(context: Context, words: object) -> None:
    """A question's card."""
    number = words.number if isinstance(words, OpenQuestion) else number_in(str(words))[0]
    await context.show(card_screen(await context.do(queue.open_question, number)))


async def claim(context: Context, words: object) -> None:
    """Takes a question."""
    number = words.number if isinstance(words, ClaimQuestion) else number_in(str(words))[0]
    await context.show(card_screen(await context.do(queue.claim, number)))


def card_screen(card: Card) -> Screen:
    """The card: who, about what, the thread, who has it; replying to it answers."""
    question = card.question
    lines = [
        t(
            "thread-line",
            who=entry.author.name,
            when=entry.said_at,
            words=entry_words(entry),
        )
        for entry in card.entries[-20:]
    ]
    if card.mine:
        state = t("card-yours")
    elif card.holder is not None:
        state = t("held-by", holder=card.holder.name)
    else:
        state = t(f"state-{question.state}")
    open_now = question.state in ("waiting", "answered")
    buttons = rows(
        button("button-claim", ClaimQuestion(question.id)) if open_now and card.holder is None else None,
        button("button-let-go", LetGo(question.id)) if card.mine else None,
        button("button-close", CloseQuestion(question.id)) if open_now else None,
        button("button-queue", OpenQueue(0)),
        width=2,
    )
    words = t(
        "question-card",
        number=question.id,
        alias=question.asker.alias,
        name=question.asker.name,
        about=about(question),
        state=state,
        lines=lines,
        how=t("card-how") if card.mine else t("about-nothing"),
    )
    return Screen(
        words,
        (*buttons, *screens.with_help()),
        fresh=True,
        subject=Subject("question", question.id, 1, question.id),
    )


async def let_go(context: Context, action: LetGo) -> None:
    """Gives the question back."""
    question = await context.do(queue.let_go, action.number)
    await context.show(
        Screen(t("let-go", number=question.id), rows(button("button-queue", OpenQueue(0)))),
    )


async def close(context: Context, words: object) -> None:
    """Closes a question."""
    number = words.number if isinstance(words, CloseQuestion) else number_in(str(words))[0]
    question = await context.do(queue.close, number)
    await context.show(Screen(t("closed-by-tutor", number=question.id), rows(button("button-next", NextQuestion()))))


# --- answering ---


async def answer(context: Context, words: str) -> None:
    """/answer 17 words: at once."""
    number, text = number_in(words)
    message = context.message
    if message is None:
        return
    command = said_in(message)
    said = Said("text", text, command.chat_id, command.message_id)
    await _show_outcome(context, await context.do(answers.answer, number, said, context.config))


async def said(context: Context, said: Said) -> None:
    """Anything else that a tutor sends: a reply answers at once, the rest becomes a draft."""

    def take(db: Any, actor: Person) -> Answered | AnsweredMeanwhile | Drafted:
        number = answers.question_of_reply(db, actor, said)
        if number is not None:
            return answers.answer(db, actor, number, said, context.config)
        return answers.draft(db, actor, said)

    outcome = await context.do(take)
    if isinstance(outcome, Drafted):
        await context.show(_draft_screen(outcome))
    else:
        await _show_outcome(context, outcome)


async def _show_outcome(context: Context, outcome: Answered | AnsweredMeanwhile) -> None:
    if isinstance(outcome, AnsweredMeanwhile):
        await context.show(
            Screen(
                t(
                    "answered-meanwhile",
                    number=outcome.question.id,
                    tutor=outcome.seen_now.author.name,
                    words=entry_words(outcome.seen_now),
                ),
                rows(
                    button("button-send-mine", SendDraft(outcome.draft.id)),
                    button("button-drop", DropDraft(outcome.draft.id)),
                ),
                fresh=True,
            )
        )


def _draft_screen(drafted: Drafted) -> Screen:
    if drafted.question is not None:
        return _draft_of(drafted.draft, drafted)
    if not drafted.choices:
        return Screen(t("draft-no-question"), rows(button("button-drop", DropDraft(drafted.draft.id))))
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


async def send_draft(context: Context, action: SendDraft) -> None:
    """Sends a draft, with thirty seconds to undo it."""
    outcome = await context.do(answers.send_draft, action.draft, context.config)
    if isinstance(outcome, AnsweredMeanwhile):
        await _show_outcome(context, outcome)
    else:
        leaves = leaving.leaves_at(context.config, clock.now())
        key = "draft-sent-later" if leaves else "draft-sent"
        await context.show(Screen(t(key, number=outcome.entry.question_id, when=leaves)))


async def drop_draft(context: Context, action: DropDraft) -> None:
    """Throws a draft away."""
    await context.do(answers.drop_draft, action.draft)
    await context.show(Screen(t("draft-dropped"), rows(button("button-queue", OpenQueue(0)))))


async def undo(context: Context, action: UndoAnswer) -> None:
    """Takes an answer back before it leaves; its status message says so."""
    await context.do(answers.undo, action.entry)


# --- duty ---


async def away(context: Context, _: object) -> None:
    """Off duty."""
    await context.do(people.go_away)
    await context.show(Screen(t("you-are-away"), screens.with_help(button("button-back", ComeBack()))))


async def back(context: Context, _: object) -> None:
    """On duty again."""
    waiting = await context.do(people.come_back)
    await context.show(
        Screen(t("you-are-back", waiting=waiting), screens.with_help(button("button-next", NextQuestion())))
    )


AREA = Area(
    "tutors",
    commands={
        "queue": Route(open_queue, READERS),
        "next": Route(next_question, TUTOR),
        "open": Route(open_question, READERS),
        "claim": Route(claim, TUTOR),
        "answer": Route(answer, TUTOR),
        "close": Route(close, TUTOR),
        "away": Route(away, TUTOR),
        "back": Route(back, TUTOR),
    },
    actions={
        OpenQueue: Route(open_queue, READERS),
        NextQuestion: Route(next_question, TUTOR),
        OpenQuestion: Route(open_question, READERS),
        ClaimQuestion: Route(claim, TUTOR),
        LetGo: Route(let_go, TUTOR),
        CloseQuestion: Route(close, TUTOR),
        SendDraft: Route(send_draft, TUTOR),
        DraftFor: Route(draft_for, TUTOR),
        DropDraft: Route(drop_draft, TUTOR),
        UndoAnswer: Route(undo, TUTOR),
        GoAway: Route(away, TUTOR),
        ComeBack: Route(back, TUTOR),
    },
)
