"""Invitations: one use each, kept as hashes, sealed records apart, and guessing has a limit."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, text

from bot import clock
from bot.errors import NotAllowed, Refusal
from bot.services import invitations
from models.people import Invitation, JoinAttempt, Role, SealedRecord
from tests.services import question_house as house
from tests.services.question_house import CORA, LEAH, RIFF, TOM, Run, act, who


@pytest.fixture(autouse=True)
def _people(run: Run) -> None:
    run(house.furnish)


def _everything(db) -> str:
    """Every value of every table, as a thief of the database would read it."""
    tables = inspect(db.connection()).get_table_names()
    return "\n".join(str(row) for name in tables for row in db.execute(text(f'SELECT * FROM "{name}"')))


def test_a_code_is_kept_as_a_hash_only(run: Run) -> None:
    """Neither the code nor anything it could be made from lies in the database."""
    codes = act(run, CORA, invitations.invite, Role.YOUNG_PERSON, 20, 14)
    assert len(set(codes)) == 20
    assert all(len(code) >= 16 and code.replace("-", "").replace("_", "").isalnum() for code in codes)
    everything = run(_everything)
    assert not [code for code in codes if code in everything]
    hashes = run(lambda db: set(db.scalars(select(Invitation.code_hash))))
    assert hashes == {invitations.hash_of(code) for code in codes}


def test_the_sealed_record_lies_apart_and_nowhere_else(run: Run) -> None:
    """The reference and the contact stand in their own table and in no other, the audit included."""
    act(run, CORA, invitations.invite, Role.YOUNG_PERSON, 2, 14, "REF-ZEBRA", "Aunt May 01632 960000")
    sealed = run(lambda db: [(row.reference, row.contact) for row in db.scalars(select(SealedRecord))])
    assert sorted(sealed) == [("REF-ZEBRA (1)", "Aunt May 01632 960000"), ("REF-ZEBRA (2)", "Aunt May 01632 960000")]

    def elsewhere(db):
        tables = [name for name in inspect(db.connection()).get_table_names() if name != "sealed_records"]
        return "\n".join(str(row) for name in tables for row in db.execute(text(f'SELECT * FROM "{name}"')))

    others = run(elsewhere)
    assert "ZEBRA" not in others
    assert "960000" not in others


def test_only_a_coordinator_invites(run: Run) -> None:
    """Nobody else, whatever they send; and never nobody or a hundred at once."""
    for somebody in (RIFF, TOM, LEAH):
        with pytest.raises(NotAllowed):
            act(run, somebody, invitations.invite, Role.TUTOR)
    for count in (0, -1, invitations.MOST_AT_ONCE + 1):
        with pytest.raises(Refusal, match="invite-too-many"):
            act(run, CORA, invitations.invite, Role.TUTOR, count)
    assert run(lambda db: db.scalar(select(Invitation.id))) is None


def test_a_code_is_good_until_its_day(run: Run) -> None:
    """Days for young people are the caller's; staff have a week."""
    code = act(run, CORA, invitations.invite, Role.YOUNG_PERSON, 1, 14)[0]
    staff = act(run, CORA, invitations.invite, Role.TUTOR)[0]

    def good(code):
        return run(lambda db: invitations.look_up(db, 77, code, 5)) is not None

    assert good(code)
    assert good(staff)
    clock.travel(timedelta(days=7, seconds=1))
    assert not good(staff)
    clock.travel(timedelta(days=7) - timedelta(seconds=5))
    assert good(code)
    clock.travel(timedelta(seconds=5))
    assert not good(code)


def test_guessing_has_a_limit_and_the_limit_ends(run: Run) -> None:
    """After five wrong codes even a right one has to wait an hour; other accounts do not."""
    code = act(run, CORA, invitations.invite, Role.YOUNG_PERSON, 1, 14)[0]
    for number in range(5):
        assert run(invitations.look_up, 77, f"wrong-{number}", 5) is None
    with pytest.raises(Refusal, match="code-too-many-tries"):
        run(invitations.look_up, 77, code, 5)
    assert run(invitations.look_up, 78, code, 5) is not None
    assert run(lambda db: len(db.scalars(select(JoinAttempt)).all())) == 5
    clock.travel(timedelta(hours=1, seconds=1))
    assert run(invitations.look_up, 77, code, 5) is not None


@pytest.mark.parametrize("code", ["", " ", "\ud800", "x" * 100_000, "a\x00b", "' OR 1=1 --"])
def test_any_text_can_be_tried_as_a_code(run: Run, code: str) -> None:
    """What people paste is looked up, and found to be none."""
    assert run(invitations.look_up, 77, code, 5) is None


def test_a_new_phone_stops_the_old_account_at_once(run: Run) -> None:
    """The account is let go of, an earlier code for a new phone ends, and only those may do it who should."""
    for somebody in (RIFF, TOM):
        with pytest.raises(NotAllowed):
            act(run, somebody, invitations.new_phone, "Otter-12")
    _, first = act(run, LEAH, invitations.new_phone, "otter 12")
    assert run(lambda db: [person for person in _accounts(db) if person == RIFF]) == []
    _, second = act(run, CORA, invitations.new_phone, "Otter-12")
    assert run(invitations.look_up, 77, first, 5) is None
    found = run(invitations.look_up, 77, second, 5)
    assert found is not None
    assert found.for_person_id is not None


def _accounts(db) -> list[int]:
    return [number for number in (CORA, TOM, RIFF, LEAH) if _has(db, number)]


def _has(db, number: int) -> bool:
    try:
        who(db, number)
    except Exception:
        return False
    return True


def test_a_lead_cannot_take_over_a_coordinators_account(run: Run) -> None:
    """A code for the new phone of somebody with more rights would give those rights away."""
    alias = run(lambda db: who(db, CORA).alias)
    with pytest.raises(Refusal):
        act(run, LEAH, invitations.new_phone, alias)
    assert run(_has, CORA)
