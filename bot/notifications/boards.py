"""The board as one message, redrawn where it stands when something changes."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot import clock
from bot.callbacks.desk import HelpBesideBoard, ShowBoard
from bot.callbacks.questions import NextQuestion, OpenQuestion
from bot.notifications.base import Notification, notification, promise, shown_in
from bot.notifications.board_pages import BoardPage, View, by_instrument, read_board
from bot.notifications.content import Content, Rows, Subject, button, rows
from bot.notifications.entries import about
from bot.texts import Text, t
from models.base import UtcDateTime
from models.desk import Board
from models.outbox import Priority
from models.people import Person
from models.questions import Question
from models.queued import COUNTED

LIVES = timedelta(days=1)  # a board that nobody has opened for so long is left as it is
TOGETHER_SECONDS = 3  # what changes within so many seconds costs one edit
_ONE_MINUTE = timedelta(seconds=72)  # the least that is worded in minutes
_SETTLE_SECONDS = 0.3  # for those of them that are being committed when the time is up


def board_text(board: BoardPage) -> Text:
    """What the board says."""
    return t(
        "board" if board.questions else "board-empty",
        view=board.view.value,
        count=how_many(board.counts[board.view]),
        instrument=t("board-instrument", name=t(f"instrument-{board.instrument}"))
        if board.instrument and by_instrument(board.view)
        else t("mark-none"),
        page=board.page + 1,
        lines=[_line(board, question) for question in board.questions],
        now=board.at,
    )


def how_many(count: int) -> str:
    """A count as a board shows it: "99+" where nobody counted any further."""
    return f"{COUNTED}+" if count > COUNTED else str(count)


def _line(board: BoardPage, question: Question) -> Text:
    return t(
        "board-line",
        number=question.id,
        alias=question.asker.alias,
        waiting=waiting_words(question, board.at),
        holder=_holder(board, question),
        words=board.titles.get(question.id, t("mark-none")),
        about=about(question),
        wakes=_wakes(question) if board.view == View.SNOOZED else t("mark-none"),
    )


def _holder(board: BoardPage, question: Question) -> Text:
    if question.holder is None:
        return t("mark-none")
    return t("held-by-you") if question.holder_id == board.reader_id else t("held-by", holder=question.holder.name)


def waiting_words(question: Question, now: datetime) -> Text:
    """How long they have waited, as they feel it: from their first word that nobody has answered, nights included."""
    if question.waiting_since is None:
        return t(f"state-{question.state}")
    return t("waited", time=max(_ONE_MINUTE, now - question.waiting_since))


def _wakes(question: Question) -> Text:
    return t("board-wakes", when=question.wakes_at) if question.wakes_at else t("board-wakes-on-reply")


def _view_key(board: BoardPage, view: View) -> str:
    if view == board.view:
        return "button-view-now"
    # Where the instrument stands neither above nor below, its count says what it counts.
    narrowed = board.instrument and by_instrument(view) and not by_instrument(board.view)
    return "button-view-narrowed" if narrowed else "button-view"


def board_rows(board: BoardPage) -> Rows:
    """The board's buttons: next, the views, the questions, pages, instruments."""
    views = [
        button(
            _view_key(board, view),
            ShowBoard(view.value, board.instrument, 0),
            name=t(f"view-{view.value}"),
            count=how_many(board.counts[view]),
            instrument=t(f"instrument-{board.instrument}") if board.instrument else t("mark-none"),
        )
        for view in View
    ]
    opens = [button("button-number", OpenQuestion(item.id), number=item.id) for item in board.questions]
    turns = (
        button("button-earlier", ShowBoard(board.view, board.instrument, board.page - 1)) if board.page else None,
        button("button-later", ShowBoard(board.view, board.instrument, board.page + 1)) if board.more else None,
    )
    choices = [
        button(
            "button-chosen" if name == board.instrument else "button-words",
            ShowBoard(board.view, "" if name == board.instrument else name, 0),
            words=t(f"instrument-{name}"),
        )
        for name in (board.instruments if by_instrument(board.view) else [])
    ]
    return (
        *rows(button("button-next", NextQuestion())),
        *rows(*opens, width=4),
        *rows(*turns, width=2),
        *rows(*views, width=3),
        *rows(*choices, width=3),
        *rows(button("button-help-now", HelpBesideBoard())),
    )


def board_subject(person_id: int) -> Subject:
    """How a Telegram message is known to be this person's board."""
    return Subject("board", person_id)


# --- refreshed in place ---


@notification("board", Priority.ANNOUNCEMENT, rings_in_quiet_hours=False)
class BoardChanged(Notification):
    """Redraws a board where it stands."""

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        board = db.get(Board, to.id) if to is not None else None
        if to is None or board is None or board.opened_at < clock.now() - LIVES:
            return []
        shown = shown_in(db, to.telegram_id, "board", to.id)
        if shown is None:
            return []
        page = read_board(db, to.id, board)
        whole = Content(board_text(page), board_rows(page), subject=board_subject(to.id))
        # Whoever has deleted the board has had enough of it: it does not come again by itself.
        return [replace(whole, edit=shown.message_id, or_nothing=True)]


# In one order, so that two transactions never wait for each other's keys. Made once: this runs for every question.
_OPEN_BOARDS = (
    select(Board.person_id).where(Board.opened_at > bindparam("since", type_=UtcDateTime)).order_by(Board.person_id)
)


def refresh_boards(db: Session) -> None:
    """Something in the queue changed: every board that was opened in the last day is redrawn soon, once."""
    now = clock.now()
    window = int(now.timestamp()) // TOGETHER_SECONDS + 1
    due = datetime.fromtimestamp(window * TOGETHER_SECONDS + _SETTLE_SECONDS, tz=now.tzinfo)
    for person_id in db.scalars(_OPEN_BOARDS, {"since": now - LIVES}).all():
        promise(db, person_id, BoardChanged(), due_at=due, key=f"board:{person_id}:{window}")


@notification("board_gone", Priority.ANNOUNCEMENT, rings_in_quiet_hours=False)
class BoardGone(Notification):
    """Takes away a board that has been opened anew further down: there is one at a time."""

    message_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        return [Content(delete=self.message_id)]
