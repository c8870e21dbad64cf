"""What the commands share: reading the configuration, preparing the database, running until told to stop."""

import asyncio
import gc
import multiprocessing
import os
import signal
from pathlib import Path

from bot.config import Config, load
from bot.errors import ConfigurationError, ServiceError
from models.migrate import current, newest, upgrade

DEFAULT_CONFIG = Path("config.toml")


def read_config(path: Path | None) -> Config:
    """The named file; without a name config.toml if there is one, else the defaults and the environment."""
    if path is None and DEFAULT_CONFIG.exists():
        path = DEFAULT_CONFIG
    return load(path)


def require_token(config: Config) -> None:
    """ConfigurationError where there is no token to run with."""
    if not config.telegram.token:
        raise ConfigurationError("telegram.token: missing; set it in the file or in BACKLINE_TELEGRAM__TOKEN")


def prepare(config: Config, migrate: bool) -> None:
    """Brings the database to the newest schema, unless told not to."""
    # A file that appears with everyone's conversations in it is the owner's alone.
    os.umask(0o077)
    url = config.database.url
    if migrate and current(url) != newest():
        # In a child process: what a migration needs in memory would stay with the bot for good.
        worker = multiprocessing.get_context("fork").Process(target=upgrade, args=(url,))
        worker.start()
        worker.join()
        if worker.exitcode != 0:
            raise ServiceError("the database could not be brought to the newest schema")


async def run_until_told(config: Config) -> None:
    """Runs the bot until SIGTERM or SIGINT."""
    # Everything that a bot needs takes a second to load: not for a command that only has a mistake to name.
    from bot.app import Backline
    from handlers import register

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    bot = Backline(config, register)
    # What is loaded by now stays: looking through all of it for garbage would hold the loop up, again and again.
    gc.freeze()
    await bot.run(stop)
