"""What the buttons of the demo's practice do."""

from bot.callbacks.codec import Action, action


@action("pr.list")
class OpenPractice(Action):
    """The disclosures that can be rehearsed."""


@action("pr.begin")
class BeginPractice(Action):
    """One of them arrives."""

    script: int


@action("pr.review")
class ReviewPractice(Action):
    """How it was handled, and what good handling looks like."""

    concern: int
