"""The fields that handlers read, held against their types: what Telegram would never send is not even handled."""

from typing import Any, Final, NamedTuple

_LARGEST: Final = 2**52  # "at most 52 significant bits", says the Bot API of its numbers


class _Object(NamedTuple):
    """An object's fields, by name: those that it must have, and those that it may have."""

    needed: dict[str, Any]
    optional: dict[str, Any] = {}


# An int or a str is the type of a field; a list of one shape is an array of such things.
_USER: Final = _Object({"id": int})
_CHAT: Final = _Object({"id": int, "type": str})
_KEY: Final = "key"  # a text that Telegram made for us to give back, never anybody's words
_FILE: Final = _Object({"file_id": _KEY}, {"file_size": int, "duration": int})
_SHOWN: Final = _Object({"message_id": int, "chat": _CHAT}, {"text": str, "caption": str})
_FILES: Final = {
    "animation": _FILE,
    "audio": _FILE,
    "document": _FILE,
    "photo": [_FILE],
    "sticker": _FILE,
    "video": _FILE,
    "video_note": _FILE,
    "voice": _FILE,
}
_REPLY: Final = _Object(_SHOWN.needed, {**_SHOWN.optional, "from": _USER})
_MESSAGE: Final = _Object(
    {**_SHOWN.needed, "date": int},
    {
        **_SHOWN.optional,
        **_FILES,
        "from": _USER,
        "contact": _Object({"phone_number": str, "first_name": str}, {"last_name": str}),
        "media_group_id": _KEY,
        "reply_to_message": _REPLY,
    },
)
_MEMBER: Final = _Object({"status": str})
_UPDATE: Final = _Object(
    {},
    {
        "message": _MESSAGE,
        "edited_message": _MESSAGE,
        "callback_query": _Object({"id": _KEY, "from": _USER}, {"message": _SHOWN, "data": str}),
        "my_chat_member": _Object({"chat": _CHAT, "from": _USER, "new_chat_member": _MEMBER}),
        "message_reaction": _Object({"chat": _CHAT}, {"user": _USER}),
    },
)


def fault_of(update: dict[str, Any]) -> str | None:
    """The first field that is not what the Bot API says, named by its place; None where all is well."""
    return _fault(update, _UPDATE, "update") or _stranger(update)


def _fault(value: Any, shape: Any, place: str) -> str | None:
    if isinstance(shape, _Object):
        return _fault_in_object(value, shape, place)
    if isinstance(shape, list):
        if not isinstance(value, list):
            return f"{place} is no array"
        inside = (_fault(item, shape[0], f"{place}[{number}]") for number, item in enumerate(value))
        return next((fault for fault in inside if fault is not None), None)
    if shape is _KEY:
        return None if isinstance(value, str) and value.isprintable() else f"{place} is no key"
    if type(value) is not shape:
        return f"{place} is no {'text' if shape is str else 'number'}"
    return f"{place} is too large" if shape is int and abs(value) >= _LARGEST else None


def _fault_in_object(value: Any, shape: _Object, place: str) -> str | None:
    if not isinstance(value, dict):
        return f"{place} is no object"
    for name, inner in shape.needed.items():
        if value.get(name) is None:
            return f"{place}.{name} is missing"
        fault = _fault(value[name], inner, f"{place}.{name}")
        if fault is not None:
            return fault
    for name, inner in shape.optional.items():
        if value.get(name) is not None:
            fault = _fault(value[name], inner, f"{place}.{name}")
            if fault is not None:
                return fault
    return None


def _stranger(update: dict[str, Any]) -> str | None:
    """In a private chat only its owner speaks: nobody acts for somebody else, whatever an update says."""
    for kind in ("message", "edited_message", "callback_query", "my_chat_member"):
        about = update.get(kind)
        if about is None:
            continue
        chat = (about.get("message") or {}).get("chat") if kind == "callback_query" else about["chat"]
        speaker = (about.get("from") or {}).get("id")
        if chat is not None and chat["type"] == "private" and speaker != chat["id"]:
            return f"update.{kind}.from is not whose chat it is"
    return None
