"""Holds as leads, the tutor and the young person hear of them."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.callbacks.people import HelpNow
from bot.callbacks.safeguarding import AckHold, ReadHold, RefuseHold, ReleaseHold, RewordHold
from bot.notifications.base import Notification, Outcome, notification, promise
from bot.notifications.concerns import hurry_next
from bot.notifications.content import Button, Content, Rows, Subject, button, rows
from bot.policies.judgements import may_reword
from bot.texts import Text, t
from models.holds import Hold
from models.outbox import Priority, SentMessage
from models.people import Person, Role
from models.questions import Entry, EntryState, Question, QuestionState


def name_of(hold_id: int) -> str:
    """How people call it: `H2`."""
    return f"H{hold_id}"


def hold_key(hold_id: int, *rest: int | str) -> str:
    """The deduplication key of a hold's alerts; all of them begin with the hold's own."""
    return ":".join(["hold", str(hold_id), *map(str, rest), ""])


def alias_for(db: Session, hold: Hold) -> str:
    """The alias of the young person whom the words were for; the author's where they were for nobody in particular."""
    question = db.get(Question, hold.question_id) if hold.question_id is not None else None
    return question.asker.alias if question is not None else hold.author.alias


def of_entry(db: Session, entry_id: int) -> Hold | None:
    """The newest hold of an entry."""
    return db.scalars(select(Hold).where(Hold.entry_id == entry_id).order_by(Hold.id.desc()).limit(1)).first()


def decision_rows(hold: Hold) -> Rows:
    """What a lead can do with a hold: release it in one tap, refuse it with a word, or just have it and read on."""
    if hold.decided_at is not None:
        return rows(button("button-read", ReadHold(hold.id)), button("button-help-now", HelpNow()))
    have = button("button-i-have-it", AckHold(hold.id)) if hold.acknowledged_at is None else None
    return rows(
        button("button-read", ReadHold(hold.id)),
        have,
        button("button-release", ReleaseHold(hold.id)),
        button("button-refuse", RefuseHold(hold.id)),
        button("button-help-now", HelpNow()),
        width=2,
    )


def _line(db: Session, hold: Hold, key: str, **more: object) -> Text:
    severity = t(f"severity-{hold.severity}")
    return t(key, ref=name_of(hold.id), severity=severity, alias=alias_for(db, hold), **more)


def _may_hear(to: Person | None, hold: Hold) -> bool:
    return to is not None and to.id != hold.author_id and bool(to.roles & {Role.LEAD, Role.COORDINATOR})


@notification("hold_alert", Priority.ALERT)
class HoldAlert(Notification):
    """Rings a contact, and again every so often (seconds) until somebody has it or has decided."""

    hold_id: int
    every: int
    most: int
    round: int = 0

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        hold = db.get(Hold, self.hold_id)
        if hold is None or hold.decided_at is not None or hold.acknowledged_at is not None or not _may_hear(to, hold):
            return []
        words = _line(db, hold, "hold-alert-again" if self.round else "hold-alert")
        return [Content(words, decision_rows(hold), subject=Subject("hold", hold.id))]

    def settled(self, db: Session, to: Person | None, outcome: Outcome) -> None:
        if outcome.state in ("blocked", "failed"):
            hurry_next(db, hold_key(self.hold_id, "next"))
        hold = db.get(Hold, self.hold_id)
        if to is None or hold is None or outcome.state != "sent" or self.round >= self.most:
            return
        if hold.decided_at is None and hold.acknowledged_at is None:
            again = HoldAlert(self.hold_id, self.every, self.most, self.round + 1)
            key = hold_key(self.hold_id, to.id, self.round + 1)
            promise(db, to, again, due_at=outcome.at + timedelta(seconds=self.every), key=key)


@notification("hold_changed", Priority.NOTICE)
class HoldChanged(Notification):
    """Carries how a hold stands now to a message that alerted somebody."""

    hold_id: int
    message_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        hold = db.get(Hold, self.hold_id)
        if hold is None or not _may_hear(to, hold):
            return []
        if hold.decided_at is not None:
            words = _line(db, hold, "hold-alert-decided", outcome=t(f"hold-outcome-{hold.outcome}"))
        elif hold.acknowledged_by is not None:
            who = db.get(Person, hold.acknowledged_by)
            words = _line(db, hold, "hold-alert-taken", who=who.name if who else "–")
        else:
            words = _line(db, hold, "hold-alert")
        return [Content(words, decision_rows(hold), subject=Subject("hold", hold.id), edit=self.message_id)]


def tell_of_change(db: Session, hold_id: int) -> None:
    """Brings every alert that stands in somebody's chat to how the hold is now."""
    shown = db.execute(
        select(SentMessage.message_id, Person.id)
        .join(Person, Person.telegram_id == SentMessage.chat_id)
        .where(SentMessage.subject_kind == "hold", SentMessage.subject_id == hold_id)
    )
    for message_id, person_id in shown.all():
        promise(db, person_id, HoldChanged(hold_id, message_id))


def reword_button(db: Session, entry: Entry) -> Button | None:
    """For contact details and links: the tutor may say it again without."""
    hold = of_entry(db, entry.id) if entry.state == EntryState.HELD else None
    if hold is None or hold.decided_at is not None or not may_reword(hold.category):
        return None
    return button("button-reword", RewordHold(hold.id))


# --- to the author ---


@notification("hold_decided", Priority.ANSWER, rings_in_quiet_hours=False)
class HoldDecided(Notification):
    """Tells the author what a lead decided, where no status message says it."""

    hold_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        hold = db.get(Hold, self.hold_id)
        if hold is None or hold.decided_at is None or to is None or to.id != hold.author_id:
            return []
        if hold.outcome == "released":
            return [Content(t("hold-released-words", words=hold.words), rows(button("button-help-now", HelpNow())))]
        who = db.get(Person, hold.decided_by)
        question = db.get(Question, hold.question_id) if hold.question_id is not None else None
        back = question is not None and question.state == QuestionState.WAITING and hold.what in ("answer", "media")
        words = t(
            "hold-refused-for-author",
            words=hold.words or t(f"category-{hold.category}"),
            who=who.name if who else "–",
            why=hold.why,
        )
        lines = [words, t("hold-back-in-queue", number=hold.question_id)] if back else [words]
        return [Content(t("joined-lines", lines=lines), rows(button("button-help-now", HelpNow())))]


@notification("under_review", Priority.ANSWER)
class UnderReview(Notification):
    """Tells the author, without a judgement, that their words wait for a lead."""

    hold_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        hold = db.get(Hold, self.hold_id)
        if hold is None or hold.decided_at is not None:
            return []
        return [Content(t("words-under-review"), rows(button("button-help-now", HelpNow())))]


# --- to the young person ---


@notification("answer_checked", Priority.ANSWER, rings_in_quiet_hours=False)
class AnswerBeingChecked(Notification):
    """There is an answer, and it does not come yet: it is being checked, or a second adult is not there."""

    entry_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        entry = db.get(Entry, self.entry_id)
        if entry is None or entry.state not in (EntryState.HELD, EntryState.ALONE):
            return []
        key = "answer-being-checked" if entry.state == EntryState.HELD else "answer-waits-for-adult"
        subject = Subject("checked", entry.question_id, 1, entry.question_id)
        return [Content(t(key, number=entry.question_id), rows(button("button-help-now", HelpNow())), subject=subject)]


@notification("answer_not_sent", Priority.ANSWER, rings_in_quiet_hours=False)
class AnswerNotSent(Notification):
    """The answer that was being checked does not come; the question is with the tutors again."""

    question_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        question = db.get(Question, self.question_id)
        if question is None or question.state != QuestionState.WAITING:
            return []
        subject = Subject("checked", question.id, 1, question.id)
        return [
            Content(
                t("answer-not-sent", number=question.id), rows(button("button-help-now", HelpNow())), subject=subject
            )
        ]
