"""The queue, on both databases: who gets which question, never two of them one, and a place that is counted honestly."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot import clock
from bot.errors import NotAllowed
from bot.services import answers, boards, claims, closing, people, questions, queue
from bot.services.cards import Card
from bot.services.queue import NothingFits
from models.people import Person
from models.questions import Question, QuestionState
from tests.services import question_house as house
from tests.services.question_house import CORA, LEAH, RIFF, TESS, TOM, Run, act, config, said, who

SETTINGS = config()


@pytest.fixture(autouse=True)
def _people(run: Run) -> None:
    run(house.furnish)


def _ask(run: Run, text: str) -> int:
    clock.travel(timedelta(seconds=1))
    return act(run, RIFF, questions.ask, said(RIFF, text), SETTINGS, new=True).question_id


def _next(run: Run, tutor: int) -> int | None:
    card = act(run, tutor, queue.next_question, SETTINGS)
    return card.question.id if isinstance(card, Card) else None


def test_the_oldest_comes_first_and_ones_own_before_any_other(run: Run) -> None:
    """Whoever has one open gets that; nobody is given what another has."""
    numbers = [_ask(run, f"question {place}") for place in range(3)]
    assert _next(run, TOM) == numbers[0]
    assert _next(run, TOM) == numbers[0]
    assert _next(run, TESS) == numbers[1]
    act(run, TOM, claims.let_go, numbers[0])
    act(run, TOM, claims.claim, numbers[2])
    assert _next(run, TOM) == numbers[2]
    act(run, TESS, claims.let_go, numbers[1])
    assert _next(run, TESS) == numbers[0]


def test_the_next_is_one_that_the_tutor_can_take(run: Run) -> None:
    """By instrument and language; what nobody on duty teaches is for everyone, once the others are away too."""

    def are(db: Session, tutors: dict[int, list[str]], asks: str, language: str) -> None:
        for tutor, instruments in tutors.items():
            who(db, tutor).instruments = instruments
        who(db, RIFF).instruments, who(db, RIFF).language = [asks], language

    settings = config(service={"coordinators": [CORA], "languages": ["en", "cy"]})
    teach = {TOM: ["guitar"], TESS: ["drums"]}
    drums, guitar, welsh = [
        (run(are, teach, asks, language), _ask(run, f"about the {asks}"))[1]
        for asks, language in (("drums", "en"), ("guitar", "en"), ("guitar", "cy"))
    ]
    run(lambda db: setattr(who(db, TESS), "language", "cy"))
    run(lambda db: setattr(who(db, TESS), "instruments", ["drums", "guitar"]))

    board = act(run, TOM, boards.open_board, settings, "waiting", "drums")
    assert [question.id for question in board.page.questions] == [drums]

    def next_for(tutor: int) -> int | None:
        card = act(run, tutor, queue.next_question, settings)
        return card.question.id if isinstance(card, Card) else None

    assert next_for(TOM) == guitar
    act(run, TOM, claims.let_go, guitar)
    act(run, TESS, claims.claim, guitar)
    assert act(run, TOM, queue.next_question, settings) == NothingFits(2)
    assert act(run, TOM, queue.next_question, settings, anything=True).question.id == drums
    act(run, TOM, claims.let_go, drums)
    act(run, TESS, people.go_away)
    assert next_for(TOM) == drums
    act(run, TOM, closing.close, drums)
    assert next_for(TOM) == welsh


def test_an_overdue_one_comes_first_and_then_whom_one_knows(run: Run) -> None:
    """A young person whom the tutor answered before goes before one who waits longer, but not before an overdue one."""
    known = _ask(run, "first")
    act(run, TOM, answers.answer, known, said(TOM, "like this"), SETTINGS)
    run(lambda db: setattr(db.get(Question, known), "state", QuestionState.CLOSED))
    other, again = _ask(run, "of somebody else"), _ask(run, "again")

    def asked_by_another(db: Session) -> None:
        riff = who(db, RIFF)
        another = Person(
            alias="Wren-77", name="Wren", language="en", instruments=riff.instruments, age_band=riff.age_band
        )
        another.joined_at = riff.joined_at
        db.add(another)
        db.flush()
        db.get(Question, other).asker_id = another.id

    run(asked_by_another)
    assert _next(run, TOM) == again
    act(run, TOM, claims.let_go, again)
    assert _next(run, TESS) == other
    act(run, TESS, claims.let_go, other)
    clock.travel(timedelta(hours=5))
    assert _next(run, TOM) == other


def test_with_nothing_to_take_that_is_what_is_said(run: Run) -> None:
    """An empty queue is no error; leads and young people have no next question."""
    assert isinstance(act(run, TOM, queue.next_question, SETTINGS), NothingFits)
    for somebody in (LEAH, RIFF):
        with pytest.raises(NotAllowed):
            act(run, somebody, queue.next_question, SETTINGS)


def test_two_tutors_who_ask_for_the_next_at_once_get_two(database_url: str, run: Run) -> None:
    """Many times over, with as many questions as tutors: never the same, and nobody is sent away."""
    for _ in range(10):
        pair = {_ask(run, "one"), _ask(run, "other")}
        with house.several_writers(database_url) as together:
            cards = together([lambda db, t=t: queue.next_question(db, who(db, t), SETTINGS) for t in (TOM, TESS)])
        assert {card.question.id for card in cards} == pair
        for number in pair:
            for entry in run(lambda db, n=number: [item.id for item in db.get(Question, n).entries]):
                act(run, RIFF, questions.take_back, entry)


def test_what_was_held_too_long_is_there_again(run: Run) -> None:
    """The clock gives it back, and so does whoever asks for the next one before the clock has rung."""
    number = _ask(run, "one")
    assert _next(run, TOM) == number
    assert not run(queue.anything_due)
    clock.travel(timedelta(minutes=20))
    assert run(queue.anything_due)
    assert _next(run, TESS) == number
    clock.travel(timedelta(minutes=20))
    assert run(queue.tend) == 1
    assert run(lambda db: db.get(Question, number).holder_id) is None


def test_off_duty_nothing_is_sent_and_back_says_what_waits(run: Run) -> None:
    """Away is a state of its own: questions go to the others."""
    act(run, TOM, people.go_away)
    _ask(run, "one")
    assert run(lambda db: [len(house.promised(db, tutor, "entry_for_tutor")) for tutor in (TOM, TESS)]) == [0, 1]
    assert act(run, TOM, people.come_back) == 1
    _ask(run, "two")
    assert run(lambda db: [len(house.promised(db, tutor, "entry_for_tutor")) for tutor in (TOM, TESS)]) == [1, 2]
