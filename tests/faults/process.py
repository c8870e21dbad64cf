"""The bot as a process of its own, so that it can be killed as a power cut would."""

import asyncio
import os
import signal
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from tests import starting
from tests.world import make_config


def write_config(folder: Path, url: str, database_url: str, **sections: Any) -> Path:
    """A configuration file with the same values as the tests' own worlds."""
    config = make_config(url, database_url, **sections)
    lines = []
    for name in ("telegram", "database", "service", "joining", "hours", "limits", "lessons"):
        section = getattr(config, name)
        lines.append(f"[{name}]")
        lines += [
            f"{key} = {_toml(getattr(section, key))}"
            for key in type(section).model_fields
            if key in section.model_fields_set
        ]
    path = folder / "config.toml"
    path.write_text("\n".join(lines), "utf-8")
    return path


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return str(value) if isinstance(value, int | float) else f'"{value}"'


class BotProcess:
    """`python -m bot run`, started, killed and started again; what it logs is kept."""

    def __init__(self, config: Path, log: Path) -> None:
        self._config = config
        self._log = log
        self._process: BaseProcess | None = None

    async def start(self) -> None:
        """Starts the process and returns at once."""
        self._process = starting.start(["run", "--config", str(self._config)], None, self._log)

    async def until_ready(self, seconds: float = 20.0) -> None:
        """Waits until it has said "ready" once more than before this start."""
        before = self.log.count(" ready\n")
        await self.start()
        async with asyncio.timeout(seconds):
            while self.log.count(" ready\n") == before:
                assert self.running, self.log[-2000:]
                await asyncio.sleep(0.02)

    @property
    def running(self) -> bool:
        """Whether the process is there and has not ended by itself."""
        return self._process is not None and self._process.exitcode is None

    @property
    def log(self) -> str:
        """Everything that it has written to standard error, over all its lives."""
        return self._log.read_text("utf-8") if self._log.exists() else ""

    async def kill(self) -> None:
        """SIGKILL: it can do nothing more, not even close a file."""
        await self._end(signal.SIGKILL)

    async def terminate(self) -> int:
        """SIGTERM; its exit code."""
        return await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> int:
        assert self._process is not None
        if self._process.exitcode is None:
            os.kill(self._process.pid or 0, number)
        await asyncio.to_thread(self._process.join)
        assert self._process.exitcode is not None
        return self._process.exitcode
