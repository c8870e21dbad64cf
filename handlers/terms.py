"""Terms: staff read them, a coordinator enters them and sees first whom that touches."""

from typing import Any

from bot.callbacks import timetable as on
from bot.context import Context
from bot.notifications.content import Screen, button, rows
from bot.policies.term_lines import TermLine
from bot.services import terms
from bot.services.terms import Changed, Effect, Preview, Terms
from bot.texts import Text, t
from handlers import screens
from handlers.incoming import Said
from handlers.routes import COORDINATOR, STAFF, Area, Route
from models.people import Person


async def term(context: Context, words: str) -> None:
    """/term: the terms; /term Autumn; 2026-09-02 to 2026-12-18; half-term 2026-10-26 to 2026-10-30 enters one."""
    if words.strip():
        await _show(context, await context.do(terms.change, words, context.config))
    else:
        await _show(context, await context.look(terms.terms))


async def open_terms(context: Context, _: on.OpenTerms) -> None:
    """The terms, and nothing waits for a yes any more."""

    def back(db: Any, actor: Person) -> Terms:
        terms.drop(db, actor)
        return terms.terms(db, actor)

    await _show(context, await context.do(back))


async def use_sample(context: Context, _: on.UseSampleTerms) -> None:
    """The dates that ship with the bot."""
    await _show(context, await context.do(terms.use_sample, context.config))


async def remove(context: Context, action: on.RemoveTerm) -> None:
    """A term goes."""
    await _show(context, await context.do(terms.remove, action.term, context.config))


async def apply(context: Context, _: on.ApplyTerms) -> None:
    """Yes."""
    await _show(context, await context.do(terms.apply, context.config))


async def answered(context: Context, _: dict[str, Any], said: Said) -> None:
    """Yes, or other words."""
    await _show(context, await context.do(terms.answered, said.text, context.config))


# --- screens ---


async def _show(context: Context, outcome: Terms | Preview | Changed) -> None:
    match outcome:
        case Terms():
            await context.show(_list(outcome))
        case Preview():
            await context.show(_preview(outcome, _hours(context, outcome.last is not None)))
        case Changed():
            await context.show(_done(outcome, _hours(context, bool(outcome.adding))))


def _hours(context: Context, any_term: bool) -> Text:
    """What terms mean for tutors' hours, where there are any and the hours follow them."""
    return t("terms-hours" if any_term and context.config.hours.tutors_follow_terms else "session-nothing")


def _line(line: TermLine) -> Text:
    breaks = [t("term-break", name=item.name, first=item.days[0], last=item.days[1]) for item in line.breaks]
    return t(
        "term-line-breaks" if breaks else "term-line",
        name=line.name,
        first=line.days[0],
        last=line.days[1],
        breaks=breaks,
    )


def _list(found: Terms) -> Screen:
    lines = [_line(item.line) for item in found.terms]
    words = t(
        "terms" if lines else "terms-none", lines=lines, how=t("terms-how" if found.may_change else "session-nothing")
    )
    if not found.may_change:
        return Screen(words, screens.with_help(screens.home_button()))
    removes = [button("button-remove-term", on.RemoveTerm(item.id), name=item.line.name) for item in found.terms]
    sample = None if lines else button("button-sample-terms", on.UseSampleTerms())
    return Screen(words, (*rows(sample), *rows(*removes, width=2), *screens.with_help(screens.home_button())))


def _effect(effect: Effect) -> Text:
    if effect == Effect():
        return t("terms-effect-none")
    return t("terms-effect", off=effect.off, on=effect.on, people=effect.people)


def _preview(preview: Preview, hours: Text) -> Screen:
    parts = [
        t(key, lines=[_line(line) for line in lines])
        for key, lines in (("terms-adding", preview.adding), ("terms-removing", preview.removing))
        if lines
    ]
    after = t("terms-last", last=preview.last) if preview.last is not None else t("terms-no-more")
    words = t("terms-preview", parts=parts, effect=_effect(preview.effect), after=after, hours=hours)
    yes, no = button("button-apply-terms", on.ApplyTerms()), button("button-never-mind", on.OpenTerms())
    return Screen(words, screens.with_help(yes, no))


def _done(done: Changed, hours: Text) -> Screen:
    words = t("terms-done", effect=_effect(done.effect), hours=hours)
    return Screen(words, screens.with_help(button("button-terms", on.OpenTerms()), screens.home_button()))


AREA = Area(
    "terms",
    commands={"term": Route(term, STAFF), "terms": Route(term, STAFF)},
    actions={
        on.OpenTerms: Route(open_terms, COORDINATOR),
        on.UseSampleTerms: Route(use_sample, COORDINATOR),
        on.RemoveTerm: Route(remove, COORDINATOR),
        on.ApplyTerms: Route(apply, COORDINATOR),
    },
    steps={terms.STEP: answered},
)
