"""A plain python-telegram-bot, as anybody would write it, lives in the sandbox without noticing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Message, Update
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.client import seconds_of
from bot.sandbox import Sandbox
from tests.sandbox.conftest import ADA, EVE

App = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE


def message_of(update: Update) -> Message:
    """The message of an update that has one."""
    assert update.effective_message is not None
    return update.effective_message


async def on_start(update: Update, context: Context) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Tell me", callback_data="tell")]])
    words = f"<b>Hello</b>, {' '.join(context.args or ())}"
    await message_of(update).reply_text(words, parse_mode="HTML", reply_markup=keyboard)


async def on_press(update: Update, context: Context) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Here it is")
    await update.callback_query.edit_message_text("Told")


async def on_words(update: Update, context: Context) -> None:
    await message_of(update).reply_text(f"You said: {message_of(update).text}", do_quote=True)


async def on_photo(update: Update, context: Context) -> None:
    message = message_of(update)
    content = bytes(await (await message.photo[-1].get_file()).download_as_bytearray())
    await message.reply_document(content, filename="back.png", caption=f"{len(content)} bytes")
    await message.reply_media_group([InputMediaPhoto(content), InputMediaPhoto(message.photo[-1].file_id)])
    await message.copy(ADA.id, protect_content=True)


@pytest.fixture
async def app(sandbox: Sandbox) -> AsyncIterator[App]:
    builder = ApplicationBuilder().token(sandbox.token).base_url(f"{sandbox.url}/bot")
    app = builder.base_file_url(f"{sandbox.url}/file/bot").build()
    app.add_handler(CommandHandler("start", on_start))
    app.add_handler(CallbackQueryHandler(on_press))
    app.add_handler(MessageHandler(filters.PHOTO, on_photo))
    app.add_handler(MessageHandler(filters.TEXT, on_words))
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        yield app
        await app.updater.stop()
        await app.stop()


async def test_it_talks(app: App, sandbox: Sandbox) -> None:
    phone = sandbox.phone(ADA.id)
    await phone.start("CODE")
    assert (await phone.wait("Hello")).text == "Hello, CODE"
    await phone.press("Tell me")
    assert (await phone.wait("Told")).edited
    await phone.until(lambda: phone.toasts == ["Here it is"])
    sent = await phone.send("echo?")
    assert (await phone.wait("You said: echo?")).reply_to == sent.id
    sent = await phone.photo()
    await phone.until(lambda: [bubble.kind for bubble in phone.received[-4:]] == ["document", *["photo"] * 3])
    assert phone.last.protected
    assert phone.received[-2]["media_group_id"] == phone.received[-3]["media_group_id"]


# PTB warns of a coming change to RetryAfter whenever one is made.
@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_it_understands_what_it_is_refused(app: App, sandbox: Sandbox) -> None:
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await app.bot.send_message(EVE.id, "hello")
    with pytest.raises(BadRequest, match="Chat not found"):
        await app.bot.send_message(5, "hello")
    sandbox.fail("sendMessage", error_code=429, retry_after=3)
    with pytest.raises(RetryAfter) as caught:
        await app.bot.send_message(ADA.id, "hello")
    assert seconds_of(caught.value) == 3
    with pytest.raises(InvalidToken):
        async with Bot("1:wrong", base_url=f"{sandbox.url}/bot"):
            pass


async def test_it_lives_through_telegram_being_down(app: App, sandbox: Sandbox) -> None:
    phone = sandbox.phone(ADA.id)
    sandbox.down = True
    await phone.send("anybody?")
    await phone.quiet(0.2)
    sandbox.down = False
    await phone.wait("You said: anybody?", timeout=10)
