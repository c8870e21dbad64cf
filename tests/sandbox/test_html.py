"""Telegram's HTML: what it means, and how broken markup is told."""

from __future__ import annotations

import html as escaping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import detect, formatted
from bot.sandbox.errors import Refusal
from bot.sandbox.html import parse, utf16


def marks(source: str) -> list[tuple[Any, ...]]:
    """Each entity as its type, the words under it, and what else it says."""
    text, entities = parse(source)
    units = text.encode("utf-16-le")
    found = []
    for entity in entities:
        start, length = entity["offset"] * 2, entity["length"] * 2
        words = units[start : start + length].decode("utf-16-le")
        rest = {key: value for key, value in entity.items() if key not in ("type", "offset", "length")}
        found.append((entity["type"], words, *rest.values()))
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<b>a</b><strong>b</strong>", [("bold", "a"), ("bold", "b")]),
        ("<i>a</i><em>b</em>", [("italic", "a"), ("italic", "b")]),
        ("<u>a</u><ins>b</ins>", [("underline", "a"), ("underline", "b")]),
        ("<s>a</s><strike>b</strike><del>c</del>", [("strikethrough", word) for word in "abc"]),
        ("<tg-spoiler>a</tg-spoiler><span class='tg-spoiler'>b</span>", [("spoiler", "a"), ("spoiler", "b")]),
        ("<code>a</code>", [("code", "a")]),
        ("<code class='language-x'>a</code>", [("code", "a")]),
        ("<pre>a</pre>", [("pre", "a")]),
        ('<pre><code class="language-python">a</code></pre>', [("pre", "a", "python")]),
        ("<blockquote>a</blockquote>", [("blockquote", "a")]),
        ("<blockquote expandable>a</blockquote>", [("expandable_blockquote", "a")]),
        ("<a href='https://a.b/?x=1&amp;y=2'>a</a>", [("text_link", "a", "https://a.b/?x=1&y=2")]),
        ('<a href="tg://user?id=1">a</a>', [("text_link", "a", "tg://user?id=1")]),
        ("<a>a.org</a>", [("text_link", "a.org", "http://a.org")]),
        ("<a href='nonsense'>a</a>", []),
        ("<tg-emoji emoji-id='123'>👍</tg-emoji>", [("custom_emoji", "👍", "123")]),
        ("🎸<b>🎹 x</b>é<i>y</i>", [("bold", "🎹 x"), ("italic", "y")]),
        ("<b>a<i>b</i>c</b>", [("bold", "abc"), ("italic", "b")]),
        ("<B>a</b >", [("bold", "a")]),
        ("<b>a</>", [("bold", "a")]),
        ("<b></b>", []),
        ("<b>&lt;&#105;&#x3e;&quot;&amp;</b>", [("bold", '<i>"&')]),
        ("no marks at all", []),
    ],
)
def test_marks(source: str, expected: list[tuple[str, ...]]) -> None:
    assert marks(source) == expected


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("é<b>x</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("é<marquee>x", 'Unsupported start tag "marquee" at byte offset 2'),
        ("I <3 music", 'Unsupported start tag "3" at byte offset 2'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<a href=a/b>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<tg-emoji emoji-id='x'>y</tg-emoji>", "Invalid custom emoji identifier specified"),
    ],
)
def test_broken_markup(source: str, why: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {why}"


@given(st.text())
def test_escaped_words_come_back_as_they_were(words: str) -> None:
    assert parse(escaping.escape(words, quote=True).replace("&#x27;", "'")) == (words, [])


@given(st.lists(st.tuples(st.sampled_from(["b", "i", "u", "s", "code"]), st.text(min_size=1)), max_size=8))
def test_offsets_are_utf16_units_of_the_words(parts: list[tuple[str, str]]) -> None:
    source = "".join(f"<{tag}>{escaping.escape(words)}</{tag}>" for tag, words in parts)
    text, entities = parse(source)
    assert text == "".join(words for _, words in parts)
    assert [entity["length"] for entity in entities] == [utf16(words) for _, words in parts]
    assert sum(entity["length"] for entity in entities) == utf16(text)


def told(source: str) -> str | tuple[str, list[dict[str, Any]]]:
    """What parsing gives: words and marks, or the refusal."""
    try:
        return parse(source)
    except Refusal as refusal:
        return refusal.description


@given(st.text(alphabet="<>/&;ab ='\"é🎸"))
def test_any_markup_is_either_read_or_refused(source: str) -> None:
    result = told(source)
    if isinstance(result, str):
        assert result.startswith("Bad Request: can't parse entities: ")
    else:
        text, entities = result
        assert all(0 <= e["offset"] < e["offset"] + e["length"] <= utf16(text) for e in entities)


def test_edges_are_trimmed_and_marks_with_them() -> None:
    text, entities = formatted(" \n <b> a 🎸 </b>\n", "HTML", None, 100)
    assert text == "a 🎸"
    assert entities == [{"type": "bold", "offset": 0, "length": 4}]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start CODE", [("bot_command", "/start")]),
        ("see /help@some_bot.", [("bot_command", "/help@some_bot")]),
        ("1/2 and/or //x", []),
        ("www.a.org (https://b.org/x?y=z).", [("url", "www.a.org"), ("url", "https://b.org/x?y=z")]),
        ("t.me/some_bot?start=abc", [("url", "t.me/some_bot?start=abc")]),
        ("@somebody a@b.org @x #tag #17 #a17", [
            ("mention", "@somebody"), ("email", "a@b.org"), ("hashtag", "#tag"), ("hashtag", "#a17"),
        ]),
        ("plain. words", []),
    ],
)  # fmt: skip
def test_what_is_found_in_plain_words(text: str, found: list[tuple[str, str]]) -> None:
    told = [(e["type"], text[e["offset"] : e["offset"] + e["length"]]) for e in detect(text)]
    assert told == found
