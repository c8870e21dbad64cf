"""People, on both databases: found by alias, stopped by a block and started by a return, leaving and staying."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import clock
from bot.errors import NotAllowed, Refusal
from bot.services import answers, people, questions
from bot.services.people import ask_next, standing, stop_asking
from models.outbox import OutboxRow, OutboxState
from models.people import Role
from models.questions import Entry, EntryState
from tests.services import question_house as house
from tests.services.question_house import CORA, LEAH, RIFF, TESS, TOM, Run, act, config, promised, said, who


@pytest.fixture(autouse=True)
def _people(run: Run) -> None:
    run(house.furnish)


def test_an_alias_is_found_however_it_is_typed(run: Run) -> None:
    """Case, spaces and one wrong letter are forgiven; staff are not found among young people."""
    for typed in ("Otter-12", "otter 12", "OTTER12", "oter-12", " otter–12 "):
        assert run(people.find_young_person, typed).name == "Riff"
    for typed in ("Otter-13", "", "12", "Heron-20", "\x00", "x" * 500):
        with pytest.raises(Refusal, match="no-such-person"):
            run(people.find_young_person, typed)


def test_a_block_stops_the_persons_rows_and_tells_who_waits_for_them(run: Run) -> None:
    """The coordinator once, and each tutor with an answer on its way, old or new; all of it is undone by a return."""
    number = act(run, RIFF, questions.ask, said(RIFF, "What is a barre?"), config()).question_id
    act(run, TOM, answers.answer, number, said(TOM, "One finger"), config())
    for _ in range(2):
        run(lambda db: people.set_blocked(db, RIFF, True))
    act(run, TOM, answers.answer, number, said(TOM, "Over all strings"), config())
    assert run(lambda db: len(promised(db, CORA, "person_blocked"))) == 1
    states = run(lambda db: db.scalars(select(Entry.state).where(Entry.by_staff)).all())
    assert states == [EntryState.BLOCKED, EntryState.BLOCKED]
    run(lambda db: people.set_blocked(db, RIFF, False))
    assert run(lambda db: who(db, RIFF).blocked_at) is None
    assert run(lambda db: len(promised(db, RIFF, "answer_for_asker"))) == 2


def test_a_block_by_nobody_known_is_no_trouble(run: Run) -> None:
    """Strangers block and return as they like; a coordinator who blocks is not told about themselves."""
    for blocked in (True, False):
        run(lambda db, b=blocked: people.set_blocked(db, 424242, b))
    run(lambda db: people.set_blocked(db, CORA, True))
    assert run(lambda db: promised(db, CORA, "person_blocked")) == []


def test_what_a_chat_was_asked_is_forgotten_after_an_hour_but_a_joining_is_not(run: Run) -> None:
    """Words of the next day mean something new."""

    def asked(db):
        ask_next(db, RIFF, "question.words", lesson=3)
        ask_next(db, 77, "join.age", code="x", role="tutor", names=[])

    run(asked)
    assert run(lambda db: standing(db, RIFF)).data == {"lesson": 3}
    clock.travel(timedelta(hours=1, seconds=1))
    assert run(lambda db: standing(db, RIFF)).step is None
    assert run(lambda db: standing(db, 77)).step == "join.age"
    run(lambda db: stop_asking(db, 77))
    assert run(lambda db: standing(db, 77)).step is None


def test_leaving_drops_reminders_and_keeps_the_place(run: Run) -> None:
    """Nothing rings any more; what was answered waits for a return."""

    def remind(db):
        riff = who(db, RIFF)
        for kind in ("session_reminder", "confirmed"):
            db.add(
                OutboxRow(person_id=riff.id, kind=kind, params={}, priority=3, due_at=clock.now(), created_at=clock.now(),
                          state=OutboxState.PENDING, dedup_key=kind)
            )  # fmt: skip

    run(remind)
    act(run, RIFF, people.leave)
    assert run(lambda db: people.actor_of(db, RIFF)) is None
    states = run(lambda db: {row.kind: row.state for row in db.scalars(select(OutboxRow))})
    assert states == {"session_reminder": OutboxState.DROPPED, "confirmed": OutboxState.PENDING}


def test_lists_are_for_those_who_run_the_service(run: Run) -> None:
    """A tutor or a young person learns of nobody."""
    for somebody in (RIFF, TOM, TESS):
        with pytest.raises(NotAllowed):
            act(run, somebody, people.everyone, [Role.YOUNG_PERSON])
    for somebody in (CORA, LEAH):
        assert [person.name for person in act(run, somebody, people.everyone, [Role.YOUNG_PERSON])] == ["Riff"]


def test_instruments_are_those_that_there_are(run: Run) -> None:
    """A second tap takes one away; what a button never offered is refused."""
    act(run, RIFF, people.toggle_instrument, "drums")
    assert run(lambda db: who(db, RIFF).instruments) == ["guitar", "drums"]
    act(run, RIFF, people.toggle_instrument, "guitar")
    assert run(lambda db: who(db, RIFF).instruments) == ["drums"]
    with pytest.raises(Refusal, match="old-button"):
        act(run, RIFF, people.toggle_instrument, "kazoo")
