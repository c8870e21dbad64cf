"""A lead reads any thread, on both databases: all of it, in order, and never without a trace."""

import pytest
from sqlalchemy import select

from bot.errors import NotAllowed, Refusal
from bot.services import answers, questions, threads
from models.audit import AuditEntry
from tests.services import question_house as house
from tests.services.question_house import CORA, LEAH, RIFF, TOM, Run, act, config, said, who

SETTINGS = config()


@pytest.fixture(autouse=True)
def _thread(run: Run) -> None:
    run(house.furnish)
    entry = act(run, RIFF, questions.ask, said(RIFF, "What is a bare?", message_id=1), SETTINGS)
    act(run, TOM, answers.answer, entry.question_id, said(TOM, "One finger"), SETTINGS)
    act(run, RIFF, questions.edit, said(RIFF, "What is a barre?", message_id=1))
    act(run, RIFF, questions.ask, said(RIFF, "look", kind="photo"), SETTINGS)


def _readings(run: Run) -> list[tuple[str, str]]:
    def look(db):
        leah = who(db, LEAH).id
        found = db.scalars(select(AuditEntry).where(AuditEntry.actor_id == leah).order_by(AuditEntry.id))
        return [(entry.action, entry.subject) for entry in found]

    return run(look)


def test_a_lead_reads_everything_in_order_and_each_reading_is_audited(run: Run) -> None:
    """By alias, by page, and the media: one entry in the audit each."""
    page = act(run, LEAH, threads.read_by_alias, "otter 12", SETTINGS)
    assert [(line.who, line.state, line.kind, line.has_media) for line in page.lines] == [
        ("Riff", "edited", "text", False),
        ("Tom", "plain", "text", False),
        ("Riff", "plain", "photo", True),
    ]
    act(run, LEAH, threads.read_page, page.person_id, 0, SETTINGS)
    act(run, LEAH, threads.media_of_entry, page.lines[2].entry_id)
    subject = f"person:{page.person_id}"
    assert _readings(run) == [
        ("read_thread", subject), ("read_thread", subject), ("read_media", f"entry:{page.lines[2].entry_id}")
    ]  # fmt: skip


def test_nobody_else_reads_and_a_refusal_leaves_no_trace_of_a_reading(run: Run) -> None:
    """Tutors, coordinators and young people are refused where the deed is done."""
    number = run(lambda db: who(db, RIFF).id)
    for somebody in (TOM, CORA, RIFF):
        for use_case, args in (
            (threads.read_by_alias, ("Otter-12", SETTINGS)),
            (threads.read_page, (number, 0, SETTINGS)),
            (threads.media_of_entry, (3,)),
        ):
            with pytest.raises(NotAllowed):
                act(run, somebody, use_case, *args)
    for use_case, args in (
        (threads.read_by_alias, ("Heron-20", SETTINGS)),
        (threads.read_page, (run(lambda db: who(db, TOM).id), 0, SETTINGS)),
        (threads.media_of_entry, (1,)),
        (threads.media_of_entry, (999,)),
    ):
        with pytest.raises(Refusal):
            act(run, LEAH, use_case, *args)
    assert _readings(run) == []


def test_long_threads_come_in_pages_and_no_line_is_on_two(run: Run) -> None:
    """The newest page first; forty more messages, each exactly once."""
    for number in range(40):
        act(run, RIFF, questions.ask, said(RIFF, f"line {number}"), SETTINGS)
    last = act(run, LEAH, threads.read_by_alias, "Otter-12", SETTINGS)
    pages = [act(run, LEAH, threads.read_page, last.person_id, page, SETTINGS) for page in range(last.page + 1)]
    lines = [line.entry_id for page in pages for line in page.lines]
    assert len(lines) == len(set(lines)) == 43
    assert lines == sorted(lines)
    assert [page.more for page in pages] == [True] * last.page + [False]
    for page in (99, 10**18 - 1):
        assert act(run, LEAH, threads.read_page, last.person_id, page, SETTINGS).lines == []
    assert act(run, LEAH, threads.read_page, last.person_id, -5, SETTINGS).page == 0
