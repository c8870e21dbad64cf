"""What the buttons of calendars do."""

from bot.callbacks.codec import Action, action


@action("k.add")
class AddToCalendar(Action):
    """One time of a session as a calendar file, with its place or without."""

    occurrence: int
    place: bool


@action("k.times")
class TimesForCalendar(Action):
    """Which time? A young person's own."""


@action("k.mine")
class OwnTimetable(Action):
    """All that a tutor leads, as a file."""


@action("k.ask")
class SendCalendar(Action):
    """Asks a coordinator for a calendar file."""


@action("k.lead")
class ChooseLeader(Action):
    """Who leads what the file names nobody for."""

    number: int
    person: int


@action("k.leads")
class PageOfLeaders(Action):
    """Another page of tutors."""

    number: int
    page: int


@action("k.yes")
class ImportCalendar(Action):
    """Yes: does what the preview showed."""

    number: int


@action("k.no")
class DropCalendar(Action):
    """No: forgets the file."""

    number: int
