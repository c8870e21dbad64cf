"""What we tell young people and tutors about questions and answers."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.callbacks.corrections import UnsendAnswer
from bot.callbacks.help import FeltWrong
from bot.callbacks.people import HelpNow
from bot.callbacks.questions import (
    AskNew,
    ClaimQuestion,
    ItHelped,
    OpenQuestion,
    PlaceInQueue,
    StillStuck,
    TakeBack,
    UndoAnswer,
)
from bot.notifications.base import Notification, Outcome, notification, promise, shown_in, soon
from bot.notifications.contacts import second_adult_there
from bot.notifications.content import Content, Media, Rows, Subject, button, rows
from bot.notifications.holds import AnswerBeingChecked, reword_button
from bot.notifications.tutor_words import advice, as_tutors_see, is_hidden
from bot.policies.fields import shorten
from bot.policies.moments import format_moment
from bot.texts import Text, t
from models.outbox import OutboxRow, OutboxState, Priority, SentMessage
from models.people import Person
from models.questions import Entry, EntryState, Question, QuestionState, QuestionView

QUOTE_LENGTH = 200
# What a lead holds or refused, what waits for a second adult, and what was taken back: for nobody to be sent.
NEVER_SHOWN = (EntryState.HELD, EntryState.REFUSED, EntryState.ALONE, EntryState.WITHDRAWN)
LEAVES_SOON = 60.0  # seconds


def about(question: Question) -> Text:
    """The lesson and moment that a question is about, if any."""
    if question.lesson is None:
        return t("about-nothing")
    if question.moment_seconds is None:
        return t("about-lesson", lesson=question.lesson.title)
    return t("about-moment", lesson=question.lesson.title, moment=format_moment(question.moment_seconds))


def entry_words(entry: Entry) -> Text:
    """What an entry says, or what it is when it has no words."""
    if entry.text:
        return t("words", words=entry.text)
    return t(f"kind-{entry.kind.replace('_', '-')}")


def media_of(entry: Entry) -> tuple[Media, ...]:
    """The entry's file, if it has one."""
    return (Media(entry.kind, entry.file_id),) if entry.file_id else ()


def album_of(db: Session, entry: Entry) -> list[Entry]:
    """The entries that came as one album with this one, in order; the entry alone otherwise."""
    if entry.album is None:
        return [entry]
    return list(
        db.scalars(
            select(Entry)
            .where(
                Entry.album == entry.album,
                Entry.question_id == entry.question_id,
                Entry.author_id == entry.author_id,
                Entry.state != EntryState.WITHDRAWN,
            )
            .order_by(Entry.message_id)
        )
    )


def subject_of(entry: Entry) -> Subject:
    """How a Telegram message is known to show this entry."""
    return Subject("entry", entry.id, entry.version, entry.question_id)


def note_seen(db: Session, question_id: int, person_id: int, entry_id: int) -> None:
    """Remembers how much of a thread somebody has been shown."""
    view = db.get(QuestionView, (question_id, person_id))
    if view is None:
        db.add(QuestionView(question_id=question_id, person_id=person_id, seen_entry_id=entry_id))
    else:
        view.seen_entry_id = max(view.seen_entry_id, entry_id)


def _contents(db: Session, entry: Entry, words: Text, buttons: Rows, reply_to: int | None) -> list[Content]:
    album = album_of(db, entry)
    # A young person's picture or voice is only lent to staff: nobody forwards it, and it does not stay.
    lent = entry.file_id is not None and not entry.by_staff
    if len(album) > 1:
        items = tuple(media for item in album for media in media_of(item))
        shows = tuple(subject_of(item) for item in album if item.file_id)
        return [Content(words, buttons, items, subject_of(entry), shows, reply_to, protect=lent)]
    return [Content(words, buttons, media_of(entry), subject_of(entry), reply_to=reply_to, protect=lent)]


def _catch_up(db: Session, to: Person, outcome: Outcome) -> None:
    """Promises the edit of what was changed, or taken back, while it was on its way and could not be edited yet."""
    for message_id, kind, number, version in outcome.shown:
        entry = db.get(Entry, number) if kind == "entry" else None
        if entry is not None and (entry.version > version or entry.state == EntryState.WITHDRAWN):
            promise(db, to, EntryEdited(entry.id, message_id))


# --- to tutors ---


def for_tutor(db: Session, entry: Entry, to: Person) -> list[Content]:
    """A young person's message as a tutor sees it: number, alias and name, lesson and moment, the words."""
    question = entry.question
    captions = [as_tutors_see(item, to.id) for item in album_of(db, entry) if item.text]
    words = t(
        "entry-for-tutor",
        number=question.id,
        alias=question.asker.alias,
        name=question.asker.name,
        about=about(question),
        words=t("joined-lines", lines=captions) if captions else as_tutors_see(entry, to.id),
        mark=t("joined-lines", lines=[t("mark-edited" if entry.edited_at else "mark-none"), advice(db, question)]),
    )
    holder = question.holder_id
    buttons = rows(
        button("button-claim", ClaimQuestion(question.id)) if holder is None else None,
        button("button-open", OpenQuestion(question.id)),
        width=2,
    )
    first = shown_in(db, to.telegram_id, "question", question.id)
    if is_hidden(entry, to.id):
        return [Content(words, buttons, subject=subject_of(entry), reply_to=first.message_id if first else None)]
    return _contents(db, entry, words, buttons, first.message_id if first else None)


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
            _catch_up(db, to, outcome)


@notification("answer_status", Priority.ANSWER)
class AnswerStatus(Notification):
    """Where an answer is: queued, delivered, retrying, blocked. One message, edited in place."""

    entry_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        entry = db.get(Entry, self.entry_id)
        if entry is None or to is None:
            return []
        asker = entry.question.asker
        state, undo = entry.state, None
        leaves_at = answer_leaves_at(db, entry)
        if state == EntryState.QUEUED and leaves_at is not None and leaves_at > clock.now():
            # Beyond the half minute of Undo it waits for the service to open.
            state = "later" if leaves_at > soon(LEAVES_SOON) else "undo"
            undo = button("button-undo", UndoAnswer(entry.id))
        elif state == EntryState.ALONE:
            undo = button("button-undo", UndoAnswer(entry.id))
        elif state == EntryState.DELIVERED:
            undo = button("button-unsend", UnsendAnswer(entry.id))
            at_asker = shown_in(db, asker.telegram_id, "entry", entry.id)
            corrected = at_asker is not None and at_asker.version > 1 and _edited_since(entry)
            state = "corrected" if corrected else state
        elif state == EntryState.WITHDRAWN and entry.delivered_at is not None:
            state = "unsent"
        shown = shown_in(db, to.telegram_id, "status", entry.id)
        return [
            Content(
                t(f"answer-{state}", number=entry.question_id, alias=asker.alias, name=asker.name, when=leaves_at),
                rows(undo or reword_button(db, entry)),
                subject=Subject("status", entry.id, entry.version, entry.question_id),
                edit=shown.message_id if shown else None,
            )
        ]


def _edited_since(entry: Entry) -> bool:
    """Whether it was changed after it had arrived: what was changed before nobody has seen otherwise."""
    return entry.edited_at is not None and entry.delivered_at is not None and entry.edited_at > entry.delivered_at


def answer_leaves_at(db: Session, entry: Entry) -> datetime | None:
    """When a queued answer goes out: later than now while it can be undone."""
    return db.scalar(
        select(OutboxRow.due_at).where(
            OutboxRow.dedup_key == answer_key(entry.id), OutboxRow.state == OutboxState.PENDING
        )
    )


def answer_key(entry_id: int) -> str:
    """The deduplication key of an answer's one delivery."""
    return f"answer:{entry_id}"


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


# --- to young people ---


def for_asker(db: Session, entry: Entry) -> list[Content]:
    """An answer as the young person sees it: their question quoted, the tutor's words, what they can say to it."""
    question = entry.question
    first = next((item for item in question.entries if not item.by_staff), None)
    captions = [item.text for item in album_of(db, entry) if item.text]
    words = t(
        "answer-for-asker",
        number=question.id,
        tutor=entry.author.name,
        quote=shorten(first.text, QUOTE_LENGTH) if first and first.text else entry_quote(first),
        words=t("words", words="\n".join(captions)) if captions else entry_words(entry),
        mark=t("mark-edited" if _edited_since(entry) else "mark-none"),
    )
    buttons = rows(
        button("button-helped", ItHelped(question.id)),
        button("button-stuck", StillStuck(question.id)),
        button("button-felt-wrong", FeltWrong(entry.id)),
        button("button-help-now", HelpNow()),
        width=2,
    )
    return _contents(db, entry, words, buttons, first.message_id if first else None)


def entry_quote(entry: Entry | None) -> Text:
    """What stands for a question that has no words."""
    return t("words", words="") if entry is None else t(f"kind-{entry.kind.replace('_', '-')}")


@notification("answer_for_asker", Priority.ANSWER, rings_in_quiet_hours=False)
class AnswerForAsker(Notification):
    """A tutor's answer to the young person, and only while a second adult is there, where the service asks for one."""

    entry_id: int
    second_adult: bool = False

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        entry = db.get(Entry, self.entry_id)
        if entry is None or to is None or entry.state in NEVER_SHOWN:
            return []
        if shown_in(db, to.telegram_id, "entry", entry.id) is not None:
            return []
        if self.second_adult and not second_adult_there(db, entry.author_id):
            return []
        return for_asker(db, entry)

    def author_id(self, db: Session) -> int | None:
        entry = db.get(Entry, self.entry_id)
        return entry.author_id if entry is not None else None

    def settled(self, db: Session, to: Person | None, outcome: Outcome) -> None:
        entry = db.get(Entry, self.entry_id)
        if entry is None or entry.state in NEVER_SHOWN:
            return
        if outcome.state == "dropped":
            if entry.state == EntryState.QUEUED and self.second_adult and not second_adult_there(db, entry.author_id):
                wait_alone(db, entry, album_of(db, entry))
            return
        states = {
            "sent": EntryState.DELIVERED,
            "retrying": EntryState.RETRYING,
            "blocked": EntryState.BLOCKED,
        }
        state = states.get(outcome.state, EntryState.FAILED)
        for item in album_of(db, entry):
            item.state = state
            item.delivered_at = outcome.at if state == EntryState.DELIVERED else None
        if to is not None:
            _catch_up(db, to, outcome)
        promise(db, entry.author_id, AnswerStatus(entry.id))


def wait_alone(db: Session, entry: Entry, album: list[Entry]) -> None:
    """Keeps an answer until a second adult is there, and says so to both sides."""
    for item in album:
        item.state = EntryState.ALONE
    promise(db, entry.question.asker_id, AnswerBeingChecked(entry.id), key=f"alone:{entry.id}:{entry.version}")
    promise(db, entry.author_id, AnswerStatus(entry.id))


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


# --- edits, on both sides ---


@notification("entry_edited", Priority.ANSWER, rings_in_quiet_hours=False)
class EntryEdited(Notification):
    """Carries an edit, or a taking back, to the Telegram message that shows the entry."""

    entry_id: int
    message_id: int

    def author_id(self, db: Session) -> int | None:
        entry = db.get(Entry, self.entry_id)
        return entry.author_id if entry is not None else None

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        entry = db.get(Entry, self.entry_id)
        if entry is None or to is None or to.telegram_id is None:
            return []
        shown = db.get(SentMessage, (to.telegram_id, self.message_id))
        if shown is None:
            return []
        if entry.state in (EntryState.HELD, EntryState.REFUSED, EntryState.ALONE):
            return []
        apart = entry.album is not None or _words_apart(db, to, entry)
        if entry.state == EntryState.WITHDRAWN:
            words = t("entry-taken-back", number=entry.question_id)
            if not shown.has_media:
                return [Content(words, edit=self.message_id, subject=subject_of(entry))]
            # New words under a picture would leave the picture.
            gone = Content(delete=self.message_id)
            return [gone] if apart else [gone, Content(words, subject=subject_of(entry))]
        whole = for_asker(db, entry) if to.id == entry.question.asker_id else for_tutor(db, entry, to)
        hidden = to.id != entry.question.asker_id and is_hidden(entry, to.id)
        if hidden and shown.has_media:
            # A picture or a voice note can't be edited into nothing.
            return [Content(delete=self.message_id)]
        media = () if hidden else media_of(entry)
        new = replace(whole[0], media=media, subject=subject_of(entry), subjects=(), reply_to=None)
        new = replace(new, edit=self.message_id, silent=True)
        if not apart:
            # A message of words alone can become one with a picture.
            return [replace(new, edit_has_media=shown.has_media or bool(new.media))]
        if shown.has_media:
            return [replace(new, text=None, rows=(), edit_has_media=True)]
        return [replace(new, media=())]

    def settled(self, db: Session, to: Person | None, outcome: Outcome) -> None:
        entry = db.get(Entry, self.entry_id)
        if entry is not None and to is not None and entry.by_staff and outcome.state == "sent":
            promise(db, entry.author_id, AnswerStatus(entry.id))


def _words_apart(db: Session, to: Person, entry: Entry) -> bool:
    """Whether the words went in a message of their own, because they were too long for a caption."""
    kinds = select(SentMessage.has_media).where(
        SentMessage.chat_id == to.telegram_id,
        SentMessage.subject_kind == "entry",
        SentMessage.subject_id == entry.id,
    )
    return len(set(db.scalars(kinds))) > 1
