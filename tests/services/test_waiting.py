"""Places that are limited: offered to whoever has waited longest, for a set time, and never given twice."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, orm, select, update

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.sessions import people_in
from bot.services import (
    enrolments,
    kept_places,
    people,
    place_offers,
    session_changes,
    session_drafts,
    sessions,
    waiting,
)
from models.audit import AuditEntry
from models.database import Database
from models.outbox import OutboxRow
from models.people import Person, PersonRole, Role
from models.sessions import Enrolment, Occurrence, Session, Waiting
from tests.services.session_house import (
    COORDINATOR,
    LYNX,
    NEW,
    OTHER_TUTOR,
    OTTER,
    TUTOR,
    WREN,
    as_somebody,
    at,
    config,
    deliver,
    go_to,
    pending,
    session_of,
)
from tests.services.session_house import people as cast

Run = Callable[..., Any]
CONFIG = config()
NIGHTS = Config.model_validate({"hours": {"quiet": "20:00-08:00"}, "sessions": {"offer_for": "2h"}})


@pytest.fixture
def house(run: Run) -> Run:
    """A series with two places: Otter and Wren have them, Lynx waits, and then Puffin."""
    at("2026-11-23 12:00")
    run(cast)
    run(as_somebody, TUTOR, session_drafts.begin, "Band; 2026-12-03 16:30; weekly; 2 places", CONFIG)
    run(as_somebody, TUTOR, enrolments.enrol, 1, "Otter-12 Wren-77", CONFIG)
    for minute, person in ((1, LYNX), (2, NEW)):
        at(f"2026-11-23 12:0{minute}")
        run(as_somebody, TUTOR, waiting.put_on, 1, person, CONFIG)
    run(deliver)
    return run


def told(house: Run) -> dict[int, str]:
    return {item.person: item.kind for item in house(deliver)}


def free_one(house: Run, person: int = OTTER, service: Config = CONFIG) -> None:
    house(as_somebody, TUTOR, enrolments.take_out, 1, person)
    house(place_offers.tend, service)


def refused(house: Run, who: int, use_case: Callable[..., Any], *args: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        house(as_somebody, who, use_case, *args)
    return refusal.value.key


def test_a_full_session_gives_no_place_and_the_list_tells_the_truth(house: Run) -> None:
    outcome = house(as_somebody, TUTOR, enrolments.enrol, 1, "Lynx-31 Otter-12", CONFIG)
    assert ([p.id for p in outcome.full], [p.id for p in outcome.had], outcome.new) == ([LYNX], [OTTER], [])
    assert not house(as_somebody, TUTOR, enrolments.enrol_one, 1, LYNX, CONFIG)
    found = house(as_somebody, TUTOR, waiting.waiting_list, 1)
    assert ([row.person_id for row in found.waiting], found.placed) == ([LYNX, NEW], 2)
    assert [item.position for item in house(as_somebody, NEW, sessions.booked).waiting] == [2]
    # Who is on it stays where they are, and who has a place does not wait.
    house(as_somebody, TUTOR, waiting.put_on_named, 1, "Puffin-45 lynx 31 Otter-12", CONFIG)
    assert refused(house, TUTOR, waiting.put_on_named, 1, "Otter-12", CONFIG) == "waiting-has-place"
    assert len(house(as_somebody, COORDINATOR, waiting.waiting_list, 1).waiting) == 2
    assert told(house) == {}


def test_who_is_put_on_the_list_is_told_their_number(run: Run) -> None:
    at("2026-11-23 12:00")
    run(cast)
    run(as_somebody, TUTOR, session_drafts.begin, "Band; 2026-12-03 16:30; max 1", CONFIG)
    run(as_somebody, TUTOR, enrolments.enrol, 1, "Otter-12", CONFIG)
    run(deliver)
    run(as_somebody, TUTOR, waiting.put_on, 1, LYNX, CONFIG)
    (one,) = run(deliver)
    assert (one.person, "number 1" in one.text, one.may_ring) == (LYNX, True, False)


def test_a_freed_place_is_offered_and_a_yes_enrols(house: Run) -> None:
    free_one(house)
    offer = next(item for item in house(deliver) if item.kind == "place_offered")
    assert (offer.person, offer.may_ring) == (LYNX, False)
    assert "until Tue 24 Nov, 12:02" in offer.text
    # It is kept for them: nobody else gets it meanwhile.
    assert not house(as_somebody, TUTOR, enrolments.enrol_one, 1, OTTER, CONFIG)
    assert house(as_somebody, LYNX, place_offers.accept, 1, CONFIG).outcome == "taken"
    assert told(house) == {TUTOR: "place_answered"}
    assert sum(row[0] == LYNX for row in house(pending)) > 0
    assert house(people_in, house(session_of)) == 2
    assert refused(house, LYNX, place_offers.accept, 1, CONFIG) == "offer-none"
    assert refused(house, OTTER, place_offers.accept, 1, CONFIG) == "offer-none"


def test_a_no_goes_to_the_next(house: Run) -> None:
    free_one(house)
    house(deliver)
    assert house(as_somebody, LYNX, place_offers.decline, 1, CONFIG).outcome == "declined"
    assert told(house) == {TUTOR: "place_answered", NEW: "place_offered"}
    assert house(as_somebody, LYNX, sessions.booked).waiting == []


def test_an_offer_that_runs_out_goes_to_the_next(house: Run) -> None:
    free_one(house)
    house(deliver)
    at("2026-11-24 12:01")
    assert not house(place_offers.anything_due)
    at("2026-11-24 12:03")
    assert house(place_offers.anything_due)
    assert house(as_somebody, LYNX, place_offers.accept, 1, CONFIG).outcome == "gone"
    house(place_offers.tend, CONFIG)
    assert told(house) == {LYNX: "offer_over", TUTOR: "place_answered", NEW: "place_offered"}
    assert not house(place_offers.anything_due)


def test_an_offer_of_the_night_begins_in_the_morning(house: Run) -> None:
    at("2026-11-23 23:00")
    free_one(house, service=NIGHTS)
    (row,) = [item for item in house(as_somebody, TUTOR, waiting.waiting_list, 1).waiting if item.offered_until]
    assert row.offered_until == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def test_more_places_are_offered_to_as_many(house: Run) -> None:
    house(as_somebody, TUTOR, waiting.set_places, 1, "3", CONFIG)
    assert told(house) == {LYNX: "place_offered"}
    house(as_somebody, TUTOR, waiting.set_places, 1, "off", CONFIG)
    assert told(house) == {NEW: "place_offered"}
    assert house(session_of).capacity is None
    # Two have a place, and two are kept.
    assert refused(house, TUTOR, waiting.set_places, 1, "3", CONFIG) == "places-too-few"
    for words in ("0 places", "many", "-1", "1001", "९"):
        assert refused(house, TUTOR, waiting.set_places, 1, words, CONFIG) == "newsession-bad-capacity"
    assert refused(house, OTHER_TUTOR, waiting.set_places, 1, "9", CONFIG) == "no-such-session"


def test_whom_nothing_reaches_is_passed_over_and_keeps_their_number(house: Run) -> None:
    def pause(db: orm.Session) -> None:
        db.execute(update(Person).where(Person.id == LYNX).values(paused_at=clock.now()))

    house(pause)
    free_one(house)
    offered = [row.person_id for row in house(as_somebody, TUTOR, waiting.waiting_list, 1).waiting if row.offered_until]
    assert offered == [NEW]
    assert house(as_somebody, TUTOR, waiting.waiting_list, 1).waiting[0].person_id == LYNX


def test_somebody_who_leaves_frees_their_place_and_may_wait_for_it_when_they_are_back(house: Run) -> None:
    house(lambda db: people.leave(db, db.get_one(Person, OTTER)))
    assert house(place_offers.anything_due)
    house(place_offers.tend, CONFIG)
    house(as_somebody, LYNX, place_offers.accept, 1, CONFIG)
    house(deliver)
    house(lambda db: people.come_home(db, db.get_one(Person, OTTER), CONFIG))
    found = house(as_somebody, TUTOR, waiting.waiting_list, 1)
    assert (found.placed, [row.person_id for row in found.waiting]) == (2, [OTTER, NEW])
    assert told(house)[OTTER] == "on_waiting_list"
    assert OTTER not in {row[0] for row in house(pending)}


def test_a_session_that_is_over_offers_nothing(house: Run) -> None:
    first = house(as_somebody, TUTOR, session_changes.times, 1, 1).times[0]
    house(as_somebody, TUTOR, session_changes.cancel, first.id, "over", True)
    house(deliver)
    house(lambda db: db.execute(delete(Enrolment).where(Enrolment.person_id == OTTER)))
    assert not house(place_offers.anything_due)
    assert house(place_offers.tend, CONFIG) == 0


def test_staff_take_somebody_off(house: Run) -> None:
    house(as_somebody, TUTOR, waiting.take_off_named, 1, "Lynx-31", CONFIG)
    assert told(house) == {LYNX: "off_waiting_list"}
    assert refused(house, TUTOR, waiting.take_off_named, 1, "Lynx-31", CONFIG) == "waiting-not-there"
    for person in (OTTER, 0, 2**31):
        assert refused(house, TUTOR, waiting.take_off, 1, person, CONFIG) == "old-button"
    assert refused(house, OTHER_TUTOR, waiting.put_on, 1, LYNX, CONFIG) == "no-such-session"
    assert refused(house, OTHER_TUTOR, waiting.waiting_list, 1) == "no-such-session"


async def test_two_yeses_at_once_to_one_place_make_one(database_url: str) -> None:
    """The last place was taken back while two offers stood: the database decides, whoever comes first."""
    database = Database(database_url)
    try:
        at("2026-11-23 12:00")
        database.write_now(cast)
        database.write_now(as_somebody, TUTOR, session_drafts.begin, "Band; 2026-12-03 16:30; 2 places", CONFIG)

        def offered(db: orm.Session) -> None:
            until = clock.now() + timedelta(hours=1)
            for person in (OTTER, WREN):
                db.add(Waiting(session_id=1, person_id=person, since=clock.now(), offered_until=until))

        database.write_now(offered)
        for _ in range(10):
            database.write_now(lambda db: db.execute(update(Session).values(capacity=2)))
            database.write_now(lambda db: db.execute(update(Session).values(capacity=1)))
            yeses = (
                database.write(as_somebody, person, place_offers.accept, 1, CONFIG)
                for person in (OTTER, WREN, OTTER, WREN)
            )
            answers = await asyncio.gather(*yeses, return_exceptions=True)
            taken = [answer for answer in answers if not isinstance(answer, Exception) and answer.outcome == "taken"]
            assert len(taken) <= 1
            assert database.write_now(lambda db: people_in(db, db.get_one(Session, 1))) <= 1
            database.write_now(lambda db: db.execute(delete(Enrolment)))
            database.write_now(lambda db: db.execute(delete(Waiting)))
            database.write_now(offered)
    finally:
        database.close()


CROWD = tuple(range(100, 104))
DEEDS = (
    "wait",
    "enrol",
    "enrol",
    "leave",
    "return",
    "take out",
    "put on",
    "take off",
    "yes",
    "no",
    "places",
    "leave",
    "return",
    "tend",
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 10**6)), min_size=30, max_size=80))
def test_never_more_than_there_are_places_and_always_in_turn(run: Run, deeds: list[tuple[str, int]]) -> None:
    def example(db: orm.Session) -> None:
        for table in (OutboxRow, Waiting, Enrolment, Occurrence, Session, AuditEntry):
            db.execute(delete(table))
        go_to(datetime(2026, 11, 23, 12, tzinfo=UTC))
        if db.get(Person, TUTOR) is None:
            cast(db)
            for number in CROWD:
                db.add(_member(number))
        for person in db.scalars(select(Person)):
            person.left_at = None
        db.flush()
        db.expire_all()
        as_somebody(db, TUTOR, session_drafts.begin, "Band; 2026-12-03 16:30; weekly; max 2", CONFIG)
        session = db.scalars(select(Session)).one()
        for deed, pick in deeds:
            do(db, session, deed, pick)
            db.flush()
            check(db, session)
        place_offers.tend(db, CONFIG)
        check(db, session)
        # Nobody waits while there is a place for them.
        assert not place_offers.anything_due(db)
        here = [row for row in place_offers.waiting_for(db, session) if row.person.left_at is None]
        left = [row.offered_until is None for row in here]
        kept = kept_places.offers(db, session)
        assert session.capacity is None or not any(left) or people_in(db, session) + kept >= session.capacity

    def check(db: orm.Session, session: Session) -> None:
        capacity = session.capacity
        assert capacity is None or people_in(db, session) + kept_places.offers(db, session) <= capacity
        both = (
            select(func.count())
            .select_from(Waiting)
            .join(
                Enrolment,
                (Enrolment.person_id == Waiting.person_id)
                & (Enrolment.session_id == Waiting.session_id)
                & Enrolment.left_at.is_(None),
            )
        )
        assert db.scalar(both) == 0

    def do(db: orm.Session, session: Session, deed: str, pick: int) -> None:
        number, person = session.id, CROWD[pick % len(CROWD)]
        whole = db.get_one(Person, person)
        try:
            if deed == "wait":
                go_to(clock.now() + timedelta(hours=pick % 30))
            elif deed == "tend":
                before = {
                    row.person_id: row.since
                    for row in place_offers.waiting_for(db, session)
                    if row.offered_until is None
                }
                place_offers.tend(db, CONFIG)
                now = {row.person_id for row in place_offers.waiting_for(db, session) if row.offered_until is None}
                here = {one for one in before if db.get_one(Person, one).left_at is None}
                offered, passed = here - now, here & now
                assert all(before[one] <= before[other] for one in offered for other in passed)
            elif deed == "leave":
                if whole.left_at is None:
                    people.leave(db, whole)
            elif deed == "return":
                if whole.left_at is not None:
                    people.come_home(db, whole, CONFIG)
            elif deed in ("yes", "no"):
                use_case = place_offers.accept if deed == "yes" else place_offers.decline
                if whole.left_at is None:
                    as_somebody(db, person, use_case, number, CONFIG)
            elif deed == "places":
                as_somebody(db, TUTOR, waiting.set_places, number, str(pick % 5), CONFIG)
            elif deed == "enrol":
                as_somebody(db, TUTOR, enrolments.enrol_one, number, person, CONFIG)
            elif deed == "take out":
                as_somebody(db, TUTOR, enrolments.take_out, number, person)
            elif deed == "put on":
                as_somebody(db, TUTOR, waiting.put_on, number, person, CONFIG)
            else:
                as_somebody(db, TUTOR, waiting.take_off, number, person, CONFIG)
        except Refusal:
            pass  # not there, or too few places

    run(example)


def _member(number: int) -> Person:
    return Person(
        id=number,
        telegram_id=number,
        alias=f"Gecko-{number}",
        name=f"G{number}",
        instruments=[],
        joined_at=clock.now(),
        confirmed_at=clock.now(),
        role_rows=[PersonRole(role=Role.YOUNG_PERSON)],
    )
