"""What the clock does for oversight: a sample each week, warnings of dates, what was lent taken back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from bot import clock
from bot.config import Config
from bot.notifications.base import notification_for
from bot.services import checks, oversight, threads
from bot.texts import Texts
from models.outbox import OutboxRow, SentMessage
from models.people import Person, PersonRole, Role
from models.questions import Entry, EntryState, Question

Run = Callable[..., Any]
CAST = ((1, "Otter-12", Role.YOUNG_PERSON), (2, "Heron-20", Role.TUTOR), (3, "Robin-30", Role.LEAD),
        (4, "Badger-40", Role.COORDINATOR))  # fmt: skip


def people(db: Any) -> None:
    for number, alias, role in CAST:
        db.add(
            Person(
                id=number,
                telegram_id=1000 + number,
                alias=alias,
                name=alias,
                instruments=[],
                joined_at=clock.now(),
                confirmed_at=clock.now(),
                role_rows=[PersonRole(role=role)],
            )
        )
    db.flush()


def answered(db: Any, count: int, author: int = 2) -> None:
    for _ in range(count):
        question = Question(asker_id=1, state="answered", asked_at=clock.now())
        db.add(question)
        db.flush()
        db.add(
            Entry(
                question_id=question.id,
                author_id=author,
                by_staff=True,
                state=EntryState.DELIVERED,
                kind="text",
                text="x",
                said_at=clock.now(),
            )
        )
    db.flush()


def waiting(db: Any, kind: str) -> list[OutboxRow]:
    return list(db.scalars(select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.id)))


def go_to(instant: datetime) -> None:
    clock.come_back()
    clock.travel(instant - clock.now())


def test_a_sample_is_picked_once_a_week_and_never_from_ones_own(run: Run) -> None:
    go_to(datetime(2026, 11, 29, 12, 0, tzinfo=UTC))  # a Sunday
    run(people)
    run(answered, 8)
    run(answered, 2, 3)
    config = Config()
    go_to(datetime(2026, 11, 30, 8, 59, tzinfo=UTC))
    assert run(threads.sample_week, config, Random(1)) == 0
    go_to(datetime(2026, 11, 30, 9, 1, tzinfo=UTC))
    assert run(threads.sample_week, config, Random(1)) == 1
    assert run(threads.sample_week, config, Random(2)) == 0
    (row,) = run(waiting, "sample_of_threads")
    assert row.person_id == 3
    assert len(row.params["questions"]) == 3
    assert set(row.params["questions"]) <= set(range(1, 9))


def test_coordinators_hear_of_dates_that_nobody_entered_once_a_month(run: Run) -> None:
    run(people)
    config = Config()
    assert run(checks.warn, config) == 0, "whoever has just joined is given a day"
    go_to(datetime(2027, 3, 1, 12, tzinfo=UTC))
    assert run(checks.warn, config) == 1
    assert run(checks.warn, config) == 0
    [row] = run(waiting, "checks_missing")
    about = notification_for(row.kind, row.params)
    [content] = run(lambda db: about.compose(db, db.get(Person, 4)))
    said = Texts(config.service.zone, "Backline").plain(content.text, "en")
    assert "Heron-20 (Heron-20): DBS check\nHeron-20 (Heron-20): Safeguarding training" in said
    clock.travel(timedelta(days=31))
    assert run(checks.warn, config) == 1
    run(enter_dates, checks.today(config) + timedelta(days=300))
    assert run(lambda db: about.compose(db, db.get(Person, 4))) == []


def enter_dates(db: Any, day: date) -> None:
    """The tutor's, both."""
    tutor = db.get(Person, 2)
    tutor.dbs_until = tutor.training_until = day


def test_coordinators_hear_of_a_date_once_before_and_once_past(run: Run) -> None:
    run(people)
    run(enter_dates, date(2099, 1, 1))
    config = Config()
    until = checks.today(config) + timedelta(days=20)

    def enter(db: Any, day: date) -> None:
        db.get(Person, 2).dbs_until = day

    run(enter, until)
    assert run(checks.warn, config) == 1
    assert run(checks.warn, config) == 0
    clock.travel(timedelta(days=14))
    assert run(checks.warn, config) == 1
    clock.travel(timedelta(days=7))
    assert run(checks.warn, config) == 1
    rows = run(waiting, "check_runs_out")
    assert [row.params["days"] for row in rows] == [30, 7, 0]
    assert {row.person_id for row in rows} == {4}


def test_what_was_lent_leaves_staffs_chats_and_nobody_elses(run: Run) -> None:
    run(people)
    sent = clock.now()

    def show(db: Any) -> None:
        rows = (
            (1002, 1, "entry", True), (1002, 2, "entry", False), (1002, 3, "question", False),
            (1003, 4, "transcript", True), (1003, 5, "sealed", False), (1001, 6, "entry", True),
        )  # fmt: skip
        for chat, message, kind, media in rows:
            db.add(
                SentMessage(
                    chat_id=chat,
                    message_id=message,
                    subject_kind=kind,
                    subject_id=1,
                    has_media=media,
                    sent_at=sent,
                )
            )

    run(show)
    clock.travel(timedelta(hours=45))
    assert run(oversight.take_back_old_loans) == 0
    clock.travel(timedelta(hours=1, minutes=5))
    assert run(oversight.take_back_old_loans) == 2
    taken = {row.chat_id: row.params["message_ids"] for row in run(waiting, "take_back_loan")}
    assert taken == {1002: [1], 1003: [4, 5]}
