"""A young person's side, on both databases: asking, adding, albums, replies, taking back, edits."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import clock
from bot.errors import NotAllowed, Refusal
from bot.services import answers, questions
from bot.services.questions import About
from models.outbox import OutboxRow, OutboxState
from models.questions import Entry, Question, QuestionState
from tests.services import question_house as house
from tests.services.question_house import RIFF, TOM, Run, act, config, promised, said, show

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


def test_words_join_the_open_question_until_it_is_closed(run: Run) -> None:
    """More words are more of it, an answer in between or not; after "that helped" they are a new one."""
    first = _ask(run)
    assert _ask(run, "On a guitar").question_id == first.question_id
    _answer(run, first.question_id)
    assert _question(run, first.question_id) == (QuestionState.ANSWERED, False)
    assert _ask(run, "It still buzzes").question_id == first.question_id
    assert _question(run, first.question_id) == (QuestionState.WAITING, True)
    _answer(run, first.question_id, "Nearer to the fret")
    act(run, RIFF, questions.helped, first.question_id)
    assert _question(run, first.question_id) == (QuestionState.CLOSED, False)
    assert _ask(run, "And a capo?").question_id == first.question_id + 1


def test_an_answer_of_last_week_is_done_with(run: Run) -> None:
    """Three days after the last word, new words are a new question; one that still waits is never too old."""
    first = _ask(run)
    clock.travel(timedelta(days=10))
    assert _ask(run, "Hello?").question_id == first.question_id
    _answer(run, first.question_id)
    clock.travel(timedelta(days=2))
    assert _ask(run, "Thanks, and now?").question_id == first.question_id
    _answer(run, first.question_id)
    clock.travel(timedelta(days=3, seconds=1))
    assert _ask(run, "Another thing").question_id != first.question_id


def test_ask_and_a_lesson_always_open_a_new_question(run: Run) -> None:
    """/ask, the button and "stuck here" do not join; what comes next joins the newest."""
    first = _ask(run)
    second = _ask(run, "Quite another thing", new=True)
    third = act(run, RIFF, questions.ask, said(RIFF, "here"), SETTINGS, about=About(None, 134))
    assert len({first.question_id, second.question_id, third.question_id}) == 3
    assert run(lambda db: db.get(Question, third.question_id).moment_seconds) == 134
    assert _ask(run, "more").question_id == third.question_id


def test_a_reply_goes_to_the_thread_that_it_is_about(run: Run) -> None:
    """To one's own message, to the answer, to a message known by its number alone; never to somebody else's."""
    first = _ask(run)
    answer = _answer(run, first.question_id)
    act(run, RIFF, questions.helped, first.question_id)
    second = _ask(run, "New thing", new=True)
    shown = run(show, RIFF, "entry", answer.id, first.question_id)
    assert _ask(run, "to mine", reply_to=first.message_id).question_id == first.question_id
    assert _question(run, first.question_id) == (QuestionState.WAITING, True)
    assert _ask(run, "to the answer", reply_to=shown).question_id == first.question_id
    assert _ask(run, "lost", reply_to=5, reply_number=first.question_id).question_id == first.question_id
    assert _ask(run, "unknown", reply_to=6).question_id == second.question_id
    assert _ask(run, "absurd", reply_to=7, reply_number=999).question_id == second.question_id


def test_an_album_stays_whole_in_any_order(run: Run) -> None:
    """Three pieces, the middle one first and one late: one question, one receipt, each tutor told once of the whole."""
    ids = {"a": 101, "b": 102, "c": 103}
    pieces = {}
    for name in ("b", "a", "c"):
        pieces[name] = _ask(run, name, kind="photo", album="g1", message_id=ids[name])
    assert len({piece.question_id for piece in pieces.values()}) == 1
    assert run(lambda db: len(promised(db, RIFF, "receipt"))) == 1

    def told(db):
        from bot.notifications.base import notification_for

        row = min(promised(db, TOM, "entry_for_tutor"), key=lambda row: row.due_at)
        contents = notification_for(row.kind, row.params).compose(db, house.who(db, TOM))
        return [media.file_id for media in contents[0].media], [subject.id for subject in contents[0].subjects]

    files, shows = run(told)
    assert files == [pieces[name].file_id for name in "abc"]
    assert shows == [pieces[name].id for name in "abc"]


def test_two_albums_are_not_mixed_up(run: Run) -> None:
    """The second joins the open question, and is an album of its own."""
    for album in ("g1", "g2"):
        for _ in range(2):
            _ask(run, "", kind="photo", album=album)
    assert run(lambda db: len(promised(db, RIFF, "receipt"))) == 2
    assert run(lambda db: len(db.scalars(select(Question)).all())) == 1


def test_the_words_of_a_file_that_is_too_large_are_kept(run: Run) -> None:
    """With words the words are taken; without any, the person is told, and nothing is written down."""
    large = {"size_bytes": 51_000_000}
    entry = _ask(run, "see this video", kind="video", media=large)
    assert (entry.kind, entry.text, entry.file_id) == ("text", "see this video", None)
    with pytest.raises(Refusal, match="file-too-large"):
        _ask(run, "", kind="video", media=large)
    with pytest.raises(Refusal, match="location-refused"):
        _ask(run, "", kind="location")
    with pytest.raises(Refusal, match="kind-refused"):
        _ask(run, "", kind="other")
    with pytest.raises(Refusal, match="ask-empty"):
        _ask(run, "  \n ")
    assert run(lambda db: len(db.scalars(select(Entry)).all())) == 1


def test_too_many_questions_in_an_hour_are_refused_and_more_words_are_not(run: Run) -> None:
    """The limit is on new questions; it ends after an hour."""
    few = config(limits={"questions_per_hour": 3})
    for number in range(3):
        act(run, RIFF, questions.ask, said(RIFF, f"question {number}"), few, new=True)
    with pytest.raises(Refusal, match="ask-too-many"):
        act(run, RIFF, questions.ask, said(RIFF, "one more"), few, new=True)
    act(run, RIFF, questions.ask, said(RIFF, "more of the last"), few)
    clock.travel(timedelta(hours=1, seconds=1))
    act(run, RIFF, questions.ask, said(RIFF, "one more"), few, new=True)


def test_tutors_do_not_ask(run: Run) -> None:
    """The role is asked for where the deed is done."""
    with pytest.raises(NotAllowed):
        act(run, TOM, questions.ask, said(TOM, "What is a barre?"), SETTINGS)


def test_nothing_is_promised_that_was_refused(run: Run) -> None:
    """A refusal leaves no row of any kind behind."""
    with pytest.raises(Refusal):
        _ask(run, " ")
    assert run(lambda db: db.scalars(select(OutboxRow).where(OutboxRow.state == OutboxState.PENDING)).all()) == []
