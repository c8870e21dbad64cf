"""The service's terms: read by staff, entered by a coordinator, who sees first whom it touches."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import orm, select

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.notifications.base import promise
from bot.notifications.timetable import TermsChanged
from bot.policies.fields import clean_text, shorten
from bot.policies.numbers import LARGEST
from bot.policies.term_lines import BadTermLine, Break, TermLine, parse_terms, write_term_line
from bot.policies.when import needs_confirmation
from bot.services import hours, leaving, reminders, timetable
from bot.services.audit import record
from bot.services.people import ask_next, require, stop_asking
from bot.services.session_news import tell
from bot.services.timetable import Fit
from models.people import Conversation, Person, Role
from models.sessions import Session
from models.terms import Term

STEP: Final = "terms.confirm"
SAMPLE: Final = Path(__file__).resolve().parent.parent / "samples" / "terms-milton-keynes-2026-27.txt"
_YES: Final = frozenset({"yes", "y", "ok", "okay", "yes please", "do it"})
_NAMES: Final = re.compile(r"^[^;；]*", re.MULTILINE)
_DAYS: Final = re.compile(r"[\w./-]*\d[\w./-]*")
_REMOVE: Final = re.compile(r"(?:remove|delete|drop)\s+(.+)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class TermNow:
    """A term with its breaks, as it stands."""

    id: int
    line: TermLine


@dataclass(frozen=True)
class Terms:
    """All terms that are not long over, the first one first."""

    terms: list[TermNow]
    may_change: bool


@dataclass(frozen=True)
class Effect:
    """What a change of the terms does to what is in the timetable."""

    off: int = 0  # occurrences that are called off
    on: int = 0  # occurrences that take place again, or for the first time
    people: int = 0  # who is told


@dataclass(frozen=True)
class Preview:
    """A change of the terms that waits for a yes."""

    adding: list[TermLine]
    removing: list[TermLine]
    effect: Effect
    last: date | None  # the last day of any term that there will be


@dataclass(frozen=True)
class Changed:
    """The terms are these now."""

    adding: list[TermLine]
    removing: list[TermLine]
    effect: Effect


@dataclass
class _Plan:
    """The rows that go, the terms that come, and what that does to each session."""

    going: list[Term] = field(default_factory=list)
    adding: list[TermLine] = field(default_factory=list)
    fits: list[Fit] = field(default_factory=list)
    last: date | None = None


def terms(db: orm.Session, actor: Person) -> Terms:
    """The terms as they stand, for staff."""
    require(actor, Role.TUTOR, Role.LEAD, Role.COORDINATOR)
    return Terms(_standing(_rows(db)), Role.COORDINATOR in actor.roles)


def change(db: orm.Session, actor: Person, words: str, config: Config) -> Preview | Changed | Terms:
    """/term: a term a line, or "remove Autumn"; without words the list. Whom it touches is shown first."""
    if not words.strip():
        return terms(db, actor)
    require(actor, Role.COORDINATOR)
    words = "\n".join(clean_text(line).strip() for line in words.splitlines())
    if match := _REMOVE.fullmatch(words):
        return _propose(db, actor, [], [_named(db, match[1])], config)
    adding = read_lines(words, config)
    # Days in full need no second look where nobody is touched.
    in_full = all(not needs_confirmation(f"{day} 12:00") for day in _DAYS.findall(_NAMES.sub("", words)))
    return _propose(db, actor, adding, [], config, at_once=in_full)


def use_sample(db: orm.Session, actor: Person, config: Config) -> Preview | Changed:
    """The dates that ship with the bot, shown first in any case: they are to be checked."""
    require(actor, Role.COORDINATOR)
    return _propose(db, actor, read_lines(SAMPLE.read_text("utf-8"), config), [], config)


def remove(db: orm.Session, actor: Person, number: int, config: Config) -> Preview | Changed:
    """A term that goes, with its breaks, by its button."""
    require(actor, Role.COORDINATOR)
    row = db.get(Term, number) if 1 <= number <= LARGEST else None
    if row is None or row.is_break:
        raise Refusal("old-button")
    return _propose(db, actor, [], [row], config)


def read_lines(text: str, config: Config) -> list[TermLine]:
    """The terms that are written there; Refusal that names the line."""
    try:
        return parse_terms(text, clock.now().astimezone(config.service.zone).date())
    except BadTermLine as error:
        raise Refusal(f"term-bad-{error.fault}", value=shorten(error.value, 60), line=error.line) from error


def answered(db: orm.Session, actor: Person, words: str, config: Config) -> Preview | Changed | Terms:
    """Words after the preview: a yes, other terms, or anything else, which leaves everything as it was."""
    bare = " ".join(clean_text(words).casefold().split()).rstrip(".!")
    if bare in _YES:
        return apply(db, actor, config)
    if ";" in words or "；" in words:
        return change(db, actor, words, config)
    drop(db, actor)
    return terms(db, actor)


def apply(db: orm.Session, actor: Person, config: Config) -> Changed:
    """The yes to what was shown; what became of it in between counts."""
    require(actor, Role.COORDINATOR)
    conversation = db.get(Conversation, actor.telegram_id or 0)
    if conversation is None or conversation.step != STEP:
        raise Refusal("old-button")
    data = dict(conversation.data)
    stop_asking(db, conversation.chat_id)
    adding = read_lines(data["lines"], config) if data["lines"] else []
    going = [row for row in _rows(db) if row.id in data["going"]]
    return _carry_out(db, actor, _plan(db, adding, going, config, hold=True), config)


def drop(db: orm.Session, actor: Person) -> None:
    """Never mind."""
    conversation = db.get(Conversation, actor.telegram_id or 0)
    if conversation is not None and conversation.step == STEP:
        stop_asking(db, conversation.chat_id)


def load(db: orm.Session, adding: Sequence[TermLine], config: Config, *, sure: bool) -> Preview | Changed:
    """Terms from a file, for the command line; unless `sure`, nothing is changed where anybody would be told."""
    plan = _plan(db, list(adding), [], config, hold=True)
    if _effect(db, plan) != Effect() and not sure:
        return Preview(plan.adding, _lines(plan.going), _effect(db, plan), plan.last)
    return _carry_out(db, None, plan, config)


# --- what a change does ---


def _propose(
    db: orm.Session, actor: Person, adding: list[TermLine], going: list[Term], config: Config, at_once: bool = False
) -> Preview | Changed:
    plan = _plan(db, adding, going, config, hold=at_once)
    effect = _effect(db, plan)
    if at_once and effect == Effect():
        return _carry_out(db, actor, plan, config)
    lines = "\n".join(write_term_line(line) for line in adding)
    ask_next(db, actor.telegram_id or 0, STEP, lines=lines, going=[row.id for row in going])
    return Preview(plan.adding, _lines(plan.going), effect, plan.last)


def _plan(db: orm.Session, adding: list[TermLine], going: list[Term], config: Config, hold: bool) -> _Plan:
    rows = _rows(db)
    gone = {row.id for term in going for row in (term, *_breaks_of(term, rows))}
    for line in adding:
        for row in rows:
            if row.is_break or row.id in gone or row.last < line.days[0] or line.days[1] < row.first:
                continue
            if row.name.casefold() != line.name.casefold():
                raise Refusal("term-overlaps", name=line.name, other=row.name)
            # The same term anew: these are its right dates.
            gone |= {item.id for item in (row, *_breaks_of(row, rows))}
    after = [row for row in rows if row.id not in gone] + [row for line in adding for row in _rows_of(line)]
    year = timetable.year_with(after, config)
    query = select(Session).where(
        Session.cancelled_at.is_(None),
        Session.frequency != "once",
        Session.all_year.is_(False),
        Session.calendar.is_(None),
    )
    query = query.order_by(Session.id)
    sessions = db.scalars(query.with_for_update(of=Session) if hold else query).all()
    fits = [found for session in sessions if (found := timetable.look(db, session, year)).differs]
    last = max((row.last for row in after if not row.is_break), default=None)
    return _Plan([row for row in rows if row.id in gone], adding, fits, last)


def _effect(db: orm.Session, plan: _Plan) -> Effect:
    people = {person for found in plan.fits for person in reminders.recipients(db, found.session)}
    off = sum(len(found.off) for found in plan.fits)
    on = sum(len(found.back) + len(found.new) for found in plan.fits)
    return Effect(off, on, len(people))


def _carry_out(db: orm.Session, actor: Person | None, plan: _Plan, config: Config) -> Changed:
    effect, removing = _effect(db, plan), _lines(plan.going)
    for row in plan.going:
        db.delete(row)
    db.add_all(row for line in plan.adding for row in _rows_of(line))
    db.flush()
    leaving.forget_days_off(db)
    hours.follow_terms(db, config)
    apply_fits(db, actor, plan.fits, config)
    record(db, actor, "terms_changed", "terms", added=len(plan.adding), removed=len(removing), off=effect.off,
           on=effect.on)  # fmt: skip
    return Changed(plan.adding, removing, effect)


def apply_fits(db: orm.Session, actor: Person | None, fits: Sequence[Fit], config: Config) -> None:
    """Fits the sessions to the year, and tells each person once, of all of theirs; what is off this late, by itself."""
    late_until = clock.now() + config.sessions.late_within
    off: dict[int, list[int]] = {}
    on: dict[int, list[int]] = {}
    for found in fits:
        gone, back = timetable.fit(db, found, config)
        late = [row for row in found.off if row.starts_at <= late_until]
        for row in late:
            # Somebody may be on the way: it rings, and staff see who has not seen it.
            tell(db, actor, row, row.starts_at, False, cancelled=True, late_within=config.sessions.late_within)
        gone = [number for number in gone if number not in {row.id for row in late}]
        for person in reminders.recipients(db, found.session):
            off.setdefault(person, []).extend(gone)
            on.setdefault(person, []).extend(back)
    for person, gone in off.items():
        promise(db, person, TermsChanged(gone, on[person]))


# --- rows and lines ---


def _rows(db: orm.Session) -> list[Term]:
    return list(db.scalars(select(Term).order_by(Term.first, Term.is_break, Term.id)))


def _rows_of(line: TermLine) -> list[Term]:
    now = clock.now()
    term = Term(name=line.name, first=line.days[0], last=line.days[1], is_break=False, set_at=now)
    breaks = [
        Term(name=item.name, first=item.days[0], last=item.days[1], is_break=True, set_at=now) for item in line.breaks
    ]
    return [term, *breaks]


def _breaks_of(term: Term, rows: Sequence[Term]) -> list[Term]:
    return [row for row in rows if row.is_break and term.first <= row.first and row.last <= term.last]


def _standing(rows: Sequence[Term]) -> list[TermNow]:
    return [TermNow(row.id, _line(row, rows)) for row in rows if not row.is_break]


def _line(term: Term, rows: Sequence[Term]) -> TermLine:
    breaks = tuple(Break(row.name, (row.first, row.last)) for row in _breaks_of(term, rows))
    return TermLine(term.name, (term.first, term.last), breaks)


def _lines(going: Sequence[Term]) -> list[TermLine]:
    return [_line(row, going) for row in going if not row.is_break]


def _named(db: orm.Session, words: str) -> Term:
    wanted = " ".join(words.split()).casefold()
    found = [row for row in _rows(db) if not row.is_break and row.name.casefold() == wanted]
    if len(found) != 1:
        raise Refusal("term-unknown" if not found else "term-several", name=shorten(words, 60))
    return found[0]
