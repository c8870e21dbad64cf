"""What becomes of a question, on both databases: taking back, edits, that helped, still stuck, and races."""

import pytest
from sqlalchemy import select

from bot import clock
from bot.errors import Refusal
from bot.services import answers, questions
from models.questions import Entry, EntryState, EntryVersion, Question, QuestionState
from tests.services import question_house as house
from tests.services.question_house import RIFF, TESS, TOM, Run, act, config, promised, said, show

SETTINGS = config()


@pytest.fixture(autouse=True)
def _people(run: Run) -> None:
    run(house.furnish)


def _ask(run: Run, text: str = "What is a barre?", **more):
    new = more.pop("new", False)
    return act(run, RIFF, questions.ask, said(RIFF, text, **more), SETTINGS, new=new)


def _answer(run: Run, number: int, text: str = "One finger", who: int = TOM):
    return act(run, who, answers.answer, number, said(who, text), SETTINGS).entry


def _question(run: Run, number: int):
    return run(lambda db: (found := db.get(Question, number)) and (found.state, found.waiting_since is not None))


# --- taking back ---


def test_taking_back_the_first_message_takes_the_question_back(run: Run) -> None:
    """All of it, the receipts included; what tutors were shown is changed, what was not sent yet is not sent."""
    first = _ask(run)
    more = _ask(run, "more")
    shown = run(show, TOM, "entry", first.id, first.question_id)
    question = act(run, RIFF, questions.take_back, first.id)
    assert question.state == QuestionState.WITHDRAWN
    assert run(lambda db: {entry.state for entry in db.scalars(select(Entry))}) == {EntryState.WITHDRAWN}
    assert run(lambda db: [row.params for row in promised(db, TOM, "entry_edited")]) == [
        {"entry_id": first.id, "message_id": shown}
    ]

    def composed(db):
        from bot.notifications.base import notification_for

        rows = [*promised(db, TOM, "entry_for_tutor"), *promised(db, RIFF, "receipt")]
        return [notification_for(row.kind, row.params).compose(db, house.who(db, TOM)) for row in rows]

    assert not any(run(composed))
    with pytest.raises(Refusal, match="old-button"):
        act(run, RIFF, questions.take_back, more.id)
    assert _ask(run, "new").question_id != first.question_id


def test_taking_back_a_later_message_leaves_the_rest(run: Run) -> None:
    """Only that one goes; with an album, all of the album."""
    first = _ask(run)
    more = _ask(run, "more")
    photos = [_ask(run, "", kind="photo", album="g") for _ in range(2)]
    assert act(run, RIFF, questions.take_back, more.id).state == QuestionState.WAITING
    act(run, RIFF, questions.take_back, photos[0].id)
    states = run(lambda db: [entry.state for entry in db.scalars(select(Entry).order_by(Entry.id))])
    assert states == [EntryState.RECEIVED, *[EntryState.WITHDRAWN] * 3]
    assert first.question_id == more.question_id


def test_what_has_an_answer_is_not_taken_back(run: Run) -> None:
    """Nor what is closed, nor what is not one's own; what was said after the answer may go."""
    first = _ask(run)
    answer = _answer(run, first.question_id)
    with pytest.raises(Refusal, match="take-back-answered"):
        act(run, RIFF, questions.take_back, first.id)
    for number in (answer.id, 999):
        with pytest.raises(Refusal, match="old-button"):
            act(run, RIFF, questions.take_back, number)
    after = _ask(run, "after")
    act(run, RIFF, questions.take_back, after.id)
    act(run, RIFF, questions.helped, first.question_id)
    with pytest.raises(Refusal, match="take-back-closed"):
        act(run, RIFF, questions.take_back, first.id)


def test_an_answer_that_its_tutor_undid_is_no_answer(run: Run) -> None:
    """The young person never saw it: they may take their question back."""
    first = _ask(run)
    sent = act(run, TOM, answers.answer, first.question_id, said(TOM, "Hm"), SETTINGS, undoable=True).entry
    act(run, TOM, answers.undo, sent.id)
    assert act(run, RIFF, questions.take_back, first.id).state == QuestionState.WITHDRAWN


# --- edits ---


def test_an_edit_reaches_what_was_shown_and_every_version_is_kept(run: Run) -> None:
    """Each message that shows it is changed; the same words again, or somebody else's edit, change nothing."""
    first = _ask(run, "What is a bare?", message_id=501)
    for tutor in (TOM, TESS):
        run(show, tutor, "entry", first.id, first.question_id)
    for text in ("What is a barre?", "What is a barre?", "What is a full barre?"):
        act(run, RIFF, questions.edit, said(RIFF, text, message_id=501))
    entry = run(lambda db: db.get(Entry, first.id))
    assert (entry.text, entry.version) == ("What is a full barre?", 3)
    kept = run(lambda db: [(row.version, row.text) for row in db.scalars(select(EntryVersion))])
    assert sorted(kept) == [(1, "What is a bare?"), (2, "What is a barre?")]
    assert run(lambda db: len(promised(db, TOM, "entry_edited"))) == 2
    assert run(lambda db: len(promised(db, TESS, "entry_edited"))) == 2
    assert act(run, TOM, questions.edit, said(TOM, "x", message_id=501)) is None
    assert act(run, RIFF, questions.edit, said(RIFF, "x", message_id=502)) is None


# --- closing ---


def test_still_stuck_goes_to_the_same_tutor_first(run: Run) -> None:
    """Only the tutor who answered hears of it, while they are on duty; it helped: only they hear of that."""
    first = _ask(run)
    _answer(run, first.question_id, who=TESS)
    act(run, RIFF, questions.still_stuck, first.question_id, SETTINGS)
    assert _question(run, first.question_id) == (QuestionState.WAITING, True)
    assert run(lambda db: [len(promised(db, tutor, "question_update")) for tutor in (TOM, TESS)]) == [0, 1]
    for _ in range(2):
        act(run, RIFF, questions.helped, first.question_id)
    assert run(lambda db: [len(promised(db, tutor, "question_update")) for tutor in (TOM, TESS)]) == [0, 2]


def test_a_question_is_nobody_elses(run: Run) -> None:
    """Another young person reads, closes and reopens nothing of it, and learns nothing from trying."""
    first = _ask(run)

    def join(db):
        from bot.notifications.people import holders_of
        from models.people import Person, PersonRole, Role

        db.add(
            Person(telegram_id=77, alias="Dove-20", name="Beat", instruments=[], joined_at=clock.now(),
                   role_rows=[PersonRole(role=Role.YOUNG_PERSON)])
        )  # fmt: skip
        return holders_of(db, Role.TUTOR)

    run(join)
    for use_case, more in ((questions.own_question, ()), (questions.helped, ()), (questions.still_stuck, (SETTINGS,))):
        for number in (first.question_id, 999):
            with pytest.raises(Refusal, match="no-such-question"):
                act(run, 77, use_case, number, *more)
    with pytest.raises(Refusal, match="old-button"):
        act(run, 77, questions.take_back, first.id)
    stranger = act(run, 77, questions.ask, said(77, "mine", reply_to=1, reply_number=first.question_id), SETTINGS)
    assert stranger.question_id != first.question_id


def test_asking_while_the_answer_is_written_is_not_lost_in_it(database_url: str, run: Run) -> None:
    """Both at once, many times: whatever comes last, a question with words after its answer waits."""
    with house.several_writers(database_url) as together:
        for turn in range(12):
            first = _ask(run, f"turn {turn}", new=True)
            more, reply = said(RIFF, "more"), said(TOM, "an answer")
            outcome = together(
                [
                    lambda db, m=more: questions.ask(db, house.who(db, RIFF), m, SETTINGS),
                    lambda db, r=reply, n=first.question_id: answers.answer(db, house.who(db, TOM), n, r, SETTINGS),
                ]
            )
            assert not [error for error in outcome if isinstance(error, Exception)]

            def look(db, number=first.question_id):
                found = db.get(Question, number)
                return found.state, [entry.by_staff for entry in found.entries]

            state, by_staff = run(look)
            assert state == (QuestionState.ANSWERED if by_staff[-1] else QuestionState.WAITING)
