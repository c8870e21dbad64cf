"""What the buttons of oversight do: reading threads, pausing, suspending, dates of checks."""

from bot.callbacks.codec import Action, action


@action("ov.one")
class ReadOneThread(Action):
    """One thread, a page of it, for the lead."""

    number: int
    page: int


@action("ov.seen")
class SawReading(Action):
    """Another lead has seen that this reader read this young person's threads."""

    reader: int
    person: int


@action("ov.pause")
class PausePerson(Action):
    """Nothing is sent to a young person or taken from them, but for help."""

    person: int


@action("ov.resume")
class ResumePerson(Action):
    """Everything is as it was."""

    person: int


@action("ov.role")
class ConfirmStaff(Action):
    """The second adult who says that somebody may join the staff."""

    person: int


@action("ck.list")
class OpenChecks(Action):
    """Every tutor's dates of checks and training."""


@action("ck.set")
class SetCheck(Action):
    """The next words are the date until which this check of theirs is good."""

    person: int
    kind: str
