"""What the buttons of lessons do. An instrument or a series is named by any lesson of it: that always fits."""

from bot.callbacks.codec import Action, action


@action("l.browse")
class BrowseInstruments(Action):
    """The way into the lessons: straight to one's own instrument where there is just one."""


@action("l.all")
class AllInstruments(Action):
    """Every instrument that there are lessons for, a page at a time."""

    page: int


@action("l.plays")
class ChooseInstrument(Action):
    """What the person plays, asked once."""

    name: str


@action("l.inst")
class BrowseSeries(Action):
    """The series of this lesson's instrument, by level, a page at a time."""

    lesson: int
    page: int


@action("l.list")
class BrowseLessons(Action):
    """The lessons of this lesson's series, a page at a time."""

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


@action("l.ask")
class AskSought(Action):
    """What was searched for was a question: a tutor gets it."""
