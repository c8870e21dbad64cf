"""Two tutors and a young person act in any order, at the same instant where the database allows it.

Never two holders, never an answer lost, never a note on its way to a young person.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.cli.demo import people_who_joined
from bot.errors import Refusal
from bot.notifications.base import notification_for
from bot.services import answers, cards, claims, closing, notes, passing, questions, queue, snoozes
from bot.services.collisions import Way
from bot.services.people import actor_of
from bot.services.said import Said
from bot.texts import Texts
from models.database import Database
from models.desk import Note, Watcher
from models.outbox import OutboxRow
from models.people import Person
from models.questions import Draft, Entry, Question, QuestionState, QuestionView
from tests.world import SECOND_TUTOR, TUTOR, YOUNG_PERSON, make_config

INTERLEAVINGS = {"sqlite": 700, "postgresql": 300}
TOGETHER = 20  # so many before the desk is cleared, so that what they leave behind meets
CANARY = "canary"


@dataclass
class House:
    """A database with people, and what the test counts."""

    database: Database
    config: Any
    texts: Texts
    messages: Iterator[int]
    sent: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def act(self, telegram_id: int, use_case: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """One use case in one transaction; a refusal is an outcome like any other. Deadlocks are run again."""
        for attempt in range(20):
            try:
                return self.database.write_now(lambda db: use_case(db, actor_of(db, telegram_id), *args, **kw))
            except Refusal as refusal:
                return refusal
            except Exception as error:
                if getattr(getattr(error, "orig", None), "sqlstate", None) not in ("40P01", "40001") or attempt == 19:
                    raise
                time.sleep(0.005 * attempt)
        raise AssertionError("unreachable")

    def said(self, chat_id: int, words: str) -> Said:
        """A message with a number of its own."""
        with self.lock:
            return Said("text", words, chat_id, next(self.messages))


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    """People on a fresh database of either kind."""
    database = Database(database_url)
    config = make_config("http://localhost", database_url, limits={"questions_per_hour": 1_000_000})
    database.write_now(people_who_joined)
    made = House(database, config, Texts(config.service.zone, "Backline"), iter(range(1, 10_000_000)))
    try:
        yield made
    finally:
        database.close()


def tutor_does(house: House, who: int, number: int, step: str) -> None:
    """One act of a tutor; what they send as an answer is written down, to be looked for afterwards."""
    me = "Tom" if who == TUTOR else "Tess"
    other = "Tess" if who == TUTOR else "Tom"
    match step:
        case "answer" | "add" | "take over":
            words = f"{me} {next(house.messages)}"
            outcome = house.act(who, answers.answer, number, house.said(who, words), house.config)
            house.sent.append(words) if not isinstance(outcome, Refusal) else None
            if isinstance(outcome, answers.NotSent | answers.AnsweredMeanwhile) and step != "answer":
                way = Way.ADD if step == "add" else Way.TAKE_OVER
                house.act(who, answers.send_draft, outcome.draft.id, house.config, way)
        case "claim":
            house.act(who, claims.claim, number)
        case "next":
            house.act(who, queue.next_question, house.config)
        case "seize":
            house.act(who, claims.take_over, number)
        case "let go":
            house.act(who, claims.let_go, number)
        case "pass":
            house.act(who, passing.pass_on, number, f"{other} {CANARY} note")
        case "note":
            house.act(who, notes.note, number, f"{CANARY} {me}")
        case "later":
            house.act(who, snoozes.later, number, "until they reply", house.config)
        case "close":
            house.act(who, closing.close, number)
        case "reopen":
            house.act(who, closing.reopen, number)
        case "open":
            house.act(who, cards.open_question, number)


def young_person_does(house: House, number: int, step: str) -> None:
    """One act of the young person."""
    match step:
        case "more":
            house.act(YOUNG_PERSON, questions.ask, house.said(YOUNG_PERSON, "and this?"), house.config)
        case "stuck":
            house.act(YOUNG_PERSON, questions.still_stuck, number, house.config)
        case "helped":
            house.act(YOUNG_PERSON, questions.helped, number)


TUTORS_STEPS = (
    *("answer", "answer", "add", "take over", "claim", "claim", "next", "seize"),
    *("let go", "pass", "note", "later", "close", "reopen", "open"),
)


def one_interleaving(house: House, chance: random.Random, at_once: bool) -> None:
    """A new question, two acts of each tutor and some of the young person's, in any order or all at once."""
    asked = house.act(YOUNG_PERSON, questions.ask, house.said(YOUNG_PERSON, "why?"), house.config, new=True)
    number = asked.question_id
    lanes: list[list[Callable[[], None]]] = [
        [lambda who=who, step=step: tutor_does(house, who, number, step) for step in chance.choices(TUTORS_STEPS, k=2)]
        for who in (TUTOR, SECOND_TUTOR)
    ]
    steps = chance.choices(("more", "stuck", "helped"), k=chance.randrange(2))
    lanes.append([lambda step=step: young_person_does(house, number, step) for step in steps])
    if at_once:
        failed: list[BaseException] = []
        start = threading.Barrier(len(lanes))

        def follow(lane: list[Callable[[], None]]) -> None:
            try:
                start.wait()
                for act in lane:
                    act()
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=follow, args=(lane,)) for lane in lanes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failed:
            raise failed[0]
    else:
        order = [place for place, lane in enumerate(lanes) for _ in lane]
        chance.shuffle(order)
        for place in order:
            lanes[place].pop(0)()
    house.database.write_now(check, house, number)


def check(db: Session, house: House, number: int) -> None:
    """What must be true whatever was done."""
    question = db.scalars(select(Question).where(Question.id == number)).one()
    live = question.state in (QuestionState.WAITING, QuestionState.ANSWERED)
    assert (question.holder_id is None) == (question.held_until is None)
    assert question.holder_id is None or (live and question.snoozed_at is None)
    assert (question.state == QuestionState.WAITING) == (question.waiting_since is not None)
    kept = set(db.scalars(select(Draft.text))) | set(db.scalars(select(Entry.text).where(Entry.by_staff)))
    assert set(house.sent) <= kept
    going = db.scalar(select(func.count()).select_from(OutboxRow).where(OutboxRow.kind == "answer_for_asker"))
    out = db.scalar(select(func.count()).select_from(Entry).where(Entry.by_staff))
    assert going == out


def check_notes(db: Session, house: House) -> None:
    """Nothing that is promised to the young person, and nothing in a thread, holds a word of a note."""
    assert db.scalar(select(func.count()).select_from(Note)) is not None
    asker = db.scalars(select(Person).where(Person.telegram_id == YOUNG_PERSON)).one()
    for row in db.scalars(select(OutboxRow).where(OutboxRow.person_id == asker.id)):
        for content in notification_for(row.kind, row.params).compose(db, asker) or []:
            assert content.text is None or CANARY not in house.texts.html(content.text)
    for text in db.scalars(select(Entry.text)):
        assert CANARY not in text


def clear(db: Session) -> None:
    """An empty desk for the next one."""
    for model in (OutboxRow, Watcher, QuestionView, Draft, Note, Entry):
        db.execute(delete(model))
    db.execute(update(Question).values(state=QuestionState.WITHDRAWN, holder_id=None, held_until=None))


@pytest.mark.timeout(240)
def test_two_tutors_in_a_thousand_interleavings(house: House) -> None:
    """A thousand random programs: 700 shuffled on SQLite, whose writer is one; 300 truly at once on PostgreSQL."""
    chance = random.Random(20261122)
    at_once = house.database.url.startswith("postgres")
    for count in range(1, INTERLEAVINGS["postgresql" if at_once else "sqlite"] + 1):
        one_interleaving(house, chance, at_once)
        if count % TOGETHER == 0:
            house.database.write_now(check_notes, house)
            house.sent.clear()
            house.database.write_now(clear)


def test_of_two_claims_at_once_one_wins_and_the_other_hears_who(house: House) -> None:
    """Whoever is second is told who was first, and is remembered as waiting for it."""
    asked = house.act(YOUNG_PERSON, questions.ask, house.said(YOUNG_PERSON, "why?"), house.config)
    outcomes: list[Any] = []
    start = threading.Barrier(2)

    def take(who: int) -> None:
        start.wait()
        outcomes.append(house.act(who, claims.claim, asked.question_id))

    threads = [threading.Thread(target=take, args=(who,)) for who in (TUTOR, SECOND_TUTOR)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held = [outcome for outcome in outcomes if isinstance(outcome, claims.HeldBy)]
    assert len(held) == 1
