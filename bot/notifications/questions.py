"""What we tell tutors of a question, and the receipt that a young person gets for it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot import clock
from bot.callbacks.people import HelpNow
from bot.callbacks.questions import AskNew, ClaimQuestion, OpenQuestion, PlaceInQueue, TakeBack
from bot.notifications.base import Notification, Outcome, notification, shown_in
from bot.notifications.content import Content, Subject, button, rows
from bot.notifications.edits import catch_up
from bot.notifications.entries import about, for_tutor, note_seen
from bot.texts import t
from models.outbox import Priority
from models.people import Person
from models.questions import Entry, EntryState, Question, QuestionState


@notification("entry_for_tutor", Priority.ANSWER, rings_in_quiet_hours=False)
class EntryForTutor(Notification):
    """A young person's message, whole, to a tutor."""

    entry_id: int
    silent: bool = False  # somebody who knows the young person is rung

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        entry = db.get(Entry, self.entry_id)
        if entry is None or to is None or entry.state == EntryState.WITHDRAWN:
            return []
        if shown_in(db, to.telegram_id, "entry", entry.id) is not None:
            return []
        return [replace(content, silent=self.silent) for content in for_tutor(db, entry, to)]

    def settled(self, db: Session, to: Person | None, outcome: Outcome) -> None:
        entry = db.get(Entry, self.entry_id)
        if entry is not None and to is not None and outcome.state == "sent":
            note_seen(db, entry.question_id, to.id, entry.id)
            catch_up(db, to, outcome)


@notification("receipt", Priority.ANSWER)
class Receipt(Notification):
    """ "Got it, #17": sent only when the question is committed, with an honest time."""

    entry_id: int
    new: bool
    back_at: int | None = None  # when tutors are there again, UTC seconds; None while they are there
    here: bool = True  # whether anybody is on duty

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        entry = db.get(Entry, self.entry_id)
        if entry is None or entry.state == EntryState.WITHDRAWN:
            return []
        question = entry.question
        # No machine listens to a voice note: the receipt says when a person does.
        spoken = entry.kind in ("voice", "video_note")
        if self.back_at is not None:
            back = datetime.fromtimestamp(self.back_at, tz=clock.now().tzinfo)
            when = t("voice-back" if spoken else "tutors-back", when=back)
        elif self.here:
            when = t("voice-here" if spoken else "tutors-here")
        else:
            when = t("voice-away" if spoken else "tutors-away")
        words = t(
            ("receipt-voice-" if spoken else "receipt-") + ("new" if self.new else "added"),
            number=question.id,
            about=about(question),
            when=when,
        )
        buttons = (
            *rows(button("button-place", PlaceInQueue(question.id))),
            *rows(button("button-ask-new", AskNew()), button("button-take-back", TakeBack(entry.id)), width=2),
            *rows(button("button-help-now", HelpNow())),
        )
        subject = Subject("receipt", entry.id, 1, question.id)
        return [Content(words, buttons, subject=subject, reply_to=entry.message_id)]


@notification("question_update", Priority.ANSWER, rings_in_quiet_hours=False)
class QuestionUpdate(Notification):
    """A line to a tutor about a question: it helped, they are still stuck, it was taken back."""

    question_id: int
    what: str  # "helped" | "stuck" | "withdrawn"

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        question = db.get(Question, self.question_id)
        if question is None or to is None:
            return []
        words = t(
            f"question-{self.what}",
            number=question.id,
            alias=question.asker.alias,
            name=question.asker.name,
        )
        buttons = rows(button("button-open", OpenQuestion(question.id))) if self.what == "stuck" else ()
        shown = shown_in(db, to.telegram_id, "question", question.id)
        subject = Subject("question", question.id, 1, question.id)
        return [Content(words, buttons, subject=subject, reply_to=shown.message_id if shown else None)]


@notification("lease_lapsed", Priority.ANSWER, rings_in_quiet_hours=False)
class LeaseLapsed(Notification):
    """Tells a tutor that a question went back to the queue."""

    question_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        question = db.get(Question, self.question_id)
        if question is None or question.state != QuestionState.WAITING or question.holder_id is not None:
            return []
        words = t("lease-lapsed", number=question.id, alias=question.asker.alias)
        return [Content(words, rows(button("button-claim", ClaimQuestion(question.id))))]
