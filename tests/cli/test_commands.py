"""The command line as an operator meets it: exit codes, one line on standard error, and never a token."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.cli.demo import SAMPLE_LESSONS
from bot.sandbox.sandbox import TOKEN, Sandbox
from models.migrate import current, newest
from tests import starting

ROOT = Path(__file__).resolve().parents[2]
SECRET = TOKEN.split(":")[1]


@dataclass(frozen=True)
class Done:
    """A command that has ended, and what it wrote."""

    stdout: str
    stderr: str


Command = Callable[..., Done]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Runs `python -m bot …` with a configuration of its own; whatever it says, the token is not in it."""

    def run(*arguments: str, config: str = "", code: int = 0, **environment: str) -> Done:
        path, out, errors = tmp_path / "config.toml", tmp_path / "out.txt", tmp_path / "errors.txt"
        path.write_text(f'[database]\nurl = "sqlite:///{tmp_path}/bot.db"\n{config}', "utf-8")
        for written in (out, errors):
            written.write_text("", "utf-8")
        given = [str(path) if word == "CONFIG" else word for word in arguments]
        process = starting.start(given, out, errors, environment)
        process.join(60)
        done = Done(out.read_text("utf-8"), errors.read_text("utf-8"))
        assert SECRET not in done.stdout + done.stderr
        assert process.exitcode == code, done.stderr[-2000:]
        assert "Traceback" not in done.stderr
        return done

    return run


def _one_line(done: Done) -> str:
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("backline: ")
    return lines[0]


# --- wrong arguments and configuration: 2 ---


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["dance"], "dance"),
        (["run", "--confg", "x"], "--confg"),
        (["run", "--config"], "--config"),
        (["run", "--config", "nothing.toml"], "nothing.toml"),
        (["check", "--config", "nothing.toml"], "nothing.toml"),
        (["migrate", "--config", "nothing.toml"], "nothing.toml"),
        (["invite", "tutor", "--config", "nothing.toml"], "nothing.toml"),
        (["invite", "wizard", "--config", "CONFIG"], "wizard"),
        (["invite", "tutor", "--count", "0", "--config", "CONFIG"], "count"),
        (["invite", "tutor", "--count", "999", "--config", "CONFIG"], "count"),
        (["invite", "tutor", "--days", "many", "--config", "CONFIG"], "days"),
        (["invite"], "ROLE"),
        (["lessons", "check", "nothing.toml"], "nothing.toml"),
        (["lessons", "check"], "FILE"),
        (["lessons", "import", "nothing.toml", "--config", "CONFIG"], "nothing.toml"),
        (["lessons", "dance"], "dance"),
        (["demo", "--port", "99999"], "port"),
        (["run", "--role", "singer", "--config", "CONFIG"], "role"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_argument_is_one_line_and_exit_2(command: Command, arguments: list[str], says: str) -> None:
    """It names the argument, or the file."""
    done = command(*arguments, config=f'[telegram]\ntoken = "{TOKEN}"', code=2)
    assert says.lower() in _one_line(done).lower()


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ("", "telegram.token"),
        ('[telegram]\ntokn = "x"', "did you mean telegram.token?"),
        (f'[telegram]\ntoken = ["{TOKEN}"]', "telegram.token"),
        (f'[telegram]\ntoken = "{TOKEN}"\nmode = "smoke"', "telegram.mode"),
        (f'[telegram]\ntoken = "{TOKEN}"\n[lessons]\ncatalogue = "nowhere.toml"', "lessons.catalogue"),
        ("[[[", "not valid TOML"),
    ],
)
def test_a_wrong_configuration_stops_the_bot_with_one_line(command: Command, config: str, says: str) -> None:
    """It names the key, and the nearest right one."""
    assert says in _one_line(command("run", "--config", "CONFIG", config=config, code=2))


@pytest.mark.parametrize("name", ["report", "backup", "restore", "purge", "export-person", "erase-person"])
def test_what_is_promised_for_later_says_whom_to_ask(command: Command, name: str) -> None:
    """It is in no menu, and no crash."""
    line = _one_line(command(name, "--out", "somewhere", code=2))
    assert name in line
    assert "ask" in line


def test_a_mistake_in_the_environment_is_one_line_too(command: Command) -> None:
    """With the name of the variable."""
    done = command("check", "--config", "CONFIG", code=2, BACKLINE_TELEGRM__TOKEN=TOKEN)
    assert "BACKLINE_TELEGRM__TOKEN" in _one_line(done)


# --- data or service: 1 ---


def test_a_database_out_of_reach_is_one_line_and_exit_1(command: Command) -> None:
    """For every command that needs one."""
    config = f'[telegram]\ntoken = "{TOKEN}"'
    away = {"BACKLINE_DATABASE__URL": "postgresql://nobody:passw0rd@127.0.0.1:9/nothing"}
    for arguments in (["run"], ["migrate"], ["invite", "tutor"], ["lessons", "import", str(SAMPLE_LESSONS)]):
        done = command(*arguments, "--config", "CONFIG", config=config, code=1, **away)
        assert "database" in _one_line(done).lower()
        assert "passw0rd" not in done.stdout + done.stderr


def test_a_bad_catalogue_is_named_line_by_line_and_changes_nothing(command: Command, tmp_path: Path) -> None:
    """`check` and `import` say the same; the lessons that were there stay as they are."""
    command("lessons", "import", str(SAMPLE_LESSONS), "--config", "CONFIG")
    before = _lessons(tmp_path)
    bad = tmp_path / "bad.toml"
    lines = SAMPLE_LESSONS.read_text("utf-8").replace("title", "tilte", 3)
    bad.write_text(lines, "utf-8")
    checked = command("lessons", "check", str(bad), code=1)
    assert re.search(r"bad\.toml:\d+: ", checked.stderr)
    imported = command("lessons", "import", str(bad), "--config", "CONFIG", code=1)
    assert "nothing was changed" in imported.stderr
    assert _lessons(tmp_path) == before > 0


def _lessons(folder: Path) -> int:
    engine = create_engine(f"sqlite:///{folder}/bot.db")
    with engine.connect() as connection:
        count = connection.scalar(text("SELECT count(*) FROM lessons WHERE withdrawn_at IS NULL"))
    engine.dispose()
    return int(count or 0)


# --- what works: 0 ---


def test_migrate_brings_the_database_up_and_says_where_it_is(command: Command, tmp_path: Path) -> None:
    """Twice is as good as once; the file is its owner's alone."""
    for _ in range(2):
        assert newest() in command("migrate", "--config", "CONFIG").stdout
    assert current(f"sqlite:///{tmp_path}/bot.db") == newest()
    assert (tmp_path / "bot.db").stat().st_mode & 0o077 == 0


def test_a_good_catalogue_is_checked_and_loaded(command: Command) -> None:
    """What it says goes to standard output."""
    assert "no faults" in command("lessons", "check", str(SAMPLE_LESSONS)).stdout
    assert "new" in command("lessons", "import", str(SAMPLE_LESSONS), "--config", "CONFIG").stdout


def test_help_is_no_mistake(command: Command) -> None:
    """Every command that is promised is named."""
    shown = command("--help").stdout
    for name in ("run", "demo", "check", "migrate", "invite", "lessons"):
        assert name in shown


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """Telegram, for commands that ask it for something."""
    async with Sandbox() as made:
        yield made


async def test_invite_makes_links_that_are_good(command: Command, sandbox: Sandbox) -> None:
    """One a line, with the bot's name; without Telegram, the commands to send."""
    config = f'[telegram]\ntoken = "{TOKEN}"\napi_url = "{sandbox.url}"'
    done = await asyncio.to_thread(command, "invite", "coordinator", "--config", "CONFIG", config=config)
    links = done.stdout.split()
    assert len(links) == 1
    assert re.fullmatch(r"https://t\.me/backline_sandbox_bot\?start=[\w-]{16,64}", links[0])
    arguments = ("invite", "young_person", "--count", "3", "--days", "2", "--config", "CONFIG")
    three = await asyncio.to_thread(command, *arguments, config="")
    assert len(set(re.findall(r"^/start [\w-]{16,64}$", three.stdout, re.MULTILINE))) == 3


async def test_check_says_a_line_for_each_thing(command: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    """All well: 0. Then without its schema, its token, its Telegram or its catalogue: 1, and the line says which."""
    # Without detection, which takes seconds to look at (test_check_safeguarding.py looks).
    good = (
        "[safeguarding]\ndetection = false\n"
        + f'[telegram]\ntoken = "{TOKEN}"\napi_url = "{sandbox.url}"\n[lessons]\ncatalogue = "{SAMPLE_LESSONS}"\n'
    )

    async def check(code: int, config: str) -> str:
        done = await asyncio.to_thread(command, "check", "--config", "CONFIG", config=config, code=code)
        return done.stdout

    new = await check(1, good)
    assert "FAIL  migrations" in new
    assert "not made yet" in new
    assert "can't be read" not in new
    assert not (tmp_path / "bot.db").exists(), "to look is not to make"
    assert "warn  coordinator: there is none yet" in new
    await asyncio.to_thread(command, "migrate", "--config", "CONFIG", config=good)
    shown = await check(0, good)
    for name in ("configuration", "database", "migrations", "telegram", "lessons", "time zone", "helplines"):
        assert f" {name}: " in shown
    assert "FAIL" not in shown
    assert "ok    coordinator" in await check(0, good + "[service]\ncoordinators = [1001]\n")
    assert "FAIL  lessons" in await check(1, good.replace(str(SAMPLE_LESSONS), "nowhere.toml"))
    assert "FAIL  telegram" in await check(1, good.replace(TOKEN, "1:wrong-token-that-is-long-enough"))
    assert "FAIL  configuration" in await check(1, "[lessons]\ncatalogue = 'x'")
    await sandbox.stop()
    assert "FAIL  telegram" in await check(1, good)
