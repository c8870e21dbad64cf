"""A tutor's side, on both databases: the claim and its lease, answering, and two tutors at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import clock
from bot.errors import NotAllowed, Refusal
from bot.policies.leases import LEASE
from bot.services import answers, claims, questions
from bot.services.answers import Answered, AnsweredMeanwhile, NotSent
from bot.services.claims import HeldBy
from bot.services.collisions import Way
from models.questions import Draft, Entry, EntryState, Question, QuestionState
from tests.services import question_house as house
from tests.services.question_house import LEAH, RIFF, TESS, TOM, Run, act, config, promised, said, who

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


# --- holding ---


def test_a_claim_is_a_lease_that_anything_renews(run: Run, number: int) -> None:
    """Twenty minutes; the second tutor reads who has it, and gets it when the time is up."""
    act(run, TOM, claims.claim, number)
    clock.travel(LEASE - timedelta(seconds=1))
    refused = act(run, TESS, claims.claim, number)
    assert isinstance(refused, HeldBy)
    assert refused.holder.name == "Tom"
    act(run, TOM, claims.claim, number)
    clock.travel(LEASE - timedelta(seconds=1))
    assert isinstance(act(run, TESS, claims.claim, number), HeldBy)
    clock.travel(timedelta(seconds=2))
    assert _account(run, act(run, TESS, claims.claim, number).holder_id) == TESS
    assert isinstance(act(run, TOM, claims.claim, number), HeldBy)


def test_a_lapsed_lease_is_told_only_where_somebody_else_is_there(run: Run, number: int) -> None:
    """With two on duty the holder hears of it, with one nobody does; either way the question is free."""
    act(run, TOM, claims.claim, number)
    clock.travel(LEASE)
    assert run(claims.release_lapsed) == 1
    assert run(claims.release_lapsed) == 0
    assert _look(run, number).holder_id is None
    assert run(lambda db: len(promised(db, TOM, "lease_lapsed"))) == 1
    from bot.services import people

    act(run, TESS, people.go_away)
    act(run, TOM, claims.claim, number)
    clock.travel(LEASE)
    assert run(claims.release_lapsed) == 1
    assert run(lambda db: len(promised(db, TOM, "lease_lapsed"))) == 1


def test_of_many_claims_at_once_one_holds(database_url: str, run: Run) -> None:
    """Two tutors and one question, again and again: never two holders, and the other reads who has it."""
    with house.several_writers(database_url) as together:
        for turn in range(10):
            new = act(run, RIFF, questions.ask, said(RIFF, f"turn {turn}"), SETTINGS, new=True).question_id
            tutors = [TOM, TESS] * 3
            outcomes = together([lambda db, t=t, n=new: claims.claim(db, who(db, t), n) for t in tutors])
            holder = _account(run, _look(run, new).holder_id)
            for tutor, outcome in zip(tutors, outcomes, strict=True):
                assert isinstance(outcome, HeldBy) == (tutor != holder), outcome


def test_of_two_answers_at_once_one_goes_out(database_url: str, run: Run) -> None:
    """The other tutor is shown it before anything of theirs leaves; their words are kept."""
    with house.several_writers(database_url) as together:
        for turn in range(10):
            new = act(run, RIFF, questions.ask, said(RIFF, f"turn {turn}"), SETTINGS, new=True).question_id
            words = {tutor: said(tutor, f"from {tutor}") for tutor in (TOM, TESS)}
            outcomes = together(
                [lambda db, t=t, n=new, w=w: answers.answer(db, who(db, t), n, w, SETTINGS) for t, w in words.items()]
            )
            assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Answered", "AnsweredMeanwhile"]
            sent = run(
                lambda db, n=new: db.scalars(select(Entry.text).where(Entry.question_id == n, Entry.by_staff)).all()
            )
            assert len(sent) == 1


# --- answering ---


def test_an_answer_goes_out_at_once_and_its_status_follows(run: Run, number: int) -> None:
    """Answering what nobody holds needs no claim; "delivered" is said when Telegram has said so."""
    outcome = _answer(run, number)
    assert isinstance(outcome, Answered)
    question = _look(run, number)
    assert (question.state, question.holder_id, question.waiting_since) == (QuestionState.ANSWERED, None, None)
    row = run(lambda db: promised(db, RIFF, "answer_for_asker"))[0]
    assert row.due_at <= clock.now()
    assert run(lambda db: [row.kind for row in promised(db, TOM) if row.kind == "answer_status"]) == ["answer_status"]
    assert run(lambda db: db.get(Entry, outcome.entry.id).state) == EntryState.QUEUED


def test_only_tutors_answer(run: Run, number: int) -> None:
    """Not a lead, not the young person; and not what is nothing, or no question."""
    for somebody in (LEAH, RIFF):
        with pytest.raises(NotAllowed):
            _answer(run, number, tutor=somebody)
    with pytest.raises(Refusal, match="answer-empty"):
        _answer(run, number, " ")
    with pytest.raises(Refusal, match="kind-refused-staff"):
        _answer(run, number, "", kind="location")
    with pytest.raises(Refusal, match="no-such-question-staff"):
        _answer(run, 999)
    entry = run(lambda db: db.scalars(select(Entry.id).where(Entry.question_id == number)).one())
    act(run, RIFF, questions.take_back, entry)
    with pytest.raises(Refusal, match="question-was-withdrawn"):
        _answer(run, number)


def test_who_does_not_hold_it_keeps_their_words_as_a_draft(run: Run, number: int) -> None:
    """Nothing goes over the holder's head; the tutor may still choose to add theirs, or to take it over."""
    act(run, TOM, claims.claim, number)
    stopped = _answer(run, number, "from Tess", tutor=TESS)
    assert isinstance(stopped, NotSent)
    assert stopped.holder is not None
    assert stopped.holder.name == "Tom"
    assert run(lambda db: promised(db, RIFF, "answer_for_asker")) == []
    act(run, TESS, answers.send_draft, stopped.draft.id, SETTINGS, Way.TAKE_OVER)
    assert run(lambda db: len(promised(db, RIFF, "answer_for_asker"))) == 1
    assert run(lambda db: [row.params["what"] for row in promised(db, TOM, "desk_word")]) == ["taken-over"]


def test_an_answer_of_another_is_read_before_a_second_goes_out(run: Run, number: int) -> None:
    """Once read, the second may go; what one has sent oneself is no surprise."""
    _answer(run, number, "from Tom")
    met = _answer(run, number, "from Tess", tutor=TESS)
    assert isinstance(met, AnsweredMeanwhile)
    assert (met.seen_now.text, met.seen_now.author.name) == ("from Tom", "Tom")
    assert isinstance(act(run, TESS, answers.send_draft, met.draft.id, SETTINGS), Answered)
    assert isinstance(_answer(run, number, "again Tess", tutor=TESS), Answered)
    assert isinstance(_answer(run, number, "again Tom"), AnsweredMeanwhile)


def test_an_album_over_another_answer_is_kept_whole(run: Run, number: int) -> None:
    """All its pieces are kept, whichever way it came; none slips out while its tutor reads the other's answer."""
    _answer(run, number, "from Tom")
    pieces = [_answer(run, number, "", tutor=TESS, kind="photo", album="g") for _ in range(3)]
    sent = run(lambda db: db.scalars(select(Entry.text).where(Entry.by_staff)).all())
    assert sent == ["from Tom"]
    assert isinstance(pieces[0], AnsweredMeanwhile)
    assert [piece.again for piece in pieces] == [False, True, True]
    outcome = act(run, TESS, answers.send_draft, pieces[0].draft.id, SETTINGS)
    assert isinstance(outcome, Answered)
    assert run(lambda db: len(db.scalars(select(Entry.id).where(Entry.album == "g")).all())) == 3
    assert run(lambda db: db.scalars(select(Draft)).all()) == []


def test_a_draft_that_is_an_album_does_not_leave_in_part(run: Run, number: int) -> None:
    """Another tutor's answer arrives between the draft and its Send: everything stays a draft."""
    act(run, TESS, claims.claim, number)
    drafts = [act(run, TESS, answers.draft, said(TESS, "", kind="photo", album="g")) for _ in range(3)]
    assert isinstance(_answer(run, number, "from Tom", way=Way.ADD), Answered)
    outcome = act(run, TESS, answers.send_draft, drafts[0].draft.id, SETTINGS)
    assert isinstance(outcome, AnsweredMeanwhile)
    assert run(lambda db: db.scalars(select(Entry.text).where(Entry.by_staff)).all()) == ["from Tom"]
    assert run(lambda db: len(db.scalars(select(Draft)).all())) == 3
    assert isinstance(act(run, TESS, answers.send_draft, outcome.draft.id, SETTINGS), Answered)
    assert run(lambda db: len(db.scalars(select(Entry.id).where(Entry.album == "g")).all())) == 3
