"""When the service's year is on: terms, and the half-terms inside them."""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Term(Base):
    """A term, or a break inside one (`is_break`): local days, the first and the last included."""

    __tablename__ = "terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    first: Mapped[date]
    last: Mapped[date]
    is_break: Mapped[bool]
    set_at: Mapped[datetime]
