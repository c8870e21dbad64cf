"""Keyboards: what Telegram accepts, and with which words it refuses the rest."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.people import Json
from bot.sandbox.table import BUTTON_ACTIONS, BUTTON_KEYS

DATA_LIMIT = 64
_STYLES = frozenset({"danger", "success", "primary"})
_URL = re.compile(r"(https?://|tg://)[^\s]+|[\w-]+(\.[\w-]+)+(/\S*)?", re.IGNORECASE)


def inline(markup: Json | None, strict: bool) -> Json | None:
    """An inline keyboard as Telegram keeps it, or None where it is empty."""
    if not markup:
        return None
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list):
        raise bad_request("inline keyboard expected")
    kept = []
    count = 0
    for row in rows:
        if not isinstance(row, list):
            raise bad_request("can't parse inline keyboard button: Expected an array")
        for button in row:
            _check_button(button, strict)
        if row:
            kept.append(row)
            count += len(row)
    if count > 100 or any(len(row) > 8 for row in kept):
        # Eight in a row and a hundred in all is where Telegram's own server cuts.
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def _check_button(button: Any, strict: bool) -> None:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: Object expected")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    data = button.get("callback_data")
    if data is not None and len(button) == 2:
        _check_data(data)
        return
    if strict and not button.keys() <= BUTTON_KEYS:
        unknown = ", ".join(sorted(button.keys() - BUTTON_KEYS))
        raise bad_request(f"unknown field {unknown} in an inline keyboard button")
    actions = button.keys() & BUTTON_ACTIONS
    if not actions:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("an inline keyboard button must have exactly one action")
    if data is not None:
        _check_data(data)
    url = button.get("url")
    if url is not None and not (isinstance(url, str) and _URL.fullmatch(url)):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if button.get("style", "primary") not in _STYLES:
        raise bad_request("invalid button style specified")


def _check_data(data: Any) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")


def any_kind(markup: Json | None, strict: bool) -> Json | None:
    """Whatever keyboard may come with a new message."""
    if not markup:
        return None
    if "inline_keyboard" in markup:
        return inline(markup, strict)
    if "keyboard" in markup:
        return _reply(markup)
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        placeholder = markup.get("input_field_placeholder", "")
        if not isinstance(placeholder, str) or len(placeholder) > 64:
            raise bad_request("input field placeholder is too long")
        return markup
    raise bad_request("object expected as reply markup")


def _reply(markup: Json) -> Json:
    rows = markup["keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse keyboard button: Expected an array")
    kept: list[list[Json]] = []
    for row in rows:
        buttons = [{"text": button} if isinstance(button, str) else button for button in row]
        for button in buttons:
            if not isinstance(button, dict) or not isinstance(button.get("text"), str):
                raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
            if not button["text"].strip():
                raise bad_request("keyboard button text must be non-empty")
        if buttons:
            kept.append(buttons)
    if not kept:
        raise bad_request("keyboard must be non-empty")
    return {**markup, "keyboard": kept}
