"""What somebody sees on their phone, and waits to see."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Callable
from time import localtime, monotonic, strftime

from bot.sandbox.errors import SandboxError
from bot.sandbox.lines import Line
from bot.sandbox.people import Bubble, Chat

Wanted = str | Callable[[Bubble], object]
Which = Bubble | int | None


class Screen:
    """One person's chat with the bot, as their phone shows it."""

    def __init__(self, line: Line, user_id: int) -> None:
        self.line = line
        self.user_id = user_id
        self._since = 0

    @property
    def chat(self) -> Chat:
        """The chat with the bot, as the sandbox knows it."""
        return self.line.chat(self.user_id)

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

    def acted(self) -> None:
        """From here on wait() looks."""
        self._since = self.line.seq()

    @property
    def mark(self) -> int:
        """This moment, to be given to wait() as `after`."""
        return self.line.seq()

    def buttons(self, message: Which = None) -> list[str]:
        """The texts on the inline buttons of a message; by default of the newest that has some."""
        return [button.text for button in self.with_buttons(message).buttons]

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
        rows = "".join("\n" + " " * 12 + " ".join(f"[{button.text}]" for button in row) for row in bubble.rows)
        return f"{clock} {bubble.id:>3} {who}: {reply}{what}{text}{edited}{rows}"

    async def wait(
        self,
        wanted: Wanted = "",
        timeout: float = 15.0,  # noqa: ASYNC109
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

    async def until(self, condition: Callable[[], object], timeout: float = 15.0) -> None:  # noqa: ASYNC109
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

    def with_button(self, text: str) -> Bubble | None:
        """The newest message of the bot with an inline button of that text, or with it as a part."""
        for bubble in reversed(self.chat.messages.values()):
            if bubble.by_bot and any(text in button.text for button in bubble.buttons):
                return bubble
        return None

    def on_keyboard(self, text: str) -> bool:
        """Whether the keyboard under the input field has that text."""
        rows = (self.chat.keyboard or {}).get("keyboard", [])
        return any(button["text"] == text for row in rows for button in row)

    def with_buttons(self, message: Which, button: str | int = 0) -> Bubble:
        """The message meant; where none is named, the newest with that button, or with any."""
        if isinstance(message, Bubble):
            return message
        if isinstance(message, int):
            return self.chat.messages[message]
        if isinstance(button, str) and (found := self.with_button(button)):
            return found
        for bubble in reversed(self.chat.messages.values()):
            if bubble.by_bot and bubble.buttons:
                return bubble
        raise SandboxError(f"{self.name} sees no buttons\n{self.transcript(12)}")


def _seq(change: tuple[int, Bubble]) -> int:
    return change[0]


def _matches(bubble: Bubble, wanted: Wanted) -> bool:
    return wanted in bubble.text if isinstance(wanted, str) else bool(wanted(bubble))


def _named(wanted: Wanted) -> str:
    return repr(wanted) if isinstance(wanted, str) else getattr(wanted, "__name__", "it")
