"""A message to a session, as its young people get it, and what became of it, as its author hears."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import orm, select, update

from bot import clock
from bot.callbacks.announcements import OpenAnnouncements
from bot.callbacks.help import FeltWrong
from bot.callbacks.people import HelpNow
from bot.callbacks.sessions import MySessions
from bot.notifications.base import Notification, Outcome, notification, promise, shown_in
from bot.notifications.content import Content, Subject, button, rows
from bot.notifications.people import may_know_of_pauses
from bot.notifications.sessions import has_place, name_of
from bot.texts import Text, t
from models.announcements import Announcement, Reached
from models.outbox import OutboxRow, OutboxState, Priority
from models.people import Person

QUEUED: Final = "queued"
DELIVERED: Final = "delivered"
OF_USE: Final = timedelta(days=3)
REPORT_AFTER: Final = timedelta(minutes=5)  # from when it leaves, whoever is still waited for
LOOK_AGAIN: Final = timedelta(minutes=15)
NAMES_SHOWN: Final = 40
_BECAME: Final = {"sent": DELIVERED, "blocked": "blocked", "failed": "failed", "dropped": "dropped"}


def announcement_key(announcement_id: int, person_id: int) -> str:
    """Once for each person, whatever crashes and whoever taps twice."""
    return f"announcement:{announcement_id}:{person_id}"


def out_of_reach_because(person: Person) -> str | None:
    """Why nothing of the kind reaches them now; None where it does."""
    if person.left_at is not None:
        return "left"
    if person.paused_at is not None:
        return "paused"
    return "blocked" if person.blocked_at is not None or person.telegram_id is None else None


def states_of(db: orm.Session, found: Announcement) -> list[tuple[Person, str]]:
    """What became of it for each, by alias: what is under way to somebody whom nothing reaches is not under way."""
    states = (
        select(Reached)
        .join(Person, Person.id == Reached.person_id)
        .where(Reached.announcement_id == found.id)
        .order_by(Person.alias)
    )
    return [(row.person, _state_now(found, row)) for row in db.scalars(states)]


def _state_now(found: Announcement, row: Reached) -> str:
    if row.state != QUEUED:
        return row.state
    late = found.sent_at is not None and clock.now() > found.sent_at + OF_USE
    return out_of_reach_because(row.person) or ("dropped" if late else QUEUED)


def missed_by(states: list[tuple[Person, str]], to: Person) -> list[tuple[Person, str]]:
    """Who did not get it, and why; a safeguarding pause is told apart to those alone who look after the service."""
    may_know = may_know_of_pauses(to)
    missed = [(person, state) for person, state in states if state not in (DELIVERED, QUEUED)]
    return [(person, why if may_know or why not in ("paused", "failed") else "unreached") for person, why in missed]


def missed_lines(missed: list[tuple[Person, str]]) -> Text:
    """The same in words; nothing where everybody got it."""
    lines = [
        t("announced-person", alias=person.alias, name=person.name, why=t(f"reached-{why}"))
        for person, why in missed[:NAMES_SHOWN]
    ]
    if len(missed) > NAMES_SHOWN:
        lines.append(t("announced-more", count=len(missed) - NAMES_SHOWN))
    return t("announced-missed", people=lines) if lines else t("session-nothing")


def waiting_words(count: int) -> Text:
    """How many it is still under way to; nothing where nobody is waited for."""
    return t("announced-waiting", count=count) if count else t("session-nothing")


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
        found = db.get_one(Announcement, self.announcement_id)
        if not _anybody_waited_for(db, found):
            report(db, found)


def _anybody_waited_for(db: orm.Session, found: Announcement) -> bool:
    nothing_reaches = Person.left_at.is_not(None) | Person.paused_at.is_not(None) | Person.blocked_at.is_not(None)
    waited_for = (
        select(Reached.person_id)
        .join(Person, Person.id == Reached.person_id)
        .where(Reached.announcement_id == found.id, Reached.state == QUEUED)
        .where(~nothing_reaches, Person.telegram_id.is_not(None))
    )
    return db.scalar(waited_for.limit(1)) is not None


def report(db: orm.Session, found: Announcement, after: timedelta = timedelta()) -> None:
    """Its author hears how many got it: so long after now, or before; who has heard reads it anew in the same place."""
    key, due_at = f"announced:{found.id}", clock.now() + after
    if promise(db, found.author_id, AnnouncementDone(found.id), due_at=due_at, key=key):
        return
    first = select(OutboxRow).where(OutboxRow.dedup_key == key)
    waits = db.scalars(first.where(OutboxRow.state == OutboxState.PENDING)).first()
    if waits is None:
        promise(db, found.author_id, AnnouncementDone(found.id), due_at=due_at)
    elif waits.due_at > due_at:
        earlier = update(OutboxRow).where(OutboxRow.id == waits.id, OutboxRow.state == OutboxState.PENDING)
        db.execute(earlier.values(due_at=due_at))


@notification("announcement_done", Priority.ANSWER, rings_in_quiet_hours=False)
class AnnouncementDone(Notification):
    """Tells the author how many got it and who did not: once nobody is waited for, and after five minutes anyhow."""

    announcement_id: int

    def compose(self, db: orm.Session, to: Person | None) -> list[Content]:
        found = db.get(Announcement, self.announcement_id)
        if found is None or to is None or found.undone_at is not None:
            return []
        states = states_of(db, found)
        missed = missed_by(states, to)
        words = t(
            "announcement-done",
            ref=name_of(found.session),
            title=found.session.title,
            delivered=sum(state == DELIVERED for _, state in states),
            people=len(states),
            waiting=waiting_words(sum(state == QUEUED for _, state in states)),
            missed=missed_lines(missed),
        )
        more = button("button-announced", OpenAnnouncements(found.session_id, 0)) if missed else None
        shown = shown_in(db, to.telegram_id, "announcement_done", found.id)
        content = Content(
            words,
            rows(more, button("button-help-now", HelpNow())),
            subject=Subject("announcement_done", found.id),
            silent=True,
        )
        return [content if shown is None else replace(content, edit=shown.message_id)]

    def settled(self, db: orm.Session, to: Person | None, outcome: Outcome) -> None:
        found = db.get(Announcement, self.announcement_id)
        if found is not None and outcome.state == "sent" and _anybody_waited_for(db, found):
            # They may block the bot or leave without anything being settled: it is not to say "under way" for ever.
            promise(db, found.author_id, AnnouncementDone(found.id), due_at=outcome.at + LOOK_AGAIN)
