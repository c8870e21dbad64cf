"""What a calendar file says, in our words: entries, their times in local wall time, and what is wrong with a file."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

LARGEST_FILE: Final = 2_000_000  # bytes
MOST_EVENTS: Final = 2_000  # VEVENTs in one file, changed times of a series among them
MOST_SESSIONS: Final = 200  # entries with times still to come
MOST_TIMES: Final = 20_000  # of all entries together, within the horizon
MOST_EXCEPTIONS: Final = 1_000  # of one entry: left out, added, changed
LONGEST_TITLE: Final = 100
LONGEST_PLACE: Final = 300
LONGEST_LINK: Final = 500
LONGEST_UID: Final = 500
ONCE: Final = "once"  # the key of the one time of an entry that does not repeat
PLACES: Final = "X-BACKLINE-PLACES"  # how many a session of ours has, in a file of ours
KEY: Final = "%Y%m%dT%H%M%S"  # every other key: RECURRENCE-ID as wall time in the entry's zone


class BadCalendar(Exception):
    """The file is not taken: `reason` ends the key of the text that says why."""

    def __init__(self, reason: str, **args: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.args_for_text = args


@dataclass(frozen=True, slots=True)
class Item:
    """One time of an entry: which one it is, its naive ISO wall time, its length, and whether it is called off."""

    key: str
    local: str
    minutes: int
    off: bool = False

    @property
    def at(self) -> datetime:
        """The wall time."""
        return datetime.fromisoformat(self.local)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry with all its times that are near enough to be written out; `text` says when for ever after.

    `until` is the last local day that may have a time, None where there is no end.
    """

    uid: str
    title: str
    place: str
    link: str
    leader: str  # whom the file names as the organiser; as they are called there
    zone: str
    first_local: str
    minutes: int
    recurs: bool
    until: str | None
    off: bool
    text: str
    items: tuple[Item, ...]
    places: int | None = None
    ours: bool = False  # the file was made here, for one tutor: what others lead is not in it


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry that can't be a session here, and why (the end of a text's key)."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a file says."""

    entries: tuple[Entry, ...]
    skipped: tuple[Skipped, ...]

    def as_json(self) -> dict[str, Any]:
        """As it is kept until somebody says yes."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Reading":
        """The same back."""
        entries = (
            Entry(**{**entry, "items": tuple(Item(**item) for item in entry["items"])}) for entry in kept["entries"]
        )
        return cls(tuple(entries), tuple(Skipped(**skipped) for skipped in kept["skipped"]))
