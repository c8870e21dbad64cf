"""What else leads hear: another lead's words to a young person, a referral's clock, cover, the weekly test."""

from sqlalchemy.orm import Session

from bot.callbacks.people import HelpNow
from bot.callbacks.safeguarding import AcceptAbsence, ConfirmTest, DeclineAbsence, ReadConcern, ReferralAnswered
from bot.notifications.base import Notification, Outcome, notification
from bot.notifications.concerns import alias_of, concern_now, may_hear, name_of
from bot.notifications.content import Content, Subject, button, rows
from bot.texts import t
from models.concerns import ConcernEvent
from models.cover import Absence, AlertTestContact
from models.outbox import Priority
from models.people import Person, Role


@notification("lead_replied", Priority.NOTICE, rings_in_quiet_hours=False)
class LeadReplied(Notification):
    """What a lead wrote to a young person, to another adult: none writes to a child alone."""

    event_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        event = db.get(ConcernEvent, self.event_id)
        now = concern_now(db, event.concern_id) if event is not None else None
        if event is None or now is None or not may_hear(to, now.concern):
            return []
        who = event.actor.name if event.actor is not None else "–"
        words = t("lead-replied", ref=name_of(now.concern.id), who=who, alias=alias_of(now.concern), words=event.words)
        # A coordinator reads the words; the record is the leads'.
        read = button("button-read", ReadConcern(now.concern.id)) if to is not None and Role.LEAD in to.roles else None
        buttons = rows(read, button("button-help-now", HelpNow()))
        return [Content(words, buttons, subject=Subject("concern_reply", event.id), protect=True)]


@notification("referral_due", Priority.NOTICE)
class ReferralDue(Notification):
    """A working day has passed since a concern was referred: has there been an answer?"""

    concern_id: int
    event_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        now = concern_now(db, self.concern_id)
        if now is None or now.outcome is not None or now.answered or not may_hear(to, now.concern):
            return []
        if now.referred is None or now.referred.id != self.event_id:
            return []
        words = t(
            "referral-due",
            ref=name_of(now.concern.id),
            alias=alias_of(now.concern),
            when=now.referred.at,
            words=now.referred.words,
        )
        buttons = rows(
            button("button-referral-answered", ReferralAnswered(now.concern.id)),
            button("button-read", ReadConcern(now.concern.id)),
            button("button-help-now", HelpNow()),
        )
        return [Content(words, buttons, subject=Subject("referral", self.event_id))]


# --- cover ---


@notification("absence_asked", Priority.NOTICE, rings_in_quiet_hours=False)
class AbsenceAsked(Notification):
    """Asks a lead to take over while another is away."""

    absence_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        absence = db.get(Absence, self.absence_id)
        if absence is None or absence.accepted_at is not None or absence.ended_at is not None:
            return []
        words = t("absence-asked", who=absence.person.name, until=absence.until)
        buttons = rows(
            button("button-absence-accept", AcceptAbsence(absence.id)),
            button("button-absence-decline", DeclineAbsence(absence.id)),
            button("button-help-now", HelpNow()),
        )
        return [Content(words, buttons)]


@notification("absence_answered", Priority.NOTICE, rings_in_quiet_hours=False)
class AbsenceAnswered(Notification):
    """Tells a lead whether another has taken over."""

    absence_id: int
    by_id: int
    accepted: bool

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        absence, by = db.get(Absence, self.absence_id), db.get(Person, self.by_id)
        if absence is None or by is None:
            return []
        key = "absence-accepted" if self.accepted else "absence-declined"
        return [Content(t(key, who=by.name, until=absence.until), rows(button("button-help-now", HelpNow())))]


@notification("alert_test", Priority.ALERT)
class AlertTestRing(Notification):
    """The weekly test: it rings as an alert would, and asks for a tap."""

    test_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        contact = db.get(AlertTestContact, (self.test_id, to.id)) if to is not None else None
        if contact is None or contact.confirmed_at is not None:
            return []
        buttons = rows(button("button-test-arrived", ConfirmTest(self.test_id)), button("button-help-now", HelpNow()))
        return [Content(t("alert-test"), buttons)]

    def settled(self, db: Session, to: Person | None, outcome: Outcome) -> None:
        contact = db.get(AlertTestContact, (self.test_id, to.id)) if to is not None else None
        if contact is not None and outcome.state == "sent":
            contact.sent_at = outcome.at
