"""The way to Telegram: python-telegram-bot's Bot on an aiohttp transport, and raw calls where objects cost too much."""

import asyncio
import io
import json
import os
import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import aiohttp
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData

CONNECTIONS = 64
_URL_ENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
# Without it the library warns, wherever it says how long to wait, that the type will change.
os.environ.setdefault("PTB_TIMEDELTA", "true")


_UPDATE_ID = re.compile(rb'"update_id"\s*:\s*(\d{1,16})\b')


class Unreadable(TelegramError):
    """An answer that is JSON and still can't be read: too deep, or with too long a number in it."""

    def __init__(self, update_id: int | None) -> None:
        super().__init__("the answer can't be read")
        self.update_id = update_id  # the first one in it


class AiohttpRequest(BaseRequest):
    """Requests over aiohttp: measured at three times the rate of the default transport (docs/decisions/0003)."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer, unless the call says otherwise."""
        return 15.0

    async def initialize(self) -> None:
        """Opens the pool of connections; safe to call again."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, ttl_dns_cache=300)
            self._session = aiohttp.ClientSession(
                connector=connector, trust_env=_behind_a_proxy(), cookie_jar=aiohttp.DummyCookieJar()
            )

    async def shutdown(self) -> None:
        """Closes every connection."""
        if self._session is not None:
            await self._session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The answer's JSON. The library's own way to say that it is none would put the answer's words into the log."""
        try:
            return json.loads(payload.decode("utf-8", "replace"))
        except json.JSONDecodeError:
            raise NetworkError("the Bot API answered with something that is no JSON") from None
        except (ValueError, RecursionError):
            first = _UPDATE_ID.search(payload)
            raise Unreadable(int(first[1]) if first else None) from None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request; NetworkError or TimedOut when it could not be carried out."""
        if self._session is None:
            raise RuntimeError("this request object is not initialized")
        # Telegram answers when it has taken the whole upload: a file may need minutes on a slow line.
        uploading = request_data is not None and request_data.contains_files
        total = read_timeout if isinstance(read_timeout, int | float) else self.read_timeout
        timeout = _within(300 if uploading else total)
        data = _body(request_data, uploading)
        try:
            async with self._session.request(method, url, timeout=timeout, **data) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            # The error's own words can hold the address, and the address holds the token.
            raise NetworkError(f"could not reach the Bot API: {type(error).__name__}") from None

    async def fetch(self, url: str, most: int) -> bytes:
        """A file's bytes; one more than `most` where it has more than that."""
        if self._session is None:
            raise RuntimeError("this request object is not initialized")
        timeout = _within(60)
        got = bytearray()
        try:
            async with self._session.get(url, timeout=timeout, allow_redirects=False) as response:
                if response.status != 200:
                    raise NetworkError(f"a file could not be fetched: {response.status}")
                async for piece in response.content.iter_chunked(64 * 1024):
                    got += piece
                    if len(got) > most:
                        break
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"could not reach the Bot API: {type(error).__name__}") from None
        return bytes(got[: most + 1])


@lru_cache
def _within(seconds: float | None) -> aiohttp.ClientTimeout:
    """An answer within so many seconds, a connection within five."""
    return aiohttp.ClientTimeout(total=seconds, connect=5)


def _behind_a_proxy() -> bool:
    """Asked once: the transport would look through the whole environment at every request."""
    return any(name.lower() in ("http_proxy", "https_proxy", "all_proxy") for name in os.environ)


def _body(request_data: RequestData | None, uploading: bool) -> dict[str, Any]:
    if request_data is None:
        return {}
    if not uploading:
        # Not JSON, though Telegram takes it: other Bot API servers may read only what its libraries send.
        return {"data": request_data.url_encoded_parameters().encode(), "headers": _URL_ENCODED}
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        body = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, body, filename=filename, content_type=mime)
    return {"data": form}


class Client(ExtBot[None]):
    """The bot as Telegram knows it, with `call` for raw answers."""

    async def initialize(self) -> None:
        """Opens the connections only: the bot must start, and keep what it is told, while Telegram is down."""
        await asyncio.gather(*(request.initialize() for request in self._request))

    async def shutdown(self) -> None:
        """Closes the connections."""
        await asyncio.gather(*(request.shutdown() for request in self._request))

    async def call(self, method: str, /, _timeout: float | None = None, **params: Any) -> Any:
        """Calls a Bot API method with plain values and gives its raw result; errors are telegram.error's."""
        wait: dict[str, Any] = {} if _timeout is None else {"read_timeout": _timeout}
        # Past the library's defaults, which look for its own objects inside lists and find plain values.
        given = {name: value for name, value in params.items() if value is not None}
        return await self._do_post(method, given, **wait)

    async def fetch(self, file_id: str, most: int) -> bytes:
        """The bytes of a file that somebody sent, from this Bot API server alone; one more than `most` at the most."""
        answer = await self.call("getFile", file_id=file_id)
        request = self._request[1]
        if not isinstance(request, AiohttpRequest):
            raise TypeError("files are fetched over the client's own transport")
        return await request.fetch(f"{self.base_file_url}/{quote(str(answer['file_path']))}", most)


def make_client(token: str, api_url: str) -> Client:
    """A client for this token at this Bot API server; it reaches no other address."""
    return Client(
        token=token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
    )


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram said to wait."""
    value = error.retry_after
    return float(value) if isinstance(value, int | float) else value.total_seconds()
