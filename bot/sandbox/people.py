"""The people of the sandbox, their chats with the bot, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

_OF_VIEW = frozenset({"by_bot", "edited", "silent", "pinned", "reactions", "seq"})
MEDIA_KINDS = ("photo", "voice", "video", "video_note", "audio", "animation", "document", "sticker")


@dataclass(slots=True, frozen=True)
class Person:
    """Somebody with a phone; `started` means that they wrote to the bot before the sandbox began."""

    id: int
    first_name: str
    label: str = ""
    last_name: str | None = None
    username: str | None = None
    language_code: str = "en"
    started: bool = False

    def user(self) -> Json:
        """Telegram's User."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        user["language_code"] = self.language_code
        return user

    def chat(self) -> Json:
        """Telegram's Chat for the private chat with this person."""
        chat: Json = {"id": self.id, "first_name": self.first_name, "type": "private"}
        if self.last_name:
            chat["last_name"] = self.last_name
        if self.username:
            chat["username"] = self.username
        return chat


@dataclass(slots=True, frozen=True)
class Button:
    """A button as a person sees it, with what lies behind it."""

    text: str
    data: str | None = None
    url: str | None = None


class Bubble:
    """A message on a phone's screen.

    `raw` is Telegram's Message as the bot sees it. It is replaced by an edit and never changed in place,
    since updates that were not fetched yet still hold the older one.
    """

    __slots__ = ("by_bot", "deleted", "edited", "markup", "pinned", "raw", "reactions", "seq", "silent")

    def __init__(
        self, raw: Json, *, by_bot: bool, markup: Json | None = None, silent: bool = False, seq: int = 0
    ) -> None:
        self.raw = raw
        self.by_bot = by_bot
        self.markup = markup
        self.silent = silent
        self.seq = seq
        self.edited = "edit_date" in raw
        self.deleted = False
        self.pinned = False
        self.reactions: dict[str, list[str]] = {}

    @property
    def id(self) -> int:
        """Telegram's message_id."""
        number: int = self.raw["message_id"]
        return number

    @property
    def text(self) -> str:
        """The words in it: text or caption, without markup."""
        words: str = self.raw.get("text") or self.raw.get("caption") or ""
        return words

    @property
    def entities(self) -> list[Json]:
        """Bold, links and the like, with UTF-16 offsets."""
        found: list[Json] = self.raw.get("entities") or self.raw.get("caption_entities") or []
        return found

    @property
    def kind(self) -> str:
        """What it is: "text", "photo", "voice" …"""
        return kind_of(self.raw)

    @property
    def file_id(self) -> str | None:
        """The file in it, the largest where there are several sizes."""
        kind = self.kind
        if kind == "photo":
            return str(self.raw["photo"][-1]["file_id"])
        return str(self.raw[kind]["file_id"]) if kind in MEDIA_KINDS else None

    @property
    def reply_to(self) -> int | None:
        """The message_id that it answers."""
        replied = self.raw.get("reply_to_message")
        return replied["message_id"] if replied else None

    @property
    def quote(self) -> str | None:
        """The quoted words of the message that it answers."""
        quote = self.raw.get("quote")
        return quote["text"] if quote else None

    @property
    def protected(self) -> bool:
        """Whether Telegram keeps it from being forwarded and saved."""
        return bool(self.raw.get("has_protected_content"))

    @property
    def rows(self) -> list[list[Button]]:
        """Its inline keyboard, row by row."""
        markup = self.raw.get("reply_markup") or {}
        return [
            [Button(b["text"], b.get("callback_data"), b.get("url")) for b in row]
            for row in markup.get("inline_keyboard", ())
        ]

    @property
    def buttons(self) -> list[Button]:
        """Its inline buttons in reading order."""
        return [button for row in self.rows for button in row]

    def view(self) -> Json:
        """What the page and remote phones are given."""
        return {
            **self.raw,
            **({"reply_markup": self.markup} if self.markup else {}),
            "by_bot": self.by_bot,
            "edited": self.edited,
            "silent": self.silent,
            "pinned": self.pinned,
            "reactions": self.reactions,
            "seq": self.seq,
        }

    def take(self, view: Json) -> None:
        """Becomes what a view shows."""
        self.raw = {key: value for key, value in view.items() if key not in _OF_VIEW}
        self.markup = view.get("reply_markup")
        if self.markup is not None and "inline_keyboard" not in self.markup:
            del self.raw["reply_markup"]
        self.by_bot, self.edited, self.silent = view["by_bot"], view["edited"], view["silent"]
        self.pinned, self.reactions, self.seq = view["pinned"], view["reactions"], view["seq"]

    @classmethod
    def of_view(cls, view: Json) -> Bubble:
        """The message that a view shows."""
        bubble = cls({}, by_bot=False)
        bubble.take(view)
        return bubble

    def __getitem__(self, key: str) -> Any:
        return self.raw[key]

    def __contains__(self, text: str) -> bool:
        return text in self.text

    def __repr__(self) -> str:
        who = "bot" if self.by_bot else "person"
        return f"<{who} {self.id} {self.kind} {self.text[:60]!r}>"


OTHER_KINDS = ("contact", "location", "pinned_message")


def kind_of(raw: Json) -> str:
    """What a Message carries."""
    if "text" in raw:
        return "text"
    for kind in (*MEDIA_KINDS, *OTHER_KINDS):
        # An animation has a document beside it for old clients; it stands before it in the list.
        if kind in raw:
            return kind
    return "unknown"


@dataclass(slots=True)
class Chat:
    """One person's private chat with the bot."""

    person: Person
    user: Json = field(init=False)
    raw: Json = field(init=False)
    started: bool = field(init=False)
    blocked: bool = False
    keyboard: Json | None = None
    messages: dict[int, Bubble] = field(default_factory=dict)
    changes: list[tuple[int, Bubble]] = field(default_factory=list)
    toasts: list[Json] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.user = self.person.user()
        self.raw = self.person.chat()
        self.started = self.person.started

    @property
    def id(self) -> int:
        """The chat_id, which in a private chat is the person's id."""
        return self.person.id

    def received(self) -> Iterator[Bubble]:
        """What the bot wrote, oldest first."""
        return (bubble for bubble in self.messages.values() if bubble.by_bot)
