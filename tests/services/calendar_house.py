"""Calendar files for tests: read as the child reads them, and imported as a coordinator does."""

from pathlib import Path
from typing import Any

from sqlalchemy import orm

from bot.config import Config
from bot.policies.calendars.reading import read
from bot.policies.calendars.shapes import Reading
from bot.services import calendar_imports as imports
from models.sessions import Occurrence
from tests.services import session_house as house

FOLDER = Path(__file__).parent.parent / "calendars"


def ics(*events: str, head: str = "") -> bytes:
    """A calendar with these VEVENTs' lines."""
    body = "\n".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:tests\n{head}{body}\nEND:VCALENDAR\n".replace("\n", "\r\n").encode()


def club(more: str = "", *, uid: str = "club@tests", title: str = "Guitar club", at: str = "20261203T163000") -> str:
    """A session on Thursdays in London at half past four, for three quarters of an hour."""
    return f"""UID:{uid}
SUMMARY:{title}
DTSTAMP:20261101T000000Z
DTSTART;TZID=Europe/London:{at}
DURATION:PT45M
{more}""".strip()


WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=6"


def reading_of(data: bytes, config: Config) -> Reading:
    """What the file says of the time that is written out."""
    return read(data, config.service.zone, *imports.window(config))


def preview(db: orm.Session, data: bytes, config: Config, leader: int = house.TUTOR) -> Any:
    """Sends the file, and says who leads if that is asked."""
    shown = house.as_somebody(db, house.COORDINATOR, imports.begin, reading_of(data, config), config)
    if isinstance(shown, imports.AskLeader):
        shown = house.as_somebody(db, house.COORDINATOR, imports.choose_leader, shown.number, leader, config)
    return shown


def bring_in(db: orm.Session, data: bytes, config: Config, leader: int = house.TUTOR) -> imports.Imported:
    """Sends the file and says yes."""
    shown = preview(db, data, config, leader)
    assert isinstance(shown, imports.Preview)
    done = house.as_somebody(db, house.COORDINATOR, imports.carry_out, shown.number, config)
    assert isinstance(done, imports.Imported), done
    return done


def times(db: orm.Session, number: int = 1) -> list[tuple[str, int]]:
    """When a session takes place: wall times and lengths, in order."""
    rows: list[Occurrence] = house.occurrences_of(db, number)
    live = [row for row in rows if row.cancelled_at is None]
    return sorted((row.local, round((row.ends_at - row.starts_at).total_seconds() / 60)) for row in live)
