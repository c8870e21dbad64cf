"""Where a session takes place: for whom it shows, and from when."""

from sqlalchemy import orm

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.sessions import coming, has_place
from bot.policies.numbers import LARGEST
from bot.services.sessions import may_read
from models.people import Person
from models.sessions import Occurrence, Session


def is_online(db: orm.Session, number: int) -> bool:
    """Whether a session has a link to join and no place besides."""
    session = db.get(Session, number) if 1 <= number <= LARGEST else None
    return session is not None and bool(session.link) and not session.place


def place_of(db: orm.Session, actor: Person, number: int, config: Config) -> Session:
    """A session with its place: for who may see its card; near the time for who has a place in it and is confirmed."""
    session = db.get(Session, number) if 1 <= number <= LARGEST else None
    if session is None or session.cancelled_at is not None or not session.place:
        raise Refusal("session-place-none")
    if may_read(db, actor, session):
        return session
    following = coming(db, session, 1)
    if actor.confirmed_at is None or not has_place(db, session, actor) or not following:
        raise Refusal("session-place-none")
    check_near(following[0], config)
    return session


def check_near(occurrence: Occurrence, config: Config) -> None:
    """Refusal while it is too early for a young person to see where this is."""
    shows_at = occurrence.starts_at - config.sessions.place_shows_before
    if shows_at > clock.now():
        session = occurrence.session
        raise Refusal("session-place-later", title=session.title, number=f"S{session.id}", when=shows_at)
