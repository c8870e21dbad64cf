"""What Telegram told us, stored before it is acknowledged."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ColumnElement, Index, String, Text, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class InboxState(StrEnum):
    """New: to be handled. Handled: done. Aside: given up after its retries, with the error, for a person to look at."""

    NEW = "new"
    HANDLED = "handled"
    ASIDE = "aside"


# SQLite uses a partial index only when the query says the same in the same words, not in a parameter.
NEW: ColumnElement[str] = literal_column("'new'")


class InboxRow(Base):
    """One update, as ASCII JSON; the body is dropped when it has been handled."""

    __tablename__ = "inbox"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)  # of a message: whoever leaves quickly can clear it
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8), default=InboxState.NEW)
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        Index("ix_inbox_new", "update_id", sqlite_where=text("state = 'new'"),
              postgresql_where=text("state = 'new'")),
        Index("ix_inbox_handled_at", "handled_at"),
    )  # fmt: skip
