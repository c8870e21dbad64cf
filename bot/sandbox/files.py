"""Files that were sent: their ids, their bytes, and what Telegram says about each kind."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.measure import Measured, measure
from bot.sandbox.params import Upload
from bot.sandbox.people import Json

UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024

# How Telegram's own ids begin for each kind, its name for the kind, and the folder and mime that it gives.
_KINDS: dict[str, tuple[str, str, str, str]] = {
    "photo": ("AgACAgQAAxkB", "Photo", "photos", "image/jpeg"),
    "voice": ("AwACAgQAAxkB", "VoiceNote", "voice", "audio/ogg"),
    "video": ("BAACAgQAAxkB", "Video", "videos", "video/mp4"),
    "document": ("BQACAgQAAxkB", "Document", "documents", "application/octet-stream"),
    "sticker": ("CAACAgQAAxkB", "Sticker", "stickers", "image/webp"),
    "audio": ("CQACAgQAAxkB", "Audio", "music", "audio/mpeg"),
    "animation": ("CgACAgQAAxkB", "Animation", "animations", "video/mp4"),
    "video_note": ("DQACAgQAAxkB", "VideoNote", "video_notes", "video/mp4"),
}
_EXTENSIONS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "audio/ogg": ".oga",
    "audio/mpeg": ".mp3",
    "audio/webm": ".weba",
    "audio/wav": ".wav",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
}


@dataclass(slots=True, frozen=True)
class File:
    """One file as Telegram keeps it; sent again by its id it stays the same."""

    kind: str
    file_id: str
    unique_id: str
    path: str
    name: str
    mime: str
    size: int
    content: bytes | Path
    measured: Measured

    def read(self) -> bytes:
        """Its bytes."""
        return self.content if isinstance(self.content, bytes) else self.content.read_bytes()

    def json(self) -> Json:
        """Telegram's File, as getFile answers it."""
        return {**self._ids(), "file_path": self.path}

    def _ids(self, suffix: str = "") -> Json:
        return {
            "file_id": self.file_id + suffix,
            "file_unique_id": self.unique_id + suffix[:1],
            "file_size": self.size,
        }

    def media(self, given: Json) -> Any:
        """What stands in a Message under the kind's name; `given` is what the sender said about it."""
        seen = self.measured
        width = given.get("width") or seen.width or 320
        height = given.get("height") or seen.height or 240
        duration = given.get("duration") or seen.duration
        named: Json = {"file_name": self.name} if self.name else {}
        typed: Json = {"mime_type": self.mime}
        match self.kind:
            case "photo":
                return self._sizes(seen.width or 320, seen.height or 240)
            case "voice":
                return {"duration": duration, **typed, **self._ids()}
            case "video_note":
                length = given.get("length") or min(width, height)
                return {"duration": duration, "length": length, **self._ids()}
            case "video" | "animation":
                return {
                    "duration": duration, "width": width, "height": height, **named, **typed, **self._ids(),
                }  # fmt: skip
            case "audio":
                tags = {key: given[key] for key in ("performer", "title") if given.get(key)}
                return {"duration": duration, **tags, **named, **typed, **self._ids()}
            case "sticker":
                emoji = {"emoji": given["emoji"]} if given.get("emoji") else {}
                size = {"width": seen.width or 512, "height": seen.height or 512}
                return {
                    **size, **emoji, "type": "regular", "is_animated": False,
                    "is_video": self.mime == "video/webm", **self._ids(),
                }  # fmt: skip
        return {**named, **typed, **self._ids()}

    def _sizes(self, width: int, height: int) -> list[Json]:
        # Nothing is really made smaller here: both sizes have the same bytes, under ids of their own.
        longest = max(width, height)
        if longest <= 320:
            return [{**self._ids(), "width": width, "height": height}]
        small = {"width": max(1, width * 320 // longest), "height": max(1, height * 320 // longest)}
        return [{**self._ids("-s"), **small}, {**self._ids(), "width": width, "height": height}]


class Files:
    """All files, by id and by the path under which they can be fetched."""

    def __init__(self) -> None:
        self.keep: Callable[[File], File] | None = None
        self._by_id: dict[str, File] = {}
        self._by_path: dict[str, File] = {}

    def add(self, kind: str, upload: Upload) -> File:
        """Keeps a file; the same bytes under the same name and kind have the same id."""
        prefix, _, folder, usual = _KINDS[kind]
        mime = upload.mime.split(";")[0].strip() or "application/octet-stream"
        if mime == "application/octet-stream":
            mime = usual
        digest = hashlib.sha256(b"\0".join((kind.encode(), upload.name.encode(), upload.content))).digest()
        key = urlsafe_b64encode(digest[:30]).decode()
        file_id = prefix + key
        if (known := self._by_id.get(file_id)) is not None:
            return known
        extension = _EXTENSIONS.get(mime) or (upload.name[upload.name.rfind(".") :] if "." in upload.name else "")
        file = File(
            kind=kind,
            file_id=file_id,
            unique_id=prefix[:3] + "D" + key[:11],
            path=f"{folder}/file_{len(self._by_id)}{extension}",
            name="" if kind in ("photo", "voice", "video_note", "sticker") else upload.name,
            mime=mime,
            size=len(upload.content),
            content=upload.content,
            measured=measure(upload.content),
        )
        if self.keep is not None:
            file = self.keep(file)
        return self.put(file)

    def put(self, file: File) -> File:
        """Makes a file known."""
        self._by_id[file.file_id] = self._by_path[file.path] = file
        return file

    def get(self, file_id: str) -> File:
        """A file that was sent before, or Telegram's 400."""
        file = self._by_id.get(file_id) or self._by_id.get(file_id.removesuffix("-s"))
        if file is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return file

    def again(self, file_id: str, kind: str) -> File:
        """A file to be sent once more, as what it was."""
        file = self.get(file_id)
        if file.kind != kind:
            raise bad_request(f"can't use file of type {_KINDS[file.kind][1]} as {_KINDS[kind][1]}")
        return file

    def at(self, path: str) -> File | None:
        """The file under a path that getFile gave."""
        return self._by_path.get(path)


def check_size(kind: str, size: int) -> None:
    """Refuses what is too heavy for Telegram to take from a bot."""
    if kind == "photo" and size > PHOTO_LIMIT:
        raise bad_request(f"file of size {size} bytes is too big for a photo; the maximum size is {PHOTO_LIMIT} bytes")
    if size == 0:
        raise bad_request("file must be non-empty")
