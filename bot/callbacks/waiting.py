"""What the buttons of waiting lists do."""

from bot.callbacks.codec import Action, action


@action("w.list")
class OpenWaiting(Action):
    """Who waits for a place in a session."""

    number: int


@action("w.put")
class PutOnList(Action):
    """Puts somebody on the list of a full session."""

    number: int
    person: int


@action("w.off")
class TakeOffList(Action):
    """Takes somebody off it."""

    number: int
    person: int


@action("w.yes")
class SayYes(Action):
    """Yes to an offered place."""

    number: int


@action("w.no")
class SayNo(Action):
    """No to it."""

    number: int


@action("w.places")
class AskPlaces(Action):
    """How many places a session has is asked for."""

    number: int


@action("w.set")
class SetPlaces(Action):
    """So many; 0 is no limit."""

    number: int
    places: int
