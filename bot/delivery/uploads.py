"""Files that Telegram keeps for us: uploaded once, however many ask at the same time, and anew when it forgot them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session
from telegram.error import BadRequest

from bot.delivery import rows
from bot.delivery.render import Call
from bot.notifications.content import Made, Media
from models.database import Database
from models.lessons import UploadedFile

log = logging.getLogger(__name__)

AT_ONCE = 2  # a file is read whole, and may have 50 MB


class Uploads:
    """Carries calls out, with their files."""

    def __init__(
        self,
        database: Database,
        perform: Callable[..., Awaitable[Any]],
        make: Callable[[Made], Awaitable[bytes]],
    ) -> None:
        self._database = database
        self._perform = perform
        self._make = make
        self._room = asyncio.Semaphore(AT_ONCE)
        self._turns: dict[str, asyncio.Lock] = {}
        self.waiting = 0  # calls that are uploading or wait for an upload: minutes, on a slow line

    async def carry_out(self, call: Call) -> Any:
        """Telegram's answer; when it refuses a file's id, the file is uploaded anew."""
        if call.spare is not None:
            try:
                return await self._perform(call)
            except BadRequest as error:
                if "file" not in str(error).lower():
                    raise
                call = await self._without_id(call, call.spare)
        if call.upload is None:
            return await self._perform(call)
        self.waiting += 1
        try:
            return await self._upload(call, call.upload)
        finally:
            self.waiting -= 1

    async def _without_id(self, call: Call, spare: Media) -> Call:
        log.warning("Telegram no longer takes the id of a file; it is uploaded anew")
        await self._database.write(_forget, spare.digest or "", call.params[spare.kind])
        params = {name: value for name, value in call.params.items() if name != spare.kind}
        return replace(call, params=params, upload=spare, spare=None)

    async def _upload(self, call: Call, file: Media) -> Any:
        if file.made is not None:
            async with self._room:
                return await self._perform(call, await self._make(file.made))
        if file.digest is None:
            async with self._room:
                return await self._perform(call)
        async with self._turns.setdefault(file.digest, asyncio.Lock()):
            known = await self._database.read(_known, file.digest)
            if known is not None:
                # Somebody else's upload has just ended.
                return await self._perform(replace(call, params={**call.params, file.kind: known}, upload=None))
            async with self._room:
                answer = await self._perform(call)
            await self._remember(file.digest, _file_id(answer, file.kind))
            return answer

    async def _remember(self, digest: str, file_id: str | None) -> None:
        """Never raises: the message is out, and all that is lost is another upload."""
        if file_id is None:
            return
        try:
            await self._database.write(rows.remember_upload, digest, file_id)
        except Exception:
            log.exception("the id of an uploaded file could not be written down")


def _known(db: Session, digest: str) -> str | None:
    known = db.get(UploadedFile, digest)
    return known.file_id if known is not None else None


def _forget(db: Session, digest: str, refused: str) -> None:
    """Not if another has replaced the refused id already."""
    if _known(db, digest) == refused:
        rows.forget_upload(db, digest)


def _file_id(answer: Any, kind: str) -> str | None:
    """The file's id in the message, if it became what it was sent as: Telegram makes animations of silent videos."""
    if not isinstance(answer, dict):
        return None
    sent = answer.get(kind) or {}
    if isinstance(sent, list):
        sent = sent[-1] if sent else {}
    found = sent.get("file_id")
    return found if isinstance(found, str) else None
