"""What a board shows, read at a cost that does not grow with what waits: a page, and counts that stop at 99."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from bot import clock
from bot.notifications.tutor_words import as_tutors_see, plain_as_tutors_see
from bot.policies.fields import shorten
from bot.policies.instruments import CHOICES
from bot.policies.matching import chosen_for, is_about
from bot.texts import Text, t
from models.desk import Board
from models.holds import Hold
from models.questions import Entry, Question, in_queue
from models.queued import counted, numbers_where, oldest_first, queued_topics

PAGE = 8
TITLE_LENGTH = 60


class View(StrEnum):
    """What a board shows."""

    WAITING = "waiting"
    MINE = "mine"
    OVERDUE = "overdue"
    SNOOZED = "snoozed"
    HELD = "held"  # an answer is stopped for review


@dataclass(frozen=True)
class BoardPage:
    """One page of a board; `instruments` are those to choose from, none where there is nothing to choose."""

    view: View
    instrument: str
    page: int
    questions: list[Question]
    titles: dict[int, Text]
    counts: dict[View, int]
    more: bool
    instruments: list[str]
    at: datetime
    reader_id: int


def read_board(db: Session, reader_id: int, board: Board) -> BoardPage:
    """What the board shows now; a page that is there no more is the last one."""
    now = clock.now()
    view = View(board.view)
    topics = list(db.scalars(select(queued_topics().subquery().c.topic)))
    instruments = sorted({name for topic in topics for name in chosen_for(topic, CHOICES)}, key=CHOICES.index)
    wanted = [topic for topic in topics if is_about(topic, board.instrument)] if board.instrument else None
    asked = {name: _conditions(name, reader_id, now - timedelta(seconds=board.overdue_seconds)) for name in View}
    numbers, page = _numbers(db, asked[view], view, wanted, board.page)
    return BoardPage(
        view,
        board.instrument,
        page,
        _questions(db, numbers[:PAGE]),
        _titles(db, numbers[:PAGE]),
        _counts(db, asked, wanted),
        len(numbers) > PAGE,
        instruments if len(instruments) > 1 or board.instrument else [],
        now,
        reader_id,
    )


def _conditions(view: View, reader_id: int, overdue_since: datetime) -> list[ColumnElement[bool]]:
    match view:
        case View.WAITING:
            return [in_queue()]
        case View.OVERDUE:
            return [in_queue(), Question.waiting_since <= overdue_since]
        case View.MINE:
            return [Question.holder_id == reader_id]
        case View.SNOOZED:
            return [Question.snoozed_at.is_not(None)]
        case View.HELD:
            return [Question.id.in_(select(Hold.question_id).where(Hold.decided_at.is_(None)))]


def by_instrument(view: View) -> bool:
    """Whether the view can be narrowed to an instrument; the others are short."""
    return view in (View.WAITING, View.OVERDUE)


def _numbers(
    db: Session, conditions: list[ColumnElement[bool]], view: View, topics: list[str] | None, page: int
) -> tuple[list[int], int]:
    """The numbers of one page and of one more question, if there is one; and which page that is."""
    order: Sequence[Any] = oldest_first()
    if view == View.MINE:
        order = (func.coalesce(Question.waiting_since, Question.asked_at), Question.id)
    elif not by_instrument(view):
        order = (Question.id,)
    chosen = select(Question.id, Question.waiting_since).where(*conditions).order_by(*order)
    pieces: list[Select[*tuple[Any, ...]]] = [chosen]
    if topics is not None and by_instrument(view):
        pieces = [chosen.where(Question.topic == topic) for topic in topics]
    page = max(0, page)
    while True:
        found = _merged(db, pieces, page)
        if found or page == 0:
            return found, page
        # Only so many pages are left: as many as the questions before this one fill.
        left = sum(len(db.execute(piece.limit(page * PAGE)).all()) for piece in pieces)
        page = min(page - 1, max(0, (left - 1) // PAGE))


def _merged(db: Session, pieces: list[Select[*tuple[Any, ...]]], page: int) -> list[int]:
    """One index range for each topic, each read no further than the page: together they cost what is shown."""
    start = page * PAGE
    if len(pieces) == 1:
        return [row[0] for row in db.execute(pieces[0].offset(start).limit(PAGE + 1))]
    rows_ = [row for piece in pieces for row in db.execute(piece.limit(start + PAGE + 1))]
    rows_.sort(key=lambda row: (row[1], row[0]))
    return [row[0] for row in rows_[start : start + PAGE + 1]]


def _questions(db: Session, numbers: list[int]) -> list[Question]:
    found = db.scalars(
        select(Question)
        .where(Question.id.in_(numbers))
        .options(joinedload(Question.lesson), joinedload(Question.holder))
    )
    by_number = {question.id: question for question in found}
    return [by_number[number] for number in numbers]


def _titles(db: Session, numbers: list[int]) -> dict[int, Text]:
    first = select(func.min(Entry.id)).where(Entry.question_id.in_(numbers)).group_by(Entry.question_id)
    return {entry.question_id: title_of(entry) for entry in db.scalars(select(Entry).where(Entry.id.in_(first)))}


def title_of(entry: Entry | None) -> Text:
    """A question in a few words, from its first message."""
    if entry is None:
        return t("words", words="")
    plain = plain_as_tutors_see(entry, first=True)
    return t("words", words=shorten(plain, TITLE_LENGTH)) if plain else as_tutors_see(entry)


def _counts(db: Session, asked: dict[View, list[ColumnElement[bool]]], topics: list[str] | None) -> dict[View, int]:
    sums = []
    for view, conditions in asked.items():
        matching = numbers_where(*conditions)
        if topics is not None and by_instrument(view):
            matching = matching.where(Question.topic.in_(topics))
        sums.append(counted(matching))
    return dict(zip(asked, db.execute(select(*sums)).one(), strict=True))
