"""The queue as statements whose cost does not grow with it: each is answered from the ends of an index."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.orm import aliased

from models.questions import Question, in_queue

COUNTED = 99  # a board says "99+" beyond: counting on would cost the more, the more waits


def oldest_first(model: Any = Question) -> tuple[Any, Any]:
    """The order of the queue."""
    return model.waiting_since, model.id


@lru_cache
def queued_topics() -> Select[Any]:
    """Each topic that waits, with since when the longest waiting of it that nobody holds has (None: all are held).

    It leaps from topic to topic along the index instead of reading what lies between.
    """
    first = (
        select(
            select(Question.topic).where(in_queue()).order_by(Question.topic).limit(1).scalar_subquery().label("topic")
        )
    ).cte("topics", recursive=True)
    other = aliased(Question)
    following = (
        select(other.topic)
        .where(in_queue(other), other.topic > first.c.topic)
        .order_by(other.topic)
        .limit(1)
        .scalar_subquery()
    )
    topics = first.union_all(select(following).where(first.c.topic.is_not(None)))
    free = aliased(Question)
    oldest = (
        select(free.waiting_since)
        .where(in_queue(free), free.topic == topics.c.topic, free.holder_id.is_(None))
        .order_by(*oldest_first(free))
        .limit(1)
        .scalar_subquery()
    )
    return select(topics.c.topic, oldest.label("oldest")).where(topics.c.topic.is_not(None))


def counted(matching: Select[Any]) -> Any:
    """How many rows match, as a scalar subquery that stops one past what a board shows."""
    return select(func.count()).select_from(matching.limit(COUNTED + 1).subquery()).scalar_subquery()


def numbers_where(*conditions: ColumnElement[bool]) -> Select[int]:
    """One row a question that satisfies the conditions, for counting."""
    return select(literal(1)).select_from(Question).where(*conditions)
