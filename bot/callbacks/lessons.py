"""What the buttons of lessons do."""

from bot.callbacks.codec import Action, action


@action("l.browse")
class BrowseInstruments(Action):
    """The instruments that there are lessons for."""


@action("l.inst")
class BrowseLevels(Action):
    """An instrument's levels and series."""

    instrument: str


@action("l.list")
class BrowseLessons(Action):
    """The lessons of one series, found by any lesson of it, a page at a time."""

    lesson: int
    page: int


@action("l.open")
class OpenLesson(Action):
    """A lesson's page."""

    lesson: int


@action("l.video")
class SendVideo(Action):
    """Sends the video; `low` the smaller version."""

    lesson: int
    low: bool


@action("l.chap")
class ShowChapters(Action):
    """The chapters with their times."""

    lesson: int


@action("l.stuck")
class StuckHere(Action):
    """I'm stuck here: asks for the moment."""

    lesson: int


@action("l.at")
class StuckAt(Action):
    """The moment, in seconds; -1 is nowhere in particular."""

    lesson: int
    seconds: int


@action("l.done")
class LessonDone(Action):
    """This lesson is done, or not done after all."""

    lesson: int
    done: bool


@action("l.find")
class FindLessons(Action):
    """Asks for words to search the lessons by."""
