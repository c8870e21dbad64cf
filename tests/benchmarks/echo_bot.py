"""A bare python-telegram-bot echo bot, the yardstick: it polls, answers presses and echoes words, and keeps nothing."""

import sys

from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Says the same words again."""
    await update.effective_message.reply_text(update.effective_message.text)  # type: ignore[union-attr, arg-type]


async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answers a press and draws a screen over the message, different each time."""
    query = update.callback_query
    await query.answer()  # type: ignore[union-attr]
    await query.edit_message_text(f"screen {update.update_id}", reply_markup=query.message.reply_markup)  # type: ignore[union-attr]


def main() -> None:
    """Runs until killed: `python -m tests.benchmarks.echo_bot API_URL TOKEN`."""
    api_url, token = sys.argv[1:3]
    application = Application.builder().token(token).base_url(f"{api_url}/bot").build()
    application.add_handler(CallbackQueryHandler(press))
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling(allowed_updates=["message", "callback_query"])


if __name__ == "__main__":
    main()
