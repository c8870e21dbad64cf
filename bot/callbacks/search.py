"""Turning the pages of what was found."""

from bot.callbacks.codec import Action, action


@action("se.page")
class SearchPage(Action):
    """A page of what was found: `asked` is the page's number, a space and the words that were searched for."""

    asked: str
