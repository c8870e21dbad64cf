"""A concern, and what is open, as a lead sees it."""

from bot.callbacks.practice import OpenPractice, ReviewPractice
from bot.callbacks.questions import ReadThread
from bot.callbacks.safeguarding import (
    AckConcern,
    FreeQuestion,
    KeepQuestion,
    OpenConcerns,
    OpenHolds,
    OpenUnread,
    ReadConcern,
    ReferConcern,
    ReferralAnswered,
    ReplyToConcern,
    ResolveConcern,
    SeeConcernFile,
    WrongAlarm,
)
from bot.notifications.concerns import ConcernNow, alias_of, name_of
from bot.notifications.content import Button, Screen, button, rows
from bot.notifications.practice import is_practice
from bot.policies.judgements import rings
from bot.services import concern_work
from bot.services.concern_work import Open
from bot.services.low_faces import LOW_FACES
from bot.texts import Text, t
from bot.texts.names import category_name
from handlers import screens
from models.concerns import ConcernEvent

EVENTS_SHOWN = 30


def list_screen(found: Open, *, practice: bool = False) -> Screen:
    """What is open, the most serious that nobody has first; in the demo with a way to practise."""
    more = rows(
        button("button-unread", OpenUnread(), count=found.unread) if found.unread else None,
        button("button-holds", OpenHolds(), count=found.holds) if found.holds else None,
        button("button-practise", OpenPractice()) if practice else None,
        width=2,
    )
    if not found.concerns:
        return Screen(t("concerns-none"), (*more, *screens.with_help(screens.home_button())))
    opens = [
        button("button-concern", ReadConcern(now.concern.id), ref=name_of(now.concern.id)) for now in found.concerns
    ]
    last = (found.page + 1) * concern_work.PAGE >= found.count
    turns = rows(
        button("button-earlier", OpenConcerns(found.page - 1)) if found.page else None,
        None if last else button("button-later", OpenConcerns(found.page + 1)),
        width=2,
    )
    words = t("concerns", count=found.count, lines=[_line(now) for now in found.concerns])
    return Screen(words, (*rows(*opens, width=4), *turns, *more, *screens.with_help(screens.home_button())))


def _line(now: ConcernNow) -> Text:
    if now.taken is not None:
        who = t("concern-taken-by", who=_name(now.taken))
    else:
        who = t("concern-nobody-has-it" if rings(now.severity) else "concern-on-the-list")
    return t(
        "concern-line",
        ref=name_of(now.concern.id),
        severity=t(f"severity-{now.severity}"),
        alias=alias_of(now.concern),
        category=category_name(now.category),
        when=now.opened.at,
        who=who,
    )


def _name(event: ConcernEvent) -> str:
    return event.actor.name if event.actor is not None else "–"


def concern_screen(now: ConcernNow) -> Screen:
    """The whole record of one, its newest events where there are many, and what can be done."""
    number = now.concern.id
    words = t(
        "concern",
        ref=name_of(number),
        severity=t(f"severity-{now.severity}"),
        category=category_name(now.category),
        alias=alias_of(now.concern),
        state=_state(now),
        lines=_lines(now),
    )
    closed = now.outcome is not None
    person = now.concern.person_id
    young = now.concern.question_id is not None
    rehearsed = is_practice(now)
    buttons: list[Button | None] = [
        button("button-how-did-i-do", ReviewPractice(number)) if rehearsed else None,
        button("button-i-have-it", AckConcern(number)) if now.taken is None and not closed else None,
        button("button-reply", ReplyToConcern(number)) if person is not None else None,
        button("button-referral-answered", ReferralAnswered(number)) if now.referred and not now.answered else None,
        button("button-refer", ReferConcern(number)) if not closed else None,
        button("button-resolve", ResolveConcern(number)) if not closed else None,
        button("button-wrong-alarm", WrongAlarm(number)) if not closed else None,
        _question_button(now) if young and not closed else None,
        button("button-thread", ReadThread(person, 0)) if person is not None and not rehearsed else None,
        *_files(now),
        button("button-concerns", OpenConcerns(0)),
    ]
    return Screen(words, (*rows(*buttons, width=2), *screens.with_help()), fresh=True, protect=True)


def _question_button(now: ConcernNow) -> Button:
    if now.question_held:
        return button("button-free-question", FreeQuestion(now.concern.id))
    return button("button-keep-question", KeepQuestion(now.concern.id))


def _files(now: ConcernNow) -> list[Button]:
    return [
        button("button-concern-file", SeeConcernFile(event.id), kind=t(f"why-{event.details['kind']}"))
        for event in now.events
        if "file_id" in event.details
    ][-3:]


def _state(now: ConcernNow) -> Text:
    if now.outcome is not None:
        state = t("concern-state-closed", when=now.outcome.at, who=_name(now.outcome), words=now.outcome.words)
    elif now.taken is not None:
        state = t("concern-state-taken", who=_name(now.taken), when=now.taken.at)
    else:
        state = t("concern-state-open" if rings(now.severity) else "concern-state-listed")
    if is_practice(now):
        state = screens.lines([t("concern-practice", alias=alias_of(now.concern)), state])
    if now.concern.adult is None:
        return state
    return screens.lines([state, t(f"concern-adult-{_adults_part(now)}", who=now.concern.adult.name)])


def _adults_part(now: ConcernNow) -> str:
    """What the adult has to do with it: whoever only wrote what no machine could read has done nothing wrong."""
    match now.concern.source, now.opened.category:
        case "words", _:
            return "wrote"
        case "pattern", category:
            return "sessions" if category == LOW_FACES else "pattern"
        case "asked" | "wrong", _:
            if now.opened.entry_id is not None:
                return "answer"
            return "message" if "exact" in now.opened.details else "tutor"
        case _:
            return "other"


def _lines(now: ConcernNow) -> list[Text]:
    lines = [_event(event) for event in now.events[-EVENTS_SHOWN:]]
    if now.outcome is None:
        lines.append(t("concern-how", ref=name_of(now.concern.id)))
    return lines


def _event(event: ConcernEvent) -> Text:
    kind = f"why-{event.details['kind']}" if "file_id" in event.details else "concern-no-words"
    why = t("about-nothing")
    if event.details.get("exact"):
        why = t("concern-exact", words="\n".join(event.details["exact"]))
    elif event.details.get("reasons"):
        reasons = ", ".join(event.details["reasons"])
        scored = "score" in event.details
        why = (
            t("concern-why", score=str(event.details["score"]), reasons=reasons)
            if scored
            else t("words", words=reasons)
        )
    noticed = event.kind == "opened" and "pattern" in event.details
    return t(
        "concern-event-noticed" if noticed else f"concern-event-{event.kind}",
        when=event.at,
        who=_name(event),
        to=event.to.name if event.to is not None else "–",
        words=t("words", words=event.words) if event.words else t(kind),
        why=why,
    )
