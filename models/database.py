"""The writer, which runs use cases off the event loop and lets those that wait share one commit, and the readers."""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from models.engines import is_sqlite, reader_engine, writer_engine

P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger(__name__)

SHARED_COMMIT = 64  # use cases in one commit at the most
POSTGRES_WRITERS = 4
READERS = 3
_DEADLOCK_RETRIES = 5


@dataclass
class _Job:
    run: Callable[[Session], Any]
    loop: asyncio.AbstractEventLoop
    future: "asyncio.Future[Any]"
    context: Context
    result: Any = None
    error: BaseException | None = None
    marks: dict[str, Any] = field(default_factory=dict)


class _Again(Exception):
    """A use case failed among others: all of them run again, so that only its own changes are undone."""


class Database:
    """Runs plain functions of a session: `write` in a durable transaction, `read` in one that can't change anything.

    Results are given only after the commit. `on_commit(marks)` is called in the event loop with what the use
    cases left in `db.info` under "marks" (for example that something was promised).
    """

    def __init__(self, url: str, on_commit: Callable[[dict[str, Any]], None] | None = None) -> None:
        self.url = url
        self.on_commit = on_commit or (lambda marks: None)
        self._sqlite = is_sqlite(url)
        writers = 1 if self._sqlite else POSTGRES_WRITERS
        self._batch = SHARED_COMMIT if self._sqlite else 1
        self._write_engine = writer_engine(url, writers)
        self._read_engine = reader_engine(url, READERS)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._threads = [
            threading.Thread(target=self._write_forever, name=f"writer-{n}", daemon=True) for n in range(writers)
        ]
        for thread in self._threads:
            thread.start()

    async def write(self, use_case: Callable[Concatenate[Session, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Runs one use case in one transaction; its result comes after the commit, its error after the rollback."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put(_Job(lambda db: use_case(db, *args, **kw), loop, future, copy_context()))
        return await future

    async def read(self, look: Callable[Concatenate[Session, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Runs one function in a read-only transaction on a reader's thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._look, lambda db: look(db, *args, **kw))

    def _look(self, look: Callable[[Session], T]) -> T:
        with Session(self._read_engine, expire_on_commit=False) as db:
            return look(db)

    def write_now(self, use_case: Callable[Concatenate[Session, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """The same as `write` for the command line, where there is no loop; not to be mixed with a running bot."""
        with self._write_engine.connect() as connection, connection.begin():
            with Session(connection, expire_on_commit=False) as db:
                result = use_case(db, *args, **kw)
                db.flush()
            return result

    def close(self) -> None:
        """Finishes what waits, then lets go of every connection."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
        self._readers.shutdown()
        self._write_engine.dispose()
        self._read_engine.dispose()

    # --- the writer's thread ---

    def _write_forever(self) -> None:
        while (job := self._jobs.get()) is not None:
            jobs = [job]
            stop = False
            while len(jobs) < self._batch:
                try:
                    more = self._jobs.get_nowait()
                except queue.Empty:
                    break
                if more is None:
                    stop = True
                    break
                jobs.append(more)
            self._commit_together(jobs)
            self._give_back(jobs)
            if stop:
                return

    def _commit_together(self, jobs: list[_Job]) -> None:
        """One commit for all, without savepoints at first; should one fail, all run again, each with its own."""
        apart = False
        deadlocks = 0
        while True:
            for job in jobs:
                job.result, job.error, job.marks = None, None, {}
            try:
                with self._write_engine.connect() as connection, connection.begin():
                    for job in jobs:
                        self._run(connection, job, apart)
                return
            except _Again:
                apart = True
            except Exception as error:
                if _is_deadlock(error) and deadlocks < _DEADLOCK_RETRIES:
                    deadlocks += 1
                    continue
                # The commit itself failed: nobody may believe that their change was kept.
                for job in jobs:
                    job.error = job.error or error
                return

    def _run(self, connection: Connection, job: _Job, apart: bool) -> None:
        mode: Any = "create_savepoint" if apart else "rollback_only"
        db = Session(connection, expire_on_commit=False, join_transaction_mode=mode)
        db.info["marks"] = job.marks
        try:
            job.result = job.context.run(job.run, db)
            db.commit()
        except Exception as error:
            try:
                db.rollback()
            except DBAPIError:
                # Out of room, SQLite rolls everything back by itself; its complaint about that hides what was wrong.
                raise error from None
            if _is_deadlock(error) or is_passing(error):
                raise
            if not apart:
                raise _Again from error
            job.error = error
        finally:
            db.close()

    def _give_back(self, jobs: list[_Job]) -> None:
        for loop in {job.loop for job in jobs}:
            mine = [job for job in jobs if job.loop is loop]
            try:
                loop.call_soon_threadsafe(self._resolve, mine)
            except RuntimeError:
                log.warning("the event loop was closed before %d results were given", len(mine))

    def _resolve(self, jobs: list[_Job]) -> None:
        for job in jobs:
            if job.error is None and job.marks:
                self.on_commit(job.marks)
            if job.future.done():
                continue
            if job.error is not None:
                job.future.set_exception(job.error)
            else:
                job.future.set_result(job.result)


# Primary result codes of SQLite: busy, locked, out of memory, read-only, I/O error, full, can't open.
_PASSING_SQLITE = frozenset({5, 6, 7, 8, 10, 13, 14})
# Classes of PostgreSQL's SQLSTATE: connection, rollback by a conflict, resources, intervention, system; and two of state.
_PASSING_POSTGRES = ("08", "40", "53", "57", "58", "25006", "55P03")


def is_passing(error: BaseException) -> bool:
    """Whether the database itself is in trouble (locked, full, out of reach), so that the same may well work later."""
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return (code & 0xFF) in _PASSING_SQLITE
    state = getattr(error.orig, "sqlstate", None)
    # A server that can't be reached says nothing at all.
    return isinstance(error, OperationalError) if state is None else state.startswith(_PASSING_POSTGRES)


def _is_deadlock(error: BaseException) -> bool:
    if not isinstance(error, OperationalError):
        return False
    # PostgreSQL: 40P01 deadlock, 40001 serialization failure.
    return getattr(error.orig, "sqlstate", None) in ("40P01", "40001")
