"""The bot as a process of its own, so that it can be killed as a power cut would."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import Any

from tests.world import make_config

ROOT = Path(__file__).resolve().parents[2]


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
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Starts the process and returns at once."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", "--config", str(self._config), cwd=ROOT, stderr=log
            )

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
        return self._process is not None and self._process.returncode is None

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
        if self._process.returncode is None:
            self._process.send_signal(number)
        return await self._process.wait()
