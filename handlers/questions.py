"""Questions, on the young person's side."""

from typing import Any

from bot.callbacks.questions import (
    AskNew,
    ItHelped,
    MyQuestions,
    PlaceInQueue,
    ReadQuestion,
    StillStuck,
    TakeBack,
)
from bot.context import Context
from bot.notifications.content import Screen, button, rows
from bot.notifications.entries import about, entry_words
from bot.policies.fields import shorten
from bot.policies.numbers import parse_ref
from bot.services import questions, safety_notes
from bot.services.people import ask_next, stop_asking
from bot.services.questions import About, Aside
from bot.texts import Text, t
from handlers import homes, screens
from handlers.incoming import Said, said_in
from handlers.routes import YOUNG_PERSON, Area, Route
from models.people import Person
from models.questions import Entry, EntryState, Question

TITLE_LENGTH = 40
THREAD_LENGTH = 3000


async def ask(context: Context, words: str) -> None:
    """/ask words opens a new question; without words it asks for them."""
    if not words:
        await ask_for_words(context, AskNew())
        return
    if context.message is not None:
        command = said_in(context.message)
        said = await context.hear(Said("text", words, command.chat_id, command.message_id), "young_person")
        await context.do(questions.ask, said, context.config, new=True)


async def ask_for_words(context: Context, _: AskNew) -> None:
    """A new question: what is it?"""

    def wait(db: Any, actor: Person) -> None:
        ask_next(db, actor.telegram_id or 0, "question.words")

    await context.do(wait)
    await context.show(Screen(t("ask-for-words"), rows(screens.home_button())))


async def asked_words(context: Context, data: dict[str, Any], said: Said) -> None:
    """The words, or the picture, that were asked for: a new question, about the lesson if it came from one."""
    heard = await context.hear(said, "young_person")

    def take(db: Any, actor: Person) -> Entry:
        stop_asking(db, said.chat_id)
        return questions.ask(
            db,
            actor,
            heard,
            context.config,
            new=True,
            about=About(data.get("lesson"), data.get("moment")),
        )

    await _receive(context, await context.do(take))


async def said(context: Context, said: Said) -> None:
    """Whatever a young person simply sends."""
    heard = await context.hear(said, "young_person")

    def take(db: Any, actor: Person) -> Entry | None:
        note = safety_notes.note_of_reply(db, actor, said)
        if note is None:
            return questions.ask(db, actor, heard, context.config)
        # A reply to the safety person's message is for them, and not for a tutor.
        safety_notes.write_back(db, actor, note, heard, context.config)
        return None

    entry = await context.do(take)
    if entry is None:
        await context.show(Screen(t("safety-written"), screens.with_help(screens.home_button()), fresh=True))
    else:
        await _receive(context, entry)


async def _receive(context: Context, entry: Entry) -> None:
    if entry.media.get("left_out"):
        await context.show(Screen(t("file-left-out", most=context.config.limits.largest_file_mb), fresh=True))


async def small_talk(context: Context) -> None:
    """A greeting or thanks is answered, and becomes no question."""
    await context.show(await homes.home(context))


async def my_questions(context: Context, words: object) -> None:
    """One's own questions, newest first; with a number, that one."""
    number = parse_ref(words) if isinstance(words, str) else None
    if number is not None:
        await read_question(context, ReadQuestion(number))
        return
    mine = await context.look(questions.own_questions)
    if not mine:
        ask_button = button("button-ask", AskNew())
        await context.show(Screen(t("no-questions"), screens.with_help(ask_button, screens.home_button())))
        return
    buttons = [button("button-question", ReadQuestion(item.id), number=item.id, words=title_of(item)) for item in mine]
    await context.show(
        Screen(
            t("my-questions", lines=[_line(item) for item in mine]),
            screens.with_help(*buttons, button("button-ask", AskNew()), screens.home_button()),
        )
    )


def title_of(question: Question) -> Text:
    """A question in a few words."""
    first = next((entry for entry in question.entries if not entry.by_staff), None)
    if first is None:
        return t("words", words="")
    if first.text:
        return t("words", words=shorten(first.text, TITLE_LENGTH))
    return entry_words(first)


def _line(question: Question) -> Text:
    return t("my-question-line", number=question.id, words=title_of(question), state=_state_of(question))


def _state_of(question: Question) -> Text:
    """Where it stands for the one who asked: an answer that has not arrived is no answer yet."""
    answers = [entry for entry in question.entries if entry.by_staff and entry.state != EntryState.WITHDRAWN]
    if question.state == "answered" and answers and answers[-1].state in (EntryState.HELD, EntryState.ALONE):
        return t("state-being-checked")
    waits = bool(answers) and answers[-1].state in (EntryState.QUEUED, EntryState.RETRYING)
    return t("state-on-its-way" if question.state == "answered" and waits else f"state-{question.state}")


async def read_question(context: Context, action: ReadQuestion) -> None:
    """A question with its thread."""
    question = await context.look(questions.own_question, action.number)
    lines = [
        t(
            "thread-line",
            who=entry.author.name if entry.by_staff else t("you"),
            when=entry.said_at,
            words=entry_words(entry),
        )
        for entry in question.entries
        if entry.state in ("received", "delivered")
    ]
    buttons = []
    if question.state == "answered":
        buttons = [
            button("button-helped", ItHelped(question.id)),
            button("button-stuck", StillStuck(question.id)),
        ]
    elif question.state == "waiting":
        buttons = [button("button-place", PlaceInQueue(question.id))]
    await context.show(
        Screen(
            t(
                "question-thread",
                number=question.id,
                about=about(question),
                state=_state_of(question),
                lines=lines[-20:],
            ),
            screens.with_help(*buttons, button("button-questions", MyQuestions()), screens.home_button()),
        )
    )


async def place(context: Context, action: PlaceInQueue) -> None:
    """Where my question stands in the queue."""
    found = await context.look(questions.place_in_queue, action.number)
    if isinstance(found, Aside):
        key = "place-aside" if found.at is not None else "place-aside-on-reply"
        words = t(key, number=found.question.id, tutor=found.tutor, when=found.at)
        await context.show(Screen(words, rows(button("button-questions", MyQuestions())), fresh=True))
        return
    question, before = found
    key = "place-in-queue" if question.state == "waiting" else "place-not-waiting"
    words = t(key, number=question.id, before=before, state=t(f"state-{question.state}"))
    await context.show(Screen(words, rows(button("button-questions", MyQuestions())), fresh=True))


async def take_back(context: Context, action: TakeBack) -> None:
    """Takes a message back, or the whole question."""
    question = await context.do(questions.take_back, action.entry)
    key = "taken-back-whole" if question.state == "withdrawn" else "taken-back-part"
    await context.show(Screen(t(key, number=question.id), screens.with_help(screens.home_button())))


async def helped(context: Context, action: ItHelped) -> None:
    """That helped."""
    question = await context.do(questions.helped, action.number)
    await context.show(
        Screen(t("glad-it-helped", number=question.id), screens.with_help(screens.home_button()), fresh=True)
    )


async def stuck(context: Context, action: StillStuck) -> None:
    """Still stuck: say more, or just wait."""
    waits = await context.do(questions.still_stuck, action.number, context.config)
    number, back = waits.question.id, waits.back_at
    await context.show(
        Screen(
            t("still-stuck", number=number, when=t("stuck-until", when=back) if back else t("about-nothing")),
            rows(button("button-place", PlaceInQueue(number))),
            fresh=True,
        )
    )


AREA = Area(
    "questions",
    commands={"ask": Route(ask, YOUNG_PERSON), "questions": Route(my_questions, YOUNG_PERSON)},
    actions={
        AskNew: Route(ask_for_words, YOUNG_PERSON),
        MyQuestions: Route(my_questions, YOUNG_PERSON),
        ReadQuestion: Route(read_question, YOUNG_PERSON),
        PlaceInQueue: Route(place, YOUNG_PERSON),
        TakeBack: Route(take_back, YOUNG_PERSON),
        ItHelped: Route(helped, YOUNG_PERSON),
        StillStuck: Route(stuck, YOUNG_PERSON),
    },
    steps={"question.words": asked_words},
)
