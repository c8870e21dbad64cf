"""After a session: who is asked, once and by day; what the tutor sees; and what stands on the leads' list."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import orm, select, update

from bot import clock
from bot.config import Config
from bot.errors import NotAllowed, Refusal
from bot.notifications.concerns import concern_now
from bot.policies.judgements import Judgement
from bot.services import concern_work, enrolments, feelings, feelings_asking, people, session_changes, session_drafts
from bot.services.said import Said
from bot.services.transcripts import gather
from bot.texts import Texts
from models.attendance import Attendance
from models.concerns import Concern
from models.people import Person, PersonRole, Role
from models.sessions import Occurrence
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
)
from tests.services.session_house import people as cast

Run = Callable[..., Any]
LINE = "Guitar club; 2026-12-03 16:30; 45m; weekly until 2027-01-28; Room 2"


@pytest.fixture
def house(run: Run) -> Run:
    """A weekly session with two young people; its first meeting was from 16:30 to 17:15 on the third of December."""
    at("2026-11-23 12:00")
    run(cast)
    run(as_somebody, TUTOR, session_drafts.begin, LINE, config(before=["1h"], horizon="12w"))
    run(as_somebody, TUTOR, enrolments.enrol, 1, "Otter-12 Wren-77", config())
    run(deliver)
    at("2026-12-03 17:25")
    run(deliver)
    return run


def asked(house: Run, settings: Config | None = None) -> list[Heard]:
    """Looks for what is over, and delivers what is due."""
    house(feelings_asking.ask_all, settings or config())
    return [item for item in house(deliver) if item.kind == "felt_ask"]


def first(house: Run) -> Occurrence:
    return house(occurrences_of)[0]


def mark(house: Run, person: int, **columns: Any) -> None:
    """What the register, or an answer to a reminder, says of somebody at the first meeting."""
    number = first(house).id
    house(lambda db: db.add(Attendance(occurrence_id=number, person_id=person, felt_words="", **columns)))


def felt(house: Run, person: int, face: int, occurrence: int | None = None) -> feelings.Felt:
    return house(
        as_somebody, person, feelings.tap, first(house).id if occurrence is None else occurrence, face, config()
    )


def said(text: str, verdict: Judgement | None = None, kind: str = "text") -> Said:
    return Said(kind, text, OTTER, 77, verdict=verdict)


def kept(house: Run, person: int = OTTER) -> tuple[int | None, str]:
    number = first(house).id

    def look(db: orm.Session) -> tuple[int | None, str]:
        row = db.get(Attendance, (number, person))
        return (row.felt, row.felt_words) if row is not None else (None, "")

    return house(look)


def person_is(house: Run, person: int, **columns: Any) -> None:
    house(lambda db: db.execute(update(Person).where(Person.id == person).values(**columns)))


# --- who is asked ---


def test_everybody_who_had_a_place_is_asked_once(house: Run) -> None:
    assert house(feelings_asking.anything_over, config())
    told = asked(house)
    assert [item.person for item in told] == [OTTER, WREN]
    assert "How was <b>Guitar club</b> today?" in told[0].text
    assert "Tom sees what you tap. If it is low three times in a row, our safety person sees that too." in told[0].text
    assert not told[0].may_ring
    assert not house(feelings_asking.anything_over, config())
    assert asked(house) == []
    at("2026-12-04 12:00")
    assert asked(house) == []


def test_not_while_it_runs_nor_in_the_minutes_after(house: Run) -> None:
    at("2026-12-03 17:24")
    assert asked(house) == []
    assert asked(house, Config.model_validate({"reminders": {"felt_after": "off"}})) == []


@pytest.mark.parametrize(
    ("columns", "is_asked"),
    [
        ({"mark": "present"}, True),
        ({"mark": "late"}, True),
        ({"mark": "present", "reply": "not_coming"}, True),
        ({"reply": "coming"}, True),
        ({"mark": "told"}, False),
        ({"mark": "not_told"}, False),
        ({"reply": "not_coming"}, False),
        ({"felt": 4}, False),
    ],
)
def test_who_was_not_there_is_not_asked(house: Run, columns: dict[str, Any], is_asked: bool) -> None:
    mark(house, OTTER, **columns)
    assert [item.person for item in asked(house)] == ([OTTER, WREN] if is_asked else [WREN])


def test_a_register_kept_before_it_is_sent_counts(house: Run) -> None:
    """In quiet hours the question waits, and the tutor may write the register in the evening."""
    settings = config(quiet="17:00-08:00")
    assert asked(house, settings) == []
    mark(house, OTTER, mark="not_told")
    at("2026-12-04 07:59")
    assert asked(house, settings) == []
    at("2026-12-04 08:00")
    (told,) = asked(house, settings)
    assert told.person == WREN
    assert "yesterday" in told.text


def test_their_own_quiet_hours_count_too(house: Run) -> None:
    person_is(house, OTTER, quiet="17:00-19:30")
    assert [item.person for item in asked(house)] == [WREN]
    at("2026-12-03 19:30")
    assert [item.person for item in asked(house)] == [OTTER]


@pytest.mark.parametrize("column", ["left_at", "paused_at", "blocked_at", "reminders_off_at"])
def test_who_wants_or_may_have_no_messages_gets_none(house: Run, column: str) -> None:
    person_is(house, OTTER, **{column: clock.now()})
    assert [item.person for item in asked(house)] == [WREN]


def test_nobody_without_a_place_then_is_asked(house: Run) -> None:
    """Who came later, and who had gone before."""
    house(as_somebody, TUTOR, enrolments.enrol, 1, "Lynx-31", config())
    at("2026-12-03 16:00")
    house(as_somebody, TUTOR, enrolments.take_out, 1, WREN)
    at("2026-12-03 17:25")
    assert [item.person for item in asked(house)] == [OTTER]


def test_what_was_called_off_is_not_asked_about(house: Run) -> None:
    at("2026-12-03 16:00")
    house(as_somebody, TUTOR, session_changes.cancel, first(house).id, "ill", False)
    at("2026-12-03 17:25")
    assert asked(house) == []


def test_after_two_days_nobody_is_asked_any_more(house: Run) -> None:
    at("2026-12-05 17:16")
    assert asked(house) == []


# --- what they say ---


def test_the_tutor_sees_faces_and_lines_in_one_message(house: Run) -> None:
    asked(house)
    assert felt(house, OTTER, 5).tutor == "Tom"
    felt(house, WREN, 2)
    outcome = house(as_somebody, OTTER, feelings.add_line, first(house).id, said("ring me on 07700 900123!"), config())
    assert not outcome.kept_back
    assert house(deliver) == []
    at("2026-12-03 17:28")
    (told,) = house(deliver)
    assert (told.person, told.kind) == (TUTOR, "felt_for_tutor")
    assert "Otter-12 (Riff): Great 😀 – “ring me on" in told.text
    assert "07700" not in told.text
    assert "Wren-77 (Beat): Not so good 🙁" in told.text
    assert kept(house) == (5, "ring me on 07700 900123!")


def test_a_change_of_mind_takes_its_place(house: Run) -> None:
    felt(house, OTTER, 5)
    felt(house, OTTER, 3)
    felt(house, OTTER, 3)
    assert kept(house) == (3, "")


def test_what_worries_is_for_the_safety_person_and_not_for_the_tutor(house: Run) -> None:
    """Whatever somebody says about a tutor must not be handed to that tutor."""
    felt(house, OTTER, 1)
    bad = Judgement("abuse_neglect", "high", ("somebody hurts them",), 0.9)
    outcome = house(as_somebody, OTTER, feelings.add_line, first(house).id, said("he hurt me", bad), config())
    assert outcome.kept_back
    assert kept(house) == (1, "")
    at("2026-12-03 17:30")
    assert not [item for item in house(deliver) if "he hurt me" in item.text]


def test_what_no_machine_could_read_goes_to_the_leads(house: Run) -> None:
    strange = Judgement(unread="script")
    outcome = house(as_somebody, OTTER, feelings.add_line, first(house).id, said("مرحبا", strange), config())
    assert outcome.kept_back
    (found,) = house(as_somebody, LEAD, concern_work.open_concerns).concerns
    assert found.opened.words == "مرحبا"
    assert found.severity == "medium"


def test_lines_are_words_and_not_too_many(house: Run) -> None:
    for wrong, key in (
        (said(""), "felt-words-please"),
        (said("", kind="voice"), "felt-words-please"),
        (said("x" * 501), "felt-line-too-long"),
    ):
        with pytest.raises(Refusal) as refused:
            house(as_somebody, OTTER, feelings.add_line, first(house).id, wrong, config())
        assert refused.value.key == key
    assert kept(house) == (None, "")


@pytest.mark.parametrize("face", [0, 6, -1, 2**31])
def test_no_sixth_face(house: Run, face: int) -> None:
    with pytest.raises(Refusal):
        felt(house, OTTER, face)


def test_only_for_meetings_that_they_had(house: Run) -> None:
    """Not another's, not one to come, not one called off, and no number that there is not."""
    second = house(occurrences_of)[1].id
    for person, occurrence in ((LYNX, first(house).id), (OTTER, second), (OTTER, 0), (OTTER, -5), (OTTER, 2**31)):
        with pytest.raises(Refusal):
            felt(house, person, 4, occurrence)
    with pytest.raises(NotAllowed):
        felt(house, TUTOR, 4)


def test_typed_it_is_about_the_newest(house: Run) -> None:
    house(as_somebody, OTTER, feelings.typed, 2, said("too loud"), config())
    assert kept(house) == (2, "too loud")
    at("2026-12-05 17:16")
    with pytest.raises(Refusal, match="felt-nothing-over"):
        house(as_somebody, OTTER, feelings.typed, 2, said(""), config())


def test_staff_read_it_who_were_named_to_the_young_people(house: Run) -> None:
    felt(house, OTTER, 4)
    for who in (TUTOR, LEAD):
        found = house(as_somebody, who, feelings.of_session, 1)
        assert [[one.felt for one in answers] for _, answers in found.meetings] == [[4]]
    with pytest.raises(Refusal, match="no-such-session"):
        house(as_somebody, OTHER_TUTOR, feelings.of_session, 1)
    with pytest.raises(NotAllowed):
        house(as_somebody, COORDINATOR, feelings.of_session, 1)


# --- three low ones in a row ---


def low_ones(house: Run, *faces: int, person: int = OTTER, start: int = 0) -> None:
    """A face for one meeting after the other."""
    for at_, face in enumerate(faces, start):
        occurrence = house(occurrences_of)[at_]
        at(occurrence.ends_at.astimezone(LONDON).replace(tzinfo=None).isoformat())
        felt(house, person, face, occurrence.id)


def concerns(house: Run) -> list[Concern]:
    return house(lambda db: list(db.scalars(select(Concern).order_by(Concern.id))))


def test_three_in_a_row_stand_on_the_list_quietly_and_once(house: Run) -> None:
    low_ones(house, 1, 2)
    assert concerns(house) == []
    low_ones(house, 2, start=2)
    (found,) = concerns(house)
    now = house(lambda db: concern_now(db, found.id))
    assert (found.person_id, found.adult_id, found.source) == (OTTER, None, "pattern")
    assert (now.category, now.severity) == ("low_faces", "medium")
    assert now.opened.words.splitlines()[0] == "S1 Guitar club, 2026-12-03 16:30: 1/5"
    told = [item for item in house(deliver) if item.kind in ("felt_low", "concern_alert")]
    assert [(item.person, item.kind, item.may_ring) for item in told] == [(LEAD, "felt_low", False)]
    assert "C1</b> · Otter-12 · three sessions in a row felt low" in told[0].text
    low_ones(house, 1, 1, 1, start=3)
    assert len(concerns(house)) == 1


def test_a_better_one_in_between_ends_the_row(house: Run) -> None:
    low_ones(house, 1, 2, 3, 1, 1)
    low_ones(house, 1, 1, 5, 1, person=WREN)
    assert concerns(house) == []
    # They think again about the one in between: now there are five.
    felt(house, OTTER, 2, house(occurrences_of)[2].id)
    assert len(concerns(house)) == 1


def test_after_it_was_closed_three_more_are_shown_again(house: Run) -> None:
    low_ones(house, 1, 1, 1)
    house(as_somebody, LEAD, concern_work.resolve, 1, "talked to them")
    low_ones(house, 1, 1, start=3)
    assert len(concerns(house)) == 1
    low_ones(house, 1, start=5)
    assert len(concerns(house)) == 2


def test_a_lead_who_led_them_is_not_the_one_to_look(house: Run) -> None:
    """Where tutor and lead are one person, somebody else is told."""
    house(lambda db: db.add(PersonRole(person_id=TUTOR, role=Role.LEAD)))
    low_ones(house, 1, 1, 1)
    assert [found.adult_id for found in concerns(house)] == [TUTOR]
    assert [item.person for item in house(deliver) if item.kind == "felt_low"] == [LEAD]
    assert house(as_somebody, TUTOR, concern_work.open_concerns).concerns == []


def test_who_has_answered_before_is_not_told_again_who_sees_it(house: Run) -> None:
    felt(house, OTTER, 4)
    at("2026-12-10 17:25")
    house(deliver)
    told = {item.person: item.text for item in asked(house)}
    assert "three times in a row" not in told[OTTER]
    assert "three times in a row" in told[WREN]


def test_leaving_and_coming_back_asks_nothing_twice(house: Run) -> None:
    asked(house)
    house(as_somebody, OTTER, people.leave)
    house(lambda db: people.come_home(db, db.get_one(Person, OTTER), config()))
    assert asked(house) == []


def test_a_stand_in_hears_of_the_meeting_that_they_led(house: Run) -> None:
    number = first(house).id
    house(lambda db: db.execute(update(Occurrence).where(Occurrence.id == number).values(tutor_id=OTHER_TUTOR)))
    assert "Tess sees what you tap" in asked(house)[0].text
    felt(house, OTTER, 4)
    at("2026-12-03 17:28")
    assert [item.person for item in house(deliver)] == [OTHER_TUTOR]


def test_asking_takes_a_bounded_bite(house: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an absence many meetings are over at once: the writer is not held up by all of them."""
    monkeypatch.setattr(feelings_asking, "MOST_AT_ONCE", 1)
    house(as_somebody, TUTOR, session_drafts.begin, "Band; 2026-12-04 16:30; 45m; once", config())
    house(as_somebody, TUTOR, enrolments.enrol, 2, "Otter-12", config())
    house(deliver)
    at("2026-12-04 18:00")
    assert [item.person for item in asked(house)] == [OTTER, WREN]
    assert [item.person for item in asked(house)] == [OTTER]


def test_the_transcript_has_what_they_said(house: Run) -> None:
    felt(house, OTTER, 2)
    house(as_somebody, OTTER, feelings.add_line, first(house).id, said("too loud"), config())
    (thread,) = house(gather, OTTER, Texts(LONDON, "Backline"), "en").threads
    assert thread.heading == "How they say that sessions were"
    assert [(line.words, line.young) for line in thread.lines] == [("S1: Not so good 🙁\ntoo loud", True)]
