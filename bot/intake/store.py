"""The inbox as a table: writing updates down, marking them handled, setting aside what can't be handled."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from bot import clock
from models.inbox import NEW, InboxRow, InboxState

_LARGEST_ID = 2**53
_QUOTED = ("reply_to_message", "external_reply", "pinned_message")
_CHAT_HOLDERS = ("message", "edited_message", "my_chat_member", "message_reaction", "chat_member")


@dataclass(frozen=True)
class Stored:
    """One update as it lies in the inbox, still raw; `lane` is what keeps its order."""

    update_id: int
    chat_id: int | None
    body: dict[str, Any]

    @property
    def lane(self) -> int:
        """Updates of one lane are handled one after the other."""
        return self.chat_id if self.chat_id is not None else 0


def valid_update_id(raw: Any) -> int | None:
    """The update's own id, or None if it has none that could be acknowledged."""
    value = raw.get("update_id") if isinstance(raw, dict) else None
    return value if type(value) is int and 0 <= value < _LARGEST_ID else None


def chat_of(raw: dict[str, Any]) -> int | None:
    """The private chat or person that an update is about, read with suspicion."""
    holders = [raw.get(name) for name in _CHAT_HOLDERS]
    callback = raw.get("callback_query")
    if isinstance(callback, dict):
        holders.append({"chat": callback.get("from")})
    for holder in holders:
        chat = holder.get("chat") if isinstance(holder, dict) else None
        number = chat.get("id") if isinstance(chat, dict) else None
        if type(number) is int and abs(number) < 2**52:
            return number
    return None


def message_of(raw: dict[str, Any]) -> int | None:
    """The number of the message that an update brings, read with suspicion."""
    message = raw.get("message")
    number = message.get("message_id") if isinstance(message, dict) else None
    return number if type(number) is int and 0 < number < 2**52 else None


def words_of(raw: dict[str, Any]) -> str:
    """The text or caption of the message or edit that an update brings, read with suspicion; empty without any."""
    message = raw.get("message") or raw.get("edited_message")
    found = (message.get("text") or message.get("caption")) if isinstance(message, dict) else None
    return found if isinstance(found, str) else ""


def forget_place(raw: Any) -> None:
    """Takes out of an update where somebody is: that they sent it is all that is handled, or ever written down."""
    for holder in (raw.get(name) for name in ("message", "edited_message") if isinstance(raw, dict)):
        for message in (holder, *(holder.get(name) for name in _QUOTED)) if isinstance(holder, dict) else ():
            if isinstance(message, dict):
                message.pop("venue", None)
                if "location" in message:
                    message["location"] = {"latitude": 0.0, "longitude": 0.0}


def _written(raw: Any) -> str:
    """The update as ASCII JSON; empty for one that is nested too deep."""
    try:
        return json.dumps(raw, sort_keys=True)
    except RecursionError:
        return ""


def store(db: Session, raws: list[Any]) -> list[Stored]:
    """Writes new updates down in one go; those already known are left out of the result."""
    now = clock.now()
    rows: dict[int, tuple[dict[str, Any], Stored | None]] = {}
    for raw in raws:
        forget_place(raw)
        key, text = valid_update_id(raw), _written(raw)
        if key is None:
            # It can't be acknowledged by number: kept once under a number of our own, below zero.
            key = -int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big") - 1
            values = {"state": InboxState.ASIDE, "error": "no usable update_id", "handled_at": now}
            rows[key] = ({**values, "body": text, "chat_id": None, "message_id": None}, None)
            continue
        chat_id = chat_of(raw)
        values = {"state": InboxState.NEW, "error": None, "handled_at": None}
        values |= {"body": text, "chat_id": chat_id, "message_id": message_of(raw)}
        if not text:
            values |= {"state": InboxState.ASIDE, "error": "too deep to be written down", "handled_at": now}
        rows[key] = (values, Stored(key, chat_id, raw) if text else None)
    known = set(db.scalars(select(InboxRow.update_id).where(InboxRow.update_id.in_(rows))))
    fresh = {key: row for key, row in rows.items() if key not in known}
    if fresh:
        db.execute(
            insert(InboxRow),
            [{"update_id": key, "received_at": now, "attempts": 0, **values} for key, (values, _) in fresh.items()],
        )
    return [stored for _, stored in fresh.values() if stored is not None]


def waiting(db: Session) -> list[Stored]:
    """Everything stored and not yet handled, oldest first: what a new process begins with."""
    rows = db.execute(
        select(InboxRow.update_id, InboxRow.chat_id, InboxRow.body)
        .where(InboxRow.state == NEW)
        .order_by(InboxRow.update_id)
    )
    return [Stored(row.update_id, row.chat_id, json.loads(row.body)) for row in rows]


# Made once: to make a statement costs more than to run it, and this one runs for every update.
_INBOX = InboxRow.__table__
_MARK = (
    update(InboxRow.__table__)  # type: ignore[arg-type]
    .where(_INBOX.c.update_id == bindparam("number"), _INBOX.c.state == NEW)
    .values(state=InboxState.HANDLED, handled_at=bindparam("now"), body="", error=None)
)


def mark_handled(db: Session, update_id: int) -> bool:
    """Marks an update as handled and forgets its words; False if it was handled before: a replay."""
    result = db.connection().execute(_MARK, {"number": update_id, "now": clock.now()})
    return bool(result.rowcount)


def mark_all_handled(db: Session, update_ids: list[int]) -> None:
    """The same for several that changed nothing."""
    db.execute(
        update(InboxRow)
        .where(InboxRow.update_id.in_(update_ids), InboxRow.state == InboxState.NEW)
        .values(state=InboxState.HANDLED, handled_at=clock.now(), body="", error=None)
    )


def note_attempt(db: Session, update_id: int, attempts: int, error: str) -> None:
    """Remembers a failed try."""
    db.execute(update(InboxRow).where(InboxRow.update_id == update_id).values(attempts=attempts, error=error))


def set_aside(db: Session, update_id: int, attempts: int, error: str) -> None:
    """Gives up on an update: it stays, body and error, for a person to look at."""
    db.execute(
        update(InboxRow)
        .where(InboxRow.update_id == update_id)
        .values(state=InboxState.ASIDE, attempts=attempts, error=error, handled_at=clock.now())
    )
