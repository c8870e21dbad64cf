"""What we tell people about waiting for a place in a full session."""

from datetime import UTC, datetime

from sqlalchemy import func, orm, select

from bot import clock
from bot.callbacks.people import HelpNow
from bot.callbacks.sessions import MySessions, OpenSession
from bot.callbacks.waiting import SayNo, SayYes
from bot.notifications.base import Notification, notification
from bot.notifications.content import Content, Rows, button, rows
from bot.notifications.sessions import coming, has_place, name_of
from bot.texts import Text, t
from models.outbox import Priority
from models.people import Person
from models.sessions import Session, Waiting


def position_of(db: orm.Session, waiting: Waiting) -> int:
    """Their number in the list, from 1."""
    before = select(func.count()).where(
        Waiting.session_id == waiting.session_id,
        (Waiting.since < waiting.since) | ((Waiting.since == waiting.since) & (Waiting.person_id < waiting.person_id)),
    )
    return 1 + (db.scalar(before) or 0)


def offer_rows(session: Session) -> Rows:
    """Yes and no, side by side and alike; and help."""
    choice = (button("button-yes", SayYes(session.id)), button("button-no", SayNo(session.id)))
    return (choice, (button("button-help-now", HelpNow()),))


def next_time(db: orm.Session, session: Session) -> Text:
    """When it meets next."""
    times = coming(db, session, 1)
    return t("session-time", when=times[0].starts_at) if times else t("session-nothing")


def _mine() -> Rows:
    return rows(button("button-sessions", MySessions()), button("button-help-now", HelpNow()))


@notification("on_waiting_list", Priority.ANSWER, rings_in_quiet_hours=False)
class OnWaitingList(Notification):
    """Tells a young person that a session is full, and that they wait for a place."""

    session_id: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        session = db.get(Session, self.session_id)
        waiting = db.get(Waiting, (self.session_id, to.id)) if to is not None else None
        if session is None or waiting is None or waiting.offered_until is not None:
            return []
        words = t("waiting-on", ref=name_of(session), title=session.title, place=position_of(db, waiting))
        return [Content(words, _mine())]


@notification("place_offered", Priority.ANSWER, rings_in_quiet_hours=False)
class PlaceOffered(Notification):
    """A place is free, and kept for them until then (UTC seconds)."""

    session_id: int
    until: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        session = db.get(Session, self.session_id)
        waiting = db.get(Waiting, (self.session_id, to.id)) if to is not None else None
        until = datetime.fromtimestamp(self.until, UTC)
        if session is None or waiting is None or waiting.offered_until != until or until <= clock.now():
            return []
        words = t(
            "place-offered",
            ref=name_of(session),
            title=session.title,
            tutor=session.tutor.name,
            minutes=session.minutes,
            next=next_time(db, session),
            until=until,
        )
        return [Content(words, offer_rows(session))]


@notification("offer_over", Priority.ANSWER, rings_in_quiet_hours=False)
class OfferOver(Notification):
    """The time for an offer has run out: the place goes to the next, and they wait no more."""

    session_id: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        session = db.get(Session, self.session_id)
        if session is None or to is None or has_place(db, session, to):
            return []
        if db.get(Waiting, (session.id, to.id)) is not None:
            return []
        return [Content(t("offer-over", ref=name_of(session), title=session.title), _mine())]


@notification("off_waiting_list", Priority.ANSWER, rings_in_quiet_hours=False)
class OffWaitingList(Notification):
    """A tutor took them off the list."""

    session_id: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        session = db.get(Session, self.session_id)
        if session is None or to is None or has_place(db, session, to):
            return []
        if db.get(Waiting, (session.id, to.id)) is not None:
            return []
        return [Content(t("waiting-off", ref=name_of(session), title=session.title), _mine())]


@notification("place_answered", Priority.NOTICE, rings_in_quiet_hours=False)
class PlaceAnswered(Notification):
    """Tells the tutor what became of an offer: yes, no, or nothing."""

    session_id: int
    person_id: int
    answer: str  # "yes", "no", "none"

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        session, person = db.get(Session, self.session_id), db.get(Person, self.person_id)
        if session is None or person is None or to is None:
            return []
        words = t(
            f"place-answered-{self.answer}",
            ref=name_of(session),
            title=session.title,
            alias=person.alias,
            name=person.name,
        )
        buttons = rows(
            button("button-session", OpenSession(session.id), ref=name_of(session)),
            button("button-help-now", HelpNow()),
        )
        return [Content(words, buttons)]
