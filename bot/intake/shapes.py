"""The fields that handlers read, held against their types: what Telegram would never send is not even handled."""

from typing import Any, Final

_LARGEST: Final = 2**52  # "at most 52 significant bits", says the Bot API of its numbers

# An int or a str is the type of a field; a dictionary is an object, a list of one an array of such objects.
_USER: Final = {"id": int}
_CHAT: Final = {"id": int, "type": str}
_FILE: Final = {"file_id": str, "file_size": int, "duration": int}
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
_SHOWN: Final = {"message_id": int, "chat": _CHAT, "text": str, "caption": str}
_MESSAGE: Final = {
    **_SHOWN,
    **_FILES,
    "from": _USER,
    "media_group_id": str,
    "reply_to_message": {**_SHOWN, "from": _USER},
}
_UPDATE: Final = {
    "message": _MESSAGE,
    "edited_message": _MESSAGE,
    "callback_query": {"id": str, "from": _USER, "message": _SHOWN, "data": str},
    "my_chat_member": {"chat": _CHAT, "from": _USER, "new_chat_member": {"status": str}},
    "message_reaction": {"chat": _CHAT, "user": _USER},
}


def fault_of(update: dict[str, Any]) -> str | None:
    """The first field that is not what the Bot API says, named by its place; None where all is well."""
    return _fault(update, _UPDATE, "update") or _stranger(update)


def _fault(value: Any, shape: Any, place: str) -> str | None:
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return f"{place} is no object"
        found = (
            (value[name], inner, f"{place}.{name}") for name, inner in shape.items() if value.get(name) is not None
        )
    elif isinstance(shape, list):
        if not isinstance(value, list):
            return f"{place} is no array"
        found = ((item, shape[0], f"{place}[{number}]") for number, item in enumerate(value))
    elif type(value) is not shape:
        return f"{place} is no {'text' if shape is str else 'number'}"
    else:
        return f"{place} is too large" if shape is int and abs(value) >= _LARGEST else None
    return next((fault for inside in found if (fault := _fault(*inside)) is not None), None)


def _stranger(update: dict[str, Any]) -> str | None:
    """In a private chat only its owner speaks: nobody acts for somebody else, whatever an update says."""
    for kind in ("message", "edited_message", "callback_query", "my_chat_member"):
        about = update.get(kind) or {}
        chat = (about.get("message") or {}).get("chat") if kind == "callback_query" else about.get("chat")
        speaker = (about.get("from") or {}).get("id")
        if chat and chat.get("type") == "private" and speaker is not None and speaker != chat.get("id"):
            return f"update.{kind}.from is not whose chat it is"
    return None
