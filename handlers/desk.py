"""The tutors' desk: the board, the next question, and who has it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, TypeVar

from bot.callbacks.desk import (
    ClaimHere,
    HelpBesideBoard,
    LetGoHere,
    NextOfAny,
    Reopen,
    ShowBoard,
    ShowCard,
    SkipQuestion,
    TakeOver,
)
from bot.callbacks.questions import ClaimQuestion, CloseQuestion, LetGo, NextQuestion, OpenQuestion, OpenQueue
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.board_pages import View
from bot.notifications.boards import board_rows, board_subject, board_text, how_many
from bot.notifications.content import Screen, button
from bot.policies.instruments import CHOICES
from bot.services import boards, cards, claims, closing, people, queue
from bot.services.boards import OpenBoard
from bot.services.cards import Card
from bot.services.claims import HeldBy
from bot.services.queue import NothingFits
from bot.services.references import question_meant
from bot.texts import t
from handlers import screens
from handlers.cards import card_screen, done, held_screen
from handlers.incoming import said_in
from handlers.routes import READERS, TUTOR, Area, Route
from models.people import Person
from models.questions import Question, QuestionState

T = TypeVar("T")
_VIEWS: Final = {view.value: view.value for view in View} | {
    "aside": View.SNOOZED.value,
    "later": View.SNOOZED.value,
    "checked": View.HELD.value,
}


async def about_question(context: Context, words: object, example: str, use_case: Callable[..., T]) -> T:
    """Runs a use case on the question that a button carries, or that a command names or replies to."""

    def run(db: Any, actor: Person) -> T:
        # What was asked before, a note perhaps, is not asked any more once something else is begun.
        people.stop_asking(db, context.chat_id)
        if not isinstance(words, str):
            return use_case(db, actor, getattr(words, "number"), "")  # noqa: B009
        command = said_in(context.message) if context.message is not None else None
        if command is None:
            raise RuntimeError("a command without its message")
        return use_case(db, actor, *question_meant(db, actor, command, words, example))

    return await context.do(run)


# --- the board ---


async def open_queue(context: Context, page: object) -> None:
    """The board, over what was tapped or under the command; there is one at a time. /queue mine, /queue drums."""
    typed = context.message.message_id if context.message is not None else None
    view, instrument = View.WAITING.value, ""
    for word in page.casefold().split() if isinstance(page, str) else []:
        view = _VIEWS.get(word, view)
        instrument = word if word in CHOICES else instrument
        if word not in _VIEWS and word not in CHOICES:
            await context.look(lambda db, actor: None)
            raise Refusal("queue-how")
    at = page.page if isinstance(page, OpenQueue) else 0
    await _show_board(context, view, instrument, at, typed=typed)


async def show_board(context: Context, action: ShowBoard) -> None:
    """Another view of the board, another page, another instrument."""
    await _show_board(context, action.view, action.instrument, action.page)


async def _show_board(context: Context, view: str, instrument: str, page: int, typed: int | None = None) -> None:
    query = context.current.callback_query
    tapped = query.message.message_id if query is not None and query.message is not None else None

    def show(db: Any, actor: Person) -> tuple[OpenBoard, int]:
        people.stop_asking(db, context.chat_id)
        opened = boards.open_board(db, actor, context.config, view, instrument, page, tapped=tapped, typed=typed)
        return opened, actor.id

    opened, person_id = await context.do(show)
    await context.show(
        Screen(board_text(opened.page), board_rows(opened.page), subject=board_subject(person_id), over=opened.over)
    )


async def help_beside_board(context: Context, _: HelpBesideBoard) -> None:
    """The crisis lines, below the board."""
    await context.show(replace(screens.help_now(context.config, (await context.standing()).person), fresh=True))


# --- the next one ---


async def next_question(context: Context, words: object) -> None:
    """Claims and opens the one that comes next for this tutor."""

    def take(db: Any, actor: Person) -> Card | NothingFits:
        people.stop_asking(db, context.chat_id)
        return queue.next_question(db, actor, context.config, anything=isinstance(words, NextOfAny))

    await _show_next(context, await context.do(take))


async def skip(context: Context, action: object) -> None:
    """Gives this one back, and claims the one after it."""
    await _show_next(
        context,
        await about_question(
            context, action, "/skip 17", lambda db, actor, number, _: queue.skip(db, actor, context.config, number)
        ),
    )


async def _show_next(context: Context, outcome: Card | NothingFits) -> None:
    if isinstance(outcome, Card):
        await context.show(card_screen(outcome))
    elif outcome.given_back is not None:
        await context.show(
            Screen(
                t("next-nothing-else", number=outcome.given_back),
                screens.with_help(button("button-queue", OpenQueue(0)), screens.home_button(), width=2),
                fresh=True,
            )
        )
    elif outcome.others:
        any_of_them = button("button-next-any", NextOfAny())
        await context.show(
            Screen(
                t("next-others", count=outcome.others, shown=how_many(outcome.others)),
                screens.with_help(any_of_them, button("button-queue", OpenQueue(0)), width=2),
                fresh=True,
            )
        )
    else:
        await context.show(Screen(t("queue-empty"), screens.with_help(screens.home_button()), fresh=True))


# --- one question ---


async def open_question(context: Context, words: object) -> None:
    """A question's card."""
    card = await about_question(
        context, words, "/open 17", lambda db, actor, number, _: cards.open_question(db, actor, number)
    )
    await context.show(card_screen(card, here=isinstance(words, ShowCard)))


async def claim(context: Context, words: object) -> None:
    """Takes a question."""

    def take(db: Any, actor: Person, number: int, _: str) -> Card | HeldBy:
        return _card_or_held(db, actor, claims.claim(db, actor, number))

    await _show(context, await about_question(context, words, "/claim 17", take), here=isinstance(words, ClaimHere))


def _card_or_held(db: Any, actor: Person, outcome: Question | HeldBy) -> Card | HeldBy:
    return outcome if isinstance(outcome, HeldBy) else cards.card_of(db, actor, outcome)


async def _show(context: Context, outcome: Card | HeldBy, *, here: bool = False) -> None:
    await context.show(held_screen(outcome) if isinstance(outcome, HeldBy) else card_screen(outcome, here=here))


async def take_over(context: Context, words: object) -> None:
    """Takes a question from another tutor."""

    def take(db: Any, actor: Person, number: int, _: str) -> Card:
        return cards.card_of(db, actor, claims.take_over(db, actor, number))

    await context.show(
        card_screen(await about_question(context, words, "/takeover 17", take), here=isinstance(words, TakeOver))
    )


async def let_go(context: Context, words: object) -> None:
    """Gives the question back."""
    question = await about_question(
        context, words, "/letgo 17", lambda db, actor, number, _: claims.let_go(db, actor, number)
    )
    again = button("button-claim", ClaimQuestion(question.id)) if question.state == QuestionState.WAITING else None
    key = "let-go" if question.state == QuestionState.WAITING else "let-go-answered"
    await context.show(done(key, question, again, button("button-queue", OpenQueue(0))))


async def close(context: Context, words: object) -> None:
    """Closes a question."""
    outcome = await about_question(
        context, words, "/close 17", lambda db, actor, number, _: closing.close(db, actor, number)
    )
    if isinstance(outcome, HeldBy):
        await context.show(held_screen(outcome))
    else:
        reopen = button("button-reopen", Reopen(outcome.id))
        words_ = t("closed-by-tutor", number=outcome.id)
        await context.show(Screen(words_, screens.with_help(button("button-next", NextQuestion()), reopen, width=2)))


async def reopen(context: Context, words: object) -> None:
    """Opens a closed question again."""

    def again(db: Any, actor: Person, number: int, _: str) -> Card:
        return cards.card_of(db, actor, closing.reopen(db, actor, number))

    card = await about_question(context, words, "/reopen 17", again)
    await context.show(card_screen(card, here=isinstance(words, Reopen)))


AREA = Area(
    "desk",
    commands={
        "queue": Route(open_queue, READERS),
        "next": Route(next_question, TUTOR),
        "open": Route(open_question, READERS),
        "claim": Route(claim, TUTOR),
        "close": Route(close, TUTOR),
        "reopen": Route(reopen, TUTOR),
        "takeover": Route(take_over, TUTOR),
        "letgo": Route(let_go, TUTOR),
        "skip": Route(skip, TUTOR),
    },
    actions={
        OpenQueue: Route(open_queue, READERS),
        ShowBoard: Route(show_board, READERS),
        HelpBesideBoard: Route(help_beside_board),
        NextQuestion: Route(next_question, TUTOR),
        NextOfAny: Route(next_question, TUTOR),
        SkipQuestion: Route(skip, TUTOR),
        OpenQuestion: Route(open_question, READERS),
        ShowCard: Route(open_question, READERS),
        ClaimQuestion: Route(claim, TUTOR),
        ClaimHere: Route(claim, TUTOR),
        TakeOver: Route(take_over, TUTOR),
        LetGo: Route(let_go, TUTOR),
        LetGoHere: Route(let_go, TUTOR),
        CloseQuestion: Route(close, TUTOR),
        Reopen: Route(reopen, TUTOR),
    },
)
