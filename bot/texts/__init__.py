"""Everything that anyone reads: Fluent files, one folder a language, and the one door that words pass to get out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import fluent_number

from bot.policies.fields import clean_text

FOLDER = Path(__file__).parent
FALLBACK = "en"
# Fluent refuses to fill a gap with more than 2,500 characters, and people may send 4,096: long words go in afterwards.
LONG = 500
_GAP = re.compile("\ue000([0-9]+)\ue001")
_MARKS = {"\ue000", "\ue001"}


@dataclass(frozen=True)
class Text:
    """A text by its key, with what fills its gaps; rendered only when the reader's language is known."""

    key: str
    args: Mapping[str, Any] = field(default_factory=dict)


def t(key: str, **args: Any) -> Text:
    """Names a text: `t("receipt", number=17)`."""
    return Text(key, args)


class Texts:
    """Renders texts for one service: its languages, its time zone, its name."""

    def __init__(self, zone: ZoneInfo, service: str, languages: Iterable[str] = (FALLBACK,)) -> None:
        self.zone = zone
        self.service = service
        self.languages = tuple(languages)
        for language in {*self.languages, FALLBACK}:
            bundle_for(language)  # a tenth of a second, in which the first message would hold up everybody else's

    def html(self, text: Text, language: str = FALLBACK) -> str:
        """The text as Telegram's HTML; whatever came from outside is escaped."""
        return self._format(text, language, lambda words: escape(clean_text(words), quote=False))

    def plain(self, text: Text, language: str = FALLBACK) -> str:
        """The text with nothing escaped: for buttons and toasts, which know no markup."""
        return self._format(text, language, clean_text)

    def _format(self, text: Text, language: str, door: Any) -> str:
        bundle, message = _find(text.key, language)
        if message.value is None:
            raise LookupError(f"the text {text.key!r} is empty")
        args = {name: self._value(value, language, door) for name, value in text.args.items()}
        args.setdefault("service", door(self.service))
        kept: list[str] = []
        for name, value in args.items():
            if isinstance(value, str) and (len(value) > LONG or _MARKS & set(value)):
                kept.append(value)
                args[name] = f"\ue000{len(kept) - 1}\ue001"
        words, errors = bundle.format_pattern(message.value, args)
        if errors:
            raise LookupError(f"the text {text.key!r} can't be filled: {errors[0]!r}")
        return _GAP.sub(lambda gap: kept[int(gap[1])], str(words))

    def _value(self, value: Any, language: str, door: Any) -> Any:
        match value:
            case Text():
                return self._format(value, language, door)
            case bool():
                return "yes" if value else "no"
            case str():
                return door(value)
            case datetime():
                return format_datetime(value.astimezone(self.zone), "EEE d MMM, HH:mm", locale=_locale(language))
            case date():
                return format_date(value, "EEE d MMM y", locale=_locale(language))
            case timedelta():
                return format_timedelta(value, threshold=1.2, locale=_locale(language))
            case list() | tuple():
                return "\n".join(str(self._value(item, language, door)) for item in value)
            case None:
                return ""
            case int():
                # "#1,234" would be no number that anybody could type back.
                return fluent_number(value, useGrouping=False)
            case _:
                return value


def _locale(language: str) -> str:
    return {"en": "en_GB"}.get(language, language.replace("-", "_"))


@lru_cache
def bundle_for(language: str) -> FluentBundle:
    """The compiled texts of one language."""
    bundle = FluentBundle([language], use_isolating=False)
    for path in sorted((FOLDER / language).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text("utf-8")))
    return bundle


@lru_cache(maxsize=4096)
def _find(key: str, language: str) -> tuple[FluentBundle, Any]:
    for candidate in (language, FALLBACK):
        bundle = bundle_for(candidate)
        if bundle.has_message(key):
            return bundle, bundle.get_message(key)
    raise LookupError(f"there is no text {key!r}")
