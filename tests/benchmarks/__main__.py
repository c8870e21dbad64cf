"""Runs every measurement and prints it: `make bench`; `python -m tests.benchmarks load search` runs only those."""

import asyncio
import sys
import time
from collections.abc import Callable

from tests.benchmarks import alerts, detection, load, queue, reminders, search
from tests.benchmarks.load import Latency


def _say(name: str, value: str) -> None:
    print(f"{name:<58} {value}", flush=True)


def _latency(name: str, seen: Latency) -> None:
    _say(f"{name}: answered, median (p99)", f"{seen.answered_ms:.1f} ms ({seen.answered_p99_ms:.1f})")
    _say(f"{name}: screen drawn, median (p99)", f"{seen.drawn_ms:.1f} ms ({seen.drawn_p99_ms:.1f})")


async def _echo() -> float:
    sandbox = load.make_sandbox()
    await sandbox.start()
    try:
        async with load.echo(sandbox) as pid:
            await load.echo_rate(sandbox, 200)
            rate = await load.echo_rate(sandbox, 3000)
            _say("bare echo bot: words echoed", f"{rate:.0f}/s, {load.memory_mb(pid):.0f} MB")
    finally:
        await sandbox.stop()
    return rate


async def _backline() -> None:
    echo = await _echo()
    sandbox = load.make_sandbox()
    await sandbox.start()
    try:
        began = time.perf_counter()
        async with load.backline(sandbox) as (_, pid):
            await load.until(lambda: len(sandbox.journal.of("getUpdates")) > 0)
            _say("backline: ready after (with its database made)", f"{time.perf_counter() - began:.2f} s")
            messages = await load.screens(sandbox)
            await load.press_rate(sandbox, messages, 300)
            _latency("backline, 80 presses/s", await load.steady_presses(sandbox, messages, 80, 10))
            presses = await load.press_rate(sandbox, messages, 3000)
            _say("backline: presses handled", f"{presses:.0f}/s, {presses / echo:.2f} of the echo bot's rate")
            questions = await load.question_rate(sandbox, 1500)
            _say("backline: questions asked", f"{questions:.0f}/s, {questions / echo:.2f} of the echo bot's rate")
            await load.press_rate(sandbox, messages, 5000)
            _say("backline: memory after 10,000 updates", f"{load.memory_mb(pid):.0f} MB")
    finally:
        await sandbox.stop()


def _load() -> None:
    asyncio.run(_backline())


MEASUREMENTS: dict[str, Callable[[], None]] = {
    "load": _load,
    "alerts": alerts.main,
    "detection": detection.main,
    "search": search.main,
    "queue": queue.main,
    "reminders": reminders.main,
}


def main(names: list[str]) -> None:
    """The named measurements, or all of them, one after the other."""
    unknown = set(names) - set(MEASUREMENTS)
    if unknown:
        sys.exit(f"there is no measurement {', '.join(sorted(unknown))}; there are {', '.join(MEASUREMENTS)}")
    for name in names or MEASUREMENTS:
        MEASUREMENTS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
