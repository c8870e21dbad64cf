"""How long things are kept: the inbox forgets what was handled, since Telegram repeats nothing after 24 hours."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot import clock
from models.calendars import CalendarImport
from models.inbox import InboxRow, InboxState

INBOX_KEPT = timedelta(hours=48)
CALENDARS_KEPT = timedelta(hours=48)  # a yes is taken for a day


def forget_handled_updates(db: Session) -> int:
    """Removes the rows of updates handled two days ago; what was set aside stays for a person to look at."""
    old = clock.now() - INBOX_KEPT
    result = db.execute(delete(InboxRow).where(InboxRow.state == InboxState.HANDLED, InboxRow.handled_at < old))
    return int(result.rowcount)  # type: ignore[attr-defined]


def forget_calendars(db: Session) -> None:
    """Removes what calendar files said: those taken over are sessions now, the others nobody said yes to."""
    db.execute(delete(CalendarImport).where(CalendarImport.made_at < clock.now() - CALENDARS_KEPT))
