"""The doctor: a line for each thing that must be right, so that a service can go live without guessing."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import TelegramError

from bot import clock
from bot.cli import safeguarding
from bot.cli.findings import Finding
from bot.cli.looking import folder_of, is_missing, is_ready, look, schema_of
from bot.client import make_client
from bot.config import Config, Helpline
from bot.notifications.people import holders_of
from bot.services.catalogue import CatalogueFaults, read_catalogue
from models.engines import is_sqlite, reader_engine
from models.migrate import newest
from models.people import Role

SAFE_SQLITE = (3, 51, 3)
HELPLINE_YEAR = timedelta(days=365)


async def check_everything(config: Config) -> bool:
    """Prints a line for each check; True when nothing failed."""
    checks: list[tuple[str, Callable[[Config], Awaitable[list[Finding]]]]] = [
        ("configuration", _configuration),
        ("database", _database),
        ("migrations", _migrations),
        ("coordinator", _coordinator),
        ("telegram", _telegram),
        ("lessons", _lessons),
        ("time zone", _time_zone),
        ("helplines", _helplines),
        ("referrals", _referrals),
        ("detection", safeguarding.detection),
        ("second adult", safeguarding.second_adult),
        ("alerts", safeguarding.alerts),
        ("audit", safeguarding.audit),
    ]
    healthy = True
    for name, check in checks:
        for found in await check(config):
            mark = "ok  " if found.good and not found.warning else "warn" if found.good else "FAIL"
            print(f"{mark}  {name}: {found.line}")
            healthy = healthy and found.good
    return healthy


async def _configuration(config: Config) -> list[Finding]:
    found = [Finding(True, "every key is known and has a good value")]
    if not config.telegram.token:
        found.append(Finding(False, "telegram.token is missing"))
    return found


async def _coordinator(config: Config) -> list[Finding]:
    """Somebody must be able to invite: one who is listed, or one who came by a link."""
    if config.service.coordinators:
        return [Finding(True, "listed in service.coordinators")]
    joined = await look(config, lambda db: len(holders_of(db, Role.COORDINATOR))) if await is_ready(config) else 0
    if joined:
        return [Finding(True, f"{joined} joined by invitation")]
    line = "there is none yet: `python -m bot invite coordinator` makes the first link"
    return [Finding(True, line, warning=True)]


async def _database(config: Config) -> list[Finding]:
    if is_missing(config):
        folder = folder_of(config)
        if not folder.is_dir():
            return [Finding(False, f"there is no folder {folder} to make it in (database.url)")]
        return [Finding(True, "not made yet: `python -m bot migrate` makes it, and so does `run`", warning=True)]

    def version_of() -> str:
        engine = reader_engine(config.database.url, 1)
        try:
            with engine.connect() as connection:
                version = connection.scalar(
                    text("SELECT sqlite_version()" if is_sqlite(config.database.url) else "SHOW server_version")
                )
                return str(version)
        finally:
            engine.dispose()

    try:
        version = await asyncio.to_thread(version_of)
    except SQLAlchemyError as error:
        return [Finding(False, f"can't be opened ({type(error).__name__})")]
    if is_sqlite(config.database.url):
        found = [Finding(True, f"SQLite {version}")]
        if sqlite3.sqlite_version_info < SAFE_SQLITE:
            line = f"{version} is older than 3.51.3, which mends a rare fault with two writers. Backline has one"
            found.append(Finding(True, line, warning=True))
        return found
    return [Finding(True, f"PostgreSQL {version}")]


async def _migrations(config: Config) -> list[Finding]:
    try:
        at = await schema_of(config)
    except SQLAlchemyError as error:
        return [Finding(False, f"can't be read ({type(error).__name__})")]
    if at == newest():
        return [Finding(True, f"at the newest, {at}")]
    return [Finding(False, f"at {at or 'nothing yet'}, the newest is {newest()}: run `python -m bot migrate`")]


async def _telegram(config: Config) -> list[Finding]:
    if not config.telegram.token:
        return []
    client = make_client(config.telegram.token, config.telegram.api_url)
    await client.initialize()
    try:
        me = await client.call("getMe", _timeout=10)
        hook = await client.call("getWebhookInfo", _timeout=10)
    except TelegramError as error:
        return [Finding(False, f"getMe failed ({type(error).__name__}): is the token right, is Telegram reachable?")]
    finally:
        await client.shutdown()
    found = [Finding(True, f"the token is that of @{me['username']}")]
    if hook.get("url"):
        found.append(Finding(True, "a webhook is set; `run` takes it away to poll", warning=True))
    else:
        found.append(Finding(True, "no webhook is set, so polling works"))
    return found


async def _lessons(config: Config) -> list[Finding]:
    path = Path(config.lessons.catalogue)
    try:
        catalogue = await asyncio.to_thread(read_catalogue, path)
    except OSError:
        return [Finding(False, f"{path}: there is no such catalogue (lessons.catalogue)")]
    except CatalogueFaults as faults:
        return [Finding(False, f"{path}: {len(faults.faults)} faults; see `python -m bot lessons check {path}`")]
    return [Finding(True, f"{len(catalogue.lessons)} lessons in {len(catalogue.series)} series")]


async def _time_zone(config: Config) -> list[Finding]:
    local = clock.now().astimezone(config.service.zone)
    return [Finding(True, f"{config.service.timezone}, where it is {local:%H:%M}")]


async def _helplines(config: Config) -> list[Finding]:
    return _verified(config.helplines)


async def _referrals(config: Config) -> list[Finding]:
    if not config.referrals:
        line = "leads find no number to refer to: enter your MASH and LADO as [[referrals]]"
        return [Finding(True, line, warning=True)]
    return _verified(config.referrals)


def _verified(lines: Sequence[Helpline]) -> list[Finding]:
    today = clock.now().date()
    old = [line for line in lines if today - line.verified > HELPLINE_YEAR]
    if not old:
        return [Finding(True, f"{len(lines)} lines, each verified within a year")]
    return [
        Finding(True, f"{line.name} was last verified on {line.verified}: look it up again", warning=True)
        for line in old
    ]
