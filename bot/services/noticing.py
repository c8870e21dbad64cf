"""What becomes of detection's findings about a young person's words, and of what no machine could read."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, true
from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise, shown_in
from bot.notifications.content import Media
from bot.notifications.entries import media_of
from bot.notifications.safety import HeardReceipt
from bot.policies.judgements import MEDIUM, Judgement
from bot.services.audit import record
from bot.services.concern_work import require_lead
from bot.services.concerns import open_concern, worry
from bot.services.people import actor_of
from bot.services.said import Said
from models.concerns import ConcernEvent
from models.holds import Unjudged, Unread
from models.people import Person, Role
from models.questions import Entry, EntryState

# What a machine has to be shown or played; a sticker comes from a set that everybody has.
UNREADABLE = {"photo", "video", "voice", "audio", "document", "animation", "video_note"}
UNREAD_SHOWN = 20
SPOKEN = {"voice", "video_note"}


@dataclass(frozen=True)
class Unheard:
    """An entry that waits to be judged: its words, and its voice note where a transcriber is to hear it."""

    entry_id: int
    text: str
    file_id: str | None
    language: str


def notice(db: Session, entry: Entry, said: Said, config: Config) -> None:
    """A young person's entry, new or edited: a worry becomes a concern, what can't be read is listed for the leads."""
    verdict = said.verdict
    if entry.kind in UNREADABLE and entry.file_id:
        list_unread(db, entry, entry.kind)
    elif verdict is not None and verdict.unread:
        list_unread(db, entry, verdict.unread)
    spoken = bool(entry.kind in SPOKEN and entry.file_id and config.safeguarding.transcriber)
    if config.safeguarding.detection and (spoken or (verdict is None and entry.text)):
        db.merge(Unjudged(entry_id=entry.id, taken_at=clock.now()))
    if verdict is not None and verdict.worries:
        worry(db, entry.author, entry.text, verdict, config, entry)


def list_unread(db: Session, entry: Entry, why: str) -> None:
    """Puts an entry on the list of what a person has to read, look at or listen to."""
    known = db.get(Unread, entry.id)
    if known is None:
        # Detection says more behind a colon; what stands before it has a name in the texts.
        db.add(Unread(entry_id=entry.id, why=why.partition(":")[0][:24], listed_at=clock.now()))
    elif known.seen_at is not None and entry.edited_at is not None and entry.edited_at > known.seen_at:
        known.seen_at = known.seen_by = None


def overhear(db: Session, chat_id: int, said: Said, config: Config) -> None:
    """Worrying words that became no entry (a search, a mistyped command) are a concern all the same."""
    if said.verdict is None or not said.verdict.worries:
        return
    in_thread = select(Entry.id).where(Entry.chat_id == said.chat_id, Entry.message_id == said.message_id)
    person = actor_of(db, chat_id)
    if person is None or Role.YOUNG_PERSON not in person.all_roles or db.scalar(in_thread) is not None:
        return
    worry(db, person, said.text, said.verdict, config)


def list_words(db: Session, chat_id: int, said: Said, config: Config) -> None:
    """A title, a reason or the like that no machine could read: it is used, and stands on the leads' list, once."""
    author = actor_of(db, chat_id)
    if author is None or said.verdict is None:
        return
    known = select(ConcernEvent.id).where(ConcernEvent.actor_id == author.id, ConcernEvent.words == said.text)
    if db.scalar(known.limit(1)) is not None:
        return
    open_concern(
        db,
        config,
        person=None,
        source="words",
        category="unreadable",
        severity=MEDIUM,
        words=said.text,
        # Whoever wrote it is not the one to read it, should they be a lead as well.
        adult=author,
        by=author,
        score=said.verdict.score,
        reasons=[f"no machine could read it: {said.verdict.unread}"],
    )


# --- what was taken while detection had its hands full ---


def unjudged(db: Session, limit: int, spoken: bool | None = None) -> list[Unheard]:
    """The entries that wait to be judged, oldest first: all, or those that were (or were not) spoken."""
    of_kind = true() if spoken is None else Entry.kind.in_(SPOKEN) if spoken else Entry.kind.not_in(SPOKEN)
    rows = db.execute(
        select(Entry.id, Entry.text, Entry.kind, Entry.file_id, Person.language)
        .join(Unjudged, Unjudged.entry_id == Entry.id)
        .join(Person, Person.id == Entry.author_id)
        .where(of_kind)
        .order_by(Entry.id)
        .limit(limit)
    )
    return [
        Unheard(number, words, file_id if kind in SPOKEN else None, language)
        for number, words, kind, file_id, language in rows
    ]


def judged(db: Session, found: Sequence[tuple[int, Judgement, str]], config: Config) -> None:
    """What detection said of them afterwards, and of which words."""
    for number, verdict, words in found:
        entry = db.get(Entry, number)
        if entry is None or db.get(Unjudged, number) is None:
            continue
        if verdict.unread:
            list_unread(db, entry, verdict.unread)
        if verdict.worries:
            worry(db, entry.author, words, verdict, config, entry)
    db.execute(delete(Unjudged).where(Unjudged.entry_id.in_([number for number, _, _ in found])))


# --- what no machine could read ---


def unread(db: Session, actor: Person) -> list[Unread]:
    """What waits for a person's eyes or ears, oldest first."""
    require_lead(db, actor)
    found = db.scalars(
        select(Unread)
        .join(Entry, Entry.id == Unread.entry_id)
        .where(Unread.seen_at.is_(None), Entry.author_id != actor.id)
        .order_by(Unread.entry_id)
        .limit(UNREAD_SHOWN)
    )
    listed = list(found)
    for item in listed:
        _ = item.entry.author.alias, item.entry.question.asker.alias
    return listed


def look_at(db: Session, actor: Person, entry_id: int) -> tuple[Entry, tuple[Media, ...]]:
    """The words and media of one of them, audited; the young person's receipt says that somebody has listened."""
    require_lead(db, actor)
    entry, item = db.get(Entry, entry_id), db.get(Unread, entry_id)
    if entry is None or item is None or entry.author_id == actor.id:
        raise Refusal("old-button")
    _ = entry.author.alias, entry.question.asker.alias
    record(db, actor, "look_at_unread", f"entry:{entry.id}")
    if item.seen_at is None:
        item.seen_at, item.seen_by = clock.now(), actor.id
        heard(db, entry)
    return entry, () if entry.state == EntryState.WITHDRAWN else media_of(entry)


def heard(db: Session, entry: Entry) -> None:
    """A person has listened: the receipt that promised it says so."""
    if entry.by_staff or entry.kind not in SPOKEN:
        return
    shown = shown_in(db, entry.author.telegram_id, "receipt", entry.id)
    if shown is not None:
        promise(db, entry.author_id, HeardReceipt(entry.id, shown.message_id), key=f"heard:{entry.id}")
