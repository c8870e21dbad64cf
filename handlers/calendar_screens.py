"""How calendar files are shown: what one would change, who leads it, and which time to take away."""

from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.callbacks import calendars as on
from bot.callbacks.sessions import MySessions
from bot.notifications.content import Screen, button, rows
from bot.notifications.sessions import name_of
from bot.policies.calendars.shapes import Entry, Item
from bot.policies.fields import shorten
from bot.policies.local_time import resolve
from bot.services.calendar_imports import AskLeader, Imported, Preview
from bot.services.calendar_plans import Plan, Planned
from bot.services.sessions import Booked
from bot.texts import Text, t
from handlers import screens
from models.people import Person

LINES_SHOWN: Final = 8  # of each kind: together they are one message
TITLE_SHOWN: Final = 50


def which_screen(found: Booked) -> Screen:
    """A young person's times, to choose from; none where the file is on its way already."""
    sessions = button("button-sessions", MySessions())
    if not found.times:
        return Screen(t("calendar-coming"), screens.with_help(sessions))
    picks = [
        button("button-calendar-time", on.AddToCalendar(item.id, False), when=item.starts_at) for item in found.times
    ]
    return Screen(t("calendar-which"), (*rows(*picks, width=2), *screens.with_help(sessions)))


def leader_screen(asked: AskLeader) -> Screen:
    """The tutors, to choose from."""
    picks = [button("button-words", on.ChooseLeader(asked.number, one.id), words=_called(one)) for one in asked.tutors]
    turns = rows(
        button("button-earlier", on.PageOfLeaders(asked.number, asked.page - 1)) if asked.page else None,
        button("button-later", on.PageOfLeaders(asked.number, asked.page + 1)) if asked.more else None,
        width=2,
    )
    no = button("button-drop-calendar", on.DropCalendar(asked.number))
    words = t("calendar-ask-leader", count=asked.count)
    return Screen(words, (*rows(*picks, width=2), *turns, *screens.with_help(no)))


def _called(tutor: Person) -> str:
    return f"{tutor.name} ({tutor.alias})"


def preview_screen(preview: Preview) -> Screen:
    """What a yes would do."""
    plan = preview.plan
    yes = button("button-import-calendar", on.ImportCalendar(preview.number)) if plan.changes else None
    no = button("button-drop-calendar", on.DropCalendar(preview.number)) if plan.changes else screens.home_button()
    key = "calendar-preview" if plan.changes else "calendar-preview-nothing"
    return Screen(t(key, stale=preview.stale, lines=_lines(plan)), screens.with_help(yes, no))


def done_screen(done: Imported) -> Screen:
    """What was done."""
    lines = [t("calendar-done-line", ref=name_of(one), title=_short(one.title)) for one in done.sessions]
    words = t("calendar-done", new=len(done.plan.new), changed=len(done.plan.changed), lines=_page(lines, 20))
    return Screen(words, screens.with_help(button("button-all-sessions", MySessions()), screens.home_button()))


def _lines(plan: Plan) -> list[Text]:
    lines: list[Text] = []
    skipped = [
        t("calendar-skipped-line", title=_short(one.title), why=t(f"calendar-why-{one.reason}")) for one in plan.skipped
    ]
    for key, shown in (
        ("calendar-new", [_new(planned) for planned in plan.new]),
        ("calendar-changed", [_changed(planned) for planned in plan.changed]),
        ("calendar-skipped", skipped),
    ):
        if shown:
            lines += [t(key, count=len(shown)), *_page(shown, LINES_SHOWN)]
    lines += [
        t(key, count=count) for key, count in (("calendar-same", plan.same), ("calendar-left", plan.left)) if count
    ]
    return lines


def _page(lines: list[Text], most: int) -> list[Text]:
    more = len(lines) - most
    return [*lines[:most], t("calendar-more", count=more)] if more > 0 else lines


def _new(planned: Planned) -> Text:
    entry = planned.entry
    tutor = planned.leader.name if planned.leader else ""
    return t(
        "calendar-new-line",
        title=_short(entry.title),
        when=_when(entry, planned.added[0]),
        recurs=entry.recurs,
        tutor=tutor,
    )


def _changed(planned: Planned) -> Text:
    entry, session = planned.entry, planned.session
    what: list[Text] = []
    if planned.moved:
        row, item = planned.moved[0]
        what.append(t("calendar-what-moved", count=len(planned.moved), was=row.starts_at, now=_when(entry, item)))
    if planned.off:
        what.append(t("calendar-what-off", count=len(planned.off), was=planned.off[0].starts_at))
    if planned.again:
        what.append(t("calendar-what-again", count=len(planned.again), now=_when(entry, planned.again[0][1])))
    if planned.added:
        what.append(t("calendar-what-added", count=len(planned.added), now=_when(entry, planned.added[0])))
    if planned.renamed:
        what.append(t("calendar-what-renamed"))
    if not what:
        what.append(t("calendar-what-later"))
    told = planned.moved or planned.off or planned.again
    args: dict[str, Any] = {
        "ref": name_of(session) if session else "",
        "title": _short(session.title if session else entry.title),
        "what": _joined(what),
    }
    if told:
        return t("calendar-changed-line", people=planned.people, **args)
    return t("calendar-quiet-line", **args)


def _joined(parts: list[Text]) -> Text:
    whole = parts[0]
    for part in parts[1:]:
        whole = t("calendar-and", one=whole, other=part)
    return whole


def _when(entry: Entry, item: Item) -> Any:
    return resolve(item.at, ZoneInfo(entry.zone))


def _short(title: str) -> str:
    return shorten(title, TITLE_SHOWN)
