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
    """Something about this felt wrong: an answer by its number, a message to a session by its own below nought, or nought."""

    entry: int

    @classmethod
    def about_message(cls, announcement_id: int) -> "FeltWrong":
        """About a message to a session."""
        return cls(-announcement_id)


@action("h.tell")
class TellWithoutWords(Action):
    """The same, and they would rather not say what."""

    entry: int
