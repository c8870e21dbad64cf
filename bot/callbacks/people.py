"""What the buttons of joining, home, settings and staff do."""

from bot.callbacks.codec import Action, action


@action("p.home")
class Home(Action):
    """Back to the first screen."""


@action("p.help")
class HelpNow(Action):
    """The crisis lines."""


@action("p.agree")
class Agree(Action):
    """Yes to the five sentences of privacy."""


@action("p.decline")
class Decline(Action):
    """No to them; the code stays unspent."""


@action("p.age")
class ChooseAge(Action):
    """An age band by its place in the list; -1 is younger than the service's minimum."""

    band: int


@action("p.name")
class ChooseName(Action):
    """One of the suggested names, by its place."""

    place: int


@action("p.settings")
class OpenSettings(Action):
    """The person's own settings."""


@action("p.remind")
class SetReminders(Action):
    """Session reminders on or off."""

    on: bool


@action("p.instruments")
class OpenInstruments(Action):
    """Which instruments the person plays or teaches."""


@action("p.instrument")
class ToggleInstrument(Action):
    """Adds an instrument, or takes it away."""

    name: str


@action("p.stop")
class StopReminders(Action):
    """Only the reminders stop."""


@action("p.leave")
class Leave(Action):
    """The person leaves; their place is kept."""


@action("p.return")
class ReturnHere(Action):
    """Somebody who had left is here again."""


@action("p.confirm")
class ConfirmJoiner(Action):
    """The coordinator confirms who has joined."""

    person: int


@action("p.skipref")
class SkipContact(Action):
    """An invitation without a sealed contact: the service has none to give."""
