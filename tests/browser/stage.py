"""What a test of the page has in its hands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import FilePayload, Locator, Page

from bot.sandbox import Sandbox, samples
from tests.browser.parrot import Parrot


@dataclass
class Stage:
    """The sandbox, the bot behind it, the page before it, and what the page did wrong."""

    sandbox: Sandbox
    bot: Parrot
    page: Page
    problems: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def problem(self, text: str) -> None:
        """Notes a complaint of the browser, unless the test has said that it will come."""
        if not any(words in text for words in self.expected):
            self.problems.append(text)

    def asked(self, url: str) -> None:
        """Notes a request to anywhere but the sandbox."""
        if not url.startswith((f"{self.sandbox.url}/", "blob:", "data:")):
            self.problems.append(f"asked {url}")

    def phone(self, chat_id: int) -> Locator:
        """One phone on the page."""
        return self.page.locator(f"#phone-{chat_id}")

    def field(self, chat_id: int) -> Locator:
        """Where that person writes."""
        return self.phone(chat_id).get_by_role("textbox")

    def bubbles(self, chat_id: int, side: str = "") -> Locator:
        """The messages on that phone: all, or the "in" or "out" ones."""
        return self.phone(chat_id).locator(f".message{'.' + side if side else ''}")

    async def write(self, chat_id: int, text: str) -> None:
        """Types and sends."""
        await self.field(chat_id).fill(text)
        await self.field(chat_id).press("Enter")

    async def menu(self, bubble: Locator, entry: str) -> None:
        """Chooses something from a message's own menu."""
        await bubble.hover()
        await bubble.get_by_role("button", name="More about this message").click()
        await self.page.get_by_role("menu").get_by_role("menuitem", name=entry).click()

    async def attach(self, chat_id: int, *files: FilePayload) -> None:
        """Puts files where the attach menu would put them."""
        await self.phone(chat_id).locator("input[type=file]").set_input_files(list(files))

    async def run(self, script: str, argument: Any = None) -> Any:
        """Evaluates JavaScript on the page."""
        return await self.page.evaluate(script, argument)


def picture(number: int = 0) -> FilePayload:
    """A picture to attach."""
    return {"name": f"picture-{number}.png", "mimeType": "image/png", "buffer": samples.picture(number, 64, 48)}


def buttons(*rows: list[tuple[str, str]]) -> dict[str, Any]:
    """An inline keyboard of callback buttons."""
    return {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in row] for row in rows]}
