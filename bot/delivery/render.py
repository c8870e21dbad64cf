"""From content to Bot API calls: the reader's language, Telegram's keyboards, and its limits on length."""

import html
import re
from dataclasses import dataclass, field, replace
from typing import Any

from bot.callbacks.desk import HelpBesideBoard
from bot.callbacks.people import HelpNow
from bot.notifications.content import Button, Content, Media, Rows, Subject, button
from bot.policies.fields import split_text, utf16_len
from bot.texts import Texts

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ALBUM_LIMIT = 10
_WITHOUT_CAPTION = {"sticker", "video_note"}
_METHODS = {
    "photo": "sendPhoto",
    "video": "sendVideo",
    "voice": "sendVoice",
    "audio": "sendAudio",
    "document": "sendDocument",
    "animation": "sendAnimation",
    "video_note": "sendVideoNote",
    "sticker": "sendSticker",
}
_TAG = re.compile(r"</?[a-z][^>]*>")


@dataclass(frozen=True)
class Call:
    """One Bot API call; `upload` is a file to send along, `spare` the file behind an id that Telegram might refuse."""

    method: str
    params: dict[str, Any]
    upload: Media | None = None
    spare: Media | None = None
    shows: tuple[Subject, ...] = ()  # what each resulting message shows
    has_media: bool = False
    edits: int | None = None
    instead: tuple["Call", ...] = field(default=())  # what to do if the edit can't be made
    optional: bool = False  # no harm if Telegram won't: what was to be cleared is gone, or too old


def render(content: Content, chat_id: int, texts: Texts, language: str) -> list[Call]:
    """The calls, in order, that put this content into that chat; the last one has the buttons."""
    if content.commands:
        return [_menu(content, chat_id, texts, language)]
    words = texts.html(content.text, language) if content.text is not None else ""
    keyboard = markup(content.rows, texts, language)
    if content.delete is not None:
        return [Call("deleteMessage", {"chat_id": chat_id, "message_id": content.delete}, optional=True)]
    if content.delete_all:
        return [Call("deleteMessages", {"chat_id": chat_id, "message_ids": list(content.delete_all)}, optional=True)]
    if content.edit is not None:
        return _edit(content, chat_id, words, keyboard, texts, language)
    common: dict[str, Any] = {"chat_id": chat_id}
    if content.silent:
        common["disable_notification"] = True
    if content.protect:
        common["protect_content"] = True
    if content.reply_to is not None:
        common["reply_parameters"] = {"message_id": content.reply_to, "allow_sending_without_reply": True}
    shows = (content.subject,) if content.subject else ()
    if not content.media:
        return _messages(words, keyboard, common, shows)
    if len(content.media) > 1:
        return [*_albums(content, common), *_messages(words, keyboard, common, shows)]
    media = content.media[0]
    caption_fits = media.kind not in _WITHOUT_CAPTION and utf16_len(_bare(words)) <= CAPTION_LIMIT
    if caption_fits:
        return [_single(media, words, keyboard, common, shows)]
    return [_single(media, "", None, common, shows), *_messages(words, keyboard, common, shows)]


def markup(rows: Rows, texts: Texts, language: str) -> dict[str, Any] | None:
    """Telegram's inline keyboard for these buttons; None without any. The way to help is the last of them, always."""
    if not rows:
        return None
    if not isinstance(rows[-1][-1].action, HelpNow | HelpBesideBoard):
        rows = (*rows, (button("button-help-now", HelpNow()),))
    return {"inline_keyboard": [[_button(item, texts, language) for item in row] for row in rows]}


def _button(item: Button, texts: Texts, language: str) -> dict[str, str]:
    words = texts.plain(item.text, language)
    if item.url is not None:
        return {"text": words, "url": item.url}
    if item.action is None:
        raise ValueError("a button needs an action or an address")
    return {"text": words, "callback_data": item.action.encode()}


def _menu(content: Content, chat_id: int, texts: Texts, language: str) -> Call:
    entries = [{"command": name, "description": texts.plain(words, language)} for name, words in content.commands]
    return Call("setMyCommands", {"commands": entries, "scope": {"type": "chat", "chat_id": chat_id}})


def _bare(words: str) -> str:
    return html.unescape(_TAG.sub("", words))


def _messages(
    words: str, keyboard: dict[str, Any] | None, common: dict[str, Any], shows: tuple[Subject, ...]
) -> list[Call]:
    if not words:
        return []
    bare = _bare(words)
    pieces = [words]
    if utf16_len(bare) > TEXT_LIMIT:
        # Long words lose their bold type rather than a single letter.
        pieces = [html.escape(piece, quote=False) for piece in split_text(bare, TEXT_LIMIT)]
    calls = [
        Call(
            "sendMessage",
            {**common, "text": piece, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}},
            shows=shows,
        )
        for piece in pieces
    ]
    if keyboard is not None:
        calls[-1] = replace(calls[-1], params={**calls[-1].params, "reply_markup": keyboard})
    return calls


def _single(
    media: Media,
    words: str,
    keyboard: dict[str, Any] | None,
    common: dict[str, Any],
    shows: tuple[Subject, ...],
) -> Call:
    params = dict(common)
    if words:
        params |= {"caption": words, "parse_mode": "HTML"}
    if keyboard is not None:
        params["reply_markup"] = keyboard
    if media.kind == "video":
        params["supports_streaming"] = True
    if media.file_id is not None:
        params[media.kind] = media.file_id
    upload = media if media.file_id is None else None
    spare = replace(media, file_id=None) if media.file_id and media.path else None
    return Call(_METHODS[media.kind], params, upload, spare, shows, has_media=True)


def _albums(content: Content, common: dict[str, Any]) -> list[Call]:
    calls = []
    for at in range(0, len(content.media), ALBUM_LIMIT):
        items = content.media[at : at + ALBUM_LIMIT]
        shows = content.subjects[at : at + ALBUM_LIMIT]
        if len(items) == 1:
            calls.append(_single(items[0], "", None, common, shows))
            continue
        group = [{"type": item.kind, "media": item.file_id} for item in items]
        calls.append(Call("sendMediaGroup", {**common, "media": group}, shows=shows, has_media=True))
    return calls


def _edit(
    content: Content,
    chat_id: int,
    words: str,
    keyboard: dict[str, Any] | None,
    texts: Texts,
    language: str,
) -> list[Call]:
    shows = (content.subject,) if content.subject else ()
    params: dict[str, Any] = {"chat_id": chat_id, "message_id": content.edit}
    if keyboard is not None:
        params["reply_markup"] = keyboard
    fresh = replace(content, edit=None, edit_has_media=False)
    instead = () if content.or_nothing else tuple(render(fresh, chat_id, texts, language))
    if content.edit_has_media:
        if content.media and content.media[0].kind not in (_WITHOUT_CAPTION | {"voice"}):
            media = {"type": content.media[0].kind, "media": content.media[0].file_id}
            params["media"] = {**media, "caption": words, "parse_mode": "HTML"}
            method = "editMessageMedia"
        else:
            params |= {"caption": words, "parse_mode": "HTML"}
            method = "editMessageCaption"
        too_long = utf16_len(_bare(words)) > CAPTION_LIMIT
    else:
        params |= {"text": words, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
        method = "editMessageText"
        too_long = utf16_len(_bare(words)) > TEXT_LIMIT
    if too_long and instead:
        # What no longer fits where it was is said anew, whole.
        return list(instead)
    edit = Call(
        method,
        params,
        shows=shows,
        has_media=content.edit_has_media,
        edits=content.edit,
        instead=instead,
        optional=content.or_nothing,
    )
    return [edit]
