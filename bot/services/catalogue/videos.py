"""Where a lesson's video is, how heavy it is, and how long it lasts."""

import os
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from bot.services.catalogue.entries import Video
from bot.services.catalogue.fields import Fields, show_time
from bot.services.catalogue.mp4 import fingerprint, is_whole, seconds
from bot.services.catalogue.rows import Cell

LARGEST_FILE = 50_000_000  # what a bot may upload, and what Telegram then keeps for us
_ENDINGS = (".mp4", ".m4v")
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".bmp")
_SOUNDS = (".mp3", ".m4a", ".wav", ".ogg", ".oga", ".opus", ".flac", ".aac")


def read_video(fields: Fields, key: str, folder: Path, needed: str = "") -> tuple[Video | None, float | None]:
    """The video and, for a file that tells it, its true length in seconds."""
    words = fields.text(key, 500, needed)
    size_key = f"{key}_size"
    size = fields.size(size_key)
    cell = fields.cell(key)
    if words is None or cell is None:
        if fields.cell(size_key) and fields.cell(key) is None:
            fields.fault(size_key, fields.cell(size_key), f"is given, but there is no {key}", "take it out")
        return None, None
    if "://" in words or words.casefold().startswith(("www.", "http:", "https:")):
        return (Video(words, None, size) if _is_good_link(fields, key, cell, words) else None), None
    if fields.cell(size_key):
        hint = "take it out; the size of a file is measured"
        fields.fault(size_key, fields.cell(size_key), "is for links only", hint)
    return _read_file(fields, key, cell, words, folder)


def _is_good_link(fields: Fields, key: str, cell: Cell, words: str) -> bool:
    try:
        parts = urlsplit(words)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    secret = "@" in parts.netloc
    if parts.scheme == "http" or not parts.scheme:
        fields.fault(key, cell, "is not a safe link", "it must begin with https://")
    elif parts.scheme != "https":
        fields.fault(key, cell, f"a link cannot begin with “{parts.scheme}”", "it must begin with https://")
    elif not host or "." not in host or any(one.isspace() for one in words) or port == 0 or secret:
        fields.fault(
            key,
            cell,
            "is not a whole link",
            "as in https://example.org/lesson.mp4, without a space or a password",
        )
    else:
        return True
    return False


def _read_file(fields: Fields, key: str, cell: Cell, words: str, folder: Path) -> tuple[Video | None, float | None]:
    name = PurePosixPath(words)
    ending = name.suffix.casefold()
    if "\\" in words or words[1:2] == ":":
        fields.fault(
            key,
            cell,
            "is not a file's place beside the catalogue",
            "write / instead of \\, as in clips/one.mp4",
        )
    elif name.is_absolute() or ".." in name.parts or words.startswith("~"):
        hint = "keep the videos in the catalogue's folder, or in one inside it, as in clips/one.mp4"
        fields.fault(key, cell, "is outside the catalogue's folder", hint)
    elif ending not in _ENDINGS:
        kind = "a picture" if ending in _PICTURES else "a sound" if ending in _SOUNDS else f"a “{ending or words}” file"
        fields.fault(key, cell, f"is {kind}, not a video that every phone plays", "save it as MP4 (H.264 and AAC)")
    else:
        return _measure(fields, key, cell, folder / name)
    return None, None


def _measure(fields: Fields, key: str, cell: Cell, file: Path) -> tuple[Video | None, float | None]:
    try:
        with file.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > LARGEST_FILE:
                hint = "at most 50 MB can be sent; make it smaller, or put it on the web and write its link"
                fields.fault(key, cell, f"{file.name} has {size / 1_000_000:.1f} MB", hint)
                return None, None
            if not is_whole(stream, size):
                hint = "is it cut short, or something else under this name? Save it again as MP4"
                fields.fault(key, cell, f"{file.name} is not a whole MP4 video", hint)
                return None, None
            return Video(None, file, size, fingerprint(stream, size)), seconds(stream, size)
    except (FileNotFoundError, NotADirectoryError):
        fields.fault(key, cell, f"there is no file {file.name}", _missing_hint(file))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a name for a file"
        fields.fault(key, cell, f"{file.name} cannot be read: {reason}", "look at its name and its permissions")
    return None, None


def _missing_hint(file: Path) -> str:
    try:
        names = sorted(one.name for one in file.parent.iterdir())
    except OSError:
        return f"there is no folder {file.parent.name} beside the catalogue either"
    by_small = {one.casefold(): one for one in names}
    near = get_close_matches(file.name.casefold(), by_small, n=1, cutoff=0.6)
    return f"did you mean {by_small[near[0]]}?" if near else "small and capital letters count"


def check_length(fields: Fields, key: str, told: int | None, measured: float | None) -> None:
    """A file must last as long as the catalogue says, give or take two seconds."""
    if told is None or measured is None or abs(told - measured) <= 2:
        return
    problem = f"the catalogue says {show_time(told)}, the file lasts {show_time(round(measured))}"
    fields.fault(key, fields.cell(key), problem, "put the length right, or the file")
