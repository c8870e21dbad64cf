"""What a message is made of, before anyone knows how Telegram wants it."""

from dataclasses import dataclass, field

from bot.callbacks.codec import Action
from bot.texts import Text, t


@dataclass(frozen=True)
class Button:
    """A button: the words on it, and the action or the address behind it."""

    text: Text
    action: Action | None = None
    url: str | None = None


def button(key: str, action: Action, **args: object) -> Button:
    """Short for a button with an action: `button("claim", ClaimQuestion(17))`."""
    return Button(t(key, **args), action)


Rows = tuple[tuple[Button, ...], ...]


def rows(*buttons: Button | None, width: int = 1) -> Rows:
    """Lays buttons out, `width` to a row; None is left out."""
    present = [item for item in buttons if item is not None]
    return tuple(tuple(present[at : at + width]) for at in range(0, len(present), width))


@dataclass(frozen=True)
class Made:
    """A document that is made when it is sent, and kept nowhere: what kind, about whom or what, and the file's name."""

    kind: str
    subject_id: int
    name: str
    language: str = "en"


@dataclass(frozen=True)
class Media:
    """Something that is no text: by Telegram's file id, a file to upload once (its digest remembers it), or made."""

    kind: str
    file_id: str | None = None
    path: str | None = None
    digest: str | None = None
    made: Made | None = None


@dataclass(frozen=True)
class Subject:
    """What a message shows, so that an edit or a reply finds it: ("entry", 5) in a version, of a question or none."""

    kind: str
    id: int
    version: int = 1
    question_id: int | None = None


@dataclass(frozen=True)
class Content:
    """One message (an album counts as one): text, media or both, buttons, what it answers, what it shows."""

    text: Text | None = None
    rows: Rows = ()
    media: tuple[Media, ...] = ()
    subject: Subject | None = None
    # For an album: one subject an item, so that a reply to any of them, and an edit of one, works.
    subjects: tuple[Subject, ...] = ()
    reply_to: int | None = None
    edit: int | None = None  # message id: change that message in place
    edit_has_media: bool = False
    delete: int | None = None  # message id: take that message away
    delete_all: tuple[int, ...] = ()  # message ids, a hundred at the most: take these away together
    or_nothing: bool = False  # an edit that can't be made is left: nothing is said anew instead
    silent: bool = False
    protect: bool = False
    commands: tuple[tuple[str, Text], ...] = ()  # set the chat's own command menu to these


@dataclass(frozen=True)
class Screen:
    """What the person who acted sees next: text and buttons, drawn over the one they tapped unless `fresh`."""

    text: Text
    rows: Rows = ()
    fresh: bool = False
    media: tuple[Media, ...] = ()
    subject: Subject | None = field(default=None)
    over: int | None = None  # message id: drawn over that message, whatever was tapped
    protect: bool = False  # Telegram then lets nobody forward or save it
