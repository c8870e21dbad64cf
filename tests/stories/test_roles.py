"""Every command by everybody, however they stand: nothing is allowed that should not be, and nothing leaks."""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable
from io import StringIO
from itertools import zip_longest
from typing import Any

import pytest
from sqlalchemy import update

from bot import clock
from bot.callbacks import codec
from bot.log import _Formatter
from bot.sandbox.people import Bubble
from handlers import AREAS
from handlers.routes import Route
from models.people import Invitation, Person, PersonRole, Role, SealedRecord
from tests.world import COORDINATOR, LEAD, NEWCOMER, SECOND_TUTOR, STRANGER, TUTOR, YOUNG_PERSON, World

COMMANDS: dict[str, Route] = {name: route for area in AREAS for name, route in area.commands.items()}
ACTIONS: dict[str, Route] = {kind.code: route for area in AREAS for kind, route in area.actions.items()}
REFUSED = "I don't know that one. /help shows what you can do."
# What only some may ever read, wherever it might slip out.
SECRET_WORDS = "the cat sat on my fretboard"
REFERENCE = "REF-4711"
CONTACT = "Duty team 01632"
IDS = [str(number) for number in (1001, 1002, 1003, 1004, 1006)]
# What is typed behind each command: others' numbers and names.
ARGUMENTS = ("", "1 hello", "Otter-12", "Otter-12 a reason that is long enough", "C1 words", "S1 Otter-12")
ROLES = {
    YOUNG_PERSON: Role.YOUNG_PERSON,
    TUTOR: Role.TUTOR,
    LEAD: Role.LEAD,
    COORDINATOR: Role.COORDINATOR,
}
# These change who somebody is, or end the conversation: each has stories of its own.
_LEAVING = {"h.leave", "p.leave"}
_ENDING = {"start", "stop", "delete", "quickexit", "pause", "suspend"}
# A lead reads what they decide about with its own number, and nowhere else.
_DECIDING = {*_ENDING, "holds", "release", "refuse"}


def seal(db: Any) -> None:
    """The young person's sealed record: what others must not read."""
    db.add(Invitation(id=900, code_hash="x" * 64, role="young_person", created_at=clock.now(), expires_at=clock.now()))
    db.flush()
    mine = db.query(Person).filter(Person.telegram_id == YOUNG_PERSON).one()
    db.add(SealedRecord(invitation_id=900, person_id=mine.id, reference=REFERENCE, contact=CONTACT))


def another_young_person(db: Any) -> None:
    """Somebody who has nothing to do with the first one's matters."""
    db.add(
        Person(
            telegram_id=NEWCOMER,
            alias="Puffin-60",
            name="Penny",
            instruments=[],
            joined_at=clock.now(),
            confirmed_at=clock.now(),
            role_rows=[PersonRole(role=Role.YOUNG_PERSON)],
        )
    )


def mark(telegram_id: int, **columns: Any) -> Callable[[Any], None]:
    """Puts somebody into a state."""

    def change(db: Any) -> None:
        db.execute(update(Person).where(Person.telegram_id == telegram_id).values(**columns))

    return change


async def answer_to(world: World, telegram_id: int, *words: str) -> list[str]:
    """Everything that the bot writes to somebody until their words, sent in a row, are handled."""
    return (await answers_to(world, {telegram_id: list(words)}))[telegram_id]


async def answers_to(world: World, words: dict[int, list[str]]) -> dict[int, list[str]]:
    """The same for several people at once: different chats are handled side by side."""
    phones = {telegram_id: world.sandbox.phone(telegram_id) for telegram_id in words}
    before = {telegram_id: {bubble.id for bubble in phone.received} for telegram_id, phone in phones.items()}
    lanes = world.bot.intake.lanes  # type: ignore[union-attr]
    due = lanes.handled + sum(map(len, words.values()))
    for messages in zip_longest(*words.values()):
        for telegram_id, message in zip(words, messages, strict=True):
            if message is not None:
                await phones[telegram_id].send(message)
    for _ in range(6000):
        if lanes.handled >= due and not len(lanes):
            break
        await asyncio.sleep(0.005)
    return {
        telegram_id: [bubble.text for bubble in phone.received if bubble.id not in before[telegram_id]]
        for telegram_id, phone in phones.items()
    }


def typed(names: Iterable[str], arguments: tuple[str, ...]) -> list[str]:
    """Each command with each of the arguments."""
    return [f"/{name} {argument}".strip() for name in names for argument in arguments]


async def check_each_is_refused(world: World, commands: dict[int, list[str]]) -> None:
    """One message answers each, and it is the one for a command that there is not."""
    for telegram_id, told in (await answers_to(world, commands)).items():
        pairs = zip(commands[telegram_id], told, strict=False)
        assert [(telegram_id, command, words) for command, words in pairs if words != REFUSED] == []
        assert len(told) == len(commands[telegram_id])


def forged(code: str, value: int | str) -> str:
    """An action's data with the same number in all its places."""
    return ":".join([code, *[str(value)] * len(codec._registry[code].__dataclass_fields__)])  # type: ignore[attr-defined]


async def press_all(world: World, presses: Iterable[tuple[int, str]], screens: dict[int, Bubble]) -> None:
    """Everybody presses, each on a screen of theirs; all of it is handled."""
    lanes = world.bot.intake.lanes  # type: ignore[union-attr]
    due = lanes.handled
    for telegram_id, data in presses:
        await world.sandbox.phone(telegram_id).press_data(data, screens[telegram_id])
        due += 1
    for _ in range(6000):
        if lanes.handled >= due and not len(lanes):
            break
        await asyncio.sleep(0.01)
    assert lanes.handled >= due


async def check_presses_are_refused(
    world: World, caplog: pytest.LogCaptureFixture, codes: dict[int, list[str]], key: str
) -> None:
    """Each press is answered with that text and nothing else, and the log names the door that was tried."""
    caplog.set_level(logging.INFO)
    screens = {one: world.sandbox.phone(one).received[0] for one in codes}
    before = {one: len(world.sandbox.phone(one).received) for one in codes}
    await press_all(world, [(one, forged(code, 1)) for one, tried in codes.items() for code in tried], screens)
    logged = Counter(record.getMessage() for record in caplog.records)
    wanted = Counter(f"refused: the button {code}, with {key}" for tried in codes.values() for code in tried)
    assert {line: logged[line] for line in wanted if logged[line] != wanted[line]} == {}
    for one in codes:
        told = {bubble.text for bubble in world.sandbox.phone(one).received[before[one] :]}
        assert len(told) <= 1, told
        assert SECRET_WORDS not in "".join(told)


def allowed(route: Route, roles: set[Role]) -> bool:
    """Whether the route is for somebody with these roles."""
    return route.roles is None or bool(route.roles & roles)


async def prepared(world: World) -> None:
    """One question with words, from the young person; a sealed record."""
    await world.young_person.send(SECRET_WORDS)
    await world.tutor.wait(SECRET_WORDS)
    await world.database.write(seal)


async def test_what_is_another_roles_is_refused_and_reveals_nothing(
    sqlite_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever stands behind it: the words for a command that there is not; also for who had blocked the bot."""
    await prepared(sqlite_world)
    others = {
        telegram_id: [name for name, route in COMMANDS.items() if not allowed(route, {role})]
        for telegram_id, role in ROLES.items()
    }
    told = {who: typed(names, ("Otter-12 a reason that is long enough",)) for who, names in others.items()}
    await check_each_is_refused(sqlite_world, told)
    for telegram_id in ROLES:
        await sqlite_world.database.write(mark(telegram_id, blocked_at=clock.now()))
    await check_each_is_refused(sqlite_world, {who: typed(names, ("", "C1 H1 S1")) for who, names in others.items()})
    presses = {
        telegram_id: [code for code, route in ACTIONS.items() if not allowed(route, {role})]
        for telegram_id, role in ROLES.items()
    }
    await check_presses_are_refused(sqlite_world, caplog, presses, "unknown-command")


@pytest.mark.parametrize("telegram_id", list(ROLES))
async def test_no_command_shows_an_account_or_what_is_sealed(sqlite_world: World, telegram_id: int) -> None:
    """Of what each role may use: no Telegram id, and no reference but by /reveal with a reason.

    Each is first sent by somebody who had blocked the bot, and then by somebody who had not.
    """
    await prepared(sqlite_world)
    for name, route in COMMANDS.items():
        if name in _ENDING or not allowed(route, {ROLES[telegram_id]}):
            continue
        await sqlite_world.database.write(mark(telegram_id, blocked_at=clock.now()))
        commands = typed([name], ARGUMENTS)
        # What reveals is asked one by one: only a reason opens it.
        for asked in [[command] for command in commands] if name == "reveal" else [commands]:
            told = " ".join(await answer_to(sqlite_world, telegram_id, *asked))
            opened = name == "reveal" and "long enough" in asked[0]
            assert opened == (REFERENCE in told), asked
            assert opened or not re.search(rf"\b({'|'.join(IDS)})\b", told), f"{asked}: {told}"
            others = ("Heron-20", "Robin-30", "Badger-40", "Wren-50")
            assert telegram_id != YOUNG_PERSON or not any(alias in told for alias in others), told


async def test_strangers_and_those_who_left_get_help_and_nothing_else(
    sqlite_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """The crisis lines, whatever they send or press."""
    await prepared(sqlite_world)
    await sqlite_world.database.write(mark(TUTOR, left_at=clock.now()))
    names = [name for name in COMMANDS if name not in ("start", "privacy", "quickexit")]
    commands = typed(names, ("", "Otter-12 1"))
    for told in (await answers_to(sqlite_world, {STRANGER: commands, TUTOR: commands})).values():
        assert len(told) == len(commands)
        for command, words in zip(commands, told, strict=True):
            assert "999" in words, f"{command}: {words}"
            for word in (SECRET_WORDS, "Otter", "Riff", "Leah", REFERENCE):
                assert word not in words, command
    members = [code for code, route in ACTIONS.items() if route.roles is not None]
    await check_presses_are_refused(sqlite_world, caplog, {STRANGER: members, TUTOR: members}, "stranger-hello")


async def test_the_suspended_can_do_nothing(sqlite_world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Tutor, lead and coordinator: help works, and everything else is a command or a button that there is not."""
    await prepared(sqlite_world)
    for telegram_id in (TUTOR, LEAD, COORDINATOR):
        await sqlite_world.database.write(mark(telegram_id, suspended_at=clock.now()))
    names = [name for name in COMMANDS if name not in ("helpnow", "help", "privacy", "quickexit")]
    arguments = {TUTOR: "1 hello", LEAD: "Otter-12 a reason that is long enough", COORDINATOR: ""}
    commands = {telegram_id: typed(names, (words,)) for telegram_id, words in arguments.items()}
    await check_each_is_refused(sqlite_world, commands)
    members = [code for code, route in ACTIONS.items() if route.roles is not None]
    await check_presses_are_refused(sqlite_world, caplog, dict.fromkeys(arguments, members), "unknown-command")


async def test_the_paused_get_help_and_kind_words(sqlite_world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Everything of a young person's own, paused: no list, no lesson, no question, and no button of one."""
    await prepared(sqlite_world)
    await sqlite_world.database.write(mark(YOUNG_PERSON, paused_at=clock.now()))
    for name, route in COMMANDS.items():
        if route.paused or not allowed(route, {Role.YOUNG_PERSON}) or name in ("helpnow", "privacy", "quickexit"):
            continue
        told = " ".join(await answer_to(sqlite_world, YOUNG_PERSON, f"/{name} 1"))
        assert "short break" in told, f"/{name}: {told}"
        assert SECRET_WORDS not in told
    own = [
        code
        for code, route in ACTIONS.items()
        if route.roles is not None and Role.YOUNG_PERSON in route.roles and not route.paused
    ]
    await check_presses_are_refused(sqlite_world, caplog, {YOUNG_PERSON: own}, "paused")


async def test_the_unconfirmed_see_no_place(sqlite_world: World) -> None:
    """Nothing about where a session is, by any command."""
    await sqlite_world.database.write(mark(YOUNG_PERSON, confirmed_at=None))
    await sqlite_world.tutor.send("/newsession Guitar club; 2026-12-03 16:30; 45m; weekly until 2026-12-17; Room 2")
    await sqlite_world.tutor.wait("S1")
    await sqlite_world.tutor.send("/enrol S1 Otter-12")
    await sqlite_world.young_person.wait("You have a place")
    for name in ("sessions", "place", "questions", "settings", "help"):
        told = await answer_to(sqlite_world, YOUNG_PERSON, f"/{name} S1")
        assert "Room 2" not in " ".join(told)


async def test_forged_and_foreign_button_data_is_refused_and_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Every action of a young person's: with another's numbers, with numbers that nobody has, and what is no action."""
    await prepared(world)
    await world.database.write(another_young_person)
    await world.newcomer.send("/helpnow")
    screens = {
        NEWCOMER: await world.newcomer.wait("999"),
        YOUNG_PERSON: await world.young_person.wait("Got it", after=0),
    }
    caplog.set_level(logging.INFO)
    theirs = {code for code, route in ACTIONS.items() if allowed(route, {Role.YOUNG_PERSON})} - _LEAVING
    presses = [(NEWCOMER, forged(code, 1)) for code in theirs]
    presses += [(YOUNG_PERSON, forged(code, codec.LARGEST)) for code in theirs]
    if world.config.database.url.startswith("sqlite"):
        presses += [(YOUNG_PERSON, forged(code, -5)) for code in theirs]
    never = ("zz.nothing:1", "t.open", "t.open:x", ":::", "x" * 64, "l.thread:1:0:9", "t.open:999999999999999999")
    presses += [(YOUNG_PERSON, data) for data in never]
    await press_all(world, presses, screens)
    for phone in (world.young_person, world.newcomer):
        told = phone.transcript()
        assert "something went wrong" not in told
        for word in ("Leah", "Cora", REFERENCE, CONTACT):
            assert word not in told
    assert SECRET_WORDS not in world.newcomer.transcript()
    logged = [record.getMessage() for record in caplog.records if record.getMessage().startswith("refused: ")]
    assert logged.count("refused: button data that was never written here") == len(never)
    assert [line for line in logged if SECRET_WORDS in line or "1003" in line] == []


async def test_what_was_taken_back_refused_or_held_is_had_by_nobody(sqlite_world: World) -> None:
    """Six messages that are not to be read: by no command, not even a search for the words, and by no button."""
    world, child, tutor = sqlite_world, sqlite_world.young_person, sqlite_world.tutor
    await child.send("How do I tune?")
    receipt = await child.wait("Got it, #1")
    await child.send("zebraone", reply_to=receipt)
    await tutor.wait("zebraone")
    await child.press("Take it back")
    await tutor.until(lambda: "zebraone" not in tutor.transcript())
    await tutor.send("/answer 1 zebratwo")
    await child.wait("zebratwo")
    await tutor.wait("delivered")
    await tutor.send("/unsend 1")
    await child.until(lambda: "zebratwo" not in child.transcript())
    answer = await tutor.send("/answer 1 one finger over all strings")
    await child.wait("one finger")
    await tutor.edit(answer, "/answer 1 this is our secret, zebrasix")
    await world.lead.wait("H1")
    for number, word in ((2, "zebrathree"), (3, "zebrafour")):
        await tutor.send(f"/answer 1 this is our secret, {word}")
        await world.lead.wait(f"H{number}")
        if number == 2:
            await world.lead.send("/refuse H2 no secrets, please")
            await tutor.wait("no secrets, please")
    await child.send("zebrafive", reply_to=receipt)
    await tutor.send("/concern 1 it worries me", reply_to=await tutor.wait("zebrafive"))
    await world.second_tutor.until(lambda: "zebrafive" not in world.second_tutor.transcript())
    await world.settled()
    # What was taken back is part of the record that leads read; what a tutor raised is hidden from the other tutors.
    may_read = {Role.LEAD: {"zebraone", "zebratwo", "zebrafive"}, Role.YOUNG_PERSON: {"zebrafive"}}
    roles = {YOUNG_PERSON: Role.YOUNG_PERSON, SECOND_TUTOR: Role.TUTOR, COORDINATOR: Role.COORDINATOR, LEAD: Role.LEAD}
    ways = {
        telegram_id: typed(
            [name for name, route in COMMANDS.items() if allowed(route, {role}) and name not in _DECIDING],
            ("1", "zebra", "Otter-12"),
        )
        for telegram_id, role in roles.items()
    }
    told = await answers_to(world, ways)
    before = {one: len(world.sandbox.phone(one).received) for one in roles}
    presses = [
        (telegram_id, forged(code, value))
        for telegram_id in (YOUNG_PERSON, SECOND_TUTOR)
        for code, route in ACTIONS.items()
        if allowed(route, {roles[telegram_id]}) and code not in _LEAVING
        # The question, or each of the messages in it.
        for value in (range(2, 8) if "entry" in codec._registry[code].__annotations__ else (1,))
    ]
    await press_all(world, presses, {one: world.sandbox.phone(one).received[0] for one in roles})
    for telegram_id, role in roles.items():
        pressed = [bubble.text for bubble in world.sandbox.phone(telegram_id).received[before[telegram_id] :]]
        everything = " ".join([*told[telegram_id], *pressed])
        for word in ("zebraone", "zebratwo", "zebrathree", "zebrafour", "zebrafive", "zebrasix"):
            assert word not in everything or word in may_read.get(role, set()), (role, word)


async def test_a_replayed_press_does_nothing_twice(sqlite_world: World) -> None:
    """An old button pressed again leads to what is true now."""
    await sqlite_world.young_person.send("How do I tune?")
    shown = await sqlite_world.tutor.wait("How do I tune?")
    await sqlite_world.tutor.send("Turn the pegs", reply_to=shown)
    answer = await sqlite_world.young_person.wait("Turn the pegs")
    for _ in range(3):
        await sqlite_world.young_person.press("That helped", answer)
    await sqlite_world.tutor.wait("says that helped")
    await asyncio.sleep(0.3)
    assert len([one for one in sqlite_world.tutor.received if "says that helped" in one.text]) == 1


async def test_no_identity_stands_in_the_logs(sqlite_world: World) -> None:
    """A whole story at the most talkative level: no name, no id, no words, no token."""
    heard = StringIO()
    handler = logging.StreamHandler(heard)
    handler.setFormatter(_Formatter("%(levelname)s %(name)s [%(correlation)s] %(message)s"))
    for name in ("bot", "handlers", "models"):
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        world = sqlite_world
        await prepared(world)
        await world.tutor.send("/answer 1 Turn the pegs slowly")
        await world.young_person.wait("Turn the pegs slowly")
        await world.young_person.send("/talk I am frightened at home")
        await world.lead.wait("C1")
        await world.lead.send("/reply C1 I will call you")
        await world.young_person.wait("New message")
        await world.lead.send("/transcript Otter-12")
        await world.lead.wait("This reading is recorded")
        await world.lead.send("/reveal Otter-12 the duty social worker asked")
        await world.lead.wait(REFERENCE)
        await world.young_person.send("/transcript Otter-12")
        await world.young_person.wait("I don't know that one")
        await world.young_person.block()
        await world.tutor.send("/answer 1 and one thing more")
        await world.tutor.wait("blocked")
    finally:
        for name in ("bot", "handlers", "models"):
            logging.getLogger(name).removeHandler(handler)
            logging.getLogger(name).setLevel(logging.NOTSET)
    text = heard.getvalue()
    assert "refused: /transcript" in text
    for word in (SECRET_WORDS, "pegs", "frightened", "Riff", "Otter", "Tom", "Leah", "Robin", REFERENCE, CONTACT, *IDS):
        assert not re.search(rf"\b{re.escape(word)}\b", text), word
    assert not re.search(r"\d{3,}:[A-Za-z0-9_-]{20,}", text)
