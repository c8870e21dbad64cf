"""Backline's command line: `python -m bot COMMAND`."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import log
from bot.errors import ConfigurationError, ServiceError

# Promised for a later release: a person does it until then.
LATER = ("report", "backup", "restore", "purge", "export-person", "erase-person")
NOT_YET = (
    "this version can't do it by itself; docs/operations.md says how, or ask whoever looks after this installation"
)

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)
lessons_app = typer.Typer(help="The lesson catalogue.", no_args_is_help=True)
app.add_typer(lessons_app, name="lessons")
terms_app = typer.Typer(help="The terms of the year.", no_args_is_help=True)
app.add_typer(terms_app, name="terms")

ConfigOption = Annotated[Path | None, typer.Option("--config", help="The configuration file.")]


@app.command()
def run(
    config: ConfigOption = None,
    role: Annotated[str, typer.Option(help="all: everything in one process.")] = "all",
    migrate: Annotated[bool, typer.Option(help="Bring the database to the newest schema first.")] = True,
) -> None:
    """Runs the bot until it is told to stop."""
    from bot.cli import common, lessons

    settings = common.read_config(config)
    log.setup(settings.logging.level)
    common.require_token(settings)
    if role != "all":
        raise ConfigurationError(f"--role {role}: only `all` is there yet; one process does everything")
    if settings.telegram.mode != "polling":
        raise ConfigurationError("telegram.mode: only polling is there yet")
    common.prepare(settings, migrate)
    lessons.load_at_start(settings)
    asyncio.run(common.run_until_told(settings))


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The first port to try.")] = 8080,
    story: Annotated[bool, typer.Option("--story", help="Play one conversation and print it.")] = False,
    data: Annotated[Path, typer.Option(help="Where the demo keeps its data.")] = Path("demo-data"),
) -> None:
    """Runs the real bot against an embedded Telegram: no token, nothing leaves this computer."""
    from bot.cli import demo as demo_module

    log.setup("WARNING")
    if story:
        from bot.cli.story import play

        asyncio.run(play())
        return
    data.mkdir(parents=True, exist_ok=True)
    asyncio.run(demo_module.run_demo(port, data))


@app.command()
def check(config: ConfigOption = None) -> None:
    """The doctor: one line for each thing that must be right."""
    from bot.cli import common

    settings = common.read_config(config)
    from bot.cli.check import check_everything

    log.setup("ERROR")
    if not asyncio.run(check_everything(settings)):
        raise typer.Exit(1)


@app.command()
def migrate(config: ConfigOption = None) -> None:
    """Brings the database to the newest schema."""
    from bot.cli import common
    from models.migrate import current

    settings = common.read_config(config)
    common.prepare(settings, migrate=True)
    print(f"the database is at {current(settings.database.url)}")


@app.command()
def invite(
    role: Annotated[str, typer.Argument(help="young_person, tutor, lead or coordinator.")],
    count: Annotated[int, typer.Option(min=1, max=50)] = 1,
    days: Annotated[int | None, typer.Option(min=1, max=365, help="How long they can be used.")] = None,
    config: ConfigOption = None,
) -> None:
    """Makes one-use invitation links."""
    from bot.cli import common
    from bot.cli.invite import make_links

    settings = common.read_config(config)
    log.setup("ERROR")
    common.prepare(settings, migrate=True)
    for link in asyncio.run(make_links(settings, role, count, days)):
        print(link)


@app.command()
def detect() -> None:
    """Judges messages: JSON lines in, {"direction", "text"}; JSON lines out, {"category", "severity", "reasons"}."""
    from bot.cli.detect import judge_lines

    log.setup("ERROR")
    if not judge_lines(sys.stdin, sys.stdout):
        raise typer.Exit(1)


@lessons_app.command("check")
def lessons_check(file: Path) -> None:
    """Validates a catalogue; every fault is named with its line."""
    from bot.cli.lessons import check_file

    if not check_file(file):
        raise typer.Exit(1)


@lessons_app.command("import")
def lessons_import(file: Path, config: ConfigOption = None) -> None:
    """Loads a catalogue; a bad row changes nothing."""
    from bot.cli import common
    from bot.cli.lessons import import_file

    settings = common.read_config(config)
    common.prepare(settings, migrate=True)
    if not import_file(settings, file):
        raise typer.Exit(1)


@terms_app.command("check")
def terms_check(file: Path) -> None:
    """Validates a file of terms; a fault is named with its line."""
    from bot.cli.terms import check_file

    if not check_file(file):
        raise typer.Exit(1)


@terms_app.command("import")
def terms_import(
    file: Path,
    yes: Annotated[bool, typer.Option("--yes", help="Even where sessions are called off, and people told.")] = False,
    config: ConfigOption = None,
) -> None:
    """Enters the terms of a file; with a fault, or where anybody would be told, nothing is changed."""
    from bot.cli import common
    from bot.cli.terms import import_file

    settings = common.read_config(config)
    log.setup("ERROR")
    common.prepare(settings, migrate=True)
    if not import_file(settings, file, yes):
        raise typer.Exit(1)


def main() -> None:
    """Runs a command; wrong arguments or configuration are one line on standard error and exit 2."""
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as error:
        _fail(_mistake(error), 2)
    except typer.Abort:
        sys.exit(130)
    except ConfigurationError as error:
        _fail(str(error), 2)
    except ServiceError as error:
        _fail(str(error), 1)
    except Exception as error:
        _fail_for_the_database(error)
    else:
        sys.exit(code if isinstance(code, int) else 0)


def _mistake(error: typer.TyperException) -> str:
    """What is wrong with the arguments; of a command that is promised for later, whom to ask until then."""
    words = getattr(error, "format_message", lambda: str(error))()
    later = next((name for name in LATER if words == f"No such command '{name}'."), None)
    return f"{later}: {NOT_YET}" if later else words


def _fail_for_the_database(error: Exception) -> None:
    """One line for a database that can't be used; any other mistake is ours, and says where it is."""
    from sqlalchemy.exc import DBAPIError

    if not isinstance(error, DBAPIError):
        raise error
    # The driver's own first line names the server and what it said, never a password.
    reason = next(iter(str(error.orig).splitlines()), type(error).__name__)
    _fail(f"database.url: the database can't be used: {reason}", 1)


def _fail(line: str, code: int) -> None:
    if line:
        print("backline: " + " ".join(line.split()), file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
