"""What the buttons of help do: a person who is not the tutor, a quick way out, and "this felt wrong"."""

from bot.callbacks.codec import Action, action


@action("h.talk")
class TalkToSomeone(Action):
    """Words for the safety person, past the tutors."""


@action("h.leave")
class LeaveQuickly(Action):
    """Clears the screen."""


@action("h.wrong")
class FeltWrong(Action):
    """Something about this answer felt wrong."""

    entry: int


@action("h.tell")
class TellWithoutWords(Action):
    """The same, and they would rather not say what."""

    entry: int
