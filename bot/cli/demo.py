"""The demo: the real bot against the embedded Telegram, with people who have joined already."""

import asyncio
import signal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.app import Backline
from bot.config import Config
from bot.notifications.base import promise
from bot.notifications.people import OwnMenu
from bot.sandbox.people import Person as SandboxPerson
from bot.sandbox.sandbox import TOKEN, Sandbox
from bot.services.lesson_loading import load_catalogue
from handlers import register_with_practice
from models.database import Database
from models.migrate import upgrade
from models.people import Person, PersonRole, Role

SAMPLE_LESSONS = Path(__file__).resolve().parent.parent / "samples" / "lessons.toml"
PORTS_TRIED = 20

# (Telegram id, Telegram name, label on the page, role, alias, name here)
CAST = (
    (1003, "Robin Placeholder", "Young person", Role.YOUNG_PERSON, "Otter-12", "Riff"),
    (1002, "Tom Placeholder", "Tutor", Role.TUTOR, "Heron-20", "Tom"),
    (1004, "Leah Placeholder", "Safeguarding lead", Role.LEAD, "Robin-30", "Leah"),
    (1001, "Cora Placeholder", "Coordinator", Role.COORDINATOR, "Badger-40", "Cora"),
    (1006, "Tess Placeholder", "Second tutor", Role.TUTOR, "Wren-50", "Tess"),
)
NEWCOMER = SandboxPerson(1005, "New Placeholder", "Newcomer")


def demo_config(url: str, database: Path) -> Config:
    """The configuration of the demo: tutors are always there, and nothing is held back by the hour."""
    return Config.model_validate(
        {
            "telegram": {"token": TOKEN, "api_url": url},
            "database": {"url": f"sqlite:///{database}"},
            "service": {"name": "Backline", "coordinators": [1001]},
            "joining": {"require_reference": False},
            "hours": {"tutors": ["Mon-Sun 00:00-24:00"], "quiet": "off"},
            "lessons": {"catalogue": str(SAMPLE_LESSONS)},
        }
    )


def people_who_joined(db: Session) -> int:
    """Puts the cast into an empty database; how many were new."""
    known = set(db.scalars(select(Person.telegram_id)))
    new = [row for row in CAST if row[0] not in known]
    for telegram_id, _, _, role, alias, name in new:
        person = Person(
            telegram_id=telegram_id,
            alias=alias,
            name=name,
            age_band="13–15" if role == Role.YOUNG_PERSON else None,
            instruments=["guitar"],
            joined_at=clock.now(),
            confirmed_at=clock.now(),
            role_rows=[PersonRole(role=role)],
        )
        db.add(person)
        db.flush()
        promise(db, person, OwnMenu())
    return len(new)


def make_sandbox(folder: Path | None = None) -> Sandbox:
    """An embedded Telegram with the cast's phones, and one of somebody who has not joined; kept in the folder."""
    cast = [
        SandboxPerson(telegram_id, name.split()[0], label, last_name=name.split()[1], started=True)
        for telegram_id, name, label, *_ in CAST
    ]
    return Sandbox([*cast, NEWCOMER], clock=lambda: clock.now().timestamp(), folder=folder)


def furnish(config: Config) -> None:
    """Makes the demo's database: schema, people, sample lessons."""
    upgrade(config.database.url)
    database = Database(config.database.url)
    try:
        database.write_now(people_who_joined)
        database.write_now(load_catalogue, SAMPLE_LESSONS)
    finally:
        database.close()


async def run_demo(port: int, data: Path) -> None:
    """Serves the page until interrupted."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    sandbox = make_sandbox(data / "telegram")
    url = await _start(sandbox, port)
    config = demo_config(url, data / "demo.db")
    await asyncio.to_thread(furnish, config)
    bot = Backline(config, register_with_practice)
    running = asyncio.create_task(bot.run(stop))
    await bot.ready.wait()
    for number in (row[0] for row in CAST):
        # Nobody should meet an empty chat.
        if not sandbox.phone(number).messages:
            await sandbox.phone(number).send("/start")
    print("The safeguarding lead can rehearse: send /practice on their phone")
    print(f"Backline is running. Open {url} in a browser. Ctrl+C ends it; the data stay in {data}", flush=True)
    try:
        await running
    finally:
        await sandbox.stop()


async def _start(sandbox: Sandbox, port: int) -> str:
    for candidate in range(port, port + PORTS_TRIED):
        try:
            return await sandbox.start(candidate)
        except OSError:
            continue
    return await sandbox.start(0)
