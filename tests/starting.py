"""Starts `python -m bot …` as a process of its own, in a tenth of the time: forked from one that has read the modules.

The process is as real as any: it has its own memory, is killed by `kill -9`, and ends with its own exit code. What a
cold start takes is measured by `make bench`.
"""

import multiprocessing
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.starting", "bot.__main__", "bot.app", "bot.cli.check", "bot.cli.lessons"])


def start(
    arguments: Sequence[str], out: Path | None, errors: Path, environment: Mapping[str, str] | None = None
) -> BaseProcess:
    """Starts the command line with these arguments; what it writes is added to the files (None: it goes where ours does)."""
    process = _forks.Process(target=_main, args=(list(arguments), out, errors, dict(environment or {})))
    process.start()
    return process


def _main(arguments: list[str], out: Path | None, errors: Path, environment: dict[str, str]) -> None:
    for path, stream in ((out, 1), (errors, 2)):
        if path is not None:
            opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(opened, stream)
            os.close(opened)
    for name in [name for name in os.environ if name.startswith("BACKLINE_")]:
        del os.environ[name]
    os.environ.update(environment)
    os.chdir(ROOT)
    from bot import __main__ as command_line

    # A child that the bot starts reads this module again, and must not find pytest in it.
    sys.modules["__main__"] = command_line
    sys.argv = ["bot", *arguments]
    code: object = 1
    try:
        command_line.main()
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    # A fork's own way to end waits for the children of the bot before anything tells them that it is over.
    os._exit(code if isinstance(code, int) else int(code is not None))
