"""What the buttons of questions and answers do, on both sides."""

from bot.callbacks.codec import Action, action


@action("q.ask")
class AskNew(Action):
    """A new question, beside the open one."""


@action("q.list")
class MyQuestions(Action):
    """One's own questions."""


@action("q.read")
class ReadQuestion(Action):
    """One of one's own questions, with its thread."""

    number: int


@action("q.place")
class PlaceInQueue(Action):
    """How many are before mine."""

    number: int


@action("q.back")
class TakeBack(Action):
    """Takes a message back, and with the first one the whole question."""

    entry: int


@action("q.helped")
class ItHelped(Action):
    """The answer helped: the question closes."""

    number: int


@action("q.stuck")
class StillStuck(Action):
    """The answer did not help yet: back to the tutor."""

    number: int


@action("t.queue")
class OpenQueue(Action):
    """The queue, a page of it."""

    page: int


@action("t.next")
class NextQuestion(Action):
    """The question that has waited longest."""


@action("t.open")
class OpenQuestion(Action):
    """A question's card."""

    number: int


@action("t.claim")
class ClaimQuestion(Action):
    """This tutor answers it."""

    number: int


@action("t.letgo")
class LetGo(Action):
    """Gives the question back to the queue."""

    number: int


@action("t.close")
class CloseQuestion(Action):
    """Closes a question."""

    number: int


@action("t.send")
class SendDraft(Action):
    """Sends a draft as the answer to its question."""

    draft: int


@action("t.for")
class DraftFor(Action):
    """Says which question a draft is for."""

    draft: int
    number: int


@action("t.drop")
class DropDraft(Action):
    """Throws a draft away."""

    draft: int


@action("t.undo")
class UndoAnswer(Action):
    """Takes an answer back before it has gone out."""

    entry: int


@action("t.away")
class GoAway(Action):
    """Off duty."""


@action("t.here")
class ComeBack(Action):
    """On duty again."""


@action("l.thread")
class ReadThread(Action):
    """A page of everything that a young person and the tutors said, for the lead."""

    person: int
    page: int


@action("l.media")
class SeeMedia(Action):
    """The media of one entry, for the lead."""

    entry: int
