"""What the buttons of sessions do. A `minute` is local wall time, counted from 1970."""

from bot.callbacks.codec import Action, action


@action("s.mine")
class MySessions(Action):
    """The sessions that the person has a place in, or leads."""


@action("s.list")
class ListSessions(Action):
    """A page of a tutor's sessions."""

    page: int


@action("s.open")
class OpenSession(Action):
    """A session's card."""

    number: int


# --- places ---


@action("s.pick")
class PickPeople(Action):
    """Young people to enrol: those whom this tutor has answered, or all."""

    number: int
    everyone: bool
    page: int


@action("s.enrol")
class EnrolPerson(Action):
    """Gives one of them a place."""

    number: int
    person: int
    everyone: bool
    page: int


@action("s.place")
class OpenPlace(Action):
    """Somebody who has a place already: asks whether to take them out."""

    number: int
    person: int


@action("s.out")
class TakeOut(Action):
    """Takes their place away."""

    number: int
    person: int


# --- changes ---


@action("s.which")
class ChooseOccurrence(Action):
    """Which occurrence to move, or to call off."""

    number: int
    cancel: bool


@action("s.askmove")
class AskMove(Action):
    """Asks for the new time of an occurrence, or of it and all that follow."""

    occurrence: int
    follow: bool


@action("s.move")
class MoveTo(Action):
    """Moves it there: the understood time was shown, and this is the yes.

    `second`: the second of the two that there are while the clocks go back.
    """

    occurrence: int
    minute: int
    follow: bool
    second: bool


@action("s.askoff")
class AskCancel(Action):
    """Asks why an occurrence, or it and all that follow, is called off."""

    occurrence: int
    follow: bool


@action("s.off")
class CancelIt(Action):
    """Calls it off, with the reason given before, or none."""

    occurrence: int
    follow: bool


# --- a new session, step by step ---


@action("s.new")
class NewSession(Action):
    """Begins a new session."""


@action("s.day")
class PickDay(Action):
    """A day, as its proleptic ordinal."""

    day: int


@action("s.month")
class ShowMonth(Action):
    """A month to pick a day from, counted from the year 0."""

    month: int


@action("s.clock")
class PickClock(Action):
    """Which of two equal times it is when the clocks go back (0 or 1); 0 is yes to the nearest when they go forward."""

    which: int


@action("s.time")
class PickTime(Action):
    """A time of day, in minutes since midnight."""

    minute: int


@action("s.days")
class OtherDay(Action):
    """Back from the times to the days."""


@action("s.length")
class PickLength(Action):
    """A length, in minutes."""

    minutes: int


@action("s.repeat")
class PickRepeat(Action):
    """How often."""

    frequency: str


@action("s.until")
class PickUntil(Action):
    """How many times in all; 0 is without an end."""

    times: int


@action("s.skip")
class SkipPlace(Action):
    """No place yet."""


@action("s.allyear")
class PickAllYear(Action):
    """Whether the new session meets in the holidays too."""

    on: bool


@action("s.nolimit")
class NoLimit(Action):
    """The new session has as many places as come."""


@action("s.nolink")
class NoLink(Action):
    """The new session has no link."""


@action("s.change")
class ChangeDraft(Action):
    """Which part of the draft to change."""


@action("s.again")
class AskAgain(Action):
    """Asks for one part of the draft again."""

    field: str


@action("s.create")
class CreateSession(Action):
    """Yes: makes the session as it was shown."""


@action("s.where")
class ShowPlace(Action):
    """Where a session is: only on a tap, since somebody else may be reading that phone."""

    number: int


@action("s.hide")
class HidePlace(Action):
    """Puts it away again."""

    number: int


@action("s.drop")
class DropSession(Action):
    """Never mind: forgets what was being asked."""
