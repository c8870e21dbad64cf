"""APScheduler as an alarm clock: it wakes what has to look at the time, and stores nothing itself."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from random import SystemRandom
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import clock
from bot.config import Config
from bot.notifications.boards import refresh_boards
from bot.services import (
    attendance,
    checks,
    cover,
    feelings_asking,
    hold_decisions,
    hours,
    oversight,
    patterns,
    place_offers,
    queue,
    retention,
    threads,
    timetable,
)
from models.database import Database

YEARS_KNOWN = 3  # bank holidays are at hand for as far ahead as a session may be made

log = logging.getLogger(__name__)

OFTEN_SECONDS = 60


class Scheduler:
    """Rings at intervals; every job finds in the database what is due, so that a missed ring loses nothing."""

    def __init__(self, database: Database, config: Config, wake_delivery: Callable[[], None]) -> None:
        self._database = database
        self._config = config
        self._wake_delivery = wake_delivery
        self._clock = AsyncIOScheduler(timezone="UTC")
        self._often: set[str] = set()

    def start(self) -> None:
        """Starts ringing in the running event loop."""
        self._every(1, self._tick, "wake delivery")
        self._every(5, self._tend, "the queue")
        self._every(30, self._ask_how_it_was, "after a session")
        self._every(5, self._offer_places, "waiting lists")
        self._every(300, self._refresh, "boards")
        self._every(600, self._write_out, "rolling horizon")
        self._every(300, self._ask_for_registers, "registers")
        self._every(900, self._look_for_tutors, "nobody on duty")
        self._every(3600, self._forget, "inbox")
        self._every(600, self._oversee, "oversight")
        self._every(3600, self._look_for_patterns, "patterns over days and weeks")
        self._every(3, self._second_adult, "answers that wait for a second adult")
        self._every(600, self._test_alerts, "weekly test of alerts")
        self._clock.start()

    def ring(self) -> None:
        """Rings for all that has to look at the time often, now: the clock has jumped."""
        now = datetime.now(UTC)
        for job in self._clock.get_jobs():
            if job.id in self._often:
                job.modify(next_run_time=now)

    def stop(self) -> None:
        """Stops ringing."""
        if self._clock.running:
            self._clock.shutdown(wait=False)

    def _every(self, seconds: int, job: Callable[[], Awaitable[Any]], name: str) -> None:
        # What rings rarely rings at the start as well: a bot that restarts often must still get to it.
        if seconds <= OFTEN_SECONDS:
            self._often.add(name)
        first = datetime.now(UTC) + timedelta(seconds=0 if seconds > OFTEN_SECONDS else seconds)
        self._clock.add_job(
            _logged(job, name),
            "interval",
            seconds=seconds,
            next_run_time=first,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
            id=name,
        )

    async def _second_adult(self) -> None:
        if await self._database.read(hold_decisions.anybody_waits_alone):
            await self._database.write(hold_decisions.release_alone, self._config)

    async def _look_for_patterns(self) -> None:
        if found := await self._database.read(patterns.look, self._config):
            await self._database.write(patterns.open_all, found, self._config)

    async def _test_alerts(self) -> None:
        await self._database.write(cover.run_test, self._config)

    async def _tick(self) -> None:
        self._wake_delivery()

    async def _tend(self) -> None:
        if await self._database.read(queue.anything_due):
            await self._database.write(queue.tend)

    async def _ask_how_it_was(self) -> None:
        if await self._database.read(feelings_asking.anything_over, self._config):
            await self._database.write(feelings_asking.ask_all, self._config)

    async def _offer_places(self) -> None:
        if await self._database.read(place_offers.anything_due):
            await self._database.write(place_offers.tend, self._config)

    async def _refresh(self) -> None:
        # A question grows overdue without anybody doing anything.
        await self._database.write(refresh_boards)

    async def _write_out(self) -> None:
        # Half a second of loading the holidays, once, before a use case waits for it.
        await asyncio.to_thread(self._config.hours.shut_days.know, clock.now().year, YEARS_KNOWN)
        # Between two handfuls whatever else waits for the writer gets its turn; each is whole, so that a stop is no harm.
        while await self._database.write(timetable.write_out_some, self._config) == timetable.AT_ONCE:
            pass

    async def _ask_for_registers(self) -> None:
        await self._database.write(attendance.ask_for_registers, self._config)

    async def _look_for_tutors(self) -> None:
        # Half a second of loading the holidays, once, before anybody waits for it.
        await asyncio.to_thread(self._config.hours.closed_days.know, clock.now().year, YEARS_KNOWN)
        await self._database.write(hours.tell_if_nobody, self._config)

    async def _oversee(self) -> None:
        await self._database.write(oversight.take_back_old_loans)
        await self._database.write(checks.warn, self._config)
        await self._database.write(threads.sample_week, self._config, SystemRandom())

    async def _forget(self) -> None:
        await self._database.write(retention.forget_handled_updates)
        await self._database.write(retention.forget_calendars)


def _logged(job: Callable[[], Awaitable[Any]], name: str) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        try:
            await job()
        except asyncio.CancelledError:
            # The bot stops; the library would write this down as an error. What was due is found at the next start.
            return
        except Exception:
            log.exception("%s failed; it will be tried again", name)

    return run
