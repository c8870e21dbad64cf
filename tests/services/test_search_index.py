"""The index of /search: made and unmade by its migration, complete, and in step with every change."""

from collections.abc import Callable
from typing import Any

import pytest
from alembic import command
from sqlalchemy import delete, text, update
from sqlalchemy.orm import Session

from bot import clock
from bot.cli.demo import people_who_joined
from bot.services import search
from models.database import Database
from models.migrate import alembic_config, downgrade, upgrade
from models.people import Person
from models.questions import Entry, EntryState, Question, QuestionState

ALL_STATES = list(EntryState)


def _thread(db: Session, words: str, state: str = EntryState.RECEIVED) -> int:
    asker = db.query(Person).filter(Person.alias == "Otter-12").one()
    question = Question(asker=asker, state=QuestionState.WAITING, asked_at=clock.now(), waiting_since=clock.now())
    db.add(question)
    db.flush()
    db.add(
        Entry(
            question=question, author=asker, by_staff=False, state=state, kind="text", text=words, said_at=clock.now()
        )
    )
    db.flush()
    return question.id


def _found(db: Session, word: str) -> list[int]:
    if db.get_bind().dialect.name == "postgresql":
        statement = text("SELECT question_id FROM thread_search WHERE words @@ to_tsquery('simple', :word)")
    else:
        statement = text("SELECT rowid FROM thread_search WHERE thread_search MATCH :word")
    return list(db.scalars(statement, {"word": word}))


@pytest.mark.parametrize("state", ALL_STATES)
def test_only_what_arrived_is_in_it(run: Callable[..., Any], state: str) -> None:
    """A state that nobody thought of is not in it either."""
    run(people_who_joined)
    number = run(_thread, "polka", state)
    assert run(_found, "polka") == ([number] if state in (EntryState.RECEIVED, EntryState.DELIVERED) else [])


def test_it_follows_bulk_changes_and_erasure(run: Callable[..., Any]) -> None:
    """Changes that pass every use case by are followed as well."""
    run(people_who_joined)
    number = run(_thread, "polka")
    run(lambda db: db.execute(update(Entry).values(text="tango")))
    assert run(_found, "polka") == []
    assert run(_found, "tango") == [number]
    run(lambda db: db.execute(update(Entry).values(hidden_by_id=1)))
    assert run(_found, "tango") == []
    run(lambda db: db.execute(update(Entry).values(hidden_by_id=None)))
    run(lambda db: db.execute(update(Question).values(state=QuestionState.WITHDRAWN)))
    assert run(_found, "tango") == []
    run(lambda db: db.execute(update(Question).values(state=QuestionState.CLOSED)))
    assert run(_found, "tango") == [number]
    run(lambda db: db.execute(delete(Question)))
    assert run(_found, "tango") == []


def test_words_without_end_stop_nobody(run: Callable[..., Any]) -> None:
    """What a young person sends is never refused because the index could not take it."""
    run(people_who_joined)
    number = run(_thread, "x" * 4096 + " 🎸 " + "ü" * 4000 + " polka")
    assert run(_found, "polka") == [number]


def test_words_that_tutors_cannot_see_are_not_found_and_leave_no_gap(run: Callable[..., Any]) -> None:
    """An address is masked for tutors: whoever searches for its beginnings could spell it out."""
    run(people_who_joined)
    seen = []
    for turn in range(8):
        seen.append(run(_thread, f"a riff, number {turn}"))
        for _ in range(3):
            run(_thread, "mail riff.raff@example.com")

    def pages(words: str) -> list[tuple[list[int], bool]]:
        def look(db: Session) -> list[tuple[list[int], bool]]:
            tutor = db.query(Person).filter(Person.name == "Tom").one()
            found = [search.search(db, tutor, words, page) for page in range(3)]
            return [([hit.number for hit in page.hits], page.more) for page in found]

        return list(run(look))

    seen.reverse()
    assert pages("riff") == [(seen[:6], True), (seen[6:], False), ([], False)]
    assert pages("mail riff") == pages("example") == pages("exampel") == pages("riff exam") == [([], False)] * 3


def test_there_and_back_again(database_url: str) -> None:
    """Up, down, up: what was said before is found, and the models ask for nothing more."""
    command.check(alembic_config(database_url))
    database = Database(database_url)
    try:
        database.write_now(people_who_joined)
        number = database.write_now(_thread, "polka")
        downgrade(database_url, "0001")
        upgrade(database_url)
        assert database.write_now(_found, "polka") == [number]
        assert database.write_now(_thread, "polka") == number + 1
        assert len(database.write_now(_found, "polka")) == 2
    finally:
        database.close()
