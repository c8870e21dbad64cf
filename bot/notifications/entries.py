"""How what somebody wrote looks: to the tutors who answer it, and to the young person whom it answers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.callbacks.help import FeltWrong
from bot.callbacks.people import HelpNow
from bot.callbacks.questions import ClaimQuestion, ItHelped, OpenQuestion, StillStuck
from bot.notifications.base import shown_in
from bot.notifications.content import Content, Media, Rows, Subject, button, rows
from bot.notifications.tutor_words import advice, as_tutors_see, is_hidden
from bot.policies.fields import shorten
from bot.policies.moments import format_moment
from bot.texts import Text, t
from models.people import Person
from models.questions import Entry, EntryState, Question, QuestionView

QUOTE_LENGTH = 200


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


def entry_quote(entry: Entry | None) -> Text:
    """What stands for a question that has no words."""
    return t("words", words="") if entry is None else t(f"kind-{entry.kind.replace('_', '-')}")


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


def edited_since(entry: Entry) -> bool:
    """Whether it was changed after it had arrived: what was changed before nobody has seen otherwise."""
    return entry.edited_at is not None and entry.delivered_at is not None and entry.edited_at > entry.delivered_at


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
    return contents_of(db, entry, words, buttons, first.message_id if first else None)


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
        mark=t("mark-edited" if edited_since(entry) else "mark-none"),
    )
    buttons = rows(
        button("button-helped", ItHelped(question.id)),
        button("button-stuck", StillStuck(question.id)),
        button("button-felt-wrong", FeltWrong(entry.id)),
        button("button-help-now", HelpNow()),
        width=2,
    )
    return contents_of(db, entry, words, buttons, first.message_id if first else None)


def contents_of(db: Session, entry: Entry, words: Text, buttons: Rows, reply_to: int | None) -> list[Content]:
    album = album_of(db, entry)
    # A young person's picture or voice is only lent to staff: nobody forwards it, and it does not stay.
    lent = entry.file_id is not None and not entry.by_staff
    if len(album) > 1:
        items = tuple(media for item in album for media in media_of(item))
        shows = tuple(subject_of(item) for item in album if item.file_id)
        return [Content(words, buttons, items, subject_of(entry), shows, reply_to, protect=lent)]
    return [Content(words, buttons, media_of(entry), subject_of(entry), reply_to=reply_to, protect=lent)]
