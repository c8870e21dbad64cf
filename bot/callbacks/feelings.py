"""What the buttons after a session do: five faces, and one line if they like."""

from bot.callbacks.codec import Action, action


@action("f.face")
class TapFace(Action):
    """How that meeting was, 1 (bad) to 5 (great)."""

    occurrence: int
    face: int


@action("f.line")
class AddLine(Action):
    """The next words are the one line about it."""

    occurrence: int


@action("f.again")
class ChangeFace(Action):
    """The five faces again."""

    occurrence: int


@action("f.session")
class HowItWas(Action):
    """For staff: what was said of a session's last meetings."""

    number: int
