"""A young person's words as tutors see them: contact details masked, raised concerns hidden, advice added."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.policies.detection.contacts import MASK, Allowed, across, mask
from bot.policies.judgements import RANKS, rings
from bot.texts import Text, t
from models.concerns import ConcernEvent
from models.questions import Entry, Question

PIECES_WITHIN = timedelta(minutes=10)  # messages of one person that are read together
# What is not masked. One process is one service, and notifications are composed far from its configuration.
_allowed = Allowed()


def allow(allowed: Allowed) -> None:
    """Says which pages and numbers the service works with: tutors see them, whoever writes them."""
    global _allowed
    _allowed = allowed


def masked(words: str) -> str:
    """A young person's words without contact details, and without links that are not on the service's list."""
    return mask(words, _allowed.links, _allowed.numbers)


def is_hidden(entry: Entry, to_id: int | None) -> bool:
    """Whether the words are for the leads and for the tutor who raised them alone."""
    return entry.hidden_by_id is not None and entry.hidden_by_id != to_id


def as_tutors_see(entry: Entry, to_id: int | None = None) -> Text:
    """The entry's words for a tutor (`to_id`; None for any): what is none of theirs is masked or hidden."""
    if is_hidden(entry, to_id):
        return t("hidden-words")
    if entry.kind == "contact" or not entry.text:
        return t(f"kind-{entry.kind.replace('_', '-')}")
    return t("words", words=_seen(entry))


def plain_as_tutors_see(entry: Entry, *, first: bool = False) -> str:
    """The same as bare words, for what is cut short; empty where there are none to show. `first`: of its thread."""
    if entry.hidden_by_id is not None or entry.kind == "contact":
        return ""
    return _seen(entry, first=first)


def _seen(entry: Entry, *, first: bool = False) -> str:
    if entry.by_staff:
        return entry.text
    words = masked(entry.text)
    if first or not any(sign.isdigit() for sign in words):
        return words
    # A number in two halves is a number: the second half is masked.
    before = [
        item.text
        for item in entry.question.entries
        if not item.by_staff and item.id < entry.id and entry.said_at - item.said_at < PIECES_WITHIN
    ]
    span = across(before, words)
    return words if span is None else MASK + words[span.end :]


def advice(db: Session, question: Question) -> Text:
    """What to do and what not to ask, where something in the thread was a disclosure; nothing otherwise."""
    told = select(ConcernEvent.id).where(
        ConcernEvent.entry_id.in_([entry.id for entry in question.entries if not entry.by_staff]),
        ConcernEvent.kind.in_(("opened", "joined")),
        ConcernEvent.severity.in_([severity for severity in RANKS if rings(severity)]),
    )
    return t("disclosure-advice") if db.scalar(told.limit(1)) is not None else t("about-nothing")
