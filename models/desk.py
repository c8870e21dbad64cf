"""The tutors' desk: notes that no young person ever reads, boards, and who waits for a question that another has."""

from datetime import datetime
from typing import Any

from sqlalchemy import Dialect, ForeignKey, String, Text, TypeDecorator
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.people import Person, Role

NOTE_READERS = frozenset({Role.TUTOR, Role.LEAD})


class PrivateWords:
    """Words for tutors and leads alone: no text of its own, so that nothing can print, format or store them by chance.

    They are had by naming the reader, and refused with PermissionError to anyone who is not to read them.
    """

    __slots__ = ("_words",)

    def __init__(self, words: str) -> None:
        self._words = words

    def shown_to(self, reader: Person) -> str:
        """The words, for a reader who is a tutor or a lead and no young person."""
        if Role.YOUNG_PERSON in reader.roles or not reader.roles & NOTE_READERS:
            raise PermissionError("a private note was asked for by somebody who may not read it")
        return self._words

    def __repr__(self) -> str:
        return "<private words>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError("private words are not to be copied out")


class PrivateText(TypeDecorator[PrivateWords]):
    """A column of private words: a plain string is refused on the way in, and none comes out."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: PrivateWords | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if not isinstance(value, PrivateWords):
            raise TypeError("only private words go into a private column")
        return value._words

    def process_result_value(self, value: str | None, dialect: Dialect) -> PrivateWords | None:
        return None if value is None else PrivateWords(value)


class Note(Base):
    """What one tutor tells the others about a question."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    words: Mapped[PrivateWords] = mapped_column(PrivateText)
    written_at: Mapped[datetime]

    author: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Board(Base):
    """What a member of staff last looked at on their board, so that the same is shown when something changes."""

    __tablename__ = "boards"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    view: Mapped[str] = mapped_column(String(12))
    instrument: Mapped[str] = mapped_column(String(40), default="")
    page: Mapped[int] = mapped_column(default=0)
    overdue_seconds: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(index=True)


class Watcher(Base):
    """Who was told that another tutor has a question, and is to hear when that ends."""

    __tablename__ = "question_watchers"

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    since: Mapped[datetime]
