"""The lesson catalogue as loaded, files that Telegram knows already, and each person's progress."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Json


class Lesson(Base):
    """One lesson video; `key` is its name in the catalogue. Withdrawn lessons stay for the threads about them."""

    __tablename__ = "lessons"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    instrument: Mapped[str] = mapped_column(String(40))
    level: Mapped[str] = mapped_column(String(40))
    series_key: Mapped[str] = mapped_column(String(80))
    series_title: Mapped[str] = mapped_column(String(120))
    series_position: Mapped[int]
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(Text)
    teaches: Mapped[list[str]] = mapped_column(default=list)
    length_seconds: Mapped[int]
    video_url: Mapped[str | None] = mapped_column(Text)
    video_file: Mapped[str | None] = mapped_column(Text)
    video_bytes: Mapped[int | None] = mapped_column(BigInteger)
    video_digest: Mapped[str | None] = mapped_column(String(80))
    low_data_url: Mapped[str | None] = mapped_column(Text)
    low_data_file: Mapped[str | None] = mapped_column(Text)
    low_data_bytes: Mapped[int | None] = mapped_column(BigInteger)
    low_data_digest: Mapped[str | None] = mapped_column(String(80))
    captions: Mapped[bool]
    chapters: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    keywords: Mapped[list[str]] = mapped_column(default=list)
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_lessons_browse", "instrument", "level", "series_position", "position"),)


class UploadedFile(Base):
    """A file that was uploaded once: later sends use its file id. The digest is of the file's bytes."""

    __tablename__ = "uploaded_files"

    digest: Mapped[str] = mapped_column(String(80), primary_key=True)
    file_id: Mapped[str] = mapped_column(Text)
    uploaded_at: Mapped[datetime]


class Progress(Base):
    """How far one person is with one lesson."""

    __tablename__ = "progress"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id", ondelete="CASCADE"), primary_key=True)
    opened_at: Mapped[datetime]
    watched_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_progress_person_id_opened_at", "person_id", "opened_at"),)
