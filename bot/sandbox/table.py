"""Which methods the sandbox speaks, and what each takes, as the Bot API specification has it."""

from __future__ import annotations

from typing import NamedTuple


def words(text: str) -> list[str]:
    """A list written as one line of text."""
    return text.split()


# One method a line: its name, then its parameters as name:kind. `!` means required. Kinds: i integer,
# s string, b boolean, c chat (integer or @name), o object, a array, f file or string, u upload only, and
# - for what Telegram takes and a service like this has no use for: the sandbox refuses that aloud.
_GROUPS = {
    "@to": "business_connection_id:- chat_id!:c message_thread_id:- direct_messages_topic_id:-",
    "@how": "disable_notification:b protect_content:b allow_paid_broadcast:- message_effect_id:-",
    "@post": "suggested_post_parameters:- reply_parameters:o reply_markup:o",
    "@caption": "caption:s parse_mode:s caption_entities:a",
    "@shown": "show_caption_above_media:b has_spoiler:b",
    "@edit": "business_connection_id:- chat_id:c message_id:i inline_message_id:-",
    "@language": "language_code:s",
}

_METHODS = """
getMe
logOut
close
getUpdates offset:i limit:i timeout:i allowed_updates:a
setWebhook url!:s certificate:u ip_address:s max_connections:i allowed_updates:a drop_pending_updates:b
  secret_token:s
deleteWebhook drop_pending_updates:b
getWebhookInfo
sendMessage @to text!:s parse_mode:s entities:a link_preview_options:o @how @post
sendPhoto @to photo!:f @caption @shown @how @post
sendAudio @to audio!:f @caption duration:i performer:s title:s thumbnail:f @how @post
sendDocument @to document!:f thumbnail:f @caption disable_content_type_detection:b @how @post
sendVideo @to video!:f duration:i width:i height:i thumbnail:f cover:- start_timestamp:i @caption @shown
  supports_streaming:b @how @post
sendAnimation @to animation!:f duration:i width:i height:i thumbnail:f @caption @shown @how @post
sendVoice @to voice!:f @caption duration:i @how @post
sendVideoNote @to video_note!:f duration:i length:i thumbnail:f @how @post
sendSticker @to sticker!:f emoji:s @how @post
sendMediaGroup @to media!:a @how reply_parameters:o
copyMessage chat_id!:c message_thread_id:- direct_messages_topic_id:- from_chat_id!:c message_id!:i
  video_start_timestamp:i @caption show_caption_above_media:b @how @post
copyMessages chat_id!:c message_thread_id:- direct_messages_topic_id:- from_chat_id!:c message_ids!:a
  disable_notification:b protect_content:b remove_caption:b
forwardMessage chat_id!:c message_thread_id:- direct_messages_topic_id:- from_chat_id!:c
  video_start_timestamp:i disable_notification:b protect_content:b message_effect_id:-
  suggested_post_parameters:- message_id!:i
editMessageText @edit text:s parse_mode:s entities:a link_preview_options:o rich_message:- reply_markup:o
editMessageCaption @edit @caption show_caption_above_media:b reply_markup:o
editMessageMedia @edit media!:o reply_markup:o
editMessageReplyMarkup @edit reply_markup:o
deleteMessage chat_id!:c message_id!:i
deleteMessages chat_id!:c message_ids!:a
answerCallbackQuery callback_query_id!:s text:s show_alert:b url:s cache_time:i
setMyCommands commands!:a scope:o @language
getMyCommands scope:o @language
deleteMyCommands scope:o @language
setMyDescription description:s @language
getMyDescription @language
setMyShortDescription short_description:s @language
getMyShortDescription @language
setMyName name:s @language
getMyName @language
setChatMenuButton chat_id:i menu_button:o
getChatMenuButton chat_id:i
sendChatAction business_connection_id:- chat_id!:c message_thread_id:- action!:s
getChat chat_id!:c
getFile file_id!:s
setMessageReaction chat_id!:c message_id!:i reaction:a is_big:b
pinChatMessage business_connection_id:- chat_id!:c message_id!:i disable_notification:b
unpinChatMessage business_connection_id:- chat_id!:c message_id:i
unpinAllChatMessages chat_id!:c
"""


class Takes(NamedTuple):
    """What one method takes: kind by parameter, and the names without which it makes no sense."""

    kinds: dict[str, str]
    required: tuple[str, ...]


def _read(text: str) -> dict[str, Takes]:
    methods: dict[str, Takes] = {}
    for group, parameters in _GROUPS.items():
        text = text.replace(group, parameters)
    for line in text.strip().replace("\n  ", " ").splitlines():
        method, *rest = line.split()
        kinds: dict[str, str] = {}
        required = []
        for word in rest:
            name, kind = word.split(":")
            if name.endswith("!"):
                name = name[:-1]
                required.append(name)
            kinds[name] = kind
        methods[method] = Takes(kinds, tuple(required))
    return methods


METHODS = _read(_METHODS)
BY_LOWER_CASE = {name.lower(): name for name in METHODS}

UPDATE_KINDS = words(
    "message edited_message channel_post edited_channel_post business_connection business_message "
    "edited_business_message deleted_business_messages guest_message message_reaction "
    "message_reaction_count inline_query chosen_inline_result callback_query shipping_query "
    "pre_checkout_query purchased_paid_media poll poll_answer my_chat_member chat_member "
    "chat_join_request chat_boost removed_chat_boost managed_bot"
)
OFF_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
BY_DEFAULT = frozenset(UPDATE_KINDS) - OFF_BY_DEFAULT

REACTIONS = frozenset(
    words(
        "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 "
        "🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 "
        "☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡 "
    )
)

BUTTON_KEYS = frozenset(
    words(
        "text icon_custom_emoji_id style url callback_data web_app login_url switch_inline_query "
        "switch_inline_query_current_chat switch_inline_query_chosen_chat copy_text callback_game pay"
    )
)
BUTTON_ACTIONS = BUTTON_KEYS - {"text", "icon_custom_emoji_id", "style"}
