"""Passing a question on to another tutor, with a note."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.boards import refresh_boards
from bot.notifications.desk import PassedToYou
from bot.notifications.people import holders_of
from bot.policies.aliases import normalise_alias
from bot.services.audit import record
from bot.services.claims import HeldBy, check_open, hold, holder_but, locked, refused
from bot.services.notes import keep_note
from bot.services.people import require
from models.people import Person, Role
from models.questions import Question


@dataclass(frozen=True)
class Passed:
    """Another tutor has it now."""

    question: Question
    to: Person


@dataclass(frozen=True)
class ToWhom:
    """The tutors to choose from; `unknown` is what was written and is none of them."""

    question: Question
    tutors: list[Person]
    unknown: str = ""


def pass_on(db: Session, actor: Person, number: int, words: str) -> Passed | HeldBy | ToWhom:
    """Passes a question to the tutor named first in the words, what follows being a private note for them."""
    require(actor, Role.TUTOR)
    question = locked(db, number)
    check_open(question)
    others = [tutor for tutor in _tutors(db) if tutor.id != actor.id]
    if not others:
        raise Refusal("pass-nobody", number=number)
    found, note = _named(others, words)
    if len(found) != 1:
        if _named([actor], words)[0]:
            raise Refusal("pass-yourself", number=number)
        return ToWhom(question, found or others, "" if found else words)
    return _give(db, actor, question, found[0], note)


def pass_to(db: Session, actor: Person, number: int, person_id: int) -> Passed | HeldBy:
    """The same to a tutor who was chosen by a tap."""
    require(actor, Role.TUTOR)
    question = locked(db, number)
    check_open(question)
    to = next((tutor for tutor in _tutors(db) if tutor.id == person_id), None)
    if to is None:
        raise Refusal("old-button")
    return _give(db, actor, question, to, "")


def _tutors(db: Session) -> list[Person]:
    """Every tutor, those on duty first."""
    return sorted(holders_of(db, Role.TUTOR), key=lambda tutor: (tutor.away_since is not None, tutor.name.casefold()))


def _named(tutors: list[Person], words: str) -> tuple[list[Person], str]:
    """Who is named by the beginning of the words, by name or alias, the longest name first; and the rest."""
    parts = words.split()
    for length in range(len(parts), 0, -1):
        name = " ".join(parts[:length])
        found = [tutor for tutor in tutors if _is(tutor, name)]
        if found:
            return found, _after(words, parts[:length])
    return [], ""


def _after(words: str, parts: list[str]) -> str:
    rest = words
    for part in parts:
        rest = rest.lstrip().removeprefix(part)
    return rest.strip(" \t\n:,-–—")


def _is(tutor: Person, name: str) -> bool:
    wanted = name.strip("@,:;.").casefold()
    return wanted == tutor.name.casefold() or normalise_alias(wanted) == tutor.alias


def _give(db: Session, actor: Person, question: Question, to: Person, words: str) -> Passed | HeldBy:
    if to.id == actor.id:
        raise Refusal("pass-yourself", number=question.id)
    holder = holder_but(db, question, actor)
    if holder is not None and holder.id != to.id:
        return refused(db, question, actor, holder)
    if holder is not None:
        raise Refusal("pass-has-it", number=question.id, tutor=to.name)
    if to.away_since is not None:
        raise Refusal("pass-away", number=question.id, tutor=to.name)
    note = keep_note(db, actor, question, words) if words else None
    hold(db, question, to)
    promise(db, to, PassedToYou(question.id, actor.id, note.id if note else 0))
    record(db, actor, "pass", f"question:{question.id}", to=to.id)
    refresh_boards(db)
    return Passed(question, to)
