"""Reads what a request carries into plain values, as strictly as the table says."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import Refusal, bad_request
from bot.sandbox.table import METHODS

TRUE = frozenset({"true", "True", "1", "yes"})
FALSE = frozenset({"false", "False", "0", "no", ""})


@dataclass(slots=True, frozen=True)
class Upload:
    """A file that came with a request."""

    name: str
    mime: str
    content: bytes

    def __repr__(self) -> str:
        return f"<{len(self.content)} bytes {self.name!r} {self.mime}>"


def _integer(name: str, value: Any) -> int:
    if type(value) is int:
        return value
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            pass
    raise bad_request(f'parameter "{name}" must be an Integer')


def _string(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise bad_request(f'parameter "{name}" must be a String')


def _boolean(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise bad_request(f'parameter "{name}" must be a Boolean')


def _chat(name: str, value: Any) -> int | str:
    if type(value) is int:
        return value
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            if value.startswith("@"):
                return value
            raise bad_request("chat_id is empty" if not value else "chat not found") from None
    raise bad_request(f'parameter "{name}" must be an Integer or a String')


def _object(name: str, value: Any) -> dict[str, Any]:
    value = _decoded(name, value)
    if not isinstance(value, dict):
        raise bad_request(f'object expected as parameter "{name}"')
    return value


def _array(name: str, value: Any) -> list[Any]:
    value = _decoded(name, value)
    if not isinstance(value, list):
        raise bad_request(f'array expected as parameter "{name}"')
    return value


def _decoded(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f'can\'t parse parameter "{name}" as a JSON value') from None


def _file(name: str, value: Any) -> Upload | str:
    if isinstance(value, Upload | str):
        return value
    raise bad_request(f'parameter "{name}" must be an uploaded file or a String')


def _upload(name: str, value: Any) -> Upload:
    if isinstance(value, Upload):
        return value
    raise bad_request(f'parameter "{name}" must be an uploaded file')


def _unsupported(name: str, _: Any) -> Any:
    raise bad_request(f'the sandbox has no use for parameter "{name}"')


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "i": _integer,
    "s": _string,
    "b": _boolean,
    "c": _chat,
    "o": _object,
    "a": _array,
    "f": _file,
    "u": _upload,
    "-": _unsupported,
}

# Telegram's own words where a parameter is missing; for the others, words of the same form.
_MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "from_chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "media": "there is no media in the request",
    "action": "wrong parameter action in request",
    "file_id": "invalid file_id",
}


def read(method: str, given: Mapping[str, Any], strict: bool) -> dict[str, Any]:
    """The parameters of one request with their right types; files beside them stay as they are."""
    kinds, required = METHODS[method]
    read: dict[str, Any] = {}
    for name, value in given.items():
        if (kind := kinds.get(name)) is not None:
            if value is not None:
                read[name] = _READERS[kind](name, value)
        elif isinstance(value, Upload):
            read[name] = value
        elif strict:
            raise bad_request(f'unknown parameter "{name}" in {method}')
    for name in required:
        if name not in read:
            raise _missing(method, name)
    return read


def _missing(method: str, name: str) -> Refusal:
    if name in _MISSING:
        return bad_request(_MISSING[name])
    if METHODS[method].kinds[name] == "f":
        return bad_request(f"there is no {name.replace('_', ' ')} in the request")
    return bad_request(f'parameter "{name}" is required')
