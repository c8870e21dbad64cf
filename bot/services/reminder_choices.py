"""When somebody would like to be reminded, and their own quiet hours: by a tap or typed, from now on."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import clock
from bot.config import Config
from bot.errors import Refusal
from bot.policies.fields import shorten
from bot.policies.hours import BadHours, QuietHours
from bot.policies.reminders import OFFERED, BadWish, Wish, in_order, name_of, parse_wish, parse_wishes
from bot.services import reminders
from models.people import Person

NONE_WORDS = frozenset({"none", "no", "off", "never", "nothing", "stop"})
USUAL_WORDS = frozenset({"usual", "the usual", "default", "on", "normal"})
QUIET_OFFERED = ("20:00-08:00", "21:00-07:00", "22:00-07:00", "22:00-09:00")


@dataclass(frozen=True)
class Choices:
    """What can be chosen, what is, and when it is quiet; `own`: whether they chose it, or the service did."""

    person: Person
    offered: list[Wish]
    chosen: list[Wish]
    own: bool
    quiet: QuietHours
    own_quiet: bool


def choices(db: Session, actor: Person, config: Config) -> Choices:
    """What this person has chosen."""
    usual = list(config.reminders.lead_times)
    chosen = usual if actor.remind_before is None else [parse_wish(name) for name in actor.remind_before]
    _ = actor.roles
    return Choices(
        actor,
        in_order([*OFFERED, *usual, *chosen]),
        in_order(chosen) if actor.reminders_off_at is None else [],
        actor.remind_before is not None,
        QuietHours.of(actor.quiet, config.hours.quiet_hours),
        actor.quiet is not None,
    )


def toggle(db: Session, actor: Person, name: str, config: Config) -> Choices:
    """One time more, or one fewer; without any left, reminders are off."""
    now = choices(db, actor, config)
    wish = next((wish for wish in now.offered if name_of(wish) == name), None)
    if wish is None:
        raise Refusal("old-button")
    chosen = [one for one in now.chosen if one != wish] if wish in now.chosen else [*now.chosen, wish]
    return _choose(db, actor, chosen, config)


def no_reminders(db: Session, actor: Person, config: Config) -> Choices:
    """None at all; the choice before is kept for when they are turned on again."""
    return _choose(db, actor, [], config)


def usual(db: Session, actor: Person, config: Config) -> Choices:
    """As the service has it for everybody."""
    return _choose(db, actor, None, config)


def typed(db: Session, actor: Person, words: str, config: Config) -> Choices:
    """/reminders evening before, 1h; also none, and usual. Refusal where the words name no time."""
    plain = " ".join(words.casefold().split())
    if plain in NONE_WORDS:
        return no_reminders(db, actor, config)
    if plain in USUAL_WORDS:
        return usual(db, actor, config)
    try:
        return _choose(db, actor, parse_wishes(words), config)
    except BadWish as error:
        raise Refusal("reminders-unreadable", value=shorten(str(error), 40)) from None


def _choose(db: Session, actor: Person, chosen: list[Wish] | None, config: Config) -> Choices:
    if chosen is not None and not chosen:
        actor.reminders_off_at = actor.reminders_off_at or clock.now()
        return choices(db, actor, config)
    actor.reminders_off_at = None
    names = None if chosen is None else [name_of(wish) for wish in in_order(chosen)]
    reminders.choose(db, actor, names, actor.quiet, config)
    return choices(db, actor, config)


def quiet(db: Session, actor: Person, words: str, config: Config) -> Choices:
    """/quiet 21:00-07:00, or 9pm to 7am; off for none, usual for the service's. Refusal where it is neither."""
    plain = " ".join(words.casefold().split())
    if plain in USUAL_WORDS - {"on"}:
        chosen = None
    else:
        try:
            chosen = str(QuietHours.typed(words))
        except BadHours:
            raise Refusal("quiet-unreadable", value=shorten(words, 40)) from None
    reminders.choose(db, actor, actor.remind_before, chosen, config)
    return choices(db, actor, config)
