"""Joining, every branch of it: no spends no code, what is half done resumes, and nobody gets in twice by one code."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import clock
from bot.errors import NotAllowed, Refusal
from bot.services import invitations, joining, people
from bot.services.people import actor_of
from models.lessons import Lesson, Progress
from models.outbox import OutboxRow
from models.people import Conversation, Invitation, Person, Role, SealedRecord
from models.questions import Question
from tests.services import question_house as house
from tests.services.question_house import CORA, LEAH, RIFF, TOM, Run, act, config, promised, who

NEW = 3001


@pytest.fixture(autouse=True)
def _people(run: Run) -> None:
    run(house.furnish)


def _code(run: Run, role: Role = Role.YOUNG_PERSON, **more) -> str:
    return act(run, CORA, invitations.invite, role, 1, 14, **more)[0]


def _join(run: Run, code: str, chat: int = NEW, name: str = "Echo", settings=None):
    settings = settings or config()
    run(joining.start, chat, code, settings)
    screen = run(joining.agree, chat, settings)
    if screen.screen == "age":
        run(joining.choose_age, chat, 0, settings)
    return run(joining.choose_name, chat, name, settings)


def _unspent(run: Run) -> bool:
    return run(lambda db: db.scalars(select(Invitation.used_at)).one()) is None


def test_a_young_person_joins_in_four_acts(run: Run) -> None:
    """Start, yes, an age band, a name; the coordinator is asked to confirm, and nothing says who they are."""
    code = _code(run, reference="REF-1", contact="Aunt")
    first = run(joining.start, NEW, code, config())
    assert (first.screen, first.role) == ("privacy", Role.YOUNG_PERSON)
    second = run(joining.agree, NEW, config())
    assert (second.screen, second.bands) == ("age", ("13–15", "16–17", "18–24"))
    third = run(joining.choose_age, NEW, 1, config())
    assert third.screen == "name"
    assert len(set(third.names)) == 3
    last = run(joining.choose_suggestion, NEW, 2, config())
    assert last.screen == "welcome"

    def look(db):
        person = who(db, NEW)
        asked = [row.params for row in promised(db, CORA, "confirm_joiner")]
        sealed = db.scalars(select(SealedRecord.person_id)).one()
        return (
            person.name,
            person.age_band,
            person.roles,
            person.confirmed_at,
            asked == [{"person_id": person.id}],
            (sealed == person.id),
        )

    assert run(look) == (third.names[2], "16–17", {Role.YOUNG_PERSON}, None, True, True)
    assert not _unspent(run)
    assert run(lambda db: db.get(Conversation, NEW)) is None


def test_without_confirmation_a_joiner_is_whole_at_once(run: Run) -> None:
    """Where the service does not want it, nobody is asked."""
    _join(run, _code(run), settings=config(joining={"confirm": False}))
    assert run(lambda db: who(db, NEW).confirmed_at) is not None
    assert run(lambda db: promised(db, CORA, "confirm_joiner")) == []


def test_no_spends_no_code_and_keeps_nothing(run: Run) -> None:
    """Whoever says no, or is too young, can come back with the same code; nothing about them is left."""
    code = _code(run)
    run(joining.start, NEW, code, config())
    assert run(joining.decline, NEW).screen == "declined"
    assert run(lambda db: db.get(Conversation, NEW)) is None
    run(joining.start, NEW, code, config())
    run(joining.agree, NEW, config())
    assert run(joining.choose_age, NEW, -1, config()).screen == "too_young"
    assert run(lambda db: db.get(Conversation, NEW)) is None
    assert _unspent(run)
    assert _join(run, code).screen == "welcome"


@pytest.mark.parametrize("step", ["privacy", "age", "name"])
def test_a_half_finished_joining_resumes_where_it_was(run: Run, step: str) -> None:
    """/start without the code, a day later, shows the screen they had; the names offered are the same."""
    settings = config()
    run(joining.start, NEW, _code(run), settings)
    names: tuple[str, ...] = ()
    if step != "privacy":
        run(joining.agree, NEW, settings)
    if step == "name":
        names = run(joining.choose_age, NEW, 0, settings).names
    clock.travel(timedelta(days=1))
    again = run(joining.start, NEW, "", settings)
    assert again.screen == step
    assert not names or again.names == names


def test_a_joining_whose_code_has_run_out_or_was_used_ends(run: Run) -> None:
    """It does not matter at which step: the code is looked at again when it is spent."""
    settings = config()
    code = _code(run)
    run(joining.start, NEW, code, settings)
    run(joining.agree, NEW, settings)
    run(joining.choose_age, NEW, 0, settings)
    clock.travel(timedelta(days=15))
    assert run(joining.choose_name, NEW, "Echo", settings).screen == "bad_code"
    assert run(joining.start, NEW, "", settings).screen == "stranger"
    other = _code(run)
    run(joining.start, NEW, other, settings)
    assert _join(run, other, chat=NEW + 1).screen == "welcome"
    assert run(joining.start, NEW, "", settings).screen == "bad_code"
    assert run(lambda db: actor_of(db, NEW)) is None


def test_two_people_race_for_one_code(database_url: str, run: Run) -> None:
    """Both are at the last step; one gets in, the other reads that the code does not work."""
    settings = config()
    code = _code(run)
    chats = range(NEW, NEW + 8)
    for chat in chats:
        run(joining.start, chat, code, settings)
        run(joining.agree, chat, settings)
        run(joining.choose_age, chat, 0, settings)
    with house.several_writers(database_url) as together:
        outcomes = together([lambda db, c=c: joining.choose_name(db, c, "Echo", settings).screen for c in chats])
    assert sorted(outcomes) == ["bad_code"] * 7 + ["welcome"]
    assert run(lambda db: len([chat for chat in chats if actor_of(db, chat)])) == 1


def test_a_button_pressed_twice_or_out_of_turn_is_an_old_button(run: Run) -> None:
    """Screens of joining that were answered already, or never shown, do nothing."""
    settings = config()
    for press in (
        lambda db: joining.agree(db, NEW, settings),
        lambda db: joining.decline(db, NEW),
        lambda db: joining.choose_age(db, NEW, 0, settings),
        lambda db: joining.choose_suggestion(db, NEW, 0, settings),
    ):
        with pytest.raises(Refusal, match="old-button"):
            run(press)
    run(joining.start, NEW, _code(run), settings)
    run(joining.agree, NEW, settings)
    for band in (99, -2):
        with pytest.raises(Refusal, match="old-button"):
            run(joining.choose_age, NEW, band, settings)
    run(joining.choose_age, NEW, 0, settings)
    with pytest.raises(Refusal, match="old-button"):
        run(joining.choose_suggestion, NEW, 3, settings)


@pytest.mark.parametrize(
    ("name", "why"),
    [("", "empty"), ("x" * 60, "too-long"), ("@echo", "contact"), ("t.me/echo", "link"), ("/start", "command")],
)
def test_a_name_that_is_none_is_asked_for_again(run: Run, name: str, why: str) -> None:
    """The code stays unspent, and the next name is taken."""
    code = _code(run)
    with pytest.raises(Refusal, match=f"name-{why}"):
        _join(run, code, name=name)
    assert _unspent(run)
    assert run(joining.choose_name, NEW, "Echo", config()).screen == "welcome"


def test_staff_join_by_their_own_codes_and_no_others(run: Run) -> None:
    """A young person's code makes no staff, staff can't use it, and no code gives a young person staff rights."""
    settings = config(joining={"two_person_staff": False})
    done = _join(run, _code(run, Role.TUTOR), name="Tim", settings=settings)
    assert (done.screen, done.role) == ("welcome", Role.TUTOR)
    young, staff = _code(run), _code(run, Role.LEAD)
    for member, code in ((TOM, young), (CORA, young), (RIFF, staff)):
        with pytest.raises(Refusal, match="code-not-for-you"):
            run(joining.start, member, code, settings)
    assert run(lambda db: who(db, RIFF).roles) == {Role.YOUNG_PERSON}
    # A tutor who becomes a lead as well keeps being a tutor.
    assert run(joining.start, TOM, staff, settings).screen == "home"
    assert run(lambda db: who(db, TOM).roles) == {Role.TUTOR, Role.LEAD}
    # A member's own kind of code is not used up by them.
    assert run(joining.start, RIFF, young, settings).screen == "home"
    assert _join(run, young, chat=NEW + 1, settings=settings).screen == "welcome"


def test_a_coordinator_of_the_configuration_needs_only_start(run: Run) -> None:
    """Their numeric id is in the file; nobody else gets in without a code."""
    settings = config(service={"coordinators": [NEW]})
    assert run(joining.start, NEW, "", settings).screen == "home"
    assert run(lambda db: who(db, NEW).roles) == {Role.COORDINATOR}
    assert run(joining.start, NEW, "", settings).screen == "home"
    assert run(joining.start, NEW + 1, "", settings).screen == "stranger"
    assert run(lambda db: db.scalar(select(Person.id).where(Person.telegram_id == NEW + 1))) is None


def test_a_new_phone_brings_everything_along(run: Run) -> None:
    """Progress, threads and what waits to be said move; the old account is nobody's."""
    settings = config()

    def before(db):
        riff = who(db, RIFF)
        lesson = Lesson(
            key="k", instrument="guitar", level="beginner", series_key="s", series_title="S", series_position=0,
            position=1, title="T", summary="x", teaches=[], length_seconds=60, captions=False, chapters=[], keywords=[],
        )  # fmt: skip
        db.add(lesson)
        db.flush()
        db.add(Progress(person_id=riff.id, lesson_id=lesson.id, opened_at=clock.now(), done_at=clock.now()))
        db.add(Question(asker=riff, state="waiting", asked_at=clock.now(), waiting_since=clock.now(), topic="en::"))
        return riff.id, riff.alias, riff.name

    person_id, alias, name = run(before)
    _, code = act(run, CORA, invitations.new_phone, alias)
    assert run(lambda db: actor_of(db, RIFF)) is None
    assert run(joining.start, NEW, code, settings).screen == "home"

    def after(db):
        moved = who(db, NEW)
        kept = db.scalars(select(Progress.person_id)).all(), db.scalars(select(Question.asker_id)).all()
        return (moved.id, moved.alias, moved.name), kept

    assert run(after) == ((person_id, alias, name), ([person_id], [person_id]))
    assert run(joining.start, NEW + 1, code, settings).screen == "bad_code"


def test_who_left_comes_back_to_their_place(run: Run) -> None:
    """/stop and leave: nothing is sent any more; /start: the same person, the same alias."""
    settings = config()
    alias = run(lambda db: who(db, RIFF).alias)
    act(run, RIFF, people.leave)
    assert run(lambda db: actor_of(db, RIFF)) is None
    assert run(joining.start, RIFF, "", settings).screen == "home"
    assert run(lambda db: actor_of(db, RIFF).alias) == alias
    assert run(lambda db: [row.kind for row in promised(db, RIFF)]) == ["own_menu"]


def test_who_left_comes_back_even_with_somebody_elses_code(run: Run) -> None:
    """The code is refused; that they are back is not."""
    settings = config()
    act(run, RIFF, people.leave)
    with pytest.raises(Refusal, match="code-not-for-you"):
        run(joining.start, RIFF, _code(run, Role.TUTOR), settings)
    assert run(joining.start, RIFF, "", settings).screen == "home"
    assert run(lambda db: actor_of(db, RIFF)) is not None


def test_only_a_coordinator_confirms(run: Run) -> None:
    """Nobody confirms themselves; the young person hears of it, once."""
    _join(run, _code(run))
    number = run(lambda db: who(db, NEW).id)
    for somebody in (NEW, TOM, LEAH):
        with pytest.raises(NotAllowed):
            act(run, somebody, people.confirm, number)
    for _ in range(2):
        act(run, CORA, people.confirm, number)
    assert run(lambda db: len(promised(db, NEW, "confirmed"))) == 1
    with pytest.raises(Refusal, match="no-such-person"):
        act(run, CORA, people.confirm, run(lambda db: who(db, TOM).id))


def test_joining_promises_each_thing_once(run: Run) -> None:
    """A menu for the joiner, a question to the coordinator, and nothing else to anybody."""
    _join(run, _code(run))
    assert sorted(run(lambda db: db.scalars(select(OutboxRow.kind)).all())) == ["confirm_joiner", "own_menu"]
