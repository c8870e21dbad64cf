"""Hearing: many messages at once, what one message chokes on, voice notes through a service's own transcriber."""

import asyncio
from typing import Any

import pytest

from bot import ear
from bot.config import Config
from bot.errors import ConfigurationError
from bot.hearing import HEARD, PATIENCE, Hearing
from bot.policies.detection.contacts import Allowed
from bot.policies.judgements import Judgement
from bot.services import questions
from bot.services.said import Said
from bot.transcriber import load_transcriber
from models.concerns import Concern
from models.database import Database
from models.holds import Unread
from tests.services.safety_house import furnish, person

SPOKEN = "my stepdad hits me with his belt"
SOUND = b"OggS"


class Fake:
    """A transcriber that knows one sound, and fails on every other."""

    async def transcribe(self, sound: bytes, language: str) -> str:
        if sound != SOUND:
            raise OSError("no such sound")
        return SPOKEN if language == "en" else ""


class Mute:
    """Something that is no transcriber."""


def with_transcriber(name: str = "tests.services.test_hearing:Fake") -> Config:
    return Config.model_validate({"safeguarding": {"transcriber": name}})


async def fetch(file_id: str) -> bytes:
    return SOUND if file_id == "known" else b"?"


async def test_what_comes_while_it_is_busy_goes_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """In order, each with its own answer."""
    batches: list[int] = []

    async def ask(messages: Any, allowed: Any) -> list[Judgement]:
        batches.append(len(messages))
        await asyncio.sleep(0.01)
        return [Judgement(category=text) for _, text in messages]

    monkeypatch.setattr(ear, "_ask", ask)
    made = ear.Ear(Allowed())
    found = await asyncio.gather(*(made.judge("young_person", str(count)) for count in range(40)))
    assert [one.category for one in found] == [str(count) for count in range(40)]
    assert batches == [16, 16, 8]


async def test_what_one_message_breaks_the_others_do_not_feel(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are asked again, each alone."""

    async def ask(messages: Any, allowed: Any) -> list[Judgement]:
        if any(text == "poison" for _, text in messages):
            raise ValueError
        return [Judgement(category=text) for _, text in messages]

    monkeypatch.setattr(ear, "_ask", ask)
    made = ear.Ear(Allowed())
    found = await asyncio.gather(
        *(made.judge("tutor", text) for text in ("one", "poison", "two")), return_exceptions=True
    )
    assert [one.category for one in found if isinstance(one, Judgement)] == ["one", "two"]
    assert isinstance(found[1], ValueError)


async def test_in_a_crowd_the_rules_alone_ring_and_the_rest_waits(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is grave is known at once; what is not stays unjudged for the moment. A tutor's words wait."""
    gate = asyncio.Event()

    async def ask(messages: Any, allowed: Any) -> list[Judgement]:
        await gate.wait()
        return [Judgement() for _ in messages]

    monkeypatch.setattr(ear, "_ask", ask)
    database = Database(database_url)
    try:
        hearing = Hearing(database, Config(), fetch)
        hearing._ready = True
        crowd = [asyncio.create_task(hearing.judge("tutor", "hello", patiently=True)) for _ in range(PATIENCE + 16)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        grave = await hearing.judge("young_person", "i want to kill myself", patiently=False)
        assert grave is not None
        assert grave.severity == "high"
        assert await hearing.judge("young_person", "how do i play G", patiently=False) is None
        gate.set()
        assert await asyncio.gather(*crowd) == [Judgement()] * len(crowd)
    finally:
        database.close()


async def test_a_voice_note_passes_detection_where_the_service_has_a_transcriber(database_url: str) -> None:
    """It becomes a concern, marked as heard by a machine; it stays on the list until a person has listened."""
    settings = with_transcriber()
    database = Database(database_url)
    await database.write(furnish)

    def say(db: Any, file_id: str, number: int) -> int:
        said = Said("voice", "", 1003, number, file_id, verdict=Judgement())
        return questions.ask(db, person(db, "Riff"), said, settings).id

    hearing = Hearing(database, settings, fetch)
    running = asyncio.create_task(hearing.run())
    try:
        unknown = await database.write(say, "unknown", 1)
        known = await database.write(say, "known", 2)

        def opened(db: Any) -> tuple[str, str, str, list[str]] | None:
            [event] = db.get(Concern, 1).events[:1] if db.get(Concern, 1) else [None]
            return (event.words, event.category, event.severity, event.details["reasons"]) if event else None

        async with asyncio.timeout(30):
            while (found := await database.read(opened)) is None:
                await asyncio.sleep(0.05)
        words, category, severity, reasons = found
        assert (words, category) == (SPOKEN, "abuse_neglect")
        assert severity in ("high", "immediate")
        assert reasons[0] == HEARD
        listed = await database.read(lambda db: [db.get(Unread, number).seen_at for number in (unknown, known)])
        assert listed == [None, None]
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        database.close()


def test_no_transcriber_is_the_default_and_a_wrong_one_is_named() -> None:
    assert load_transcriber(Config().safeguarding.transcriber) is None
    assert isinstance(load_transcriber("tests.services.test_hearing:Fake"), Fake)
    for name in ("no.such.module:X", "tests.services.test_hearing:Nobody", "tests.services.test_hearing:Mute", "json"):
        with pytest.raises(ConfigurationError, match=r"safeguarding\.transcriber"):
            load_transcriber(name)
