"""Names of things that detection finds: an unknown one is said as "something else" rather than not at all."""

from bot.texts import FALLBACK, Text, bundle_for, t


def _known(key: str, otherwise: str) -> Text:
    return t(key if bundle_for(FALLBACK).has_message(key) else otherwise)


def category_name(category: str) -> Text:
    """What a concern or a hold is about."""
    return _known(f"category-{category}", "category-other")


def why_unread(why: str) -> Text:
    """Why no machine could read it."""
    return _known(f"why-{why}", "why-other")
