"""Search over the threads that a tutor may read, in the index that triggers keep (models/search.py)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session, selectinload

from bot.errors import Refusal
from bot.notifications.desk import first_words
from bot.notifications.entries import about
from bot.notifications.tutor_words import plain_as_tutors_see
from bot.policies.fields import shorten
from bot.policies.finding import Sought, excerpt, has_one, near, read_search
from bot.policies.search import rank
from bot.services.people import find_young_person, require
from bot.texts import Text, t
from models.lessons import Lesson
from models.people import Person, Role
from models.questions import EntryState, Question, QuestionState

PAGE = 6
LAST_PAGE = 50
MOST = 1000  # threads that are looked through for words that a tutor can read
LENGTH = 90
SEEN = (EntryState.RECEIVED, EntryState.DELIVERED)
GONE = (QuestionState.WITHDRAWN, QuestionState.KEPT)
LESSONS = 3


@dataclass(frozen=True)
class Hit:
    """A thread that was found: its number, and the piece of it that has the words."""

    number: int
    alias: str
    asked_at: datetime
    state: str
    words: Text
    about: Text


@dataclass(frozen=True)
class Hits:
    """One page, the newest first; those with the very words before those with words like them."""

    hits: list[Hit]
    page: int
    more: bool


def search(db: Session, actor: Person, query: str, page: int = 0) -> Hits:
    """Finds threads; Refusal when nothing is asked for, or a filter names nothing."""
    require(actor, Role.TUTOR, Role.LEAD)
    sought = read_search(query)
    if not sought.words and sought.lesson is None and sought.alias is None:
        raise Refusal("search-how")
    page = max(0, min(page, LAST_PAGE))
    tags = _tags(db, sought)
    wanted = (page + 1) * PAGE + 1
    groups = [[word] for word in sought.words]
    found = _readable(db, groups, tags, wanted)
    if len(found) < wanted and sought.words:
        groups = [[word, *near(word, _known(db, word))] for word in sought.words]
        if any(len(group) > 1 for group in groups):
            known = {question.id for question in found}
            found += [question for question in _readable(db, groups, tags, 2 * wanted) if question.id not in known]
    hits = [_hit(question, groups) for question in found[page * PAGE : (page + 1) * PAGE]]
    return Hits(hits, page, len(found) > (page + 1) * PAGE)


def _tags(db: Session, sought: Sought) -> list[list[str]]:
    tags: list[list[str]] = []
    if sought.alias is not None:
        tags.append([f"p{find_young_person(db, sought.alias).id}"])
    if sought.lesson is not None:
        lessons = db.execute(select(Lesson.id, Lesson.key, Lesson.title)).all()
        exact = [row.id for row in lessons if sought.lesson.casefold() in (row.key.casefold(), row.title.casefold())]
        likely = exact or rank(sought.lesson, [(row.id, f"{row.title} {row.key}") for row in lessons], LESSONS, 70)
        if not likely:
            raise Refusal("search-no-lesson", lesson=shorten(sought.lesson, 40))
        tags.append([f"l{number}" for number in likely])
    return tags


def _readable(db: Session, groups: list[list[str]], tags: list[list[str]], wanted: int) -> list[Question]:
    """The newest threads, `wanted` at most, in which a tutor can read the words; the index has what is masked, too."""
    found: list[Question] = []
    looked_at, limit = 0, wanted
    while True:
        numbers = _matching(db, groups, tags, limit)
        chosen = select(Question).where(Question.id.in_(numbers[looked_at:]), Question.state.not_in(GONE))
        there = db.scalars(chosen.order_by(Question.id.desc()).options(selectinload(Question.entries)))
        found += [question for question in there if _shows(question, groups)]
        if len(found) >= wanted or len(numbers) < limit or limit >= MOST:
            return found[:wanted]
        looked_at, limit = limit, limit * 4


def _shows(question: Question, groups: list[list[str]]) -> bool:
    """Whether one word of every group is to be seen: contact details must not be found out letter by letter."""
    missing = groups
    for entry in question.entries:
        # To mask takes longer than to look: only what has the words is masked.
        if missing and entry.state in SEEN and any(has_one(entry.text, group) for group in missing):
            seen = plain_as_tutors_see(entry)
            missing = [group for group in missing if not has_one(seen, group)]
    return not missing


def _matching(db: Session, groups: list[list[str]], tags: list[list[str]], limit: int) -> list[int]:
    """The newest threads that have one word of every group, or what begins with it; words hold letters and digits."""
    if db.get_bind().dialect.name == "postgresql":
        parts = ["(" + " | ".join(f"'{word}':*" for word in group) + ")" for group in groups]
        parts += ["(" + " | ".join(f"'@{tag}'" for tag in group) + ")" for group in tags]
        statement = text(
            "SELECT question_id FROM thread_search WHERE words @@ CAST(:wanted AS tsquery)"
            " ORDER BY question_id DESC LIMIT :limit"
        )
        return list(db.scalars(statement, {"wanted": " & ".join(parts), "limit": limit}))
    parts = ["words : (" + " OR ".join(f'"{word}" *' for word in group) + ")" for group in groups]
    parts += ["tags : (" + " OR ".join(f'"{tag}"' for tag in group) + ")" for group in tags]
    statement = text(
        "SELECT rowid FROM thread_search WHERE thread_search MATCH :wanted ORDER BY rowid DESC LIMIT :limit"
    )
    return list(db.scalars(statement, {"wanted": " AND ".join(parts), "limit": limit}))


def _known(db: Session, word: str) -> list[str]:
    """The words of the index that begin as this one does: a slip seldom hits the first letter."""
    name = "word" if db.get_bind().dialect.name == "postgresql" else "term"
    statement = text(f"SELECT {name} FROM thread_search_words WHERE {name} >= :first AND {name} < :last")  # noqa: S608
    found = db.scalars(statement, {"first": word[0], "last": chr(ord(word[0]) + 1)})
    # A tag is a letter and a number; names of people and lessons are no words.
    return [known for known in found if not known[1:].isdigit()]


def _hit(question: Question, groups: list[list[str]]) -> Hit:
    words = [word for group in groups for word in group]
    pieces = (excerpt(plain_as_tutors_see(entry), words, LENGTH) for entry in question.entries if entry.state in SEEN)
    piece = next((piece for piece in pieces if piece is not None), None)
    shown = t("words", words=piece) if piece is not None else first_words(question)
    return Hit(question.id, question.asker.alias, question.asked_at, question.state, shown, about(question))
