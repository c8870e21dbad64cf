"""What tutors tell one another about a question, through the bot; and the word to a young person when one is closed."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.callbacks.desk import PutAside
from bot.callbacks.people import HelpNow
from bot.callbacks.questions import ClaimQuestion, CloseQuestion, OpenQuestion, StillStuck
from bot.notifications.base import Notification, Outcome, notification
from bot.notifications.board_pages import title_of
from bot.notifications.boards import waiting_words
from bot.notifications.content import Content, Rows, Subject, button, rows
from bot.notifications.entries import about, media_of, note_seen
from bot.notifications.tutor_words import as_tutors_see, is_hidden
from bot.texts import Text, t
from models.desk import Note
from models.outbox import Priority
from models.people import Person
from models.questions import Entry, EntryState, Question, QuestionState, QuestionView

STOPPED = frozenset({EntryState.HELD, EntryState.REFUSED})
GONE = frozenset({EntryState.WITHDRAWN, EntryState.REFUSED})


def desk_words(entry: Entry) -> Text:
    """What an entry says to tutors: what is stopped for review is not theirs to read."""
    return t("being-checked") if entry.by_staff and entry.state in STOPPED else as_tutors_see(entry)


def note_line(note: Note, reader: Person) -> Text:
    """A private note, for a reader who may have it; the one place where the words of notes come out."""
    return t("note-line", who=note.author.name, when=note.written_at, words=note.words.shown_to(reader))


def first_words(question: Question) -> Text:
    """What a question is, in a few words."""
    return title_of(next((entry for entry in question.entries if not entry.by_staff), None))


def _how_long(question: Question) -> Text:
    """How long they have waited; that they do not wait, where it is answered."""
    if question.waiting_since is None:
        return t("desk-answered-already")
    return t("desk-waiting", waiting=waiting_words(question, clock.now()))


def _subject(question: Question) -> Subject:
    return Subject("question", question.id, 1, question.id)


def _told(question: Question, words: Text, buttons: Rows) -> list[Content]:
    return [Content(words, buttons, subject=_subject(question))]


@notification("desk_word", Priority.ANSWER, rings_in_quiet_hours=False)
class DeskWord(Notification):
    """One line from the desk to a tutor, about what another did.

    `what`: "free" (nobody has it any more), "taken" (your time had run out), "taken-over", "also-wrote" (another was
    writing too, and has not sent it), "answered", "closed" or "aside" (by another, while you wanted it).
    """

    question_id: int
    what: str
    by_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        question = db.get(Question, self.question_id)
        by = db.get(Person, self.by_id)
        if question is None or to is None or by is None or not self._still_true(db, question, to):
            return []
        asker = question.asker
        key = "desk-aside-on-reply" if self.what == "aside" and question.wakes_at is None else f"desk-{self.what}"
        words = t(key, number=question.id, alias=asker.alias, name=asker.name, tutor=by.name, when=question.wakes_at)
        first = ClaimQuestion(question.id) if self.what == "free" else None
        return _told(
            question,
            words,
            rows(
                button("button-claim", first) if first else None,
                button("button-open", OpenQuestion(question.id)),
                width=2,
            ),
        )

    def _still_true(self, db: Session, question: Question, to: Person) -> bool:
        match self.what:
            case "free":
                waits = question.state == QuestionState.WAITING and question.snoozed_at is None
                return waits and question.holder_id is None
            case "aside":
                return question.snoozed_at is not None
            case "answered":
                # It may have been taken back before it left.
                stands = any(
                    entry.by_staff and entry.author_id == self.by_id and entry.state not in GONE
                    for entry in question.entries
                )
                return stands and not self._seen(db, to)
            case "taken" | "taken-over":
                return question.holder_id != to.id
            case _:
                return True

    def _seen(self, db: Session, to: Person) -> bool:
        """Whether the reader was shown that answer already, when their own was stopped by it."""
        view = db.get(QuestionView, (self.question_id, to.id))
        newest = db.scalar(
            select(func.max(Entry.id)).where(
                Entry.question_id == self.question_id, Entry.by_staff, Entry.author_id == self.by_id
            )
        )
        return view is not None and newest is not None and view.seen_entry_id >= newest


@notification("also_answered", Priority.ANSWER, rings_in_quiet_hours=False)
class AlsoAnswered(Notification):
    """Shows a tutor what another has answered to a question that they have, or have answered."""

    entry_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        entry = db.get(Entry, self.entry_id)
        if entry is None or to is None or entry.state in GONE:
            return []
        question = entry.question
        mine = question.holder_id == to.id
        words = t(
            "desk-added" if mine else "desk-also-answered",
            number=question.id,
            alias=question.asker.alias,
            name=question.asker.name,
            tutor=entry.author.name,
            words=desk_words(entry),
        )
        buttons = rows(
            button("button-open", OpenQuestion(question.id)),
            button("button-close", CloseQuestion(question.id)) if mine else None,
            width=2,
        )
        media = () if entry.state in STOPPED or is_hidden(entry, None) else media_of(entry)
        return [Content(words, buttons, media, _subject(question))]

    def settled(self, db: Session, to: Person | None, outcome: Outcome) -> None:
        entry = db.get(Entry, self.entry_id)
        if entry is not None and to is not None and outcome.state == "sent":
            note_seen(db, entry.question_id, to.id, entry.id)


@notification("passed_to_you", Priority.ANSWER, rings_in_quiet_hours=False)
class PassedToYou(Notification):
    """A question that another tutor passed on, with the note that they wrote for it."""

    question_id: int
    by_id: int
    note_id: int  # 0: none

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        question, by = db.get(Question, self.question_id), db.get(Person, self.by_id)
        if question is None or by is None or to is None or question.holder_id != to.id:
            return []
        note = db.get(Note, self.note_id) if self.note_id else None
        words = t(
            "passed-to-you",
            number=question.id,
            alias=question.asker.alias,
            name=question.asker.name,
            tutor=by.name,
            about=about(question),
            waiting=_how_long(question),
            words=first_words(question),
            note=note_line(note, to) if note else t("mark-none"),
        )
        return _told(question, words, rows(button("button-open", OpenQuestion(question.id))))


@notification("note_left", Priority.ANSWER, rings_in_quiet_hours=False)
class NoteLeft(Notification):
    """A private note on a question that the reader has."""

    note_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        note = db.get(Note, self.note_id)
        question = db.get(Question, note.question_id) if note is not None else None
        if note is None or question is None or to is None:
            return []
        words = t("note-left", number=question.id, alias=question.asker.alias, note=note_line(note, to))
        return _told(question, words, rows(button("button-open", OpenQuestion(question.id))))


@notification("woke", Priority.ANSWER, rings_in_quiet_hours=False)
class Woke(Notification):
    """A question that was put aside is back."""

    question_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        question = db.get(Question, self.question_id)
        if question is None or to is None or question.state not in (QuestionState.WAITING, QuestionState.ANSWERED):
            return []
        words = t(
            "woke",
            number=question.id,
            alias=question.asker.alias,
            name=question.asker.name,
            about=about(question),
            waiting=_how_long(question),
            words=first_words(question),
        )
        in_an_hour = int((clock.now() + timedelta(hours=1)).timestamp())
        buttons = rows(
            button("button-open", OpenQuestion(question.id)),
            button("button-in-an-hour", PutAside(question.id, in_an_hour)),
            width=2,
        )
        return _told(question, words, buttons)


@notification("closed_for_asker", Priority.ANSWER, rings_in_quiet_hours=False)
class ClosedForAsker(Notification):
    """Tells a young person that their question was closed while they waited, and how to go on with it."""

    question_id: int
    by_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        question, by = db.get(Question, self.question_id), db.get(Person, self.by_id)
        if question is None or by is None or question.state != QuestionState.CLOSED:
            return []
        words = t("closed-for-asker", number=question.id, tutor=by.name)
        buttons = rows(button("button-stuck", StillStuck(question.id)), button("button-help-now", HelpNow()))
        return [Content(words, buttons, subject=Subject("closed", question.id, 1, question.id))]
