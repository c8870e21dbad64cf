"""Keeps the sandbox's chats, files and waiting updates in a folder, so that a demo goes on where it stopped."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.sandbox.files import File
from bot.sandbox.measure import Measured
from bot.sandbox.people import Bubble, Chat, Json
from bot.sandbox.updates import Waiting

if TYPE_CHECKING:
    from bot.sandbox.world import World

_TABLES = """
CREATE TABLE IF NOT EXISTS numbers (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS chats (id INTEGER PRIMARY KEY, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS messages (
    chat_id INTEGER, message_id INTEGER, view TEXT NOT NULL, PRIMARY KEY (chat_id, message_id)
);
CREATE TABLE IF NOT EXISTS updates (update_id INTEGER PRIMARY KEY, kind TEXT, at REAL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files (file_id TEXT PRIMARY KEY, about TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS menus (scope TEXT PRIMARY KEY, commands TEXT NOT NULL);
"""


class Store:
    """Writes each change at once: a killed process loses nothing, a machine without power perhaps a little."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "files").mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(folder / "sandbox.db", isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=NORMAL")
        self.db.executescript(_TABLES)

    def close(self) -> None:
        """Ends writing."""
        self.db.close()

    # Reading, once

    def load(self, world: World) -> None:
        """Puts everything kept into a new world."""
        numbers: dict[str, int] = dict(self.db.execute("SELECT name, value FROM numbers").fetchall())
        world.message_id = numbers.get("message_id", 0)
        world.seq = numbers.get("seq", 0)
        world.updates.next_id = max(world.updates.next_id, numbers.get("update_id", 0) + 1)
        for file_id, about in self.db.execute("SELECT file_id, about FROM files"):
            known = json.loads(about)
            content = self.folder / "files" / file_id
            known["measured"] = Measured(*known["measured"])
            world.files.put(File(file_id=file_id, content=content, **known))
        for chat_id, state in self.db.execute("SELECT id, state FROM chats"):
            if (chat := world.chats.get(chat_id)) is not None:
                self._restore(chat, json.loads(state))
        for scope, commands in self.db.execute("SELECT scope, commands FROM menus"):
            kind, chat_id, user_id, language = json.loads(scope)
            world.commands[kind, chat_id, user_id, language] = json.loads(commands)
        waiting = self.db.execute("SELECT update_id, kind, at, body FROM updates ORDER BY update_id")
        world.updates.queue.extend(Waiting(number, kind, at, json.loads(body)) for number, kind, at, body in waiting)

    def _restore(self, chat: Chat, state: Json) -> None:
        chat.started, chat.blocked = state["started"], state["blocked"]
        chat.keyboard, chat.pinned = state["keyboard"], state["pinned"]
        views = self.db.execute("SELECT view FROM messages WHERE chat_id = ? ORDER BY message_id", (chat.id,))
        for (view,) in views:
            bubble = Bubble.of_view(json.loads(view))
            chat.messages[bubble.id] = bubble
        chat.changes = sorted(
            ((bubble.seq, bubble) for bubble in chat.messages.values() if bubble.by_bot),
            key=lambda change: change[0],
        )

    # Writing, at every change

    def told(self, world: World, chat: Chat | None, bubble: Bubble | None, gone: int | None) -> None:
        """Something on a screen is different now."""
        self._number("seq", world.seq)
        if chat is None:
            return
        if gone is not None:
            self.db.execute("DELETE FROM messages WHERE chat_id = ? AND message_id = ?", (chat.id, gone))
        if bubble is not None:
            view = json.dumps(bubble.view())
            self.db.execute("REPLACE INTO messages VALUES (?, ?, ?)", (chat.id, bubble.id, view))
            self._number("message_id", world.message_id)
        state = {
            "started": chat.started,
            "blocked": chat.blocked,
            "keyboard": chat.keyboard,
            "pinned": chat.pinned,
        }
        self.db.execute("REPLACE INTO chats VALUES (?, ?)", (chat.id, json.dumps(state)))

    def menus(self, commands: dict[tuple[str, int, int, str], list[Json]]) -> None:
        """The command menus are others now."""
        self.db.execute("DELETE FROM menus")
        rows = [(json.dumps(scope), json.dumps(menu)) for scope, menu in commands.items()]
        self.db.executemany("INSERT INTO menus VALUES (?, ?)", rows)

    def waits(self, waiting: Waiting) -> None:
        """An update waits for the bot."""
        body = json.dumps(waiting.body)
        self.db.execute("REPLACE INTO updates VALUES (?, ?, ?, ?)", (*waiting[:3], body))
        self._number("update_id", waiting.update_id)

    def had(self, update_ids: Iterable[int]) -> None:
        """The bot has confirmed these."""
        self.db.executemany("DELETE FROM updates WHERE update_id = ?", [(number,) for number in update_ids])

    def keep(self, file: File) -> File:
        """A new file, which from now on is read from the folder."""
        content = self.folder / "files" / file.file_id
        content.write_bytes(file.read())
        names = ("kind", "unique_id", "path", "name", "mime", "size", "measured")
        about = json.dumps({name: getattr(file, name) for name in names})
        self.db.execute("REPLACE INTO files VALUES (?, ?)", (file.file_id, about))
        return replace(file, content=content)

    def _number(self, name: str, value: int) -> None:
        self.db.execute("REPLACE INTO numbers VALUES (?, ?)", (name, value))
