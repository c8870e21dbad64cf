"""One call of the Bot API: carried out, with its file, and which messages it leaves that show something."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telegram import InputFile
from telegram.error import BadRequest

from bot.client import Client
from bot.delivery.render import Call
from bot.delivery.rows import Shown
from bot.delivery.uploads import Uploads
from bot.notifications.content import Subject


@dataclass(frozen=True)
class Result:
    """What a call led to: the messages that show something."""

    shown: tuple[Shown, ...] = ()


NOTHING = Result()
_MESSAGE = Subject("message", 0)


async def carry_out(uploads: Uploads, call: Call, chat_id: int) -> Result:
    """Carries a call out: what is said already is no fault, and where Telegram refuses, what stands instead is tried."""
    try:
        answer = await uploads.carry_out(call)
    except BadRequest as error:
        reason = str(error).lower()
        if "not modified" in reason:
            return Result()
        if call.upload is not None or "wrong file" not in reason:
            if not call.instead:
                if call.optional:
                    return Result()
                raise
            result = Result()
            for other in call.instead:
                result = await carry_out(uploads, other, chat_id)
            return result
        raise
    return Result(shown_by(call, answer, chat_id))


async def perform(client: Client, call: Call, content: bytes | None = None) -> Any:
    """Carries one call out; a file to upload is given, or read off the event loop."""
    params = dict(call.params)
    timeout = None
    if call.upload is not None:
        path = Path(call.upload.path or "")
        name = path.name if call.upload.made is None else call.upload.made.name
        if content is None:
            content = await asyncio.to_thread(path.read_bytes)
        params[call.upload.kind] = InputFile(content, filename=name)
        timeout = 300
    return await client.call(call.method, _timeout=timeout, **params)


def shown_by(call: Call, answer: Any, chat_id: int) -> tuple[Shown, ...]:
    """Which of the answer's messages shows which subject; an album's messages pair with their subjects in order."""
    messages = answer if isinstance(answer, list) else [answer]
    if call.edits is not None and not isinstance(answer, dict):
        messages = [{"message_id": call.edits}]
    # What shows nothing in particular is remembered as well, so that whoever leaves quickly can clear it.
    rest = [] if call.edits is not None else [_MESSAGE] * (len(messages) - len(call.shows))
    pairs = zip(messages, [*call.shows, *rest], strict=False)
    return tuple(
        Shown(
            chat_id,
            message["message_id"],
            subject.kind,
            subject.id,
            subject.version,
            subject.question_id,
            call.has_media,
        )
        for message, subject in pairs
        if isinstance(message, dict)
    )
