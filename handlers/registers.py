"""The register, who is missing, and the sealed contact of who has to be rung: for staff."""

import re
from typing import Final

from bot.callbacks import attendance as at
from bot.callbacks.sessions import OpenSession
from bot.context import Context
from bot.errors import Refusal
from bot.notifications.content import Button, Screen, button, rows
from bot.notifications.sessions import name_of
from bot.policies.aliases import normalise_alias
from bot.services import attendance, called_off, registers
from bot.services.attendance import Absent
from bot.services.registers import MARKS, Line, Register
from bot.texts import Text, t
from handlers import screens
from handlers.oversight import sealed_screen
from handlers.routes import LEAD, RUNNERS, Area, Route
from handlers.session_words import RUN_SESSIONS, named, number_in
from models.people import Person

_DAY: Final = re.compile(r"(?:on\s+)?(\d[\d/-]*\d)(?:[\s,:;]+|$)(.*)", re.IGNORECASE | re.DOTALL)
_SAID: Final = {
    "present": "present|here|there|came|yes",
    "late": "late|was late",
    "told": "told|absent told|told us|excused|can't make it",
    "not_told": "absent|missing|not there|not told|absent not told|no",
}
_MARKS: Final = {word: mark for mark, words in _SAID.items() for word in words.split("|")}


async def register(context: Context, words: str) -> None:
    """/register S4; with a day, that one; /register S4 Otter-12 late marks somebody, /register S4 all here the rest."""
    number, rest = number_in(words, "/register S4")
    match = _DAY.fullmatch(rest)
    day, rest = (match[1], match[2].strip()) if match else (None, rest)
    if not rest:
        await context.show(_register(await context.do(registers.open_register, number, day)))
        return
    parts = rest.replace(",", " ").split()
    if parts[0].casefold() in ("all", "everyone", "everybody") and _mark_in(parts[1:] or ["here"]) == MARKS[0]:

        def all_here(db: object, actor: Person) -> Register:
            opened = registers.open_register(db, actor, number, day)  # type: ignore[arg-type]
            return registers.mark_rest(db, actor, opened.occurrence.id)  # type: ignore[arg-type]

        await context.show(_register(await context.do(all_here)))
        return
    for count in (1, 2):
        alias, mark = normalise_alias(" ".join(parts[:count])), _mark_in(parts[count:])
        if alias is not None and mark is not None:
            await context.show(_register(await context.do(registers.mark_typed, number, day, alias, mark)))
            return
    raise Refusal("register-words")


def _mark_in(words: list[str]) -> str | None:
    return _MARKS.get(" ".join(words).casefold().replace("’", "'").replace("_", " "))


async def open_of(context: Context, action: at.OpenRegisterOf) -> None:
    """The register, from the session's card."""
    await context.show(_register(await context.do(registers.open_register, action.number)))


async def open_one(context: Context, action: at.OpenRegister) -> None:
    """A page of it."""
    await context.show(_register(await context.do(registers.page_of, action.occurrence, action.page)))


async def mark(context: Context, action: at.MarkPerson) -> None:
    """Marks somebody."""
    marked = await context.do(registers.mark, action.occurrence, action.person, action.mark, action.page)
    await context.show(_register(marked))


async def mark_rest(context: Context, action: at.MarkRest) -> None:
    """Everyone else is here."""
    await context.show(_register(await context.do(registers.mark_rest, action.occurrence, action.page)))


async def other_times(context: Context, action: at.OtherRegisters) -> None:
    """The register of another time."""
    found = await context.do(registers.times, action.number)
    times = [button("button-this-time", at.OpenRegister(item.id, 0), when=item.starts_at) for item in found.times]
    words = t("register-which", **named(found.session))
    await context.show(Screen(words, (*rows(*times, width=2), *screens.with_help(_card(found.session.id)))))


def _card(number: int) -> Button:
    return button("button-session", OpenSession(number), ref=f"S{number}")


def _register(found: Register) -> Screen:
    occurrence, page = found.occurrence, found.page
    session = occurrence.session
    last = rows(
        button("button-other-registers", at.OtherRegisters(session.id)),
        _card(session.id),
        width=2,
    )
    if not found.lines:
        words = t("register-nobody", when=occurrence.starts_at, **named(session))
        return Screen(words, (*last, *screens.with_help()))
    rest = button("button-rest-here", at.MarkRest(occurrence.id, page)) if found.unmarked else None
    turns = rows(
        button("button-earlier", at.OpenRegister(occurrence.id, page - 1)) if page else None,
        button("button-later", at.OpenRegister(occurrence.id, page + 1)) if found.more else None,
        width=2,
    )
    people = tuple(_buttons(occurrence.id, line, page) for line in found.lines)
    words = t(
        "register",
        when=occurrence.starts_at,
        lines=[_line(line) for line in found.lines],
        unmarked=found.unmarked,
        **named(session),
    )
    return Screen(words, (*rows(rest), *people, *turns, *last, *screens.with_help()))


def _line(line: Line) -> Text:
    mark = t(f"mark-{line.mark}") if line.mark is not None else t("mark-nothing")
    return t("register-line", alias=line.person.alias, name=line.person.name, mark=mark)


def _buttons(occurrence_id: int, line: Line, page: int) -> tuple[Button, ...]:
    return tuple(
        button(
            "button-marked" if line.mark == mark else "button-mark",
            at.MarkPerson(occurrence_id, line.person.id, mark, page),
            mark=mark,
            alias=line.person.alias,
        )
        for mark in MARKS
    )


async def missing(context: Context, _: object) -> None:
    """/missing: who has not been there three times in a row."""
    found = await context.look(attendance.missing)
    words = t("missing", lines=[_missing(item) for item in found]) if found else t("missing-none")
    await context.show(Screen(words, screens.with_help(screens.home_button())))


def _missing(item: Absent) -> Text:
    return t(
        "missing-line",
        alias=item.person.alias,
        name=item.person.name,
        count=item.streak.count,
        since=item.streak.since,
        told=item.streak.told,
    )


async def contact(context: Context, action: at.RevealUnseen) -> None:
    """The sealed contact of somebody who has not seen that it is off: as /reveal opens it."""
    occurrence = await context.look(called_off.called_off_one, action.occurrence)
    reason = context.bot_data.texts.plain(
        t("off-reveal-reason", ref=name_of(occurrence.session), when=occurrence.starts_at)
    )
    sealed = await context.do(called_off.reveal_unseen, action.occurrence, action.person, reason)
    await context.show(sealed_screen(sealed))


AREA = Area(
    "registers",
    commands={"register": Route(register, RUN_SESSIONS), "missing": Route(missing, RUNNERS)},
    actions={
        at.OpenRegister: Route(open_one, RUN_SESSIONS),
        at.OpenRegisterOf: Route(open_of, RUN_SESSIONS),
        at.OtherRegisters: Route(other_times, RUN_SESSIONS),
        at.MarkPerson: Route(mark, RUN_SESSIONS),
        at.MarkRest: Route(mark_rest, RUN_SESSIONS),
        at.OpenMissing: Route(missing, RUNNERS),
        at.RevealUnseen: Route(contact, LEAD),
    },
)
