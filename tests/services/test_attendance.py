"""Who was there: registers, absences in a row, figures; and what becomes of a reminder that was chosen otherwise."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import orm, select

from bot import clock
from bot.errors import NotAllowed, Refusal
from bot.notifications.replies import who_comes
from bot.notifications.session_reminders import SessionReminder
from bot.services import (
    attendance,
    called_off,
    enrolments,
    figures,
    people,
    registers,
    reminder_choices,
    replies,
    session_changes,
    session_drafts,
)
from bot.services.said import Said
from models.attendance import Attendance
from models.outbox import OutboxRow, OutboxState
from models.people import Person
from models.questions import Question
from tests.services.session_house import (
    COORDINATOR,
    LEAD,
    LONDON,
    LYNX,
    OTHER_TUTOR,
    OTTER,
    TUTOR,
    WREN,
    as_somebody,
    at,
    config,
    deliver,
    occurrences_of,
    pending,
)
from tests.services.session_house import people as cast

Run = Callable[..., Any]
LINE = "Guitar club; 2026-12-03 16:30; 45m; weekly until 2026-12-24; Room 2"


@pytest.fixture
def house(run: Run) -> Run:
    """People, a session of four Thursdays, and three young people in it; the 23rd of November 2026 at noon."""
    at("2026-11-23 12:00")
    run(cast)
    run(as_somebody, TUTOR, session_drafts.begin, LINE, config())
    run(as_somebody, TUTOR, enrolments.enrol, 1, "Otter-12 Wren-77 Lynx-31", config())
    run(deliver)
    return run


def due(house: Run, person: int) -> list[str]:
    return [f"{when.astimezone(LONDON):%d %H:%M}" for who, _, when in house(pending) if who == person]


def first(house: Run) -> int:
    number: int = house(occurrences_of)[0].id
    return number


def told(house: Run, who: int) -> list[str]:
    return [item.text for item in house(deliver) if item.person == who and item.kind != "session_reminder"]


# --- choosing ---


def test_a_choice_rewrites_what_waits(house: Run) -> None:
    house(as_somebody, OTTER, reminder_choices.typed, "evening before, 10m", config())
    assert due(house, OTTER)[:4] == ["02 18:00", "03 16:20", "09 18:00", "10 16:20"]
    assert due(house, WREN)[:2] == ["02 16:30", "03 15:30"]
    house(as_somebody, OTTER, reminder_choices.quiet, "16:00-08:00", config())
    assert due(house, OTTER)[:4] == ["02 15:59", "03 15:59", "09 15:59", "10 15:59"]
    house(as_somebody, OTTER, reminder_choices.usual, config())
    house(as_somebody, OTTER, reminder_choices.quiet, "usual", config())
    assert due(house, OTTER) == due(house, WREN)


def test_what_was_said_is_not_said_again_whatever_is_chosen(house: Run) -> None:
    at("2026-12-02 16:30")
    assert {item.person for item in house(deliver)} == {TUTOR, OTTER, WREN, LYNX}
    for words in ("1h", "1d, 1h", "evening before, 24h", "usual"):
        house(as_somebody, OTTER, reminder_choices.typed, words, config())
    assert house(deliver) == []
    assert due(house, OTTER)[:1] == ["03 15:30"]


def test_the_place_that_is_booked_later_is_reminded_of_as_chosen(house: Run) -> None:
    house(as_somebody, OTTER, reminder_choices.typed, "morning of", config())
    house(as_somebody, TUTOR, session_drafts.begin, "Band; 2026-12-05 11:00", config())
    house(as_somebody, TUTOR, enrolments.enrol, 2, "Otter-12", config())
    assert "05 08:00" in due(house, OTTER)


def test_a_choice_is_one_statement_for_all_that_waits(house: Run) -> None:
    def statements(db: orm.Session) -> int:
        seen: list[str] = []
        from sqlalchemy import event

        def count(*args: Any) -> None:
            seen.append(args[2])

        engine = db.get_bind()
        event.listen(engine, "before_cursor_execute", count)
        try:
            as_somebody(db, OTTER, reminder_choices.typed, "10m, 1h, evening, morning", config())
        finally:
            event.remove(engine, "before_cursor_execute", count)
        return len(seen)

    assert house(statements) <= 12


def test_asked_again_survives_a_choice_and_keeps_out_of_new_quiet_hours(house: Run) -> None:
    at("2026-12-02 16:30")
    house(deliver)
    at("2026-12-02 17:30")
    later = house(as_somebody, OTTER, replies.later_typed, 1, config())
    assert f"{later.at.astimezone(LONDON):%d %H:%M}" == "03 05:00"
    house(as_somebody, OTTER, reminder_choices.quiet, "20:00-08:00", config())
    assert due(house, OTTER)[:2] == ["02 19:59", "03 15:30"]
    at("2026-12-02 19:59")
    assert [item.person for item in house(deliver)] == [OTTER]
    assert house(as_somebody, OTTER, replies.later_typed, 1, config()).at is None


def test_none_keeps_the_choice_for_when_they_are_back_on(house: Run) -> None:
    house(as_somebody, OTTER, reminder_choices.typed, "10m", config())
    off = house(as_somebody, OTTER, reminder_choices.toggle, "10m", config())
    assert off.chosen == []
    at("2026-12-03 16:20")
    assert OTTER not in {item.person for item in house(deliver)}
    house(as_somebody, OTTER, people.set_reminders, True)
    at("2026-12-10 16:20")
    assert OTTER in {item.person for item in house(deliver)}
    with pytest.raises(Refusal):
        house(as_somebody, OTTER, reminder_choices.toggle, "3d", config())


def test_a_reminder_that_telegram_refuses_for_good_shows_as_not_reached(house: Run) -> None:
    number = first(house)

    def refuse(db: orm.Session, state: str) -> tuple[list[str], list[str]]:
        from bot.notifications.base import Outcome

        about = SessionReminder(number, 0)
        about.settled(db, db.get_one(Person, OTTER), Outcome(state, clock.now()))
        who = who_comes(db, house_occurrence(db))
        return [one.alias for one in who.unreached], [one.alias for one in who.unsaid]

    def house_occurrence(db: orm.Session) -> Any:
        return occurrences_of(db)[0]

    assert house(refuse, "failed") == (["Otter-12"], ["Lynx-31", "Wren-77"])
    assert house(refuse, "sent") == ([], ["Lynx-31", "Otter-12", "Wren-77"])


# --- replies ---


def test_a_move_forgets_what_was_said_and_others_have_no_say(house: Run) -> None:
    house(as_somebody, OTTER, replies.typed, 1, None, "not_coming", config())
    assert [one.alias for one in house(lambda db: who_comes(db, occurrences_of(db)[0])).cannot] == ["Otter-12"]
    house(as_somebody, TUTOR, session_changes.move, first(house), datetime(2026, 12, 4, 18), False, config())
    assert house(lambda db: who_comes(db, occurrences_of(db)[0])).cannot == []
    with pytest.raises(NotAllowed):
        house(as_somebody, TUTOR, replies.typed, 1, None, "coming", config())
    house(as_somebody, TUTOR, enrolments.take_out, 1, OTTER)
    with pytest.raises(Refusal, match="reply-no-session"):
        house(as_somebody, OTTER, replies.typed, 1, None, "coming", config())
    with pytest.raises(Refusal, match="reply-no-place"):
        house(as_somebody, OTTER, replies.reply, first(house), 0, "coming", config())
    with pytest.raises(Refusal, match="reply-no-place"):
        house(as_somebody, OTTER, replies.reply, 10**12, 0, "coming", config())


def test_near_the_start_the_tutor_hears_of_who_cannot_come(house: Run) -> None:
    at("2026-12-03 14:00")
    house(deliver)
    house(as_somebody, OTTER, replies.typed, 1, None, "not_coming", config())
    house(as_somebody, WREN, replies.typed, 1, None, "not_coming", config())
    house(as_somebody, WREN, replies.typed, 1, None, "coming", config())
    at("2026-12-03 14:02")
    assert [text.splitlines()[0] for text in told(house, TUTOR)] == [
        "<b>Otter-12</b> (Riff) can't make it to Guitar club (S1), Thu 3 Dec, 16:30."
    ]


def test_what_the_tutor_is_told_waits_for_nobody(house: Run) -> None:
    said = Said("text", "dentist", OTTER, 900)
    house(as_somebody, OTTER, replies.cannot_typed, 1, None, said, config())
    # The same message under another update's number.
    house(as_somebody, OTTER, replies.cannot_typed, 1, None, said, config())
    (thread,) = house(lambda db: db.scalars(select(Question)).all())
    assert thread.asks_nothing
    assert thread.waiting_since is None
    (words,) = told(house, TUTOR)
    assert words.endswith("\ndentist")
    counted = house(figures.count, clock.now() - timedelta(days=1), clock.now() + timedelta(days=1))
    assert counted.counts["asked"] == 0


# --- registers ---


def marks(house: Run) -> dict[int, str | None]:
    rows = house(lambda db: db.execute(select(Attendance.person_id, Attendance.mark)).all())
    return {row[0]: row[1] for row in rows}


def test_a_register_is_marked_by_its_tutor_and_coordinators_alone(house: Run) -> None:
    at("2026-12-03 16:35")
    for _ in range(2):
        house(as_somebody, TUTOR, registers.mark, first(house), OTTER, "late")
    house(as_somebody, COORDINATOR, registers.mark_rest, first(house))
    assert marks(house) == {OTTER: "late", WREN: "present", LYNX: "present"}
    for who, refusal in ((OTHER_TUTOR, Refusal), (LEAD, NotAllowed), (OTTER, NotAllowed)):
        with pytest.raises(refusal):
            house(as_somebody, who, registers.mark, first(house), OTTER, "present")
        with pytest.raises(refusal):
            house(as_somebody, who, registers.open_register, 1)
    for person, mark in ((OTTER, "dancing"), (TUTOR, "late"), (10**12, "late")):
        with pytest.raises(Refusal, match="old-button"):
            house(as_somebody, TUTOR, registers.mark, first(house), person, mark)
    with pytest.raises(Refusal, match="register-not-yet"):
        house(as_somebody, TUTOR, registers.mark, house(occurrences_of)[1].id, OTTER, "late")


def test_whoever_leads_this_one_may_mark_it(house: Run) -> None:
    at("2026-12-03 16:35")

    def hand_over(db: orm.Session) -> None:
        occurrences_of(db)[0].tutor_id = OTHER_TUTOR

    house(hand_over)
    opened = house(as_somebody, OTHER_TUTOR, registers.open_register, 1)
    assert [line.person.id for line in opened.lines] == [LYNX, OTTER, WREN]


def test_who_left_since_stands_in_the_old_register_and_who_came_since_does_not(house: Run) -> None:
    at("2026-12-04 10:00")
    house(as_somebody, TUTOR, enrolments.take_out, 1, OTTER)
    house(as_somebody, TUTOR, enrolments.enrol, 1, "Puffin-45", config())
    opened = house(as_somebody, TUTOR, registers.open_register, 1)
    assert [line.person.id for line in opened.lines] == [LYNX, OTTER, WREN]


def test_three_in_a_row_are_told_once_and_a_slip_is_not_told(house: Run) -> None:
    days = [item.id for item in house(occurrences_of)]
    for place, how in enumerate(("told", "not_told", "not_told")):
        at(f"2026-12-{3 + 7 * place:02} 17:00")
        house(as_somebody, TUTOR, registers.mark, days[place], OTTER, how)
        house(as_somebody, TUTOR, registers.mark, days[place], WREN, how)
    house(as_somebody, TUTOR, registers.mark, days[2], WREN, "present")
    at("2026-12-17 17:06")
    (words,) = told(house, COORDINATOR)
    assert "Otter-12" in words
    assert "3 times in a row, since Thu 3 Dec, 16:30" in words
    assert "They told us before: 1 of 3" in words
    at("2026-12-24 17:00")
    house(as_somebody, TUTOR, registers.mark, days[3], OTTER, "not_told")
    at("2026-12-24 17:06")
    assert told(house, COORDINATOR) == []
    (missing,) = house(as_somebody, COORDINATOR, attendance.missing)
    assert (missing.person.id, missing.streak.count, missing.streak.told) == (OTTER, 4, 1)
    with pytest.raises(NotAllowed):
        house(as_somebody, TUTOR, attendance.missing)


def test_the_tutor_is_asked_for_an_empty_register_once_and_not_in_quiet_hours(house: Run) -> None:
    settings = config(quiet="17:00-08:00")
    at("2026-12-03 17:20")
    assert house(attendance.ask_for_registers, settings) == 0
    at("2026-12-03 17:26")
    assert house(attendance.ask_for_registers, settings) == 1
    assert house(attendance.ask_for_registers, settings) == 0
    assert told(house, TUTOR) == []
    at("2026-12-04 08:00")
    assert "Who was at Guitar club (S1) on Thu 3 Dec, 16:30?" in told(house, TUTOR)[0]
    at("2026-12-10 18:00")
    house(as_somebody, TUTOR, registers.mark_rest, house(occurrences_of)[1].id)
    assert house(attendance.ask_for_registers, settings) == 0


# --- called off late ---


def test_staff_hear_five_minutes_later_and_the_reason_opens_a_seal(house: Run) -> None:
    at("2026-12-03 14:00")
    house(deliver)
    number = first(house)
    house(as_somebody, TUTOR, session_changes.cancel, number, "ill", False)
    assert sorted(item.person for item in house(deliver)) == [OTTER, WREN, LYNX]
    house(as_somebody, OTTER, called_off.seen, number)
    house(as_somebody, WREN, called_off.already_there, number)
    heard = house(deliver)
    assert {item.person for item in heard if item.kind == "already_there"} == {TUTOR, COORDINATOR, LEAD}
    assert all(item.may_ring for item in heard if item.kind == "already_there")
    at("2026-12-03 14:06")
    lists = {item.person: item.text for item in house(deliver) if item.kind == "off_unseen"}
    assert set(lists) == {TUTOR, COORDINATOR, LEAD}
    assert "Not seen yet, please ring them: Lynx-31 (Echo)" in lists[TUTOR]
    assert "Seen: Otter-12 (Riff)" in lists[TUTOR]
    sealed = house(as_somebody, LEAD, called_off.reveal_unseen, number, LYNX, "They have to be reached")
    assert sealed.person.id == LYNX
    for who, person, refusal in ((LEAD, OTTER, Refusal), (TUTOR, LYNX, NotAllowed), (COORDINATOR, LYNX, NotAllowed)):
        with pytest.raises(refusal):
            house(as_somebody, who, called_off.reveal_unseen, number, person, "They have to be reached")


def test_who_is_paused_hears_nothing_and_stands_among_those_to_ring(house: Run) -> None:
    def pause(db: orm.Session) -> None:
        db.get_one(Person, OTTER).paused_at = clock.now()

    house(pause)
    at("2026-12-03 14:00")
    house(as_somebody, TUTOR, session_changes.cancel, first(house), "ill", False)
    assert OTTER not in {item.person for item in house(deliver)}
    at("2026-12-03 14:06")
    told = {item.person: item.text for item in house(deliver) if item.kind == "off_unseen"}
    assert all("Did not reach them, please ring them: Otter-12 (Riff)" in words for words in told.values())
    assert {who for who, words in told.items() if "paused by a safeguarding lead" in words} == {COORDINATOR, LEAD}


def test_what_is_far_ahead_asks_nobody(house: Run) -> None:
    house(as_somebody, TUTOR, session_changes.cancel, first(house), "ill", False)
    waiting = house(lambda db: db.scalars(select(OutboxRow.kind).where(OutboxRow.state == OutboxState.PENDING)).all())
    assert "off_unseen" not in waiting
