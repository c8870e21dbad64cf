"""What the buttons of saved answers do."""

from bot.callbacks.codec import Action, action


@action("sa.list")
class ListSaved(Action):
    """The saved answers that one may use, a page of them."""

    page: int


@action("sa.read")
class ReadSaved(Action):
    """One saved answer."""

    saved: int


@action("sa.share")
class ShareSaved(Action):
    """For all tutors, or for its author alone again."""

    saved: int
    shared: bool


@action("sa.drop")
class DropSaved(Action):
    """Throws a saved answer away."""

    saved: int


@action("sa.choose")
class ChooseSaved(Action):
    """Which saved answer shall answer the question?"""

    number: int
    page: int


@action("sa.use")
class UseSaved(Action):
    """Answers the question with it; there are thirty seconds to undo that."""

    number: int
    saved: int
