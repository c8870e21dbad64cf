"""A phone in somebody's hand, for tests, the demo's story and measurements."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Sequence
from time import localtime, monotonic, strftime

from bot.sandbox import samples
from bot.sandbox.errors import SandboxError
from bot.sandbox.lines import Line
from bot.sandbox.people import Bubble, Button, Chat, Json

Wanted = str | Callable[[Bubble], object]
Which = Bubble | int | None


class Phone:
    """One person's phone; what it does is what Telegram's app would let them do."""

    def __init__(self, line: Line, user_id: int) -> None:
        self.line = line
        self.user_id = user_id
        self._since = 0

    @property
    def chat(self) -> Chat:
        """The chat with the bot, as the sandbox knows it."""
        return self.line.chat(self.user_id)

    # Looking

    @property
    def messages(self) -> list[Bubble]:
        """Everything on the screen, oldest first."""
        return list(self.chat.messages.values())

    @property
    def received(self) -> list[Bubble]:
        """What the bot wrote, oldest first."""
        return list(self.chat.received())

    @property
    def last(self) -> Bubble:
        """The newest message of the bot."""
        for bubble in reversed(self.chat.messages.values()):
            if bubble.by_bot:
                return bubble
        raise SandboxError(f"the bot has written nothing to {self.name}")

    @property
    def name(self) -> str:
        """How a transcript calls this person."""
        person = self.chat.person
        return person.label or person.first_name

    @property
    def commands(self) -> list[str]:
        """The names in the command menu."""
        return [entry["command"] for entry in self.line.menu(self.chat)]

    @property
    def toasts(self) -> list[str]:
        """The words that answered button presses, oldest first."""
        return [toast["text"] for toast in self.chat.toasts]

    @property
    def mark(self) -> int:
        """This moment, to be given to wait() as `after`."""
        return self.line.seq()

    def buttons(self, message: Which = None) -> list[str]:
        """The texts on the inline buttons of a message; by default of the newest that has some."""
        return [button.text for button in self._with_buttons(message).buttons]

    def transcript(self, last: int | None = None) -> str:
        """The chat as lines of text."""
        bubbles = self.messages[-last:] if last else self.messages
        return "\n".join(self._line(bubble) for bubble in bubbles) or "(nothing yet)"

    def _line(self, bubble: Bubble) -> str:
        who = "Bot" if bubble.by_bot else self.name
        clock = strftime("%H:%M:%S", localtime(bubble.raw["date"]))
        what = "" if bubble.kind == "text" else f"[{bubble.kind}] "
        reply = f"(to {bubble.reply_to}) " if bubble.reply_to else ""
        edited = " (edited)" if bubble.edited else ""
        text = bubble.text.replace("\n", "\n" + " " * 12)
        rows = "".join(
            "\n" + " " * 12 + " ".join(f"[{button.text}]" for button in row) for row in bubble.rows
        )
        return f"{clock} {bubble.id:>3} {who}: {reply}{what}{text}{edited}{rows}"

    # Doing

    async def start(self, code: str = "") -> Bubble:
        """Opens the bot, perhaps by a link that carries a code."""
        return await self.send(f"/start {code}".rstrip())

    async def send(self, text: str, reply_to: Which = None, quote: str | None = None) -> Bubble:
        """Sends words."""
        self._since = self.line.seq()
        return await self.line.write(self.chat, text, _number(reply_to), quote)

    async def press(self, button: str | int, message: Which = None) -> str:
        """Taps a button by its text (or a part of it) or place; gives the press's id.

        Without a message it is the newest with inline buttons that has this one. A text that is only on the
        keyboard under the input field is sent as words.
        """
        if message is None and isinstance(button, str) and not self._find(button):
            if self._on_keyboard(button):
                await self.send(button)
                return ""
            raise SandboxError(f"{self.name} sees no button {button!r}\n{self.transcript(12)}")
        target = self._with_buttons(message, button)
        return await self.press_data(_pressable(_chosen(target, button)), target)

    async def press_first(self, message: Which = None) -> str:
        """Taps the way forward."""
        return await self.press(0, message)

    async def press_data(self, data: str, message: Bubble | int) -> str:
        """Taps what may be there no more: a button of a screen that has just changed."""
        self._since = self.line.seq()
        return await self.line.press(self.chat, message if isinstance(message, int) else message.id, data)

    async def photo(self, content: bytes | None = None, caption: str | None = None, **more: int) -> Bubble:
        """Sends a photo."""
        return await self._one("photo", content, caption, more)

    async def voice(self, content: bytes | None = None, caption: str | None = None, **more: int) -> Bubble:
        """Sends a voice message."""
        return await self._one("voice", content, caption, more)

    async def video(self, content: bytes | None = None, caption: str | None = None, **more: int) -> Bubble:
        """Sends a video."""
        return await self._one("video", content, caption, more)

    async def video_note(self, content: bytes | None = None, **more: int) -> Bubble:
        """Sends a round video."""
        return await self._one("video_note", content, None, more)

    async def audio(self, content: bytes | None = None, caption: str | None = None, **more: int) -> Bubble:
        """Sends a piece of music."""
        return await self._one("audio", content, caption, more)

    async def animation(
        self, content: bytes | None = None, caption: str | None = None, **more: int
    ) -> Bubble:
        """Sends a moving picture without sound."""
        return await self._one("animation", content, caption, more)

    async def sticker(self, content: bytes | None = None, **more: int) -> Bubble:
        """Sends a sticker."""
        return await self._one("sticker", content, None, more)

    async def document(
        self, content: bytes | None = None, caption: str | None = None, name: str = "notes.txt", **more: int
    ) -> Bubble:
        """Sends a file."""
        return await self._one("document", content, caption, more, name)

    async def album(
        self,
        items: Sequence[str | tuple[str, bytes]],
        caption: str | None = None,
        reply_to: Which = None,
    ) -> list[Bubble]:
        """Sends several together: kinds, or kinds with their bytes."""
        pairs = [(item, None) if isinstance(item, str) else item for item in items]
        uploads = [
            (kind, samples.upload(kind, content, number)) for number, (kind, content) in enumerate(pairs)
        ]
        self._since = self.line.seq()
        return await self.line.send(self.chat, uploads, caption, _number(reply_to), {})

    async def _one(
        self, kind: str, content: bytes | None, caption: str | None, more: dict[str, int], name: str = ""
    ) -> Bubble:
        reply_to = more.pop("reply_to", None)
        self._since = self.line.seq()
        items = [(kind, samples.upload(kind, content, name=name))]
        return (await self.line.send(self.chat, items, caption, reply_to, more))[0]

    async def contact(self, phone_number: str, first_name: str) -> Bubble:
        """Shares somebody's number."""
        contact: Json = {"phone_number": phone_number, "first_name": first_name}
        self._since = self.line.seq()
        return await self.line.share(self.chat, {"contact": contact})

    async def location(self, latitude: float, longitude: float) -> Bubble:
        """Shares a place."""
        self._since = self.line.seq()
        place = {"latitude": latitude, "longitude": longitude}
        return await self.line.share(self.chat, {"location": place})

    async def edit(self, message: Bubble | int, text: str) -> Bubble:
        """Changes the words of a message sent before."""
        self._since = self.line.seq()
        return await self.line.edit(self.chat, message if isinstance(message, int) else message.id, text)

    async def react(self, message: Bubble | int, emoji: str | None) -> None:
        """Puts an emoji on a message; None takes it off."""
        self._since = self.line.seq()
        await self.line.react(self.chat, message if isinstance(message, int) else message.id, emoji)

    async def delete(self, message: Bubble | int) -> None:
        """Takes a message away."""
        await self.line.delete(self.chat, message if isinstance(message, int) else message.id)

    async def block(self) -> None:
        """Blocks the bot."""
        await self.line.block(self.chat, True)

    async def unblock(self) -> None:
        """Lets the bot write again."""
        await self.line.block(self.chat, False)

    # Waiting

    async def wait(
        self,
        wanted: Wanted = "",
        timeout: float = 5.0,  # noqa: ASYNC109
        after: int | Bubble | None = None,
    ) -> Bubble:
        """The first message of the bot, new or edited, that has these words or satisfies the predicate.

        Looks at what changed since this phone's own latest act, or after a mark or a message; `after=0` looks
        at everything. When the time (real seconds) is up, the error shows the chat.
        """
        since = self._since if after is None else after if isinstance(after, int) else after.seq
        chat = self.chat
        end = monotonic() + timeout
        while True:
            future = self.line.change(chat)
            for seq, bubble in chat.changes[bisect_right(chat.changes, since, key=_seq) :]:
                if not bubble.deleted and _matches(bubble, wanted):
                    future.cancel()
                    return bubble
                since = seq
            await self._next(future, end, f"{self.name} did not see {_named(wanted)} in {timeout:g} s")

    async def until(self, condition: Callable[[], object], timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Waits for anything that can be seen on this phone to become true."""
        end = monotonic() + timeout
        while True:
            future = self.line.change(self.chat)
            if condition():
                future.cancel()
                return
            await self._next(future, end, f"it did not come true for {self.name} in {timeout:g} s")

    async def quiet(self, seconds: float = 0.3) -> None:
        """Checks that the bot writes nothing for so many real seconds."""
        mark = self.line.seq()
        await asyncio.sleep(seconds)
        heard = [bubble for seq, bubble in self.chat.changes if seq > mark and not bubble.deleted]
        if heard:
            raise SandboxError(f"{self.name} was to hear nothing, but: {heard}\n{self.transcript(12)}")

    async def _next(self, future: asyncio.Future[None], end: float, why: str) -> None:
        try:
            await asyncio.wait_for(future, max(0.0, end - monotonic()))
        except TimeoutError:
            raise SandboxError(f"{why}. The chat:\n{self.transcript()}") from None

    # Finding

    def _find(self, text: str) -> Bubble | None:
        for bubble in reversed(self.chat.messages.values()):
            if bubble.by_bot and any(text in button.text for button in bubble.buttons):
                return bubble
        return None

    def _on_keyboard(self, text: str) -> bool:
        rows = (self.chat.keyboard or {}).get("keyboard", [])
        return any(button["text"] == text for row in rows for button in row)

    def _with_buttons(self, message: Which, button: str | int = 0) -> Bubble:
        if isinstance(message, Bubble):
            return message
        if isinstance(message, int):
            return self.chat.messages[message]
        if isinstance(button, str) and (found := self._find(button)):
            return found
        for bubble in reversed(self.chat.messages.values()):
            if bubble.by_bot and bubble.buttons:
                return bubble
        raise SandboxError(f"{self.name} sees no buttons\n{self.transcript(12)}")


def _seq(change: tuple[int, Bubble]) -> int:
    return change[0]


def _number(message: Which) -> int | None:
    return message.id if isinstance(message, Bubble) else message


def _matches(bubble: Bubble, wanted: Wanted) -> bool:
    return wanted in bubble.text if isinstance(wanted, str) else bool(wanted(bubble))


def _named(wanted: Wanted) -> str:
    return repr(wanted) if isinstance(wanted, str) else getattr(wanted, "__name__", "it")


def _chosen(bubble: Bubble, wanted: str | int) -> Button:
    buttons = bubble.buttons
    if isinstance(wanted, int):
        if not -len(buttons) <= wanted < len(buttons):
            raise SandboxError(f"there is no button {wanted} on {bubble}")
        return buttons[wanted]
    exact = [button for button in buttons if button.text == wanted]
    found = exact or [button for button in buttons if wanted in button.text]
    if not found:
        raise SandboxError(f"there is no button {wanted!r} on {bubble}, only {[b.text for b in buttons]}")
    return found[0]


def _pressable(button: Button) -> str:
    if button.data is None:
        raise SandboxError(f"the button {button.text!r} opens {button.url}, and tells the bot nothing")
    return button.data
