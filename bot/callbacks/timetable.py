"""What the buttons of terms and of a session's settings do."""

from bot.callbacks.codec import Action, action


@action("y.list")
class OpenTerms(Action):
    """The terms as they stand; what waited for a yes is forgotten."""


@action("y.sample")
class UseSampleTerms(Action):
    """The dates that ship with the bot."""


@action("y.remove")
class RemoveTerm(Action):
    """A term goes."""

    term: int


@action("y.apply")
class ApplyTerms(Action):
    """Yes to what was shown."""


# --- a session's settings ---


@action("s.more")
class OpenMore(Action):
    """What else a session has: tutor, link, places, holidays."""

    number: int


@action("s.tutor")
class AskTutor(Action):
    """Who shall lead all that follow, or one occurrence (0: all)."""

    number: int
    occurrence: int


@action("s.give")
class GiveTo(Action):
    """This tutor leads it from now on."""

    number: int
    occurrence: int
    tutor: int


@action("s.tutorday")
class ChooseTutorDay(Action):
    """Which occurrence somebody else leads."""

    number: int


@action("s.link")
class ShowLink(Action):
    """The link to join, near the time."""

    number: int


@action("s.asklink")
class AskLink(Action):
    """The link is asked for."""

    number: int


@action("s.unlink")
class TakeLinkAway(Action):
    """There is no link any more."""

    number: int


@action("s.always")
class SetAllYear(Action):
    """In the holidays too, or in term alone."""

    number: int
    on: bool
