"""A phone in somebody's hand, for tests, the demo's story and measurements."""

from __future__ import annotations

from collections.abc import Sequence

from bot.sandbox import samples
from bot.sandbox.errors import SandboxError
from bot.sandbox.people import Bubble, Button, Json
from bot.sandbox.screen import Screen, Which


class Phone(Screen):
    """One person's phone; what it does is what Telegram's app would let them do."""

    async def start(self, code: str = "") -> Bubble:
        """Opens the bot, perhaps by a link that carries a code."""
        return await self.send(f"/start {code}".rstrip())

    async def send(self, text: str, reply_to: Which = None, quote: str | None = None) -> Bubble:
        """Sends words."""
        sent = await self.line.write(self.chat, text, _number(reply_to), quote)
        self.acted()
        return sent

    async def press(self, button: str | int = 0, message: Which = None) -> str:
        """Taps a button by its text, or a part of it, or its place; gives the press's id.

        Without a message it is the newest with inline buttons that has this one. A text that is only on the
        keyboard under the input field is sent as words.
        """
        if message is None and isinstance(button, str) and not self.with_button(button):
            if self.on_keyboard(button):
                await self.send(button)
                return ""
            raise SandboxError(f"{self.name} sees no button {button!r}\n{self.transcript(12)}")
        target = self.with_buttons(message, button)
        return await self.press_data(_pressable(_chosen(target, button)), target)

    async def press_first(self, message: Which = None) -> str:
        """Taps the way forward."""
        return await self.press(0, message)

    async def press_data(self, data: str, message: Bubble | int) -> str:
        """Taps what may be there no more: a button of a screen that has just changed."""
        query_id = await self.line.press(self.chat, _id(message), data)
        self.acted()
        return query_id

    async def photo(self, content: bytes | None = None, caption: str | None = None, reply_to: Which = None) -> Bubble:
        """Sends a photo."""
        return await self._one("photo", content, caption, reply_to)

    async def voice(
        self,
        content: bytes | None = None,
        caption: str | None = None,
        reply_to: Which = None,
        duration: int = 0,
    ) -> Bubble:
        """Sends a voice message; its length in seconds is read from the file where it can be."""
        return await self._one("voice", content, caption, reply_to, duration)

    async def video(
        self,
        content: bytes | None = None,
        caption: str | None = None,
        reply_to: Which = None,
        duration: int = 0,
    ) -> Bubble:
        """Sends a video."""
        return await self._one("video", content, caption, reply_to, duration)

    async def video_note(self, content: bytes | None = None, reply_to: Which = None, duration: int = 0) -> Bubble:
        """Sends a round video, which has no caption."""
        return await self._one("video_note", content, None, reply_to, duration)

    async def audio(
        self,
        content: bytes | None = None,
        caption: str | None = None,
        reply_to: Which = None,
        duration: int = 0,
    ) -> Bubble:
        """Sends a piece of music."""
        return await self._one("audio", content, caption, reply_to, duration)

    async def animation(
        self, content: bytes | None = None, caption: str | None = None, reply_to: Which = None
    ) -> Bubble:
        """Sends a moving picture without sound."""
        return await self._one("animation", content, caption, reply_to)

    async def sticker(self, content: bytes | None = None, reply_to: Which = None) -> Bubble:
        """Sends a sticker, which has no caption."""
        return await self._one("sticker", content, None, reply_to)

    async def document(
        self,
        content: bytes | None = None,
        caption: str | None = None,
        reply_to: Which = None,
        name: str = "notes.txt",
    ) -> Bubble:
        """Sends a file."""
        return await self._one("document", content, caption, reply_to, name=name)

    async def _one(
        self,
        kind: str,
        content: bytes | None,
        caption: str | None,
        reply_to: Which,
        duration: int = 0,
        name: str = "",
    ) -> Bubble:
        about: Json = {"duration": duration} if duration else {}
        items = [(kind, samples.upload(kind, content, name=name))]
        sent = await self.line.send(self.chat, items, caption, _number(reply_to), about)
        self.acted()
        return sent[0]

    async def album(
        self,
        items: Sequence[str | tuple[str, bytes]],
        caption: str | None = None,
        reply_to: Which = None,
    ) -> list[Bubble]:
        """Sends several together: kinds, or kinds with their bytes; the caption stands under the first."""
        pairs = [(item, None) if isinstance(item, str) else item for item in items]
        uploads = [(kind, samples.upload(kind, content, number)) for number, (kind, content) in enumerate(pairs)]
        sent = await self.line.send(self.chat, uploads, caption, _number(reply_to), {})
        self.acted()
        return sent

    async def contact(self, phone_number: str, first_name: str) -> Bubble:
        """Shares somebody's number."""
        return await self._share({"contact": {"phone_number": phone_number, "first_name": first_name}})

    async def location(self, latitude: float, longitude: float) -> Bubble:
        """Shares a place."""
        return await self._share({"location": {"latitude": latitude, "longitude": longitude}})

    async def _share(self, content: Json) -> Bubble:
        shared = await self.line.share(self.chat, content)
        self.acted()
        return shared

    async def edit(self, message: Bubble | int, text: str) -> Bubble:
        """Changes the words, or the caption, of a message sent before."""
        edited = await self.line.edit(self.chat, _id(message), text)
        self.acted()
        return edited

    async def react(self, message: Bubble | int, emoji: str | None) -> None:
        """Puts an emoji on a message; None takes it off."""
        await self.line.react(self.chat, _id(message), emoji)
        self.acted()

    async def delete(self, message: Bubble | int) -> None:
        """Takes a message away; bots are not told."""
        await self.line.delete(self.chat, _id(message))

    async def block(self) -> None:
        """Blocks the bot."""
        await self.line.block(self.chat, True)
        self.acted()

    async def unblock(self) -> None:
        """Lets the bot write again."""
        await self.line.block(self.chat, False)
        self.acted()


def _id(message: Bubble | int) -> int:
    return message.id if isinstance(message, Bubble) else message


def _number(message: Which) -> int | None:
    return None if message is None else _id(message)


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
