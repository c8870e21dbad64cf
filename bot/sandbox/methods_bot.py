"""Methods about the bot itself: who it is, what it offers, and its answers to button presses."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.files import DOWNLOAD_LIMIT
from bot.sandbox.people import Chat, Json
from bot.sandbox.table import words
from bot.sandbox.updates import PRESS_KEPT_SECONDS
from bot.sandbox.world import World

ACTIONS = frozenset(
    words(
        "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
        "choose_sticker find_location record_video_note upload_video_note"
    )
)
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_WIDE_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_ABILITIES = words(
    "can_join_groups can_read_all_group_messages supports_inline_queries can_connect_to_business "
    "has_main_web_app has_topics_enabled allows_users_to_create_topics can_manage_bots"
)
_GIFTS = words("unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels")
_ABOUT = {"description": 512, "short_description": 120, "name": 64}


def get_me(world: World, _: Json) -> Json:
    """getMe."""
    return {**world.bot, **dict.fromkeys(_ABILITIES, False)}


def answer_press(world: World, p: Json) -> bool:
    """answerCallbackQuery: in time, and only for a press that was."""
    known = world.presses.get(p["callback_query_id"])
    if known is None or world.now() - known[0] > PRESS_KEPT_SECONDS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = p.get("text", "")
    if len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    if p.get("url"):
        raise bad_request("URL_INVALID")
    chat = world.chats[known[1]]
    toast = {"text": text, "show_alert": p.get("show_alert", False)}
    if text:
        chat.toasts.append(toast)
    world.tell("toast", chat, callback_query_id=p["callback_query_id"], **toast)
    return True


def set_commands(world: World, p: Json) -> bool:
    """setMyCommands."""
    commands = p["commands"]
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept = []
    for given in commands:
        if not isinstance(given, dict):
            raise bad_request("expected an Array of BotCommand")
        command = str(given.get("command", "")).removeprefix("/")
        description = str(given.get("description", "")).strip()
        if not _COMMAND.fullmatch(command):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        kept.append({"command": command, "description": description})
    return _keep_commands(world, p, kept)


def delete_commands(world: World, p: Json) -> bool:
    """deleteMyCommands."""
    return _keep_commands(world, p, [])


def get_commands(world: World, p: Json) -> list[Json]:
    """getMyCommands: exactly the ones set for this scope and language."""
    return world.commands.get(_scope(world, p), [])


def _keep_commands(world: World, p: Json, commands: list[Json]) -> bool:
    scope = _scope(world, p)
    if commands:
        world.commands[scope] = commands
    else:
        world.commands.pop(scope, None)
    if world.store is not None:
        world.store.menus(world.commands)
    world.tell("commands", world.chats.get(scope[1]))
    return True


def _scope(world: World, p: Json) -> tuple[str, int, int, str]:
    language = p.get("language_code", "")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    scope = p.get("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind in _WIDE_SCOPES:
        return kind, 0, 0, language
    if kind == "chat":
        chat_id = scope.get("chat_id")
        if isinstance(chat_id, str) and chat_id.lstrip("-").isdigit():
            chat_id = int(chat_id)
        if not isinstance(chat_id, int | str):
            raise bad_request("chat_id is empty")
        return kind, world.chat(chat_id).id, 0, language
    if kind in ("chat_administrators", "chat_member"):
        raise bad_request("chat not found")  # the sandbox has private chats only
    raise bad_request("can't parse BotCommandScope: Unsupported type specified")


def menu(world: World, chat: Chat) -> list[Json]:
    """The command menu that a person sees: the narrowest scope wins, and in it their language."""
    for kind, chat_id in (("chat", chat.id), ("all_private_chats", 0), ("default", 0)):
        for language in (chat.person.language_code[:2], ""):
            if found := world.commands.get((kind, chat_id, 0, language)):
                return found
    return []


def set_about(field: str, world: World, p: Json) -> bool:
    """setMyDescription, setMyShortDescription and setMyName."""
    value = p.get(field, "")
    if len(value) > _ABOUT[field]:
        raise bad_request(f"{field.upper()}_TOO_LONG".replace("SHORT_DESCRIPTION", "ABOUT"))
    world.about[field, p.get("language_code", "")] = value
    return True


def get_about(field: str, world: World, p: Json) -> Json:
    """getMyDescription, getMyShortDescription and getMyName."""
    usual = world.bot["first_name"] if field == "name" else ""
    found = world.about.get((field, p.get("language_code", ""))) or world.about.get((field, ""))
    return {field: found or usual}


def set_menu_button(world: World, p: Json) -> bool:
    """setChatMenuButton."""
    button = p.get("menu_button") or {"type": "default"}
    if button.get("type") not in ("commands", "default", "web_app"):
        raise bad_request("can't parse menu button: Unsupported type specified")
    world.menu_buttons[world.chat(p["chat_id"]).id if "chat_id" in p else 0] = button
    return True


def get_menu_button(world: World, p: Json) -> Json:
    """getChatMenuButton."""
    buttons = world.menu_buttons
    chat_id = world.chat(p["chat_id"]).id if "chat_id" in p else 0
    return buttons.get(chat_id) or buttons.get(0) or {"type": "commands"}


def chat_action(world: World, p: Json) -> bool:
    """sendChatAction."""
    chat = world.writable(p["chat_id"])
    if p["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.actions.append(p["action"])
    world.tell("action", chat, action=p["action"])
    return True


def get_chat(world: World, p: Json) -> Json:
    """getChat: what a bot may know about a person who wrote to it."""
    chat = world.chat(p["chat_id"])
    if not chat.started:
        raise bad_request("chat not found")
    full = {
        **chat.raw,
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, True),
    }
    if chat.pinned and (newest := chat.messages.get(chat.pinned[-1])) is not None:
        full["pinned_message"] = newest.raw
    return full


def get_file(world: World, p: Json) -> Json:
    """getFile: up to 20 MB."""
    file = world.files.get(p["file_id"])
    if file.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return file.json()


def get_webhook(world: World, _: Json) -> Json:
    """getWebhookInfo."""
    info: Json = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.queue),
        **world.webhook_info(),
    }
    if world.updates.allowed_given is not None:
        info["allowed_updates"] = world.updates.allowed_given
    return info


def yes(_: World, __: Json) -> bool:
    """logOut and close, which mean nothing to a sandbox."""
    return True


METHODS: dict[str, Callable[[World, Json], Any]] = {
    "getMe": get_me,
    "logOut": yes,
    "close": yes,
    "answerCallbackQuery": answer_press,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "setMyDescription": partial(set_about, "description"),
    "getMyDescription": partial(get_about, "description"),
    "setMyShortDescription": partial(set_about, "short_description"),
    "getMyShortDescription": partial(get_about, "short_description"),
    "setMyName": partial(set_about, "name"),
    "getMyName": partial(get_about, "name"),
    "setChatMenuButton": set_menu_button,
    "getChatMenuButton": get_menu_button,
    "sendChatAction": chat_action,
    "getChat": get_chat,
    "getFile": get_file,
    "getWebhookInfo": get_webhook,
}
