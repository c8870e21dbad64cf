"""Checking and loading the lesson catalogue."""

import sys
from pathlib import Path

from bot.config import Config
from bot.errors import ConfigurationError, ServiceError
from bot.services.catalogue import Catalogue, CatalogueFaults, read_catalogue
from bot.services.lesson_loading import load_catalogue, store_catalogue
from models.database import Database


def _read(file: Path) -> Catalogue | None:
    """The catalogue; None when it has faults, each of which has been printed."""
    if not file.exists():
        raise ConfigurationError(f"FILE {file}: there is no such catalogue")
    # Only somebody who waits before a screen needs a bar: the bot itself starts without it.
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("reading", total=None)
        try:
            return read_catalogue(file, lambda done, total: bar.update(task, completed=done, total=total))
        except CatalogueFaults as found:
            faults = found.faults
    for fault in faults:
        where = f"{file}:{fault.line}" if fault.line else str(file)
        hint = f" ({fault.hint})" if fault.hint else ""
        print(f"{where}: {fault.where}: {fault.problem}{hint}", file=sys.stderr)
    return None


def check_file(file: Path) -> bool:
    """Says whether a catalogue is good; every fault is named with its line."""
    catalogue = _read(file)
    if catalogue is None:
        return False
    print(f"{file}: {len(catalogue.lessons)} lessons in {len(catalogue.series)} series, no faults")
    return True


def import_file(config: Config, file: Path) -> bool:
    """Loads a catalogue into the database; with a fault nothing is changed."""
    catalogue = _read(file)
    if catalogue is None:
        print("nothing was changed", file=sys.stderr)
        return False
    database = Database(config.database.url)
    try:
        changed = database.write_now(store_catalogue, catalogue)
    finally:
        database.close()
    print(f"{len(catalogue.lessons)} lessons loaded: {changed.new} new, {changed.changed} changed, "
          f"{changed.withdrawn} withdrawn")  # fmt: skip
    return True


def load_at_start(config: Config) -> None:
    """Loads the configured catalogue when the bot starts; without one, the lessons stay as they are."""
    path = Path(config.lessons.catalogue)
    if not path.exists():
        if "catalogue" in config.lessons.model_fields_set:
            raise ConfigurationError(f"lessons.catalogue: {path}: there is no such file")
        return
    database = Database(config.database.url)
    try:
        database.write_now(load_catalogue, path)
    except CatalogueFaults as found:
        first = found.faults[0]
        raise ServiceError(
            f"{path}:{first.line}: {first.problem}; {len(found.faults)} faults in all, see `lessons check`"
        ) from None
    finally:
        database.close()
