"""`python -m bot.sandbox`: the embedded Telegram in a process of its own, for measurements and for other bots."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from bot.sandbox.people import Person
from bot.sandbox.sandbox import TOKEN, Sandbox


def people(count: int) -> list[Person]:
    """So many people, with ids from 1001 on, who all wrote to the bot before."""
    return [Person(1000 + number, f"Person {number}", started=True) for number in range(1, count + 1)]


async def serve(options: argparse.Namespace) -> None:
    """Runs until the process is told to end."""
    ended = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
    sandbox = Sandbox(people(options.people), token=options.token, enforce_limits=options.limits, folder=options.folder)
    await sandbox.start(options.port)
    sys.stdout.write(f"{sandbox.url}\n")
    sys.stdout.flush()
    await ended.wait()
    await sandbox.stop()


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes any free one")
    parser.add_argument("--people", type=int, default=3, help="how many phones there are, from id 1001 on")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--limits", action="store_true", help="answer 429 as Telegram does")
    parser.add_argument("--folder", type=Path, help="where to keep chats and files")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
