"""A real Chromium that looks at a real sandbox, with a very small bot behind it."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, async_playwright, expect

from bot.sandbox import Person, Sandbox
from tests.browser.parrot import Parrot
from tests.browser.stage import Stage

MO, ADA, SAM, KIT = 1, 2, 3, 4
PEOPLE = [
    Person(MO, "Mo", "Young person", started=True),
    Person(ADA, "Ada", "Tutor", started=True),
    Person(SAM, "Sam", "Safeguarding lead", started=True),
    Person(KIT, "Kit", "Coordinator"),
]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
# Stricter than what the server sends: the page must be content with it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "media-src 'self' blob:; img-src 'self' blob: data:"
)
expect.set_options(timeout=5000)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One browser for all tests of a worker."""
    path = os.environ.get("BACKLINE_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium here: apt-get install chromium, or say where it is in BACKLINE_CHROMIUM")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def stage(chromium: Browser) -> AsyncIterator[Stage]:
    """A sandbox with four phones, the bot, and the page; it fails where the page complained or asked elsewhere."""
    async with Sandbox(PEOPLE) as sandbox, aiohttp.ClientSession() as http:
        bot = Parrot(sandbox, http)
        polling = asyncio.create_task(bot.run())
        context = await chromium.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
        page = await context.new_page()
        made = Stage(sandbox, bot, page)
        watch(page, made)
        await page.route(f"{sandbox.url}/", strictly)
        await page.goto(sandbox.url)
        await expect(made.phone(MO)).to_be_visible()
        yield made
        await context.close()
        polling.cancel()
        with suppress(asyncio.CancelledError):
            await polling
        assert made.problems == []


def watch(page: Page, made: Stage) -> None:
    """Notes every complaint of the browser and every request to somewhere else."""
    page.on("console", lambda said: said.type in ("error", "warning") and made.problem(said.text))
    page.on("pageerror", lambda error: made.problem(str(error)))
    page.on("request", lambda request: made.asked(request.url))


async def strictly(route: Route) -> None:
    """The page as it is, under a policy that allows nothing inline and nothing from elsewhere."""
    answer = await route.fetch()
    await route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": POLICY})
