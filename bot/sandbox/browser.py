"""What a browser needs: the page's own files, and a guard against pages from elsewhere."""

from __future__ import annotations

import json
import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from bot.sandbox.people import Json

PAGE = Path(__file__).parent / "page"
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
# Nothing on the page comes from elsewhere, so a browser need not allow it either.
POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "style-src 'self'; connect-src 'self'; "
    "frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
)


def is_local(request: web.BaseRequest) -> bool:
    """Whether the page itself asks: a foreign name for this machine, or a foreign page, is turned away."""
    host = request.headers.get("Host", "")
    if urlsplit(f"//{host}").hostname not in LOCAL_HOSTS:
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin == f"http://{host}"


def page_file(parts: list[str]) -> web.StreamResponse:
    """A file of the page, by the parts of its path."""
    if parts == [""]:
        parts = ["page", "index.html"]
    file = PAGE.joinpath(*parts[1:]).resolve()
    if parts[0] != "page" or not file.is_relative_to(PAGE) or not file.is_file():
        return answer_json({"error": "not found"}, 404)
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    charset = "utf-8" if kind.startswith("text/") or kind.endswith("javascript") else None
    return web.Response(
        body=file.read_bytes(),
        content_type=kind,
        charset=charset,
        headers={
            "Cache-Control": "no-cache",
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        },
    )


def answer_json(body: Json, status: int = 200) -> web.Response:
    """An answer of the control API."""
    return web.Response(
        body=json.dumps(body).encode(),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
