"""What the buttons of sessions do."""

from bot.callbacks.codec import Action, action


@action("s.mine")
class MySessions(Action):
    """The sessions that the person has a place in, or leads."""
