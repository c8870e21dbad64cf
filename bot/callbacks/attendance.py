"""What the buttons of who comes, the register, and a session called off late do. A `minute` is counted from 1970."""

from bot.callbacks.codec import Action, action

# --- the young person's ---


@action("at.yes")
class Coming(Action):
    """I'm coming to the occurrence, which began at that minute (UTC) when the button was made."""

    occurrence: int
    minute: int


@action("at.no")
class NotComing(Action):
    """I can't make it."""

    occurrence: int
    minute: int


@action("at.later")
class AskLater(Action):
    """Ask me later: once more before it begins."""

    occurrence: int
    minute: int


@action("at.why")
class TellWhy(Action):
    """The next words, or a voice note, tell the tutor why."""

    occurrence: int


@action("at.times")
class OtherTimes(Action):
    """Which later times there are."""

    occurrence: int


@action("at.another")
class AskAnother(Action):
    """Asks the tutor for another time."""

    occurrence: int


@action("at.seen")
class SeenOff(Action):
    """They have seen that it is called off."""

    occurrence: int


@action("at.there")
class AlreadyThere(Action):
    """They are there already."""

    occurrence: int


# --- staff's ---


@action("rg.open")
class OpenRegister(Action):
    """A page of the register of an occurrence."""

    occurrence: int
    page: int


@action("rg.of")
class OpenRegisterOf(Action):
    """The register of what runs now, or ran last, of a session."""

    number: int


@action("rg.times")
class OtherRegisters(Action):
    """Which other times of the session have a register."""

    number: int


@action("rg.mark")
class MarkPerson(Action):
    """Marks one of them."""

    occurrence: int
    person: int
    mark: str
    page: int


@action("rg.rest")
class MarkRest(Action):
    """Marks everybody who is not marked yet as here."""

    occurrence: int
    page: int


@action("rg.missing")
class OpenMissing(Action):
    """Who has not been there three times in a row."""


@action("at.contact")
class RevealUnseen(Action):
    """Opens the sealed contact of somebody who has not seen that a session is called off."""

    occurrence: int
    person: int
