"""Holding: a tutor's words that break a boundary stay until a lead has looked, and all without a second adult."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.notifications.answer_status import AnswerStatus, answer_key
from bot.notifications.answers import wait_alone
from bot.notifications.base import promise, withdraw
from bot.notifications.boards import refresh_boards
from bot.notifications.contacts import first_contacts, next_contacts, second_adult_there
from bot.notifications.entries import note_seen
from bot.notifications.holds import AnswerBeingChecked, HoldAlert, UnderReview, hold_key, of_entry
from bot.notifications.tutor_words import PIECES_WITHIN
from bot.policies.detection.contacts import across, way_to_be_reached
from bot.policies.durations import parse_duration
from bot.policies.judgements import HIGH, MEDIUM, Judgement, may_reword, worse
from bot.services import hours, noticing
from bot.services.audit import record
from bot.services.said import Said
from models.holds import Hold
from models.people import Person
from models.questions import Entry, EntryState, EntryVersion, Question, QuestionState

MEDIA = Judgement("media", MEDIUM, ("media that no machine can read",))
# Anybody can draw a sticker: of a tutor's, each is shown to the leads like a picture.
UNREADABLE = noticing.UNREADABLE | {"sticker"}


def stops(db: Session, question: Question, entry: Entry, said: Said, config: Config) -> bool:
    """Whether a new answer is held for a lead; both sides are told. What no machine can read is listed."""
    held_already = next((item for item in _album(question, entry) if item.state == EntryState.HELD), None)
    verdict = _breach(said, config)
    if verdict is None and config.safeguarding.detection:
        verdict = _in_pieces(question, entry)
    if verdict is not None or held_already is not None:
        _hold_answer(db, question, entry, verdict, held_already, config)
        return True
    list_for_leads(db, entry, said)
    return False


def list_for_leads(db: Session, entry: Entry, said: Said, known_file: str | None = None) -> None:
    """Lists what no machine can read of an answer, or of an edit that brought another file than the known one."""
    if _brings(said, known_file):
        noticing.list_unread(db, entry, said.kind)
    elif said.verdict is not None and said.verdict.unread:
        noticing.list_unread(db, entry, said.verdict.unread)


def waits_alone(db: Session, entry: Entry, config: Config) -> bool:
    """Whether the answer waits because nobody but its author is there for safety; both sides are told."""
    if not config.safeguarding.second_adult or second_adult_there(db, entry.author_id):
        return False
    wait_alone(db, entry, _album(entry.question, entry) or [entry])
    return True


def _brings(said: Said, known_file: str | None) -> bool:
    return said.kind in UNREADABLE and said.file_id is not None and said.file_id != known_file


def _breach(said: Said, config: Config, known_file: str | None = None) -> Judgement | None:
    verdict = said.verdict
    if verdict is not None and verdict.worries:
        return verdict
    brings = _brings(said, known_file)
    if brings and config.safeguarding.detection and (kind := way_to_be_reached(said.name)) is not None:
        return Judgement("contact_details", HIGH, (f"rule contact-in-name: the file's name holds a {kind}",))
    unreadable = brings or (verdict is not None and verdict.unread)
    return MEDIA if unreadable and config.safeguarding.tutor_media == "held" else None


def _in_pieces(question: Question, entry: Entry) -> Judgement | None:
    """What several messages in a row hold together: a number that is sent in two halves is a number."""
    before = [
        item.text
        for item in question.entries
        if item.author_id == entry.author_id and item.id < entry.id and entry.said_at - item.said_at < PIECES_WITHIN
    ]
    found = across(before, entry.text)
    if found is None:
        return None
    return Judgement(
        "contact_details", HIGH, (f"rule contact-in-pieces: with the messages before it holds a {found.kind}",)
    )


def _album(question: Question, entry: Entry) -> list[Entry]:
    """All of the album that has not gone out; the entry alone where it is none."""
    waiting = (EntryState.QUEUED, EntryState.HELD, EntryState.ALONE)
    if entry.album is None:
        return [entry]
    return [
        item
        for item in question.entries
        if item.album == entry.album and item.author_id == entry.author_id and item.state in waiting
    ]


def _hold_answer(
    db: Session, question: Question, entry: Entry, verdict: Judgement | None, before: Entry | None, config: Config
) -> None:
    album = {*_album(question, entry), entry}
    of_album = (of_entry(db, item.id) for item in album) if before is not None else ()
    known = next((hold for hold in of_album if hold is not None), None)
    for item in album:
        item.state = EntryState.HELD
        withdraw(db, "held", key=answer_key(item.id))
    question.state = QuestionState.ANSWERED
    question.leave_queue()
    hours.answered(db, question)
    note_seen(db, question.id, entry.author_id, entry.id)
    refresh_boards(db)
    if known is not None and known.decided_at is None:
        known.words = "\n".join(words for words in (known.words, entry.text) if words)
        if verdict is not None:
            if may_reword(known.category) or known.category == MEDIA.category:
                # What may not be reworded stays so, whatever else is in the album.
                known.category = verdict.category
            known.severity = worse(known.severity, verdict.severity)
            known.reasons = [*known.reasons, *verdict.reasons]
        return
    found = verdict or MEDIA
    what = "media" if found is MEDIA else "answer"
    hold = _write(db, entry.author_id, what, found, entry.text, config, entry=entry, file_id=entry.file_id)
    record(db, entry.author, "held", f"hold:{hold.id}", entry=entry.id, category=found.category)
    promise(db, question.asker_id, AnswerBeingChecked(entry.id), key=f"checked:{entry.id}")
    promise(db, entry.author_id, AnswerStatus(entry.id))


def _write(
    db: Session,
    author_id: int,
    what: str,
    verdict: Judgement,
    words: str,
    config: Config,
    *,
    entry: Entry | None = None,
    question_id: int | None = None,
    file_id: str | None = None,
    kind: str | None = None,
) -> Hold:
    hold = Hold(
        what=what,
        author_id=author_id,
        entry_id=entry.id if entry is not None else None,
        question_id=entry.question_id if entry is not None else question_id,
        words=words,
        file_id=file_id,
        kind=kind,
        category=verdict.category,
        severity=verdict.severity,
        score=verdict.score,
        reasons=list(verdict.reasons),
        held_at=clock.now(),
    )
    db.add(hold)
    db.flush()
    _ring(db, hold, config)
    return hold


def _ring(db: Session, hold: Hold, config: Config) -> None:
    rules = config.safeguarding
    every: timedelta = parse_duration(rules.repeat)
    alert = HoldAlert(hold.id, int(every.total_seconds()), rules.repeats)
    for person in first_contacts(db, hold.author_id):
        promise(db, person, alert, key=hold_key(hold.id, person.id, 0))
    later = clock.now() + parse_duration(rules.escalate_after)
    for person in next_contacts(db, hold.author_id):
        promise(db, person, alert, due_at=later, key=hold_key(hold.id, "next", person.id, 0))


# --- edits, and words that are no answer ---


def stops_edit(db: Session, entry: Entry, said: Said, config: Config) -> bool:
    """Whether an edit of an answer goes no further: it breaks a boundary, or the answer is with the leads already."""
    if entry.state == EntryState.REFUSED:
        return True
    if entry.state == EntryState.HELD:
        _edited_while_held(db, entry, said, config)
        return True
    verdict = _breach(said, config, entry.file_id)
    if verdict is None:
        return False
    file, kind = (said.file_id, said.kind) if _brings(said, entry.file_id) else (None, None)
    hold = _write(db, entry.author_id, "edit", verdict, said.text, config, entry=entry, file_id=file, kind=kind)
    record(db, entry.author, "held", f"hold:{hold.id}", entry=entry.id, category=verdict.category)
    promise(db, entry.author_id, UnderReview(hold.id))
    return True


def _edited_while_held(db: Session, entry: Entry, said: Said, config: Config) -> None:
    """New words for a held answer: every version is kept, and contact details simply left out let it go."""
    hold = of_entry(db, entry.id)
    keep_version(db, entry)
    entry.text, entry.version, entry.edited_at = said.text, entry.version + 1, clock.now()
    if _brings(said, entry.file_id):
        entry.kind, entry.file_id, entry.media = said.kind, said.file_id, said.media
    if hold is None or hold.decided_at is not None:
        return
    clean = said.verdict is not None and not said.verdict.unread and _breach(said, config) is None
    if clean and may_reword(hold.category) and len(_album(entry.question, entry)) == 1:
        from bot.services import hold_decisions

        hold_decisions.reworded(db, hold, entry.author)
        hold_decisions.let_go(db, entry, second_adult=config.safeguarding.second_adult)
        list_for_leads(db, entry, said)
    else:
        hold.words = f"{hold.words}\n→ {said.text}"


def keep_version(db: Session, entry: Entry) -> None:
    """Keeps what an entry said, before it says something else."""
    db.add(
        EntryVersion(
            entry_id=entry.id,
            version=entry.version,
            text=entry.text,
            file_id=entry.file_id,
            replaced_at=clock.now(),
        )
    )


def may_use(db: Session, actor: Person, what: str, words: str) -> bool:
    """Whether a lead has released exactly these words of the actor's before."""
    same = select(Hold.id).where(
        Hold.author_id == actor.id, Hold.what == what, Hold.words == words, Hold.outcome == "released"
    )
    return db.scalar(same.limit(1)) is not None


def hold_words(
    db: Session, actor: Person, said: Said, what: str, config: Config, question_id: int | None = None
) -> Hold:
    """Holds a title, a reason, a saved answer or an announcement: nothing is changed, a lead looks at it."""
    verdict = said.verdict or Judgement("other", MEDIUM)
    hold = _write(db, actor.id, what, verdict, said.text, config, question_id=question_id)
    record(db, actor, "held", f"hold:{hold.id}", category=verdict.category)
    return hold


def undecided(db: Session, entries: Sequence[Entry]) -> bool:
    """Whether any of them waits for a lead, or for a second adult."""
    return any(entry.state in (EntryState.HELD, EntryState.ALONE) for entry in entries)
