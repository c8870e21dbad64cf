"""How a rehearsed concern was handled, and what good handling looks like."""

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.callbacks.people import HelpNow
from bot.callbacks.practice import OpenPractice
from bot.callbacks.safeguarding import ReadConcern
from bot.notifications.base import Notification, notification
from bot.notifications.concerns import ConcernNow, concern_now, name_of
from bot.notifications.content import Content, Screen, button, rows
from bot.policies import practice
from bot.policies.practice import Handled, Mark
from bot.texts import Text, t
from models.outbox import Priority
from models.people import Person

SOURCE = "practice"


def is_practice(now: ConcernNow) -> bool:
    """Whether it is rehearsed: nothing of it counts, and nobody else hears of it."""
    return now.concern.source == SOURCE


def handled(now: ConcernNow) -> Handled:
    """What was done about it, as the record says."""
    taken = next((event for event in now.events if event.kind in ("acknowledged", "replied")), None)
    return Handled(
        taken.at - now.opened.at if taken is not None else None,
        any(event.kind == "read" for event in now.events),
        tuple(event.words or "" for event in now.events if event.kind == "replied"),
        now.referred is not None,
        now.outcome is not None,
        now.outcome is not None and bool(now.outcome.details.get("wrong_alarm")),
    )


def review_of(now: ConcernNow) -> Screen | None:
    """The review; None where its script is no longer there."""
    script = practice.script_named(now.opened.details.get("script", ""))
    if script is None:
        return None
    within = timedelta(seconds=now.opened.details["within"])
    words = t(
        "practice-review",
        ref=name_of(now.concern.id),
        title=t(f"practice-title-{script.name}"),
        lines=[_line(mark) for mark in practice.review(script, handled(now), within)],
        good=t(f"practice-good-{script.name}"),
    )
    buttons = rows(
        button("button-read", ReadConcern(now.concern.id)),
        button("button-practise", OpenPractice()),
        button("button-help-now", HelpNow()),
    )
    return Screen(words, buttons, fresh=True)


def _line(mark: Mark) -> Text:
    return t(f"practice-{mark.what}-{mark.how}", words=mark.words, minutes=mark.minutes)


@notification("practice_review", Priority.ANSWER)
class PracticeReview(Notification):
    """After closing: what the lead did, and what good handling looks like."""

    concern_id: int

    def compose(self, db: Session, to: Person | None) -> list[Content]:
        now = concern_now(db, self.concern_id)
        screen = review_of(now) if now is not None else None
        return [Content(screen.text, screen.rows)] if screen is not None else []
