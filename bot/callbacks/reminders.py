"""What the buttons of reminders and quiet hours do."""

from bot.callbacks.codec import Action, action


@action("rm.open")
class OpenReminders(Action):
    """When somebody would like to be reminded."""


@action("rm.wish")
class ToggleReminder(Action):
    """One time to be reminded more, or one fewer."""

    name: str


@action("rm.none")
class NoReminders(Action):
    """None at all."""


@action("rm.usual")
class UsualReminders(Action):
    """As the service has it for everybody."""


@action("rm.quiet")
class OpenQuiet(Action):
    """Somebody's own quiet hours."""


@action("rm.hours")
class SetQuiet(Action):
    """These quiet hours: "21:00-07:00", "off", or "usual" for the service's."""

    hours: str
