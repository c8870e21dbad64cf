"""The Bot API over HTTP: reads a request, does it, answers as Telegram would."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from aiohttp import web
from aiohttp.web_request import FileField

from bot.sandbox import methods_bot, methods_edit, methods_media, methods_messages, params
from bot.sandbox.errors import Dropped, Refusal, bad_request
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.files import DOWNLOAD_LIMIT, UPLOAD_LIMIT
from bot.sandbox.journal import Call, Journal
from bot.sandbox.params import Upload
from bot.sandbox.people import Json
from bot.sandbox.table import BY_LOWER_CASE
from bot.sandbox.webhook import Webhook
from bot.sandbox.world import World

# Room for a file of 50 MB and everything beside it; the exact limit is kept per file.
BODY_LIMIT = UPLOAD_LIMIT + 2 * 1024 * 1024
LONGEST_POLL = 50

Plain = Callable[[World, Json], Any]
PLAIN: Mapping[str, Plain] = {
    **methods_messages.METHODS,
    **methods_edit.METHODS,
    **methods_media.METHODS,
    **methods_bot.METHODS,
}
_encode = json.JSONEncoder(separators=(",", ":")).encode
UNAUTHORIZED = Refusal(401, "Unauthorized")
TOO_LARGE = Refusal(413, "Request Entity Too Large")


class BotApi:
    """Answers everything under /bot<token>/ and /file/bot<token>/."""

    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self.journal = Journal()
        self.faults = Faults()
        self.delay = 0.0
        self.webhook = Webhook(world, self.perform)
        self._prefix = f"/bot{token}/"
        self._file_prefix = f"/file/bot{token}/"
        self._waiting: Mapping[str, Callable[[Json], Awaitable[Any]]] = {
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
        }

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """One request of the bot."""
        if self.world.down:
            return cut(request)
        path, _, query = request.raw_path.partition("?")
        if not path.startswith(self._prefix):
            path = unquote(path)
            if path.startswith(self._file_prefix):
                return self._file(path.removeprefix(self._file_prefix))
            if not path.startswith(self._prefix):
                return _reply(UNAUTHORIZED.answer(), 401)
        try:
            answer = await self._answer(request, path[len(self._prefix) :], query)
        except Dropped:
            return cut(request)
        return _reply(answer, answer.get("error_code", 200))

    async def _answer(self, request: web.BaseRequest, name: str, query: str) -> Json:
        method = BY_LOWER_CASE.get(name.lower())
        if method is None:
            return Refusal(404, "Not Found: method not found").answer()
        try:
            given = await read_request(request, query)
        except Refusal as refusal:
            return refusal.answer()
        return await self.perform(method, given)

    async def perform(self, method: str, given: Json) -> Json:
        """Does one method and writes it down; raises Dropped where the connection is to be cut."""
        call = Call(method, given, self.world.now())
        self.journal.add(call)
        if self.delay:
            await asyncio.sleep(self.delay)
        fault = None
        if self.faults.waiting:
            fault = self.faults.take(method, _as_number(given.get("chat_id")))
        if fault is None or fault.after_effect:
            call.answer = await self._do(method, given, call)
        if fault is not None:
            self._fail(call, fault)
        return call.answer

    async def _do(self, method: str, given: Json, call: Call) -> Json:
        try:
            # A form has only strings: whoever reads the journal wants numbers to be numbers.
            call.params = p = params.read(method, given, self.world.strict)
            plain = PLAIN.get(method)
            result = plain(self.world, p) if plain is not None else await self._waiting[method](p)
        except Refusal as refusal:
            return refusal.answer()
        return {"ok": True, "result": result}

    def _fail(self, call: Call, fault: Fault) -> None:
        refusal = fault.refusal()
        if refusal is None:
            call.dropped = True
            raise Dropped
        call.answer = refusal.answer()

    async def _get_updates(self, p: Json) -> list[Json]:
        updates = self.world.updates
        updates.allow(p.get("allowed_updates"))
        limit = p.get("limit", 100)
        if not 1 <= limit <= 100:
            limit = 100
        timeout = max(0, min(p.get("timeout", 0), LONGEST_POLL))
        return await updates.poll(p.get("offset", 0), limit, timeout)

    async def _set_webhook(self, p: Json) -> bool:
        return await self.webhook.set(p)

    async def _delete_webhook(self, p: Json) -> bool:
        return await self.webhook.remove(bool(p.get("drop_pending_updates")))

    def _file(self, path: str) -> web.StreamResponse:
        file = self.world.files.at(path)
        if file is None or file.size > DOWNLOAD_LIMIT:
            return _reply(Refusal(404, "Not Found").answer(), 404)
        return web.Response(body=file.read(), content_type="application/octet-stream")


async def read_request(request: web.BaseRequest, query: str) -> Json:
    """The parameters of a request in any of the forms that Telegram takes, not yet checked."""
    given: Json = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    if not request.can_read_body:
        return given
    kind = request.content_type
    try:
        if kind == "application/json":
            body = await request.read()
            read = json.loads(body) if body else {}
            if not isinstance(read, dict):
                raise bad_request("can't parse request: object expected")
            given.update(read)
        elif kind == "application/x-www-form-urlencoded":
            given.update(parse_qsl((await request.read()).decode(), keep_blank_values=True))
        elif kind == "multipart/form-data":
            for name, value in (await request.post()).items():
                given[name] = _field(value)
        elif await request.read():
            raise bad_request("unsupported content type")
    except web.HTTPRequestEntityTooLarge:
        raise TOO_LARGE from None
    except ValueError:
        raise bad_request("can't parse request") from None
    return given


def _field(value: str | bytes | bytearray | FileField) -> str | Upload:
    if isinstance(value, str):
        return value
    if isinstance(value, FileField):
        with value.file:
            content = value.file.read()
        if len(content) > UPLOAD_LIMIT:
            raise TOO_LARGE
        return Upload(value.filename, value.content_type, content)
    return Upload("", "application/octet-stream", bytes(value))


def _as_number(chat_id: object) -> object:
    return int(chat_id) if isinstance(chat_id, str) and chat_id.lstrip("-").isdigit() else chat_id


def _reply(answer: Json, status: int) -> web.Response:
    return web.Response(
        body=_encode(answer).encode(),
        status=status,
        headers={"Content-Type": "application/json"},
    )


def cut(request: web.BaseRequest) -> web.Response:
    """Ends the connection without a word, as a network that is down does."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
