"""Calendar files that a coordinator has sent: what they say, kept from the preview until the yes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class CalendarImport(Base):
    """One file, read; `shown` is the fingerprint of the preview that a yes is for."""

    __tablename__ = "calendar_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    read: Mapped[dict[str, Any]]
    leader_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL")
    )  # where the file names none
    shown: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
