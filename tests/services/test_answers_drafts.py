"""Drafts, undo and edits of a tutor, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import clock
from bot.errors import Refusal
from bot.notifications.base import notification_for
from bot.services import answers, claims, questions
from bot.services.answers import Drafted
from bot.services.collisions import Way
from models.outbox import OutboxRow, OutboxState
from models.questions import Draft, EntryVersion, Question, QuestionState
from tests.services import question_house as house
from tests.services.question_house import RIFF, TESS, TOM, Run, act, config, promised, said, show, who

SETTINGS = config()


@pytest.fixture(autouse=True)
def _people(run: Run) -> None:
    run(house.furnish)


@pytest.fixture
def number(run: Run) -> int:
    """A question that waits."""
    return act(run, RIFF, questions.ask, said(RIFF, "What is a barre?"), SETTINGS).question_id


def _answer(run: Run, number: int, text: str = "One finger", tutor: int = TOM, **more):
    way = more.pop("way", Way.ASK)
    undoable = more.pop("undoable", False)
    return act(run, tutor, answers.answer, number, said(tutor, text, **more), SETTINGS, undoable=undoable, way=way)


def _look(run: Run, number: int) -> Question:
    return run(lambda db: db.get(Question, number))


def _account(run: Run, person_id: int | None) -> int | None:
    from models.people import Person

    return run(lambda db: (found := db.get(Person, person_id)) and found.telegram_id) if person_id else None


# --- drafts and undo ---


def test_a_draft_names_the_one_question_that_is_open(run: Run, number: int) -> None:
    """With none or several held, it is asked for which; nobody else's draft can be sent."""
    loose = act(run, TOM, answers.draft, said(TOM, "Slowly"))
    assert isinstance(loose, Drafted)
    assert (loose.question, [item.id for item in loose.choices]) == (None, [number])
    with pytest.raises(Refusal, match="draft-for-nobody"):
        act(run, TOM, answers.send_draft, loose.draft.id, SETTINGS)
    act(run, TOM, claims.claim, number)
    assert act(run, TOM, answers.draft, said(TOM, "Slowly")).question.id == number
    chosen = act(run, TOM, answers.draft_for, loose.draft.id, number)
    assert chosen.question.id == number
    with pytest.raises(Refusal, match="draft-gone"):
        act(run, TESS, answers.send_draft, loose.draft.id, SETTINGS)
    act(run, TOM, answers.send_draft, loose.draft.id, SETTINGS)
    for use_case, more in ((answers.send_draft, (SETTINGS,)), (answers.drop_draft, ())):
        with pytest.raises(Refusal, match="draft-gone"):
            act(run, TOM, use_case, loose.draft.id, *more)


def test_undo_works_until_it_has_left(run: Run, number: int) -> None:
    """Within thirty seconds nothing was sent and the question is theirs again; afterwards it is too late."""
    act(run, TOM, claims.claim, number)
    kept = act(run, TOM, answers.draft, said(TOM, "Hm")).draft
    sent = act(run, TOM, answers.send_draft, kept.id, SETTINGS).entry
    row = run(lambda db: promised(db, RIFF, "answer_for_asker"))[0]
    assert timedelta(seconds=28) < row.due_at - clock.now() <= answers.UNDO
    with pytest.raises(Refusal, match="old-button"):
        act(run, TESS, answers.undo, sent.id)
    for _ in range(2):
        act(run, TOM, answers.undo, sent.id)
    assert run(lambda db: promised(db, RIFF, "answer_for_asker")) == []
    question = _look(run, number)
    assert (question.state, _account(run, question.holder_id)) == (QuestionState.WAITING, TOM)
    gone = _answer(run, number).entry
    run(lambda db: _settle_all(db))
    with pytest.raises(Refusal, match="undo-too-late"):
        act(run, TOM, answers.undo, gone.id)


def _settle_all(db) -> None:
    for row in db.scalars(select(OutboxRow).where(OutboxRow.kind == "answer_for_asker")):
        row.state = OutboxState.SENT


def test_undo_does_not_take_the_question_from_who_holds_it_now(run: Run, number: int) -> None:
    """Another tutor took the question in the meantime: it stays theirs."""
    sent = _answer(run, number, undoable=True).entry
    act(run, TESS, claims.claim, number)
    act(run, TOM, answers.undo, sent.id)
    question = _look(run, number)
    assert (question.state, _account(run, question.holder_id)) == (QuestionState.WAITING, TESS)


def test_who_wanted_the_question_hears_of_an_answer_when_it_can_not_be_undone_any_more(run: Run, number: int) -> None:
    """Undone, nothing was said, and they hear that the question is free when it is."""
    act(run, TOM, claims.claim, number)
    act(run, TESS, claims.claim, number)
    sent = _answer(run, number, undoable=True).entry
    waiting = run(lambda db: promised(db, TESS, "desk_word"))
    assert [row.params["what"] for row in waiting] == ["answered"]
    assert timedelta(seconds=28) < waiting[0].due_at - clock.now() <= answers.UNDO
    act(run, TOM, answers.undo, sent.id)
    assert run(lambda db: promised(db, TESS, "desk_word")) == []
    act(run, TOM, claims.let_go, number)
    assert [row.params["what"] for row in run(lambda db: promised(db, TESS, "desk_word"))] == ["free"]


def test_nobody_is_told_of_an_answer_that_was_taken_back(run: Run, number: int) -> None:
    """The word is composed when it goes out, and only if it is still true."""
    act(run, TOM, claims.claim, number)
    act(run, TESS, claims.claim, number)
    sent = _answer(run, number).entry
    row = run(lambda db: promised(db, TESS, "desk_word"))[0]
    assert row.due_at <= clock.now()
    about = notification_for(row.kind, row.params)
    assert run(lambda db: len(about.compose(db, who(db, TESS)))) == 1
    act(run, TOM, answers.undo, sent.id)
    assert run(lambda db: about.compose(db, who(db, TESS))) == []


# --- edits ---


def test_an_edited_answer_reaches_the_young_person_and_keeps_its_versions(run: Run, number: int) -> None:
    """What was delivered is edited in place; a draft is simply changed."""
    entry = _answer(run, number, "One finger", message_id=801).entry
    shown = run(show, RIFF, "entry", entry.id, number)
    act(run, TOM, questions.edit, said(TOM, "Your first finger", message_id=801))
    rows = run(lambda db: promised(db, RIFF, "entry_edited"))
    assert [row.params["message_id"] for row in rows] == [shown]
    contents = run(lambda db: notification_for(rows[0].kind, rows[0].params).compose(db, who(db, RIFF)))
    assert contents[0].edit == shown
    assert run(lambda db: [row.text for row in db.scalars(select(EntryVersion))]) == ["One finger"]
    kept = act(run, TOM, answers.draft, said(TOM, "Slw", message_id=802)).draft
    act(run, TOM, answers.edit_draft, said(TOM, "Slow", message_id=802))
    assert run(lambda db: db.get(Draft, kept.id).text) == "Slow"
    assert act(run, TESS, answers.edit_draft, said(TESS, "x", message_id=802)) is None


def test_what_changes_while_it_is_on_its_way_is_caught_up_with(run: Run, number: int) -> None:
    """Composed, then edited, then settled: the edit is promised when it is known which message shows the old words."""
    from bot.delivery.rows import Claimed, Shown, settle

    row = run(lambda db: promised(db, TOM, "entry_for_tutor"))[0]
    entry_id = row.params["entry_id"]
    act(run, RIFF, questions.take_back, entry_id)
    claimed = Claimed(row.id, TOM, row.person_id, row.kind, row.params, 0, 0, None)
    run(settle, claimed, "sent", shown=[Shown(TOM, 55, "entry", entry_id, 1, number, False)])
    assert run(lambda db: [r.params for r in promised(db, TOM, "entry_edited")]) == [
        {"entry_id": entry_id, "message_id": 55}
    ]
