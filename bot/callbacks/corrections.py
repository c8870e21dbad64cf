"""What the buttons under an answer that has gone out do, for the tutor."""

from bot.callbacks.codec import Action, action


@action("t.unsend")
class UnsendAnswer(Action):
    """Takes an answer away from the young person's chat."""

    entry: int
