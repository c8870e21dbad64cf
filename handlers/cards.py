"""A question's card, and the screens that stand in for it when another tutor has the question."""

from bot.callbacks.desk import (
    ChooseLater,
    ChooseTutor,
    ClaimHere,
    LetGoHere,
    Reopen,
    ShowCard,
    SkipQuestion,
    TakeOver,
    WakeUp,
    WriteNote,
)
from bot.callbacks.questions import CloseQuestion, NextQuestion, OpenQuestion, OpenQueue
from bot.notifications.boards import waiting_words
from bot.notifications.content import Button, Rows, Screen, Subject, button, rows
from bot.notifications.desk import desk_words
from bot.notifications.entries import about
from bot.notifications.saved import saved_buttons
from bot.policies.fields import shorten, utf16_len
from bot.services.cards import Card
from bot.services.claims import HeldBy
from bot.texts import Text, t
from handlers import screens
from models.questions import Entry, Question, QuestionState

LINE_LENGTH = 700  # of what one message in the thread may take of the card; the whole fits into one of Telegram's
THREAD_LENGTH = 2200
NOTHING = t("about-nothing")
OPEN = frozenset({QuestionState.WAITING, QuestionState.ANSWERED})


def card_screen(card: Card, *, here: bool = False) -> Screen:
    """The card: who, about what, how long they wait, the thread, notes, and a button for everything.

    With `here` it is drawn over the card that was tapped. A reply to it is an answer.
    """
    question = card.question
    earlier = [t("card-earlier-line", number=item.number, words=item.words, state=t(f"state-{item.state}"))
               for item in card.earlier]  # fmt: skip
    words = t(
        "question-card",
        number=question.id,
        alias=question.asker.alias,
        name=question.asker.name,
        about=about(question),
        waiting=_waiting(card),
        state=_state(card),
        lines=[*_thread(card.entries), *([card.advice] if card.advice != NOTHING else [])],
        notes=t("card-notes", lines=card.notes) if card.notes else t("mark-none"),
        earlier=t("card-earlier", lines=earlier) if earlier else t("mark-none"),
        how=t("card-how", number=card.question.id) if card.mine else t("mark-none"),
    )
    return Screen(words, _buttons(card), fresh=not here, subject=Subject("question", question.id, 1, question.id))


def _waiting(card: Card) -> Text:
    if card.question.waiting_since is None:
        return t("mark-none")
    return t(
        "card-waiting",
        name=card.question.asker.name,
        time=waiting_words(card.question, card.at),
        since=card.question.waiting_since,
    )


def _state(card: Card) -> Text:
    question = card.question
    if card.mine:
        former = card.lapsed_holder
        return t("card-yours") if former is None else t("card-yours-after", tutor=former.name)
    if card.holder is not None:
        return t("card-with", holder=card.holder.name)
    if question.snoozed_at is not None:
        by = card.snoozed_by.name if card.snoozed_by is not None else ""
        return t("card-snoozed", tutor=by, when=question.wakes_at) if question.wakes_at else t(
            "card-snoozed-on-reply", tutor=by
        )  # fmt: skip
    return t("card-free" if question.state == QuestionState.WAITING else f"card-{question.state}")


def _thread(entries: list[Entry]) -> list[Text]:
    """As much of the thread as fits, the newest first of all; in the order in which it was said."""
    lines: list[Text] = []
    room = THREAD_LENGTH
    for entry in reversed(entries):
        room -= min(LINE_LENGTH, utf16_len(entry.text)) + utf16_len(entry.author.name) + 25
        if room < 0 and lines:
            lines.append(t("card-more", count=len(entries) - len(lines)))
            break
        lines.append(t("thread-line", who=entry.author.name, when=entry.said_at, words=_words(entry)))
    return lines[::-1]


def _words(entry: Entry) -> Text:
    if not entry.text or utf16_len(entry.text) <= LINE_LENGTH:
        return desk_words(entry)
    cut = desk_words(entry)
    return t(cut.key, words=shorten(str(cut.args["words"]), LINE_LENGTH)) if "words" in cut.args else cut


def _buttons(card: Card) -> Rows:
    question = card.question
    number = question.id
    if not card.reader_may_act:
        return (*rows(button("button-note", WriteNote(number)), button("button-queue", OpenQueue(0)), width=2),
                *screens.with_help())  # fmt: skip
    if question.state not in OPEN:
        reopen = button("button-reopen", Reopen(number)) if question.state == QuestionState.CLOSED else None
        note = button("button-note", WriteNote(number))
        return (*rows(reopen, note, button("button-queue", OpenQueue(0)), width=2), *screens.with_help())
    free = card.holder is None
    first: list[Button | None] = [
        button("button-claim", ClaimHere(number)) if free else None,
        button("button-take-over", TakeOver(number)) if not free and not card.mine else None,
        button("button-skip", SkipQuestion(number)) if card.mine else None,
        button("button-let-go", LetGoHere(number)) if card.mine else None,
        button("button-wake", WakeUp(number)) if question.snoozed_at is not None else None,
    ]
    aside = free or card.mine
    return (
        *rows(*first, width=2),
        *rows(*(saved_buttons(number, card.offers) if aside else ()), width=3),
        *rows(
            button("button-aside", ChooseLater(number)) if aside else None,
            button("button-pass", ChooseTutor(number)) if aside else None,
            button("button-note", WriteNote(number)),
            button("button-close", CloseQuestion(number)) if aside else None,
            button("button-queue", OpenQueue(0)),
            width=3,
        ),
        *screens.with_help(),
    )


def held_screen(held: HeldBy) -> Screen:
    """Another tutor has it: look, or take it over."""
    number = held.question.id
    return Screen(
        t("question-is-held", number=number, holder=held.holder.name),
        screens.with_help(
            button("button-open", OpenQuestion(number)), button("button-take-over", TakeOver(number)), width=2
        ),
        fresh=True,
    )


def done(key: str, question: Question, *buttons: Button | None, **args: object) -> Screen:
    """Something was done with a question: a line, and the way on."""
    words = t(key, number=question.id, alias=question.asker.alias, name=question.asker.name, **args)
    return Screen(words, screens.with_help(*buttons, button("button-next", NextQuestion()), width=2))


def card_button(question: Question) -> Button:
    """Back to the card."""
    return button("button-card", ShowCard(question.id))
