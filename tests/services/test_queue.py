"""The queue, on both databases: who gets which question, never two of them one, and a place that is counted honestly."""

from datetime import timedelta

import pytest

from bot import clock
from bot.errors import NotAllowed
from bot.services import claims, people, questions, queue
from bot.services.cards import Card
from bot.services.queue import NothingFits
from models.questions import Question
from tests.services import question_house as house
from tests.services.question_house import LEAH, RIFF, TESS, TOM, Run, act, config, said, who

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
