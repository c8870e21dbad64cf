"""What the buttons of messages to a session do."""

from bot.callbacks.codec import Action, action


@action("an.ask")
class WriteAnnouncement(Action):
    """The next words are for everybody in the session."""

    number: int


@action("an.yes")
class SendAnnouncement(Action):
    """Yes: it goes to everybody in the session, in half a minute."""

    announcement: int


@action("an.change")
class ChangeAnnouncement(Action):
    """The next words take the place of these."""

    announcement: int


@action("an.no")
class DropAnnouncement(Action):
    """No: it is forgotten."""

    announcement: int


@action("an.undo")
class UndoAnnouncement(Action):
    """It does not go out after all."""

    announcement: int


@action("an.list")
class OpenAnnouncements(Action):
    """What was sent to a session (0: to any), a page of it, and who was not reached."""

    number: int
    page: int
