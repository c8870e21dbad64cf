"""From contents to calls: within Telegram's limits whatever the words, and none of them lost."""

import re
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks.people import Home
from bot.callbacks.questions import OpenQuestion
from bot.delivery.render import Call, _bare, render
from bot.notifications.content import Button, Content, Media, Subject, button, rows
from bot.policies.fields import clean_text, utf16_len
from bot.texts import Texts, t
from tests.sandbox.specification import available, check_request

TEXTS = Texts(ZoneInfo("UTC"), "Backline")
KINDS = ("photo", "video", "voice", "audio", "document", "animation", "video_note", "sticker")
PIECE = st.text(alphabet=st.sampled_from("aé<&>\n 😀\u200d\u0301"), max_size=30)
LONG = st.builds(lambda piece, times: piece * times, PIECE, st.sampled_from([0, 1, 2, 50, 100, 200, 400, 900]))
BUTTONS = rows(button("button-home", Home()), Button(t("button-open"), OpenQuestion(17)), width=2)


def _calls(content: Content, chat: int = 7) -> list[Call]:
    calls = render(content, chat, TEXTS, "en")
    flat = [call for outer in calls for call in (outer, *outer.instead)]
    for call in flat:
        _within_limits(call)
    return calls


def _within_limits(call: Call) -> None:
    media = call.params.get("media")
    for said, limit in ((call.params.get("text"), 4096), (_caption(call), 1024)):
        # Telegram counts what is left when the markup is read, in UTF-16 units.
        assert utf16_len(_bare(said or "")) <= limit
        assert not re.search(r"&(?!(lt|gt|amp|quot);)|<(?!/?(b|i|blockquote)>)", said or "")
    if isinstance(media, list):
        assert 2 <= len(media) <= 10
    params = {**call.params, **({call.upload.kind: b"content"} if call.upload else {})}
    if available():
        assert check_request(call.method, params) == []


def _caption(call: Call) -> str | None:
    media = call.params.get("media")
    caption: str | None = media.get("caption") if isinstance(media, dict) else call.params.get("caption")
    return caption


def _words(calls: list[Call]) -> str:
    said = (call.params.get("text") or _caption(call) or "" for call in calls)
    return "".join("\n".join(_bare(words) for words in said if words).split())


def _photos(count: int) -> tuple[Media, ...]:
    return tuple(Media("photo", f"file-{number}") for number in range(count))


@given(LONG)
def test_any_words_are_sent_within_the_limit_and_none_is_lost(words: str) -> None:
    """As a text, split where it has to be; the buttons are under the last."""
    if not words.strip():
        return
    calls = _calls(Content(t("words", words=words), BUTTONS))
    assert _words(calls) == "".join(clean_text(words).split())
    assert [("reply_markup" in call.params) for call in calls] == [False] * (len(calls) - 1) + [True]


@given(LONG, st.sampled_from(KINDS))
def test_any_words_under_any_medium(words: str, kind: str) -> None:
    """As a caption while they fit, beside it when they do not."""
    calls = _calls(Content(t("words", words=words), BUTTONS, media=(Media(kind, "file"),)))
    assert calls[0].params[kind] == "file"
    assert _words(calls) == "".join(clean_text(words).split())


@given(LONG, st.integers(min_value=2, max_value=23))
def test_any_words_with_an_album_of_any_size(words: str, count: int) -> None:
    """Ten at a time, in order, each item with its subject; then the words."""
    subjects = tuple(Subject("entry", number) for number in range(count))
    calls = _calls(Content(t("words", words=words), BUTTONS, _photos(count), Subject("entry", 99), subjects))
    sent = []
    shown: list[Subject] = []
    for call in calls:
        if call.method == "sendMediaGroup":
            sent += [item["media"] for item in call.params["media"]]
            shown += call.shows
        elif call.method == "sendPhoto":
            sent.append(call.params["photo"])
            shown += call.shows
    assert sent == [f"file-{number}" for number in range(count)]
    assert tuple(shown) == subjects
    assert _words(calls) == "".join(clean_text(words).split())


@given(LONG, st.booleans(), st.sampled_from([(), *((Media(kind, "file"),) for kind in KINDS)]))
def test_any_edit_keeps_every_word(words: str, has_media: bool, media: tuple[Media, ...]) -> None:
    """In place while it fits; said anew, whole, when it does not."""
    content = Content(t("words", words=words), BUTTONS, media, Subject("entry", 5), edit=33, edit_has_media=has_media)
    calls = _calls(content)
    assert _words(calls) == "".join(clean_text(words).split())
    for call in calls:
        assert call.method.startswith("send") or call.params["message_id"] == 33
        if call.instead:
            assert _words(list(call.instead)) == "".join(clean_text(words).split())


def test_markup_of_ours_stays_until_the_words_are_too_long() -> None:
    """Bold type is given up for a long message, a letter never."""
    short = _calls(Content(t("receipt-added", number=1)))
    assert short[0].params["text"].startswith("<b>Got it.</b>")
    filling = "word " * 2000
    long = _calls(Content(t("entry-for-tutor", number=1, alias="A", name="B", about="", words=filling, mark="")))
    assert len(long) == 3
    assert _words(long).count("word") == 2000


def test_what_rings_and_what_may_be_saved_is_said_on_every_call() -> None:
    """Silent and protected hold for each message of several, and each answers the same one."""
    content = Content(t("words", words="x" * 5000), silent=True, protect=True, reply_to=9, media=_photos(12))
    for call in _calls(content):
        assert call.params["disable_notification"] is True
        assert call.params["protect_content"] is True
        assert call.params["reply_parameters"] == {"message_id": 9, "allow_sending_without_reply": True}


def test_the_other_operations() -> None:
    """Taking a message away, and setting a menu."""
    gone = _calls(Content(delete=5))
    assert [(call.method, call.params) for call in gone] == [("deleteMessage", {"chat_id": 7, "message_id": 5})]
    menu = _calls(Content(commands=(("helpnow", t("menu-helpnow")),)))
    assert menu[0].params["scope"] == {"type": "chat", "chat_id": 7}


def test_buttons_need_something_behind_them() -> None:
    """An address or an action; a button with neither is a mistake that is found when it is drawn."""
    linked = _calls(Content(t("old-button"), ((Button(t("button-open"), url="https://example.org"),),)))
    keyboard: dict[str, Any] = linked[0].params["reply_markup"]
    assert keyboard["inline_keyboard"][0][0]["url"] == "https://example.org"
    with pytest.raises(ValueError, match="needs an action"):
        render(Content(t("old-button"), ((Button(t("button-open")),),)), 7, TEXTS, "en")


@given(st.lists(st.sampled_from(["a", "music", "\n", "\n\n", "x" * 300]), max_size=60), st.integers(20, 60))
def test_pieces_are_cut_between_words(chosen: list[str], times: int) -> None:
    """No word of ordinary length is cut in two."""
    words = " ".join(chosen * times)
    if not words.strip():
        return
    pieces = [_bare(call.params["text"]) for call in _calls(Content(t("words", words=words)))]
    if len(pieces) == 1:
        return
    assert [word for piece in pieces for word in piece.split()] == words.split()
    for before, after in pairwise(pieces):
        assert before == before.rstrip()
        assert after == after.lstrip()
