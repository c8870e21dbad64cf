"""What the buttons of the tutors' desk do: the board, and what a card offers beside answering."""

from bot.callbacks.codec import Action, action


@action("d.board")
class ShowBoard(Action):
    """A view of the board, for one instrument or all (""), at a page; drawn over the board itself."""

    view: str
    instrument: str
    page: int


@action("d.help")
class HelpBesideBoard(Action):
    """The crisis lines, below the board and not over it: the board goes on living."""


@action("d.any")
class NextOfAny(Action):
    """The question that has waited longest, whatever it is about."""


@action("d.skip")
class SkipQuestion(Action):
    """Gives a question back and opens the one that has waited next longest."""

    number: int


@action("d.claim")
class ClaimHere(Action):
    """Takes a question from its card, which is redrawn."""

    number: int


@action("d.letgo")
class LetGoHere(Action):
    """Gives it back from its card."""

    number: int


@action("d.card")
class ShowCard(Action):
    """The card again, over what was tapped."""

    number: int


@action("d.over")
class TakeOver(Action):
    """Takes a question that another tutor has; they are told."""

    number: int


@action("d.add")
class SendAdded(Action):
    """Sends a draft beside what the holder of its question will say."""

    draft: int


@action("d.oversend")
class SendTakingOver(Action):
    """Takes its question over and sends a draft."""

    draft: int


@action("d.opensend")
class SendReopening(Action):
    """Opens its question again and sends a draft."""

    draft: int


@action("d.note")
class WriteNote(Action):
    """The next words are a private note."""

    number: int


@action("d.notethis")
class KeepAsNote(Action):
    """What looked like a note becomes one, and is not sent."""

    draft: int


@action("d.unnote")
class RemoveNote(Action):
    """Takes one's own note away."""

    note: int


@action("d.pass")
class ChooseTutor(Action):
    """To whom?"""

    number: int


@action("d.passto")
class PassTo(Action):
    """Gives a question to this tutor."""

    number: int
    person: int


@action("d.later")
class ChooseLater(Action):
    """Until when?"""

    number: int


@action("d.laterat")
class PutAside(Action):
    """Puts a question aside until that instant (UTC seconds); 0 is until they write."""

    number: int
    at: int


@action("d.wake")
class WakeUp(Action):
    """Brings back what was put aside."""

    number: int


@action("d.reopen")
class Reopen(Action):
    """Opens a closed question again."""

    number: int
