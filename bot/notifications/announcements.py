"""A message to a session, as its young people get it, and what became of it, as its author hears."""

from sqlalchemy import func, orm, select

from bot.callbacks.announcements import OpenAnnouncements
from bot.callbacks.help import FeltWrong
from bot.callbacks.people import HelpNow
from bot.callbacks.sessions import MySessions
from bot.notifications.base import Notification, Outcome, notification, promise
from bot.notifications.content import Content, button, rows
from bot.notifications.sessions import has_place, name_of
from bot.texts import t
from models.announcements import Announcement, Reached
from models.outbox import Priority
from models.people import Person

QUEUED = "queued"
DELIVERED = "delivered"
_BECAME = {"sent": DELIVERED, "blocked": "blocked", "failed": "failed", "dropped": "dropped"}


def announcement_key(announcement_id: int, person_id: int) -> str:
    """Once for each person, whatever crashes and whoever taps twice."""
    return f"announcement:{announcement_id}:{person_id}"


@notification("announcement", Priority.ANNOUNCEMENT, rings_in_quiet_hours=False)
class AnnouncementForPerson(Notification):
    """What somebody wrote to everybody in a session; not to who has lost their place in the meantime."""

    announcement_id: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        found = db.get(Announcement, self.announcement_id)
        if found is None or to is None or found.sent_at is None or found.undone_at is not None:
            return []
        if not has_place(db, found.session, to):
            return []
        words = t(
            "announcement",
            ref=name_of(found.session),
            title=found.session.title,
            who=found.author.name,
            words=found.text,
        )
        buttons = rows(
            button("button-sessions", MySessions()),
            button("button-felt-wrong", FeltWrong.about_message(found.id)),
            button("button-help-now", HelpNow()),
        )
        return [Content(words, buttons)]

    def author_id(self, db: orm.Session) -> int | None:
        found = db.get(Announcement, self.announcement_id)
        return found.author_id if found is not None else None

    def settled(self, db: orm.Session, to: Person | None, outcome: Outcome) -> None:
        reached = db.get(Reached, (self.announcement_id, to.id)) if to is not None else None
        state = _BECAME.get(outcome.state)
        if reached is None or state is None:
            return
        reached.state, reached.settled_at = state, outcome.at
        db.flush()
        if count_of(db, self.announcement_id).get(QUEUED, 0) == 0:
            found = db.get_one(Announcement, self.announcement_id)
            promise(db, found.author_id, AnnouncementDone(found.id), key=f"announced:{found.id}")


def count_of(db: orm.Session, announcement_id: int) -> dict[str, int]:
    """How many it was for, by what became of it."""
    states = select(Reached.state, func.count()).where(Reached.announcement_id == announcement_id)
    return {row[0]: row[1] for row in db.execute(states.group_by(Reached.state))}


@notification("announcement_done", Priority.ANSWER, rings_in_quiet_hours=False)
class AnnouncementDone(Notification):
    """Tells the author how many got it, once nobody is waited for."""

    announcement_id: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        found = db.get(Announcement, self.announcement_id)
        if found is None or found.undone_at is not None:
            return []
        counts = count_of(db, found.id)
        words = t(
            "announcement-done",
            ref=name_of(found.session),
            title=found.session.title,
            delivered=counts.get(DELIVERED, 0),
            people=sum(counts.values()),
        )
        missed = button("button-not-reached", OpenAnnouncements(found.session_id, 0))
        everybody = counts.get(DELIVERED, 0) == sum(counts.values())
        buttons = rows(None if everybody else missed, button("button-help-now", HelpNow()))
        return [Content(words, buttons, silent=True)]
