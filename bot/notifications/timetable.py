"""What we tell people when the timetable changes around them: the terms, and who leads."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import orm, select

from bot import clock
from bot.callbacks.people import HelpNow
from bot.callbacks.sessions import MySessions
from bot.notifications.base import Notification, notification
from bot.notifications.content import Content, button, rows
from bot.notifications.replies import leader_of
from bot.notifications.sessions import has_place, name_of
from bot.texts import Text, t
from models.outbox import Priority
from models.people import Person
from models.sessions import Occurrence, Session

SHOWN: Final = 10


@notification("terms_changed", Priority.NOTICE, rings_in_quiet_hours=False)
class TermsChanged(Notification):
    """Some of a person's sessions fall out of term, or take place after all: all of them in one message."""

    off: list[int]
    on: list[int]

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        if to is None:
            return []
        off = [item for item in _theirs(db, self.off, to) if item.cancelled_at is not None and item.out_of_term]
        on = [item for item in _theirs(db, self.on, to) if item.cancelled_at is None]
        if not off and not on:
            return []
        parts = [_part(key, times) for key, times in (("terms-off", off), ("terms-on", on)) if times]
        buttons = rows(button("button-sessions", MySessions()), button("button-help-now", HelpNow()))
        return [Content(t("terms-changed", parts=parts), buttons)]


def _theirs(db: orm.Session, numbers: Sequence[int], to: Person) -> list[Occurrence]:
    found = db.scalars(
        select(Occurrence)
        .where(Occurrence.id.in_(numbers), Occurrence.ends_at > clock.now())
        .order_by(Occurrence.starts_at)
    ).all()
    return [item for item in found if leader_of(item) == to.id or has_place(db, item.session, to)]


def _part(key: str, times: Sequence[Occurrence]) -> Text:
    lines = [
        t("terms-time", when=item.starts_at, title=item.session.title, ref=name_of(item.session))
        for item in times[:SHOWN]
    ]
    more = t("terms-more", count=len(times) - SHOWN) if len(times) > SHOWN else t("session-nothing")
    return t(key, lines=lines, more=more)


@notification("tutor_changed", Priority.NOTICE, rings_in_quiet_hours=False)
class TutorChanged(Notification):
    """Somebody else leads a session from now on, or one occurrence of it (0: all that follow)."""

    session_id: int
    occurrence_id: int
    old_id: int
    new_id: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        session = db.get(Session, self.session_id)
        one = db.get(Occurrence, self.occurrence_id) if self.occurrence_id else None
        old, new = db.get(Person, self.old_id), db.get(Person, self.new_id)
        if session is None or to is None or old is None or new is None or session.cancelled_at is not None:
            return []
        leads = leader_of(one) if one is not None else session.tutor_id
        if leads != self.new_id or (one is not None and one.cancelled_at is not None):
            return []
        side = "new" if to.id == new.id else "old" if to.id == old.id else "place"
        if side == "place" and not has_place(db, session, to):
            return []
        when = t("tutor-that-day", when=one.starts_at) if one is not None else t("session-nothing")
        words = t(
            f"tutor-changed-{side}", ref=name_of(session), title=session.title, new=new.name, old=old.name, when=when
        )
        return [Content(words, rows(button("button-sessions", MySessions()), button("button-help-now", HelpNow())))]
