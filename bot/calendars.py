"""Calendar files read in a process of their own, which has little time, little memory and no secrets.

A file that would keep a reader busy for ever, or eat the machine, takes that process with it and nothing else.
"""

import asyncio
import json
import os
import sys
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.policies.calendars.shapes import LARGEST_FILE, BadCalendar, Reading

SECONDS: Final = 20.0
_PROCESSOR_SECONDS: Final = 12
_MEMORY: Final = 768 * 1024 * 1024
# One at a time: a coordinator may wait, and the machine has other things to do.
_turn = asyncio.Semaphore(1)


async def read_apart(data: bytes, zone: ZoneInfo, start: datetime, end: datetime) -> Reading:
    """What the file says of these instants; BadCalendar where it is not taken."""
    if len(data) > LARGEST_FILE:
        raise BadCalendar("too-large", most=LARGEST_FILE // 1_000_000)
    async with _turn:
        told = await _ask(data, zone.key, start.isoformat(), end.isoformat())
    if told is None:
        raise BadCalendar("slow")
    # Thousands of entries: not in the event loop.
    return await asyncio.to_thread(_understood, told)


def _understood(told: bytes) -> Reading:
    answer: dict[str, Any] = json.loads(told)
    if "bad" in answer:
        raise BadCalendar(answer["bad"], **answer["args"])
    return Reading.from_json(answer)


async def _ask(data: bytes, *arguments: str) -> bytes | None:
    """The child's answer; None where it took too long, or died of what it was given."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.calendars", *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # a library's complaint would quote what people wrote
        # Not this process's environment: the bot's token may stand in it.
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": os.environ.get("PATH", "")},
    )
    try:
        async with asyncio.timeout(SECONDS):
            told, _ = await child.communicate(data)
    except TimeoutError:
        return None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    return told if child.returncode == 0 else None


def _limit() -> None:
    """The operating system ends this process when it takes too much, even if its parent is gone."""
    try:
        import resource
    except ImportError:  # a system without limits still has the parent's clock
        return
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """In the child: the file on standard input, what it says on standard output."""
    _limit()
    from bot.policies.calendars.reading import read

    zone, start, end = sys.argv[1:]
    data = sys.stdin.buffer.read()
    try:
        answer = read(data, ZoneInfo(zone), datetime.fromisoformat(start), datetime.fromisoformat(end)).as_json()
    except BadCalendar as error:
        answer = {"bad": error.reason, "args": error.args_for_text}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
