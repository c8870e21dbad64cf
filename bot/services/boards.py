"""Opening the board: what it shows is remembered, so that the same is shown when something changes."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise, shown_in
from bot.notifications.board_pages import BoardPage, View, read_board
from bot.notifications.boards import BoardGone
from bot.policies.instruments import CHOICES
from bot.services.people import require
from models.base import insert_into
from models.desk import Board
from models.people import Person, Role

IN_SIGHT = 3  # messages back: a board so near the command is still on the screen


@dataclass(frozen=True)
class OpenBoard:
    """The board's page; `over` is the message to draw it over, if it is still in sight."""

    page: BoardPage
    over: int | None


def open_board(
    db: Session,
    actor: Person,
    config: Config,
    view: str = View.WAITING,
    instrument: str = "",
    page: int = 0,
    *,
    tapped: int | None = None,
    typed: int | None = None,
) -> OpenBoard:
    """Opens a view of the board over the message that was tapped, or beneath the command that was typed.

    There is one board at a time: an older one is taken away, unless it stands just above the command.
    """
    require(actor, Role.TUTOR, Role.LEAD)
    if view not in set(View) or (instrument and instrument not in CHOICES):
        raise Refusal("old-button")
    # Not by way of the session: read_board then finds it as it was written.
    board = {
        "view": str(view),
        "instrument": instrument,
        "page": max(0, page),
        "overdue_seconds": int(config.hours.overdue_after.total_seconds()),
        "opened_at": clock.now(),
    }
    statement = insert_into(db.get_bind().dialect.name, Board).on_conflict_do_update(
        index_elements=["person_id"], set_=board
    )
    db.execute(statement, {"person_id": actor.id, **board})
    over = tapped
    shown = shown_in(db, actor.telegram_id, "board", actor.id)
    if shown is not None and shown.message_id != tapped:
        if typed is not None and 0 < typed - shown.message_id <= IN_SIGHT:
            over = shown.message_id
        else:
            promise(db, actor, BoardGone(shown.message_id))
            db.delete(shown)
    found = db.scalars(select(Board).where(Board.person_id == actor.id).execution_options(populate_existing=True)).one()
    return OpenBoard(read_board(db, actor.id, found), over)
