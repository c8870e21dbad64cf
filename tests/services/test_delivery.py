"""The outbox as a table, on both databases: what may go now, in which order, and what each outcome leads to."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import clock
from bot.delivery import rows
from bot.delivery.rows import Claimed
from bot.notifications.base import Notification, Outcome, notification, promise, withdraw
from bot.notifications.content import Content
from bot.notifications.people import Confirmed
from bot.services import people, questions
from bot.texts import t
from models.outbox import OutboxRow, OutboxState, Priority
from tests.services import question_house as house
from tests.services.question_house import CORA, RIFF, TOM, Run, act, config, promised, said, who

settled: list[tuple[int, Outcome]] = []


@notification("test_alert", Priority.ALERT)
class Urgent(Notification):
    """Something urgent with a number."""

    number: int

    def compose(self, db, to):
        return [Content(t("words", words=str(self.number)))] if self.number else []

    def settled(self, db, to, outcome):
        settled.append((self.number, outcome))


@notification("test_reminder", Priority.REMINDER)
class Unhurried(Notification):
    """Something that is not urgent."""

    number: int

    def compose(self, db, to):
        return [Content(t("words", words=str(self.number)))]


@pytest.fixture(autouse=True)
def _people(run: Run) -> None:
    settled.clear()
    run(house.furnish)


def _promise(run: Run, to: int, about: Notification, **how) -> bool:
    return run(lambda db: promise(db, who(db, to), about, **how))


def _due(run: Run, **how) -> list[tuple[int, int]]:
    """Who would be sent what now: chat and number."""

    def look(db):
        found = rows.candidates(db, **how)
        return [(chat, db.get(OutboxRow, row_id).params.get("number", 0)) for row_id, chat in found]

    return run(look)


def _take(run: Run, chat: int) -> Claimed:
    row_id = next(row_id for row_id, where in run(rows.candidates) if where == chat)
    return run(rows.take, {row_id: chat})[0]


def test_alerts_go_first_and_within_a_priority_what_was_due_first(run: Run) -> None:
    """Not by when it was promised: a reminder of an hour ago goes before one of now."""
    now = clock.now()
    _promise(run, TOM, Unhurried(1), due_at=now - timedelta(seconds=5))
    _promise(run, TOM, Unhurried(2), due_at=now - timedelta(hours=1))
    _promise(run, TOM, Urgent(3))
    _promise(run, TOM, Unhurried(4), due_at=now + timedelta(hours=1))
    assert _due(run) == [(TOM, 3), (TOM, 2), (TOM, 1)]
    clock.travel(timedelta(hours=2))
    assert _due(run) == [(TOM, 3), (TOM, 2), (TOM, 1), (TOM, 4)]


def test_what_is_retried_holds_back_only_its_own_kind_in_its_own_chat(run: Run) -> None:
    """Later alerts of the chat wait behind it, so that no order changes; reminders and other chats go on."""
    for number, to in ((1, TOM), (2, TOM), (3, RIFF)):
        _promise(run, to, Urgent(number))
    _promise(run, TOM, Unhurried(4))
    first = _take(run, TOM)
    run(rows.settle, first, "retrying", retry_at=clock.now() + timedelta(seconds=30))
    assert _due(run) == [(RIFF, 3), (TOM, 4)]
    clock.travel(timedelta(seconds=31))
    assert _due(run) == [(TOM, 1), (TOM, 2), (RIFF, 3), (TOM, 4)]
    assert run(lambda db: db.get(OutboxRow, first.id).attempts) == 1


def test_nothing_goes_to_who_is_gone_or_has_no_account(run: Run) -> None:
    """Blocked, left, or between two phones: it waits, and flows when they are there again."""
    _promise(run, RIFF, Urgent(1))
    run(lambda db: people.set_blocked(db, RIFF, True))
    assert _due(run) == [(CORA, 0)]  # who is told of it
    run(lambda db: people.set_blocked(db, RIFF, False))
    run(rows.settle, _take(run, CORA), "sent")
    assert _due(run) == [(RIFF, 1)]
    act(run, RIFF, people.leave)
    assert _due(run) == []
    run(lambda db: people.come_home(db, who(db, RIFF), config()))
    assert (RIFF, 1) in _due(run)

    def lose(db):
        who(db, RIFF).telegram_id = None

    run(lose)
    assert _due(run) == []


def test_a_claim_is_had_once_and_not_for_what_was_withdrawn(run: Run) -> None:
    """What was withdrawn between the look and the claim is not sent; what is in flight is not claimed again."""
    for number in (1, 2):
        _promise(run, TOM, Urgent(number), key=f"k{number}")
    found = dict(run(rows.candidates))
    assert run(lambda db: withdraw(db, "never mind", key="k1")) == 1
    claimed = run(rows.take, found)
    assert [row.params["number"] for row in claimed] == [2]
    assert run(rows.take, found) == []
    assert run(lambda db: withdraw(db, "too late", key="k2")) == 0
    assert _due(run) == []
    assert run(rows.release_in_flight) == 1
    assert _due(run) == [(TOM, 2)]


def test_each_outcome_is_written_down_and_heard_of(run: Run) -> None:
    """Sent, failed and dropped are final; the notification hears of each."""
    for number, state in ((1, "sent"), (2, "failed"), (3, "dropped")):
        _promise(run, TOM, Urgent(number))
        run(rows.settle, _take(run, TOM), state, why=state)
    rows_ = run(
        lambda db: [(r.state, r.settled_at is None) for r in db.scalars(select(OutboxRow).order_by(OutboxRow.id))]
    )
    assert rows_ == [(OutboxState.SENT, False), (OutboxState.FAILED, False), (OutboxState.DROPPED, False)]
    assert [(number, outcome.state) for number, outcome in settled] == [(1, "sent"), (2, "failed"), (3, "dropped")]


def test_a_refusal_because_of_a_block_is_told_once(run: Run) -> None:
    """However many rows meet it: the coordinator hears once, the rows wait."""
    for number in (1, 2):
        _promise(run, RIFF, Urgent(number))
    claims = run(rows.take, dict(run(rows.candidates)))
    for claimed in claims:
        run(rows.settle, claimed, "blocked", why="blocked")
    assert run(lambda db: len(promised(db, CORA, "person_blocked"))) == 1
    assert run(lambda db: len(promised(db, RIFF, "test_alert"))) == 2
    assert _due(run) == [(CORA, 0)]


def test_a_key_promises_once_until_it_is_withdrawn(run: Run) -> None:
    """Whoever promises twice is told so; after a withdrawal the same key may be promised anew."""
    assert _promise(run, TOM, Urgent(1), key="one")
    assert not _promise(run, TOM, Urgent(2), key="one")
    assert _promise(run, TOM, Urgent(3), key="other")
    assert run(lambda db: withdraw(db, "moved", keys_like="o")) == 2
    assert _promise(run, TOM, Urgent(4), key="one")
    assert _due(run) == [(TOM, 4)]
    assert run(lambda db: withdraw(db, "x", keys_like="%")) == 0


def test_of_many_who_promise_the_same_key_at_once_one_does(database_url: str, run: Run) -> None:
    """On both databases the uniqueness is the table's, not the code's."""
    with house.several_writers(database_url) as together:
        made = together([lambda db: promise(db, who(db, TOM), Urgent(1), key="race") for _ in range(16)])
    assert sorted(made) == [False] * 15 + [True]


def test_chats_that_are_busy_are_passed_over(run: Run) -> None:
    """What is in the air to somebody keeps the rest for them waiting."""
    _promise(run, TOM, Urgent(1))
    _promise(run, RIFF, Urgent(2))
    assert _due(run, skip=[TOM]) == [(RIFF, 2)]
    assert _due(run, skip=[TOM, RIFF]) == []


def test_what_is_said_is_made_from_what_is_true_when_it_is_sent(run: Run) -> None:
    """A question withdrawn in the meantime has no receipt; an edited one is shown as it is now."""
    entry = act(run, RIFF, questions.ask, said(RIFF, "What is a bare?", message_id=1), config())
    act(run, RIFF, questions.edit, said(RIFF, "What is a barre?", message_id=1))

    def compose(db):
        row = promised(db, TOM, "entry_for_tutor")[0]
        return rows.compose(db, [Claimed(row.id, TOM, row.person_id, row.kind, row.params, 0, 0, None)])[row.id]

    assert "barre" in str(run(compose).contents[0].text)
    act(run, RIFF, questions.take_back, entry.id)
    assert run(compose).contents == ()


def test_confirmed_knows_its_reader(run: Run) -> None:
    """Composed in the reader's language, with their name for what it shows."""
    _promise(run, RIFF, Confirmed())
    claimed = _take(run, RIFF)
    assert run(rows.compose, [claimed])[claimed.id].language == "en"
