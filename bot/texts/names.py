"""Names of things that detection finds: an unknown one is said as "something else" rather than not at all."""

from babel import Locale, UnknownLocaleError

from bot.texts import FALLBACK, Text, bundle_for, t


def _known(key: str, otherwise: str) -> Text:
    return t(key if bundle_for(FALLBACK).has_message(key) else otherwise)


def category_name(category: str) -> Text:
    """What a concern or a hold is about."""
    return _known(f"category-{category}", "category-other")


def language_name(code: str) -> str:
    """A language as its speakers call it; a code that nobody knows as it is."""
    try:
        name = Locale.parse(code, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:] if name else code


def why_unread(why: str) -> Text:
    """Why no machine could read it."""
    return _known(f"why-{why}", "why-other")
