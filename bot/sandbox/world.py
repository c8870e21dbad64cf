"""Everything that the embedded Telegram knows: people, chats, messages, files, and who waits for what."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from bot.sandbox.errors import Dropped, SandboxError, bad_request, forbidden
from bot.sandbox.files import Files
from bot.sandbox.limits import Limits
from bot.sandbox.people import Bubble, Chat, Json, Person
from bot.sandbox.store import Store
from bot.sandbox.updates import Updates

EVENTS_KEPT = 5000
READABLE = frozenset({"message", "edit", "markup"})


class Event(NamedTuple):
    """Something that a screen should show; its message is looked at when it is told, not when it happened."""

    seq: int
    type: str
    chat_id: int | None
    bubble: Bubble | None
    more: Json

    def json(self) -> Json:
        """What the page is told."""
        told = {"seq": self.seq, "type": self.type, "chat_id": self.chat_id, **self.more}
        if self.bubble is not None:
            told["message"] = self.bubble.view()
        return told


class World:
    """The state behind the server; one event loop owns it, and nothing in it waits."""

    def __init__(
        self,
        people: Iterable[Person],
        *,
        clock: Callable[[], float] = time.time,
        first_update_id: int = 1,
        enforce_limits: bool = False,
        strict: bool = True,
        bot: Json | None = None,
    ) -> None:
        self.clock = clock
        self.strict = strict
        self.bot: Json = bot or bot_user(7000000001)
        self.chats: dict[int, Chat] = {}
        self.updates = Updates(self.now, first_update_id)
        self.limits = Limits(self.now) if enforce_limits else None
        self.files = Files()
        self.presses: dict[str, tuple[float, int]] = {}
        self.commands: dict[tuple[str, int, int, str], list[Json]] = {}
        self.about: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, Json] = {}
        self.events: deque[Event] = deque(maxlen=EVENTS_KEPT)
        self.seq = 0
        self.down = False
        self.webhook_info: Callable[[], Json] = dict
        self.message_id = 0
        self.store: Store | None = None
        # These two must not come again when a kept sandbox goes on.
        self._press_id = int(time.time()) << 32
        self._album_id = int(time.time()) << 24
        self._waiting: dict[int | None, list[asyncio.Future[None]]] = {}
        for person in people:
            self.add(person)

    def keep(self, store: Store) -> None:
        """Goes on from what the store has, and writes every change there."""
        store.load(self)
        self.store = self.updates.keeper = store
        self.files.keep = store.keep

    def now(self) -> float:
        """Unix seconds by the sandbox's clock."""
        return self.clock()

    def add(self, person: Person) -> Chat:
        """Gives somebody a phone."""
        chat = self.chats[person.id] = Chat(person)
        return chat

    def next_message_id(self) -> int:
        """Message ids count over all private chats of a bot, as with Telegram."""
        self.message_id += 1
        return self.message_id

    def next_press_id(self) -> str:
        """The id of a callback query."""
        self._press_id += 4294967
        return str(self._press_id)

    def next_album_id(self) -> str:
        """The id that holds an album together."""
        self._album_id += 1
        return str(self._album_id)

    # What methods look up

    def chat(self, chat_id: int | str) -> Chat:
        """A chat that exists, whether the bot may write there or not."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else self._named(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def _named(self, name: str) -> Chat | None:
        # Telegram finds users by @name only where they wrote before; people have no public chat.
        for chat in self.chats.values():
            if chat.started and chat.person.username and f"@{chat.person.username}" == name:
                return chat
        return None

    def writable(self, chat_id: int | str) -> Chat:
        """A chat that the bot may write in now."""
        chat = self.chat(chat_id)
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def message(self, chat: Chat, message_id: int | None, what: str) -> Bubble:
        """A message of that chat; `what` names it as Telegram would."""
        if not message_id or message_id < 0:
            raise bad_request("message identifier is not specified")
        bubble = chat.messages.get(message_id)
        if bubble is None:
            raise bad_request(f"{what} not found")
        return bubble

    # What changes

    def show(self, chat: Chat, bubble: Bubble) -> Bubble:
        """Puts a new message on the screen."""
        chat.messages[bubble.id] = bubble
        self.tell("message", chat, bubble)
        return bubble

    def tell(self, kind: str, chat: Chat | None, bubble: Bubble | None = None, **more: Any) -> None:
        """Numbers a change, keeps it for screens that ask later, and wakes whoever waits for it."""
        self.seq += 1
        if bubble is not None:
            bubble.seq = self.seq
            if bubble.by_bot and chat is not None and kind in READABLE:
                chat.changes.append((self.seq, bubble))
        chat_id = chat.id if chat else None
        if self.store is not None:
            self.store.told(self, chat, bubble, more.get("message_id") if kind == "delete" else None)
        self.events.append(Event(self.seq, kind, chat_id, bubble, more))
        if self._waiting:
            for key in (chat_id, None):
                for future in self._waiting.pop(key, ()):
                    if not future.done():
                        future.set_result(None)

    def set_down(self, down: bool) -> None:
        """Telegram stops answering the bot, or answers again; people can go on writing."""
        if self.down != down:
            self.down = down
            if down:
                self.updates.end_poll(Dropped())
            self.tell("down", None, down=down)

    def set_clock(self, clock: Callable[[], float]) -> None:
        """Sets the time that everything here goes by."""
        self.clock = clock
        self.tell("clock", None, now=self.now())

    def change(self, chat_id: int | None = None) -> asyncio.Future[None]:
        """Done at the next change in that chat, or anywhere."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(chat_id, []).append(future)
        return future

    def own_chat(self, user_id: int) -> Chat:
        """The chat of somebody with a phone."""
        try:
            return self.chats[user_id]
        except KeyError:
            raise SandboxError(f"nobody with id {user_id} has a phone in this sandbox") from None


def bot_user(bot_id: int, first_name: str = "Backline", username: str = "backline_sandbox_bot") -> Json:
    """Telegram's User for the bot itself."""
    return {"id": bot_id, "is_bot": True, "first_name": first_name, "username": username}
