"""People who write and answer all the while, each message with a number of its own, and what became of every one."""

import asyncio
import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.notifications.base import promise
from bot.notifications.questions import QuestionUpdate
from bot.sandbox.people import Bubble
from bot.sandbox.people import Person as SandboxPerson
from bot.sandbox.phone import Phone
from bot.sandbox.sandbox import Sandbox
from models.inbox import InboxRow, InboxState
from models.outbox import OutboxRow, OutboxState, Priority
from models.people import Person, PersonRole, Role
from models.questions import Entry, Question, QuestionState

COORDINATOR = 5000  # the second adult, without whom no answer leaves
TUTORS = (5001, 5002)
YOUNG_PEOPLE = tuple(range(6001, 6007))
_EVERYBODY = {
    COORDINATOR: Role.COORDINATOR,
    **dict.fromkeys(TUTORS, Role.TUTOR),
    **dict.fromkeys(YOUNG_PEOPLE, Role.YOUNG_PERSON),
}
ASKED = re.compile(r"asked-(\d+)-(\d+)")
ANSWERED = re.compile(r"answered-(\d+)-(\d+)")
RANG = re.compile(r"#(\d+): .* says that helped")


def sandbox_people() -> list[SandboxPerson]:
    """Everyone's phone."""
    return [SandboxPerson(number, f"Person{number}", started=True) for number in _EVERYBODY]


def furnish(db: Session, reminders: int, within: timedelta) -> None:
    """Everyone has joined; so many numbered reminders fall due for each tutor within that time."""
    for number, role in _EVERYBODY.items():
        person = Person(
            telegram_id=number,
            alias=f"Otter-{number}",
            name=f"Riff{number}",
            instruments=[],
            joined_at=clock.now(),
            confirmed_at=clock.now(),
            role_rows=[PersonRole(role=role)],
        )
        db.add(person)
    db.flush()
    tutors = [db.scalars(select(Person).where(Person.telegram_id == number)).one() for number in TUTORS]
    asker = db.scalars(select(Person).where(Person.telegram_id == YOUNG_PEOPLE[0])).one()
    for place in range(reminders):
        question = Question(asker=asker, state=QuestionState.CLOSED, asked_at=clock.now(), closed_at=clock.now())
        db.add(question)
        db.flush()
        due = clock.now() + within * (place / reminders)
        for tutor in tutors:
            promise(db, tutor, QuestionUpdate(question.id, "helped"), due_at=due)
    # They go out as reminders do, behind answers.
    for row in db.scalars(select(OutboxRow)):
        row.priority = Priority.REMINDER


class Traffic:
    """Everyone writes until told to stop; tutors answer whatever they are shown, once."""

    def __init__(self, sandbox: Sandbox, seed: int) -> None:
        self.sandbox = sandbox
        self.sent: dict[int, list[str]] = defaultdict(list)
        self.answered: dict[int, list[str]] = defaultdict(list)
        self._random = random.Random(seed)
        self._tasks: list[asyncio.Task[None]] = []
        self._writing = True

    def begin(self, pause: float) -> None:
        """Sets everyone going; each young person writes every `pause` seconds or so."""
        self._tasks = [asyncio.create_task(self._ask(self.sandbox.phone(number), pause)) for number in YOUNG_PEOPLE]
        self._tasks += [asyncio.create_task(self._answer(self.sandbox.phone(number))) for number in TUTORS]

    async def _ask(self, phone: Phone, pause: float) -> None:
        while self._writing:
            words = f"asked-{phone.user_id}-{len(self.sent[phone.user_id])} what is a barre?"
            command = "/ask " if self._random.random() < 0.1 else ""
            self.sent[phone.user_id].append(words)
            await phone.send(command + words)
            await asyncio.sleep(self._random.uniform(0.2, 1.8) * pause)

    async def _answer(self, phone: Phone) -> None:
        read = 0
        done: set[tuple[str, str]] = set()
        while True:
            bubbles = phone.received
            for bubble in bubbles[read:]:
                asked = ASKED.search(bubble.text)
                # Each young person is one tutor's, so that nobody answers over another's head.
                if asked is None or TUTORS[int(asked[1]) % 2] != phone.user_id or asked.groups() in done:
                    continue
                done.add((asked[1], asked[2]))
                words = f"answered-{asked[1]}-{asked[2]} slowly"
                self.answered[int(asked[1])].append(words)
                await phone.send(words, reply_to=bubble)
            read = len(bubbles)
            await asyncio.sleep(0.02)

    def stop_asking(self) -> None:
        """Nobody writes anything new; what is shown is still answered."""
        self._writing = False

    async def end(self) -> None:
        """Everybody puts their phone away."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def total(self) -> int:
        """How many questions were sent."""
        return sum(len(words) for words in self.sent.values())

    def missing(self) -> str:
        """Which questions have no answer, and where each of them stands on somebody's phone: for a failure's report."""
        lines = []
        for number, sent in self.sent.items():
            answered = {words.removeprefix("answered-") for words in self.shown(number, ANSWERED)}
            for words in sent:
                name = words.split()[0].removeprefix("asked-")
                if name not in answered:
                    seen = [
                        f"{chat.person.id}: {bubble.id} {bubble.reply_to} {bubble.text!r:.90}"
                        for chat in self.sandbox.world.chats.values()
                        for bubble in chat.messages.values()
                        if re.search(rf"ed-{name}\b", bubble.text)
                    ]
                    lines += [name, *seen]
        return "\n".join(lines)

    def shown(self, number: int, pattern: re.Pattern[str]) -> list[str]:
        """What of this kind stands on somebody's phone, in order, doubles included."""
        found = (pattern.search(bubble.text) for bubble in self.sandbox.phone(number).received)
        return [match[0] for match in found if match]

    def receipts(self, number: int) -> list[Bubble]:
        """The receipts on a young person's phone."""
        return [bubble for bubble in self.sandbox.phone(number).received if bubble.text.startswith("Got it")]


@dataclass(frozen=True)
class Left:
    """What still waits in the tables."""

    updates: int
    promises: int


def left(db: Session) -> Left:
    """How many updates and promises are not settled."""
    updates = db.scalar(select(func.count()).select_from(InboxRow).where(InboxRow.state == InboxState.NEW))
    unsettled = OutboxRow.state.in_([OutboxState.PENDING, OutboxState.SENDING])
    promises = db.scalar(select(func.count()).select_from(OutboxRow).where(unsettled))
    return Left(updates or 0, promises or 0)


def in_flight(db: Session) -> list[OutboxRow]:
    """The rows that were being sent at this moment."""
    return list(db.scalars(select(OutboxRow).where(OutboxRow.state == OutboxState.SENDING)))


def entries(db: Session) -> list[Entry]:
    """Everything that was said, in the order of the table."""
    return list(db.scalars(select(Entry).order_by(Entry.id)))


def doubles(things: list[str]) -> Counter[str]:
    """What is there more than once, and how often too many."""
    return Counter({thing: count - 1 for thing, count in Counter(things).items() if count > 1})


def once_each(things: list[str]) -> list[str]:
    """The things in the order in which each was first there."""
    return list(dict.fromkeys(things))
