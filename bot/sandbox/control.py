"""What the page and remote phones may ask: the screens of the people, and their fingers.

    GET  /                                     the page; its files are under /page/
    GET  /sandbox/state                        bot, phones, down, now, seq
    GET  /sandbox/chats/ID/messages            {"messages": [...]}
    GET  /sandbox/events?since=N               Server-Sent Events: {"seq", "type", "chat_id", ...}
    GET  /sandbox/files/FILE_ID                bytes, with Range
    POST /sandbox/chats/ID/text                {"text", "reply_to"?, "quote"?}
    POST /sandbox/chats/ID/press               {"message_id", "data"}
    POST /sandbox/chats/ID/media               multipart: kind, file (several: an album), caption?, reply_to?
    POST /sandbox/chats/ID/share               {"contact": {...}} or {"location": {...}}
    POST /sandbox/chats/ID/edit                {"message_id", "text" or "caption"}
    POST /sandbox/chats/ID/reaction            {"message_id", "emoji" or null}
    POST /sandbox/chats/ID/block               {"blocked"}
    POST /sandbox/chats/ID/delete              {"message_id"}
    POST /sandbox/down                         {"down"}

A refusal is 4xx with {"error": "words for a person"}.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from urllib.parse import unquote

from aiohttp import web
from aiohttp.web_request import FileField

from bot.sandbox import human
from bot.sandbox.browser import answer_json, is_local, page_file
from bot.sandbox.errors import Refusal, SandboxError
from bot.sandbox.files import UPLOAD_LIMIT
from bot.sandbox.methods_bot import menu
from bot.sandbox.params import Upload
from bot.sandbox.people import Chat, Json
from bot.sandbox.world import World

PING_SECONDS = 15.0
Act = Callable[[Chat, Json], Json]


class Control:
    """Everything that is not the Bot API."""

    def __init__(self, world: World, page: bool = True) -> None:
        self.world = world
        self.page = page
        self.closing = False
        self._acts: dict[str, Act] = {
            "text": self._text,
            "press": self._press,
            "share": self._share,
            "edit": self._edit,
            "reaction": self._reaction,
            "block": self._block,
            "delete": self._delete,
        }

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """One request of the page or of a remote phone."""
        if not is_local(request):
            return answer_json({"error": "the sandbox answers this machine only"}, 403)
        path = unquote(request.raw_path.partition("?")[0])
        parts = path.strip("/").split("/")
        try:
            if parts[0] == "sandbox":
                return await self._sandbox(request, parts[1:])
            if self.page and request.method in ("GET", "HEAD"):
                return page_file(parts)
            return answer_json({"error": "not found"}, 404)
        except SandboxError as error:
            return answer_json({"error": str(error)}, 400)
        except Refusal as refusal:
            return answer_json({"error": refusal.description}, 400)
        except (KeyError, TypeError, ValueError) as error:
            return answer_json({"error": f"the request is not understood: {type(error).__name__} {error}"}, 400)
        except web.HTTPRequestEntityTooLarge:
            return answer_json({"error": "that is more than 50 MB"}, 413)

    async def _sandbox(self, request: web.BaseRequest, parts: list[str]) -> web.StreamResponse:
        match request.method, parts:
            case "GET", ["state"]:
                return answer_json(self.state())
            case "GET", ["events"]:
                return await self._events(request, int(request.query.get("since", 0)))
            case (("GET" | "HEAD"), ["files", file_id]):
                return self._file(request, file_id)
            case "GET", ["chats", chat_id, "messages"]:
                chat = self.world.own_chat(int(chat_id))
                return answer_json({"messages": [bubble.view() for bubble in chat.messages.values()]})
            case "POST", ["down"]:
                self.world.set_down(bool((await request.json())["down"]))
                return answer_json({"down": self.world.down})
            case "POST", ["chats", chat_id, "media"]:
                return self._done(await self._media(request, self.world.own_chat(int(chat_id))))
            case "POST", ["chats", chat_id, act] if act in self._acts:
                asked = await request.json()
                return self._done(self._acts[act](self.world.own_chat(int(chat_id)), asked))
        return answer_json({"error": "not found"}, 404)

    def _done(self, answer: Json) -> web.Response:
        # Who acts from afar learns which changes were before: what comes after is the bot's reaction.
        return answer_json({**answer, "seq": self.world.seq})

    def state(self) -> Json:
        """Who is here, and how things stand."""
        world = self.world
        return {
            "bot": world.bot,
            "phones": [
                {
                    "chat_id": chat.id,
                    "label": chat.person.label or chat.person.first_name,
                    "user": chat.user,
                    "blocked": chat.blocked,
                    "started": chat.started,
                    "commands": menu(world, chat),
                    "keyboard": chat.keyboard,
                }
                for chat in world.chats.values()
            ],
            "down": world.down,
            "now": world.now(),
            "seq": world.seq,
        }

    async def _events(self, request: web.BaseRequest, since: int) -> web.StreamResponse:
        # A browser that lost its line says itself what it saw last.
        since = int(request.headers.get("Last-Event-ID", since))
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        world = self.world
        try:
            while not self.closing:
                if since < world.seq:
                    # Newest first and no further than needed: a screen is rarely far behind.
                    news = []
                    for event in reversed(world.events):
                        if event.seq <= since:
                            break
                        news.append(event)
                    since = world.seq
                    lines = [f"id: {e.seq}\ndata: {json.dumps(e.json())}\n\n" for e in reversed(news)]
                    await response.write("".join(lines).encode())
                    continue
                try:
                    await asyncio.wait_for(world.change(), PING_SECONDS)
                except TimeoutError:
                    await response.write(b": still here\n\n")
        except ConnectionError:
            pass
        return response

    def _file(self, request: web.BaseRequest, file_id: str) -> web.StreamResponse:
        file = self.world.files.get(file_id)
        headers = {
            "Accept-Ranges": "bytes",
            # What people upload may be a page with a script: it is shown as a thing, never run.
            "Content-Security-Policy": "sandbox",
            "Cache-Control": "max-age=3600",
            "X-Content-Type-Options": "nosniff",
        }
        asked = request.http_range
        size = file.size
        if asked.start is None and asked.stop is None:
            return web.Response(body=file.read(), content_type=file.mime, headers=headers)
        start, stop, _ = asked.indices(size)
        if start >= stop:
            headers["Content-Range"] = f"bytes */{size}"
            return web.Response(status=416, headers=headers)
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
        return web.Response(body=file.read()[start:stop], status=206, content_type=file.mime, headers=headers)

    async def _media(self, request: web.BaseRequest, chat: Chat) -> Json:
        form = await request.post()
        uploads = []
        about: Json = {}
        for name, value in form.items():
            if isinstance(value, FileField):
                with value.file:
                    uploads.append(Upload(value.filename, value.content_type, value.file.read()))
            elif name in ("duration", "width", "height", "length") and isinstance(value, str):
                about[name] = round(float(value))
        if sum(len(upload.content) for upload in uploads) > UPLOAD_LIMIT:
            raise SandboxError("that is more than 50 MB")
        kinds = str(form["kind"]).split(",")
        if len(kinds) == 1:
            kinds *= len(uploads)
        caption, reply_to = form.get("caption"), form.get("reply_to")
        sent = human.send_album(
            self.world,
            chat,
            list(zip(kinds, uploads, strict=True)),
            str(caption) if caption else None,
            int(str(reply_to)) if reply_to else None,
            about,
        )
        return {"messages": [bubble.view() for bubble in sent]}

    def _text(self, chat: Chat, asked: Json) -> Json:
        reply_to = asked.get("reply_to")
        bubble = human.write(self.world, chat, asked["text"], reply_to, asked.get("quote"))
        return {"message": bubble.view()}

    def _press(self, chat: Chat, asked: Json) -> Json:
        return {"id": human.press(self.world, chat, int(asked["message_id"]), str(asked["data"]))}

    def _share(self, chat: Chat, asked: Json) -> Json:
        content: Json = {key: asked[key] for key in ("contact", "location") if key in asked}
        return {"message": human.share(self.world, chat, content, asked.get("reply_to")).view()}

    def _edit(self, chat: Chat, asked: Json) -> Json:
        words = asked["text"] if "text" in asked else asked["caption"]
        return {"message": human.edit(self.world, chat, int(asked["message_id"]), words).view()}

    def _reaction(self, chat: Chat, asked: Json) -> Json:
        return {"message": human.react(self.world, chat, int(asked["message_id"]), asked.get("emoji")).view()}

    def _block(self, chat: Chat, asked: Json) -> Json:
        human.block(self.world, chat, bool(asked["blocked"]))
        return {"blocked": chat.blocked}

    def _delete(self, chat: Chat, asked: Json) -> Json:
        human.delete(self.world, chat, int(asked["message_id"]))
        return {"deleted": True}
