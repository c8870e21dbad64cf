"""The configuration: TOML with the environment laid over it; every mistake is one line that names the key."""

import json
import os
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast, get_origin
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from bot.errors import ConfigurationError
from bot.policies.closed_days import ClosedDays
from bot.policies.durations import parse_duration
from bot.policies.hours import OpeningHours, QuietHours
from bot.policies.reminders import LONGEST_WISH
from bot.policies.weekly import WeeklyMoment

ENVIRONMENT_PREFIX = "BACKLINE_"
EXAMPLE = Path(__file__).resolve().parent.parent / "config.example.toml"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


class Webhook(_Section):
    public_url: str = ""
    listen: str = "127.0.0.1"
    port: int = Field(default=8443, ge=1, le=65535)
    secret: str = ""


class Telegram(_Section):
    token: str = Field(default="", repr=False)
    api_url: str = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook: Webhook = Webhook()

    @field_validator("api_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")


class DatabaseSection(_Section):
    url: str = "sqlite:///backline.db"

    @field_validator("url")
    @classmethod
    def _known(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("must start with sqlite:/// or postgresql://")
        return value


class Service(_Section):
    name: str = "Backline"
    timezone: str = "Europe/London"
    coordinators: tuple[int, ...] = ()
    minimum_age: int = Field(default=13, ge=5, le=25)
    languages: tuple[str, ...] = ("en",)
    contact: str = ""

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError('is not a time zone; for example "Europe/London"') from error
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the service lives."""
        return ZoneInfo(self.timezone)


class Joining(_Section):
    require_reference: bool = True
    confirm: bool = True
    days_valid: int = Field(default=14, ge=1, le=365)
    tries_per_hour: int = Field(default=5, ge=1)
    two_person_staff: bool = False


# Asked for with every message: read once.
_opening = lru_cache(OpeningHours.parse)
_closed_days = lru_cache(ClosedDays.parse)
_quiet = lru_cache(QuietHours.parse)


class Hours(_Section):
    tutors: tuple[str, ...] = ("Mon-Fri 09:00-18:00",)
    holidays: str = "GB-ENG"
    closed: tuple[str, ...] = ()
    follow_terms: bool = True
    quiet: str = "20:00-08:00"
    overdue: str = "4h"

    @model_validator(mode="after")
    def _readable(self) -> "Hours":
        _durations((self.overdue,))
        OpeningHours.parse(self.tutors)
        ClosedDays.parse(self.holidays, self.closed)
        QuietHours.parse(self.quiet)
        return self

    @property
    def opening(self) -> OpeningHours:
        """When tutors are there, on days that are not closed."""
        return _opening(self.tutors)

    @property
    def bank_holidays(self) -> ClosedDays:
        """The days on which offices are closed, whatever this service's own hours are."""
        return _closed_days(self.holidays, ())

    @property
    def closed_days(self) -> ClosedDays:
        """When nobody is there all day, whatever the terms: the days named, and bank holidays unless it is always open."""
        closed = _closed_days(self.holidays, self.closed)
        return closed.without_holidays() if self.opening.always else closed

    @property
    def tutors_follow_terms(self) -> bool:
        """Whether no tutor is there outside the terms that a coordinator entered."""
        return self.follow_terms and not self.opening.always

    @property
    def shut_days(self) -> ClosedDays:
        """When no series meets: bank holidays, and the days named; however long tutors' hours are."""
        return _closed_days(self.holidays, self.closed)

    @property
    def quiet_hours(self) -> QuietHours:
        """When nothing but alerts and help rings, for who has chosen no hours of their own."""
        return _quiet(self.quiet)

    @property
    def overdue_after(self) -> timedelta:
        """How long a question may wait before it stands among the overdue."""
        return parse_duration(self.overdue)


def _durations(values: tuple[str, ...]) -> tuple[timedelta, ...]:
    return tuple(parse_duration(value) for value in values)


class Reminders(_Section):
    before: tuple[str, ...] = ("1d", "1h")
    horizon: str = "8w"
    felt_after: str = "10m"

    @model_validator(mode="after")
    def _readable(self) -> "Reminders":
        _durations((*self.before, self.horizon, *([self.felt_after] if self.felt_after != "off" else [])))
        if self.rolling_horizon < LONGEST_WISH:
            raise ValueError("horizon must be a week or more: somebody may ask to be reminded a week before")
        return self

    @property
    def lead_times(self) -> tuple[timedelta, ...]:
        """How long before a session its reminders go out."""
        return _durations(self.before)

    @property
    def rolling_horizon(self) -> timedelta:
        """How far ahead a series without an end is written out."""
        return parse_duration(self.horizon)

    @property
    def felt_delay(self) -> timedelta | None:
        """How long after a session its young people are asked how it was; None: they are not."""
        return None if self.felt_after == "off" else parse_duration(self.felt_after)


class Sessions(_Section):
    late: str = "3h"
    link_from: str = "30m"
    place_from: str = "14d"
    offer_for: str = "24h"

    @field_validator("late", "link_from", "place_from", "offer_for")
    @classmethod
    def _duration(cls, value: str) -> str:
        parse_duration(value)
        return value

    @property
    def late_within(self) -> timedelta:
        """How near its start a session that is called off is called off late."""
        return parse_duration(self.late)

    @property
    def link_shows_before(self) -> timedelta:
        """How long before the start the link to join shows."""
        return parse_duration(self.link_from)

    @property
    def place_shows_before(self) -> timedelta:
        """How long before the start young people see the place."""
        return parse_duration(self.place_from)

    @property
    def offer_lasts(self) -> timedelta:
        """How long a freed place is kept for whoever it is offered to."""
        return parse_duration(self.offer_for)


class Lessons(_Section):
    catalogue: str = "lessons.toml"


class Limits(_Section):
    messages_per_second: float = Field(default=25, ge=0, le=30)
    seconds_per_chat: float = Field(default=1.2, ge=0, le=60)
    questions_per_hour: int = Field(default=20, ge=1)
    largest_file_mb: int = Field(default=50, ge=1, le=2000)
    pending_per_person: int = Field(default=200, ge=10)


class Safeguarding(_Section):
    detection: bool = True
    transcriber: str = ""
    allowed_links: tuple[str, ...] = ()
    allowed_numbers: tuple[str, ...] = ()
    repeat: str = "5m"
    repeats: int = Field(default=12, ge=0, le=100)
    escalate_after: str = "15m"
    unanswered_after: str = "10m"
    read_within: str = "1h"
    joins_within: str = "12h"
    tutor_media: Literal["listed", "held"] = "listed"
    test_alert: str = "Mon 10:00"
    second_adult: bool = True
    second_adult_reason: str = ""
    second_reader: bool = False
    sample_threads: int = Field(default=3, ge=0, le=20)
    require_checks: bool = False

    @field_validator("repeat", "escalate_after", "unanswered_after", "read_within", "joins_within")
    @classmethod
    def _duration(cls, value: str) -> str:
        parse_duration(value)
        return value

    @field_validator("test_alert")
    @classmethod
    def _moment(cls, value: str) -> str:
        WeeklyMoment.parse(value)
        return value

    @model_validator(mode="after")
    def _reasoned(self) -> "Safeguarding":
        if not self.second_adult and not self.second_adult_reason.strip():
            raise ValueError("second_adult_reason is needed where second_adult is false: say why one adult is enough")
        return self


class Logging(_Section):
    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class Helpline(_Section):
    name: str
    reach: str
    about: str
    verified: date


def _default_helplines() -> tuple[Helpline, ...]:
    return tuple(Helpline(**row) for row in tomllib.loads(HELPLINES_FILE.read_text("utf-8"))["helplines"])


HELPLINES_FILE = Path(__file__).resolve().parent / "texts" / "helplines.toml"


class Config(BaseSettings):
    """Everything that a service decides; read once at the start and never changed."""

    model_config = SettingsConfigDict(
        env_prefix=ENVIRONMENT_PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True
    )

    telegram: Telegram = Telegram()
    database: DatabaseSection = DatabaseSection()
    service: Service = Service()
    joining: Joining = Joining()
    hours: Hours = Hours()
    reminders: Reminders = Reminders()
    sessions: Sessions = Sessions()
    lessons: Lessons = Lessons()
    limits: Limits = Limits()
    safeguarding: Safeguarding = Safeguarding()
    logging: Logging = Logging()
    helplines: tuple[Helpline, ...] = Field(default_factory=_default_helplines, min_length=1)
    referrals: tuple[Helpline, ...] = ()  # for leads alone

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file; nothing else is read."""
        return env_settings, init_settings


def load(path: Path | None) -> Config:
    """Reads the file (defaults alone if None) with the environment over it; ConfigurationError names the key."""
    data: dict[str, Any] = {}
    if path is not None:
        try:
            data = tomllib.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            raise ConfigurationError(f"{path}: there is no such configuration file") from None
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"{path}: can't be read: {error}") from None
        except tomllib.TOMLDecodeError as error:
            raise ConfigurationError(f"{path}: not valid TOML: {error}") from None
    _refuse_unknown_sections(os.environ)
    try:
        return Config(**data)
    except ValidationError as error:
        raise ConfigurationError(_explain(error)) from None
    except SettingsError as error:
        raise ConfigurationError(_unreadable(os.environ) or f"environment: {error}") from None


def _refuse_unknown_sections(environment: Iterable[str]) -> None:
    """The settings library passes over variables of unknown sections in silence; a typing mistake deserves a word."""
    for name in environment:
        if not name.startswith(ENVIRONMENT_PREFIX):
            continue
        section, two, _ = name.removeprefix(ENVIRONMENT_PREFIX).lower().partition("__")
        if two and section not in Config.model_fields:
            raise ConfigurationError(f"{name}: there is no such section{_nearest(section, Config, '')}")
        meant = None if two else _with_two_underscores(section)
        if meant is not None:
            raise ConfigurationError(f"{name}: there is no such variable; did you mean {meant}?")


def _with_two_underscores(name: str) -> str | None:
    """The variable that was meant by one with a single line below the words: `BACKLINE_TELEGRAM__TOKEN`."""
    for section in Config.model_fields:
        if name.startswith(f"{section}_"):
            key = name.removeprefix(f"{section}_")
            return f"{ENVIRONMENT_PREFIX}{section}__{key}".upper()
    return None


def _unreadable(environment: Mapping[str, str]) -> str | None:
    """Which variable holds a list that is none: the settings library names only its section."""
    for name, value in sorted(environment.items()):
        section, _, key = name.removeprefix(ENVIRONMENT_PREFIX).lower().partition("__")
        model = Config.model_fields.get(section)
        field = getattr(model.annotation, "model_fields", {}).get(key) if model is not None else None
        if name.startswith(ENVIRONMENT_PREFIX) and field is not None and get_origin(field.annotation) is tuple:
            try:
                json.loads(value)
            except ValueError:
                return f'{section}.{key}: {name} must be a list such as ["a", "b"] or [1, 2]'
    return None


def _explain(error: ValidationError) -> str:
    # A name that is not known explains the one that is missing.
    first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
    place = ".".join(str(step) for step in first["loc"])
    if first["type"] == "extra_forbidden":
        *section, key = (str(step) for step in first["loc"])
        return f"{place}: there is no such key{_nearest(key, _model_of(section), '.'.join(section))}"
    if first["type"] == "model_type":
        return f"{place}: is a section: write [{place}], and its keys on lines of their own"
    return f"{place}: {first['msg'].removeprefix('Value error, ')}"


def _nearest(key: str, model: type[BaseModel], section: str) -> str:
    near = get_close_matches(key, list(model.model_fields), n=1, cutoff=0.5)
    return f"; did you mean {section + '.' if section else ''}{near[0]}?" if near else ""


def _model_of(section: list[str]) -> type[BaseModel]:
    model: type[BaseModel] = Config
    for step in section:
        if step in ("helplines", "referrals"):
            return Helpline
        model = cast(type[BaseModel], model.model_fields[step].annotation)
    return model
