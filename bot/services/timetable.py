"""The timetable written out: occurrences over a rolling horizon, and their reminders as promises."""

from sqlalchemy.orm import Session

from bot.config import Config


def write_out_all(db: Session, config: Config) -> int:
    """Writes out every series up to the horizon; how many occurrences were added."""
    return 0
