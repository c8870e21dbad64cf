"""Configuration: every mistake is one line that names its key, and the environment lies over the file."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot.config import EXAMPLE, Config, load
from bot.errors import ConfigurationError


def _file(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


def _complaint(folder: Path, text: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        load(_file(folder, text))
    line = str(caught.value)
    assert "\n" not in line
    return line


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[telegram]\ntokn = 'x'", "telegram.tokn: there is no such key; did you mean telegram.token?"),
        ("[servce]\nname = 'x'", "servce: there is no such key; did you mean service?"),
        ("[telegram.webhook]\npublicurl = 'x'", "did you mean telegram.webhook.public_url?"),
        ("[limits]\nmessages_per_sec = 3", "did you mean limits.messages_per_second?"),
        ("[limits]\nxyzzy = 3", "limits.xyzzy: there is no such key"),
        (
            "[[helplines]]\nname='a'\nreach='b'\nabout='c'\nverifed=2026-01-01",
            "helplines.0.verifed: there is no such key; did",
        ),
        ("token = 'x'", "token: there is no such key"),
    ],
)
def test_an_unknown_key_is_named_with_the_nearest_right_one(tmp_path: Path, text: str, says: str) -> None:
    """Wherever it stands."""
    assert says in _complaint(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[telegram]\ntoken = 5", "telegram.token"),
        ("[telegram]\napi_url = 'ftp://x'", "telegram.api_url"),
        ("[telegram]\nmode = 'pigeon'", "telegram.mode"),
        ("[telegram.webhook]\nport = 99999", "telegram.webhook.port"),
        ("[database]\nurl = 'mysql://x'", "database.url"),
        ("[service]\ntimezone = 'Mars/Olympus'", "service.timezone"),
        ("[service]\ntimezone = ''", "service.timezone"),
        ("[service]\ncoordinators = ['cora']", "service.coordinators"),
        ("[service]\nminimum_age = 3", "service.minimum_age"),
        ("[joining]\nconfirm = 'perhaps'", "joining.confirm"),
        ("[joining]\ndays_valid = 0", "joining.days_valid"),
        ("[hours]\ntutors = ['Someday 9-5']", "hours"),
        ("[reminders]\nfelt_after = 'soon'", "reminders"),
        ("[hours]\nquiet = 'always'", "hours"),
        ("[reminders]\nbefore = ['soon']", "reminders"),
        ("[reminders]\nhorizon = 'far'", "reminders"),
        ("[limits]\nmessages_per_second = 31", "limits.messages_per_second"),
        ("[limits]\nquestions_per_hour = 0", "limits.questions_per_hour"),
        ("[logging]\nlevel = 'LOUD'", "logging.level"),
        ("telegram = 5", "telegram: is a section: write [telegram]"),
        ("helplines = []", "helplines"),
        ("[[helplines]]\nname = 'x'", "helplines"),
    ],
)
def test_a_bad_value_is_named_by_its_key(tmp_path: Path, text: str, key: str) -> None:
    """One line, and it begins with the key."""
    assert _complaint(tmp_path, text).startswith(key)


@pytest.mark.parametrize("text", ["[telegram", "a = = b", "\x00", "[a]\n[a]"])
def test_what_is_no_toml_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    """With the file's name."""
    assert "config.toml: not valid TOML" in _complaint(tmp_path, text)


def test_a_file_that_is_not_there_or_cannot_be_read(tmp_path: Path) -> None:
    """Named by its path; a folder is no file, and other encodings are no text."""
    with pytest.raises(ConfigurationError, match="there is no such configuration file"):
        load(tmp_path / "nothing.toml")
    with pytest.raises(ConfigurationError, match="can't be read"):
        load(tmp_path)
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b"name = '\xe9'")
    with pytest.raises(ConfigurationError, match="can't be read"):
        load(latin)


def test_the_environment_lies_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Key by key: what it does not name stays as in the file."""
    path = _file(tmp_path, "[telegram]\ntoken = '1:file'\napi_url = 'http://file'\n[service]\nname = 'File'")
    monkeypatch.setenv("BACKLINE_TELEGRAM__TOKEN", "2:environment")
    monkeypatch.setenv("BACKLINE_SERVICE__COORDINATORS", "[7, 8]")
    monkeypatch.setenv("BACKLINE_TELEGRAM__WEBHOOK__PORT", "9443")
    monkeypatch.setenv("BACKLINE_JOINING__CONFIRM", "false")
    config = load(path)
    assert (config.telegram.token, config.telegram.api_url) == ("2:environment", "http://file")
    assert (config.service.name, config.service.coordinators) == ("File", (7, 8))
    assert config.telegram.webhook.port == 9443
    assert config.joining.confirm is False


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("BACKLINE_TELEGRAM__TOKN", "x", "tokn"),
        ("BACKLINE_TELGRAM__TOKEN", "x", "did you mean telegram?"),
        ("BACKLINE_TELEGRAM_TOKEN", "x", "did you mean BACKLINE_TELEGRAM__TOKEN?"),
        ("BACKLINE_LIMITS__MESSAGES_PER_SECOND", "many", "limits.messages_per_second"),
        ("BACKLINE_SERVICE__COORDINATORS", "cora", "coordinators"),
    ],
)
def test_a_mistake_in_the_environment_is_named_too(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    """A variable that nobody reads would be trusted for nothing."""
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as caught:
        load(None)
    assert says.lower() in str(caught.value).lower()
    assert "\n" not in str(caught.value)


def test_a_complaint_never_repeats_the_token(tmp_path: Path) -> None:
    """Whatever is wrong beside it, or with it; nor does the configuration when it is printed."""
    token = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
    assert token not in _complaint(tmp_path, f"[telegram]\ntoken = ['{token}']")
    assert token not in _complaint(tmp_path, f"[telegram]\ntoken = '{token}'\nmode = 'x'")
    assert token not in repr(load(_file(tmp_path, f"[telegram]\ntoken = '{token}'")))


def _keys(model: type[BaseModel], prefix: str = "") -> set[str]:
    keys = set()
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            keys |= _keys(inner, f"{prefix}{name}.")
        else:
            keys.add(f"{prefix}{name}")
    return keys


def _flat(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in values.items():
        flat |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return flat


def test_the_example_shows_every_key_with_its_default() -> None:
    """And a line of why beside each; a copy of it changes nothing."""
    text = EXAMPLE.read_text("utf-8")
    shown = _flat(tomllib.loads(text))
    assert shown.keys() - {"helplines"} == _keys(Config) - {"helplines", "referrals"}
    assert "# [[referrals]]" in text
    assert load(EXAMPLE) == load(None)
    for line in text.splitlines():
        if (
            "=" in line
            and not line.startswith(("#", "["))
            and line.split(" = ")[0] not in ("name", "reach", "about", "verified")
        ):
            assert "#" in line, line


def test_what_is_read_is_what_is_meant() -> None:
    """Durations, zones and hours come out as such; the helplines are there without a word in the file."""
    config = load(None)
    assert config.reminders.lead_times == (timedelta(days=1), timedelta(hours=1))
    assert str(config.service.zone) == "Europe/London"
    assert config.helplines[0].name == "999"
    assert not config.telegram.token


def test_whether_and_when_young_people_are_asked_how_it_was() -> None:
    """Ten minutes after a session, unless the service says otherwise, or not at all."""
    assert Config().reminders.felt_delay == timedelta(minutes=10)
    assert Config.model_validate({"reminders": {"felt_after": "1h"}}).reminders.felt_delay == timedelta(hours=1)
    assert Config.model_validate({"reminders": {"felt_after": "off"}}).reminders.felt_delay is None
