"""Messages to a session: shown, sent once to who is in it, taken back in time, and who was not reached."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, orm, select, update

from bot import clock
from bot.delivery import rows
from bot.errors import NotAllowed, Refusal
from bot.notifications.announcements import AnnouncementForPerson
from bot.notifications.base import promise
from bot.services import announced, announcements, enrolments, oversight, session_changes, session_drafts
from bot.services.transcripts import gather
from bot.texts import Texts
from models.announcements import Announcement, Reached
from models.outbox import OutboxRow, OutboxState, Priority
from models.people import Person
from tests.services import question_house
from tests.services.session_house import (
    COORDINATOR,
    LEAD,
    LONDON,
    LYNX,
    OTHER_TUTOR,
    OTTER,
    TUTOR,
    WREN,
    Heard,
    as_somebody,
    at,
    config,
    deliver,
    occurrences_of,
    session_of,
)
from tests.services.session_house import people as cast

Run = Callable[..., Any]
WORDS = "Bring your capo on Thursday"
HALF_A_MINUTE = timedelta(seconds=30)


@pytest.fixture
def house(run: Run) -> Run:
    """A session with three young people."""
    at("2026-11-23 12:00")
    run(cast)
    run(as_somebody, TUTOR, session_drafts.begin, "Guitar club; 2026-12-03 16:30; 45m; weekly", config())
    run(as_somebody, TUTOR, enrolments.enrol, 1, "Otter-12 Wren-77 Lynx-31", config())
    run(deliver)
    return run


def write(house: Run, words: str = WORDS, who: int = TUTOR, number: int = 1) -> announcements.Preview:
    return house(as_somebody, who, announcements.write, number, words)


def send(house: Run, number: int = 1, who: int = TUTOR, **more: Any) -> announcements.Leaving:
    return house(as_somebody, who, announcements.send, number, config(**more))


def sent(house: Run, words: str = WORDS) -> int:
    """Written and said yes to; its number."""
    number = write(house, words).announcement.id
    send(house, number)
    return number


def told(house: Run) -> list[Heard]:
    return sorted((item for item in house(deliver) if item.kind == "announcement"), key=lambda item: item.person)


def after_a_moment() -> None:
    clock.travel(HALF_A_MINUTE)


def person_is(house: Run, person: int, **columns: Any) -> None:
    house(lambda db: db.execute(update(Person).where(Person.id == person).values(**columns)))


def states(house: Run, number: int = 1) -> dict[int, str]:
    def look(db: orm.Session) -> dict[int, str]:
        found = db.scalars(select(Reached).where(Reached.announcement_id == number))
        return {row.person_id: row.state for row in found}

    return house(look)


def became(house: Run, who: int = TUTOR) -> announced.Sent:
    return house(as_somebody, who, announced.sent, 1).items[0]


# --- to whom ---


def test_it_is_shown_before_it_goes_and_goes_after_half_a_minute(house: Run) -> None:
    preview = write(house)
    assert (preview.people, preview.out_of_reach) == (3, 0)
    assert house(deliver) == []
    assert send(house).people == 3
    clock.travel(timedelta(seconds=29))
    assert told(house) == []
    clock.travel(timedelta(seconds=1))
    heard = told(house)
    assert [item.person for item in heard] == [OTTER, WREN, LYNX]
    assert "a message from Tom to everybody in it" in heard[0].text
    assert WORDS in heard[0].text
    assert "Another adult of our team can read this too" in heard[0].text
    assert not heard[0].may_ring
    assert set(states(house).values()) == {"delivered"}
    assert (became(house).delivered, became(house).people, became(house).missed) == (3, 3, [])


def test_its_author_hears_when_nobody_is_waited_for(house: Run) -> None:
    sent(house)
    after_a_moment()
    (done,) = [item for item in house(deliver) if item.kind == "announcement_done"]
    assert (done.person, "your message reached 3 of 3" in done.text) == (TUTOR, True)


def reports(house: Run) -> list[str]:
    """What the author is told of it now."""
    return [item.text.partition("your message ")[2] for item in house(deliver) if item.kind == "announcement_done"]


@pytest.mark.parametrize(
    ("column", "why"),
    [("blocked_at", "has blocked the bot"), ("left_at", "has left"), ("paused_at", "it did not get there")],
)
def test_who_goes_within_the_half_minute_is_not_waited_for(house: Run, column: str, why: str) -> None:
    """Nothing of theirs is ever settled; the author hears all the same, at once, and once more should they come back."""
    sent(house)
    person_is(house, WREN, **{column: clock.now()})
    after_a_moment()
    assert reports(house) == [f"reached 2 of 3.\nNot reached: Wren-77 (Beat), {why}"]
    clock.travel(timedelta(hours=1))
    assert reports(house) == []
    assert [why for _, why in became(house, LEAD).missed] == [column.removesuffix("_at")]
    person_is(house, WREN, **{column: None})
    assert reports(house) == ["reached 3 of 3."]


def test_the_author_hears_after_five_minutes_whatever_became_of_it(house: Run) -> None:
    """All of them gone; or one in a long retry, who then goes: "under way" is not the last word."""
    sent(house)
    house(lambda db: db.execute(update(Person).where(Person.id.in_((OTTER, WREN))).values(blocked_at=clock.now())))
    after_a_moment()
    later = clock.now() + timedelta(hours=2)

    def retries(db: orm.Session) -> None:
        (row,) = rows.take(db, dict(rows.candidates(db)))
        rows.settle(db, row, "retrying", retry_at=later)

    house(retries)
    clock.travel(timedelta(minutes=4))
    assert reports(house) == []
    clock.travel(timedelta(minutes=1))
    assert reports(house)[0].startswith("reached 0 of 3 · under way: 1.\nNot reached: Otter-12 (Riff), has blocked")
    person_is(house, LYNX, left_at=clock.now())
    clock.travel(timedelta(minutes=15))
    assert "reached 0 of 3.\nNot reached: Lynx-31 (Echo), has left\n" in reports(house)[0]
    clock.travel(timedelta(hours=3))
    assert reports(house) == []


@pytest.mark.parametrize(("column", "state"), [("paused_at", "unreached"), ("blocked_at", "blocked")])
def test_the_paused_and_the_blocked_get_it_not_and_are_named(house: Run, column: str, state: str) -> None:
    person_is(house, WREN, **{column: clock.now()})
    preview = write(house)
    assert (preview.people, preview.out_of_reach) == (2, 1)
    send(house)
    after_a_moment()
    assert [item.person for item in told(house)] == [OTTER, LYNX]
    person_is(house, WREN, **{column: None})
    assert told(house) == []
    assert [(person.alias, why) for person, why in became(house).missed] == [("Wren-77", state)]


def test_those_who_left_get_nothing(house: Run) -> None:
    """The service, or the session; before it was sent, or in the half minute after."""
    person_is(house, OTTER, left_at=clock.now())
    assert write(house).people == 2
    send(house)
    house(as_somebody, TUTOR, enrolments.take_out, 1, WREN)
    after_a_moment()
    assert [item.person for item in told(house)] == [LYNX]
    assert states(house) == {WREN: "dropped", LYNX: "delivered"}
    person_is(house, LYNX, left_at=clock.now())
    with pytest.raises(Refusal, match="announce-nobody"):
        write(house)


def test_telegrams_refusals_are_written_down_and_a_return_counts(house: Run) -> None:
    number = sent(house)
    after_a_moment()

    def refuse(db: orm.Session) -> None:
        claimed = rows.take(db, dict(rows.candidates(db)))
        for row, state in zip(
            sorted(claimed, key=lambda one: one.person_id or 0), ("sent", "blocked", "failed"), strict=True
        ):
            rows.settle(db, row, state)

    house(refuse)
    assert states(house, number) == {OTTER: "delivered", WREN: "blocked", LYNX: "failed"}
    assert {why for _, why in became(house).missed} == {"blocked", "unreached"}
    assert {why for _, why in became(house, LEAD).missed} == {"blocked", "failed"}
    person_is(house, WREN, blocked_at=None)
    assert [item.person for item in told(house)] == [WREN]
    assert states(house, number)[WREN] == "delivered"


def test_what_did_not_get_through_in_three_days_is_not_under_way(house: Run) -> None:
    sent(house)
    person_is(house, OTTER, blocked_at=clock.now())
    person_is(house, WREN, left_at=clock.now())
    clock.travel(timedelta(days=3, seconds=1))
    assert told(house) == []
    assert [(person.alias, why) for person, why in became(house).missed] == [
        ("Lynx-31", "dropped"),
        ("Otter-12", "blocked"),
        ("Wren-77", "left"),
    ]


# --- once, whatever happens ---


def test_a_second_yes_promises_nothing_more(house: Run) -> None:
    number = sent(house)
    assert send(house, number).people == 3
    after_a_moment()
    assert len(told(house)) == 3
    send(house, number)
    assert told(house) == []


def test_many_at_once_are_one(database_url: str, house: Run) -> None:
    number = write(house).announcement.id
    with question_house.several_writers(database_url) as together:
        done = together([lambda db: as_somebody(db, TUTOR, announcements.send, number, config()) for _ in range(8)])
    assert all(isinstance(one, announcements.Leaving) for one in done)
    after_a_moment()
    assert len(told(house)) == 3


def test_a_crash_at_any_moment_loses_nothing_and_says_nothing_twice(house: Run) -> None:
    """Before the commit nothing is promised; after it, what was in flight is given back and each gets it once."""
    number = write(house).announcement.id

    def dies(db: orm.Session) -> None:
        as_somebody(db, TUTOR, announcements.send, number, config())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        house(dies)
    assert house(lambda db: db.scalar(select(func.count()).select_from(Reached))) == 0
    assert house(lambda db: db.get_one(Announcement, number).sent_at) is None
    send(house, number)
    after_a_moment()

    def one_is_out(db: orm.Session) -> int | None:
        claimed = rows.take(db, dict(rows.candidates(db)))
        rows.settle(db, claimed[0], "sent")
        return claimed[0].person_id

    first = house(one_is_out)
    assert house(rows.release_in_flight) == 2
    rest = [item.person for item in told(house)]
    assert sorted([first, *rest]) == sorted([OTTER, WREN, LYNX])
    assert set(states(house, number).values()) == {"delivered"}


# --- taking it back ---


def test_within_half_a_minute_it_is_taken_back(house: Run) -> None:
    number = sent(house)
    clock.travel(timedelta(seconds=29))
    house(as_somebody, TUTOR, announcements.undo, number)
    house(as_somebody, TUTOR, announcements.undo, number)
    after_a_moment()
    assert told(house) == []
    assert house(as_somebody, LEAD, announced.sent).items == []
    with pytest.raises(Refusal, match="old-button"):
        send(house, number)
    assert house(as_somebody, TUTOR, announcements.change, number).id == 1
    assert sent(house, "Bring two capos") != number
    after_a_moment()
    assert len(told(house)) == 3


def test_afterwards_it_is_not(house: Run) -> None:
    number = sent(house)
    after_a_moment()
    with pytest.raises(Refusal, match="announce-gone"):
        house(as_somebody, TUTOR, announcements.undo, number)
    assert len(told(house)) == 3


def test_no_leaves_nothing_behind_and_yesterdays_yes_is_old(house: Run) -> None:
    number = write(house).announcement.id
    house(as_somebody, TUTOR, announcements.drop, number)
    with pytest.raises(Refusal, match="old-button"):
        send(house, number)
    old = write(house).announcement.id
    clock.travel(timedelta(days=1, seconds=1))
    with pytest.raises(Refusal, match="old-button"):
        send(house, old)
    write(house)
    assert house(lambda db: db.scalar(select(func.count()).select_from(Announcement))) == 1
    after_a_moment()
    assert told(house) == []


# --- who may ---


def test_a_tutor_writes_to_their_own_and_a_coordinator_to_any(house: Run) -> None:
    for who, wrong in ((OTHER_TUTOR, Refusal), (LEAD, NotAllowed), (OTTER, NotAllowed)):
        with pytest.raises(wrong):
            write(house, who=who)
    number = write(house, who=COORDINATOR).announcement.id
    for who in (TUTOR, OTHER_TUTOR):
        for act in (announcements.undo, announcements.drop, announcements.change):
            with pytest.raises(Refusal, match="old-button"):
                house(as_somebody, who, act, number)
    with pytest.raises(Refusal, match="old-button"):
        send(house, number, who=TUTOR)
    send(house, number, who=COORDINATOR)
    after_a_moment()
    assert "a message from Cora" in told(house)[0].text


@pytest.mark.parametrize("number", [0, -1, 99, 2**31, 10**12])
def test_numbers_that_are_none(house: Run, number: int) -> None:
    for act, args in (
        (announcements.write, (number, WORDS)),
        (announcements.ask_words, (number,)),
        (announcements.send, (number, config())),
        (announcements.undo, (number,)),
        (announcements.change, (number,)),
        (announcements.drop, (number,)),
    ):
        with pytest.raises(Refusal):
            house(as_somebody, TUTOR, act, *args)


@pytest.mark.parametrize(
    ("words", "key"),
    [("", "announce-words-please"), ("  \n ", "announce-words-please"), ("x" * 1001, "announce-too-long")],
)
def test_words_that_are_none_or_too_many(house: Run, words: str, key: str) -> None:
    with pytest.raises(Refusal, match=key):
        write(house, words)


def test_the_longest_with_anything_in_it_arrives_whole(house: Run) -> None:
    words = ("<b>&amp; 🎸" * 200)[:1000]
    sent(house, words)
    after_a_moment()
    assert words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in told(house)[0].text


def test_to_a_session_that_was_called_off_nothing_is_written(house: Run) -> None:
    house(as_somebody, TUTOR, session_changes.cancel, house(occurrences_of)[0].id, "over", True)
    assert house(session_of).cancelled_at is not None
    with pytest.raises(Refusal, match="session-is-off"):
        write(house)


def test_without_a_second_adult_nothing_leaves(house: Run) -> None:
    """As with answers: one adult alone does not write to young people."""
    number = write(house).announcement.id
    for person in (LEAD, COORDINATOR):
        person_is(house, person, left_at=clock.now())
    with pytest.raises(Refusal, match="announce-alone"):
        send(house, number)
    person_is(house, LEAD, left_at=None)
    assert send(house, number).people == 3


def test_a_suspended_authors_words_do_not_leave(house: Run) -> None:
    sent(house)
    house(as_somebody, LEAD, oversight.suspend, "Tom")
    after_a_moment()

    def hold(db: orm.Session) -> set[int | None]:
        claimed = rows.take(db, dict(rows.candidates(db)))
        composed = rows.compose(db, claimed)
        mine = [row for row in claimed if row.kind == "announcement"]
        for row in mine:
            rows.settle(db, row, "held", why=f"suspended:{composed[row.id].held_for}")
        return {composed[row.id].held_for for row in mine}

    assert house(hold) == {TUTOR}
    assert became(house, LEAD).under_way == 3
    house(as_somebody, LEAD, oversight.unsuspend, "Tom")
    assert len(told(house)) == 3


def test_who_has_too_much_waiting_is_not_buried(house: Run) -> None:
    """The limit of the configuration: counted is what is due, and other announcements; reminders of next year are not."""
    number = sent(house)

    def fill(db: orm.Session) -> None:
        for place in range(8):
            promise(
                db, OTTER, AnnouncementForPerson(number), key=f"filling:{place}", due_at=clock.now() + timedelta(days=1)
            )

    house(fill)
    small = config().model_copy(update={"limits": config().limits.model_copy(update={"pending_per_person": 10})})
    other = write(house).announcement.id
    house(as_somebody, TUTOR, announcements.send, other, small)
    third = write(house).announcement.id
    with pytest.raises(Refusal, match="announce-too-much") as refused:
        house(as_somebody, TUTOR, announcements.send, third, small)
    assert refused.value.args_for_text == {"people": 1}


def test_it_goes_behind_everything_else(house: Run) -> None:
    number = sent(house)
    row = house(lambda db: db.scalars(select(OutboxRow).where(OutboxRow.kind == "announcement").limit(1)).one())
    assert (row.priority, row.state, row.dedup_key) == (
        Priority.ANNOUNCEMENT,
        OutboxState.PENDING,
        f"announcement:{number}:{row.person_id}",
    )


# --- who reads it ---


def test_every_lead_reads_what_was_written_and_another_tutor_does_not(house: Run) -> None:
    for place in range(5):
        sent(house, f"Message {place}")
    after_a_moment()
    house(deliver)
    first = house(as_somebody, LEAD, announced.sent, 0)
    assert [item.announcement.text for item in first.items] == ["Message 4", "Message 3", "Message 2"]
    assert first.more
    rest = house(as_somebody, LEAD, announced.sent, 0, 1)
    assert [item.announcement.text for item in rest.items] == ["Message 1", "Message 0"]
    assert house(as_somebody, COORDINATOR, announced.sent, 1).items
    assert house(as_somebody, OTHER_TUTOR, announced.sent).items == []
    with pytest.raises(Refusal, match="no-such-session"):
        house(as_somebody, OTHER_TUTOR, announced.sent, 1)
    with pytest.raises(NotAllowed):
        house(as_somebody, OTTER, announced.sent)


def test_the_transcript_of_a_young_person_has_them_too(house: Run) -> None:
    """Whoever reads a whole conversation reads what adults wrote to its sessions, and what became of it."""
    sent(house)
    after_a_moment()
    person_is(house, WREN, blocked_at=clock.now())
    house(deliver)
    house(as_somebody, TUTOR, announcements.undo, sent_and_undone(house))
    for person, note in ((OTTER, ""), (WREN, "not delivered")):
        (thread,) = house(gather, person, Texts(LONDON, "Backline"), "en").threads
        assert thread.heading == "Messages to their sessions"
        assert [(line.who, line.words, line.note) for line in thread.lines] == [("Tom (staff)", f"S1: {WORDS}", note)]
    assert house(gather, TUTOR, Texts(LONDON, "Backline"), "en").threads == ()


def sent_and_undone(house: Run) -> int:
    """One more, to be taken back."""
    return sent(house, "Forget this")
