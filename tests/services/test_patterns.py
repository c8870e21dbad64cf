"""What adds up over days, and a tutor's ways over weeks: found once, told to leads, never to that adult."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.policies.judgements import Judgement
from bot.services import concern_work, patterns
from models.concerns import Concern, SafetyNote
from models.people import PersonRole, Role
from models.questions import Entry, EntryState, Question
from tests.services.safety_house import HARM, SAD, add_person, ask, config, furnish, person, promised, sent

Run = Callable[..., Any]
BULLIED = Judgement("bullying", "medium", ("says that they are teased",), 0.6)
OWED = Judgement("drugs_county_lines", "medium", ("owes somebody",), 0.6)


@pytest.fixture(autouse=True)
def _people(run: Run) -> None:
    run(furnish)


def found_and_opened(db: Session) -> list[Concern]:
    """One ring of the clock."""
    return patterns.open_all(db, patterns.look(db, config()), config())


def reasons_of(concern: Concern) -> str:
    return " / ".join(concern.events[0].details["reasons"])


def wrote(db: Session, name: str, text: str, hours_ago: float, count: int = 1) -> None:
    """A tutor's answers that arrived: one each day back from then."""
    for day in range(count):
        at = clock.now() - timedelta(days=day, hours=hours_ago)
        question = Question(asker_id=person(db, "Riff").id, state="answered", asked_at=at)
        db.add(question)
        db.flush()
        db.add(
            Entry(
                question_id=question.id,
                author_id=person(db, name).id,
                by_staff=True,
                state=EntryState.DELIVERED,
                kind="text",
                text=text,
                said_at=at,
                delivered_at=at,
            )
        )
    db.flush()


def test_medium_worries_of_one_week_add_up_and_ring_once(run: Run) -> None:
    """Three that were each only listed are together rung for, with their numbers; the next hour opens nothing."""

    def check(db: Session) -> None:
        for verdict in (SAD, BULLIED):
            ask(db, "it is all rubbish", verdict)
        assert not found_and_opened(db), "two on one day do not"
        ask(db, "they did it again", BULLIED)
        assert not promised(db, "concern_alert")
        [concern] = found_and_opened(db)
        assert (concern.source, concern.person_id) == ("pattern", person(db, "Riff").id)
        assert "3 worrying signs within 7 days" in reasons_of(concern)
        assert "see C1" in reasons_of(concern)
        assert concern.events[0].severity == "high"
        assert [row.params["concern_id"] for row in promised(db, "concern_alert", "Leah")] == [concern.id]
        assert not db.scalars(select(SafetyNote)).all(), "the young person said nothing new"
        ask(db, "and again", OWED)
        assert not found_and_opened(db)
        clock.travel(timedelta(days=8))
        assert not found_and_opened(db), "what is older is forgotten"

    run(check)


def test_a_wrong_alarm_adds_up_to_nothing(run: Run) -> None:
    """What a lead closed as one is not counted."""

    def check(db: Session) -> None:
        for _ in range(3):
            ask(db, "this riff is killing me", SAD)
        [number] = db.scalars(select(Concern.id))
        concern_work.resolve(db, person(db, "Leah"), number, "wrong alarm", wrong_alarm=True)
        assert not found_and_opened(db)

    run(check)


def test_what_rang_already_is_not_rung_for_again(run: Run) -> None:
    """High ones have been told; alone they add up to nothing."""

    def check(db: Session) -> None:
        for _ in range(3):
            ask(db, "i want to hurt myself", HARM)
        assert not found_and_opened(db)

    run(check)


def test_a_tutors_late_hours_and_private_words_go_to_the_list(run: Run) -> None:
    """With the reasons and the alias, silently, to the lead; once in four weeks, unless something new stands out."""

    def check(db: Session) -> None:
        wrote(db, "Tom", "well played", hours_ago=0, count=2)
        assert not found_and_opened(db)
        wrote(db, "Tom", "I miss you, you are special", hours_ago=0, count=4)
        [concern] = found_and_opened(db)
        assert concern.adult_id == person(db, "Tom").id
        assert concern.person_id is None
        assert "private-sounding words to one young person in 4 messages (Otter-12)" in reasons_of(concern)
        [word] = promised(db, "concern_more", "Leah")
        assert word.params == {"concern_id": concern.id, "what": "pattern"}
        assert not promised(db, "concern_alert")
        assert not found_and_opened(db), "known already"
        add_person(db, "Lynn", Role.LEAD, 2222)
        assert concern_work.read(db, person(db, "Lynn"), concern.id).severity == "medium"

    run(check)


def test_a_tutor_who_is_a_lead_never_hears_of_their_own_pattern(run: Run) -> None:
    """It goes round them: to the coordinator where there is no other lead."""

    def check(db: Session) -> None:
        leah = person(db, "Leah")
        leah.role_rows.append(PersonRole(role=Role.TUTOR))
        db.flush()
        wrote(db, "Leah", "my special one, keep it secret", hours_ago=0, count=5)
        [concern] = found_and_opened(db)
        assert not promised(db, "concern_more", "Leah")
        sent(db, promised(db, "concern_more", "Cora")[0])
        assert not concern_work.open_concerns(db, leah).concerns
        assert [now.concern.id for now in concern_work.open_concerns(db, person(db, "Cora")).concerns] == [concern.id]

    run(check)


def test_something_new_in_the_same_weeks_is_told_as_well(run: Run) -> None:
    """Late hours after private words: a concern of its own that names only what is new."""

    def check(db: Session) -> None:
        late = clock.now().astimezone(config().service.zone)
        to_ten = (late.hour - 22) % 24 + late.minute / 60
        wrote(db, "Tom", "you are special", hours_ago=(late.hour - 12) % 24 + late.minute / 60, count=4)
        [first] = found_and_opened(db)
        assert "private" in reasons_of(first)
        wrote(db, "Tom", "play it slower", hours_ago=to_ten, count=6)
        [second] = found_and_opened(db)
        assert reasons_of(second) == "6 of 10 messages between 21:00 and 07:00"

    run(check)
