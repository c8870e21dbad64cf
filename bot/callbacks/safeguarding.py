"""What the buttons of concerns, holds, cover and the safety person's messages do."""

from bot.callbacks.codec import Action, action

# --- young people ---


@action("sf.show")
class ShowNote(Action):
    """Shows what stands behind "New message"."""

    note: int


@action("sf.hide")
class HideNote(Action):
    """Puts it behind "New message" again."""

    note: int


@action("sf.music")
class ItWasMusic(Action):
    """It was about music: noted, and a person still looks."""

    note: int


@action("sf.write")
class WriteBack(Action):
    """The next words go to the safety person."""

    note: int


# --- leads: concerns ---


@action("cn.list")
class OpenConcerns(Action):
    """What is open, a page of it."""

    page: int


@action("cn.ack")
class AckConcern(Action):
    """I have it: the alert stops ringing."""

    concern: int


@action("cn.read")
class ReadConcern(Action):
    """The whole record."""

    concern: int


@action("cn.reply")
class ReplyToConcern(Action):
    """The next words go to the young person, and every lead sees them."""

    concern: int


@action("cn.wrong")
class WrongAlarm(Action):
    """Closes it as a wrong alarm."""

    concern: int


@action("cn.close")
class ResolveConcern(Action):
    """The next words are the outcome."""

    concern: int


@action("cn.refer")
class ReferConcern(Action):
    """The next words say to whom it was referred; a clock of one working day begins."""

    concern: int


@action("cn.answer")
class ReferralAnswered(Action):
    """The next words say what they answered."""

    concern: int


@action("cn.keep")
class KeepQuestion(Action):
    """The question leaves the tutors' queue."""

    concern: int


@action("cn.free")
class FreeQuestion(Action):
    """The question goes back to it."""

    concern: int


@action("cn.file")
class SeeConcernFile(Action):
    """The voice note or picture of one event."""

    event: int


@action("cn.unread")
class OpenUnread(Action):
    """What no machine could read."""


@action("cn.look")
class LookAtUnread(Action):
    """One of those: its media, and that somebody has looked."""

    entry: int


# --- leads: holds ---


@action("ho.list")
class OpenHolds(Action):
    """What is held."""


@action("ho.ack")
class AckHold(Action):
    """I have it: the alert stops ringing."""

    hold: int


@action("ho.read")
class ReadHold(Action):
    """The words that are held, and why."""

    hold: int


@action("ho.release")
class ReleaseHold(Action):
    """It goes out."""

    hold: int


@action("ho.refuse")
class RefuseHold(Action):
    """The next words say why it does not go out."""

    hold: int


@action("ho.reword")
class RewordHold(Action):
    """The tutor says it again without what was wrong; the original is kept."""

    hold: int


# --- leads: cover ---


@action("cv.accept")
class AcceptAbsence(Action):
    """Another lead takes over while this one is away."""

    absence: int


@action("cv.decline")
class DeclineAbsence(Action):
    """They can't."""

    absence: int


@action("cv.test")
class ConfirmTest(Action):
    """The test alert has arrived."""

    test: int
