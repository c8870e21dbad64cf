"""An edit and the note of where its message is shown, at the same instant."""

import threading
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from bot import clock
from bot.notifications.base import Outcome
from bot.notifications.questions import EntryForTutor
from bot.services import questions
from models.database import Database
from models.questions import Entry
from tests.databases import NO_POSTGRES, fresh_postgres, postgres_server
from tests.services import question_house as house
from tests.services.question_house import RIFF, TOM


def test_an_edit_that_commits_while_its_message_is_noted_is_carried_to_it() -> None:
    """PostgreSQL lets both go on at once: neither may miss the other, or a tutor would keep what was taken back."""
    if postgres_server() is None:
        pytest.skip(NO_POSTGRES)
    with fresh_postgres() as url:
        one, other = Database(url), Database(url)
        edited, noted = threading.Event(), threading.Event()

        def asked(db: Session) -> int:
            house.furnish(db)
            mine = house.said(RIFF, "What is a bare?", message_id=501)
            return questions.ask(db, house.who(db, RIFF), mine, house.config(), new=False).id

        def edit(db: Session) -> None:
            questions.edit(db, house.who(db, RIFF), house.said(RIFF, "What is a barre?", message_id=501))
            db.flush()
            edited.set()
            noted.wait(0.5)  # it can't be: the other waits for this commit

        def note(db: Session, entry_id: int, at: datetime) -> int:
            tutor = house.who(db, TOM)
            db.get(Entry, entry_id)  # as composing it did
            message_id = house.show(db, TOM, "entry", entry_id, 1)
            outcome = Outcome("sent", at, ((message_id, "entry", entry_id, 1),))
            EntryForTutor(entry_id).settled(db, tutor, outcome)
            noted.set()
            return message_id

        try:
            number = one.write_now(asked)
            editing = threading.Thread(target=one.write_now, args=(edit,))
            editing.start()
            assert edited.wait(5)
            shown = other.write_now(note, number, clock.now())
            editing.join(5)
            rows = other.write_now(lambda db: [row.params for row in house.promised(db, TOM, "entry_edited")])
            assert rows == [{"entry_id": number, "message_id": shown}]
        finally:
            one.close()
            other.close()
