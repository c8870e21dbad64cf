"""Contact details in text: what is one, and what only looks like one."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policies.detection.contacts import MASK, Allowed, find_contacts, mask

CONTACTS = [
    ("ring me on 07700 900123", "phone", "07700 900123"),
    ("its 07700900123 ok", "phone", "07700900123"),
    ("+44 7700 900123", "phone", "+44 7700 900123"),
    ("07-700-900-123 is me", "phone", "07-700-900-123"),
    ("call 01908 555 019 after six", "phone", "01908 555 019"),
    ("n u m b e r: 0 7 7 0 0 9 0 0 3 8 1", "phone", "0 7 7 0 0 9 0 0 3 8 1"),
    ("o77oo 9oo 456 thats my num", "phone", "o77oo 9oo 456"),
    (
        "zero seven seven double zero nine double zero one two three",
        "phone",
        "zero seven seven double zero nine double zero one two three",
    ),
    ("my mob is oh seven 700 nine hundred 123", "phone", "oh seven 700 nine hundred 123"),
    ("french number +33 6 12 34 56 78", "phone", "+33 6 12 34 56 78"),
    ("write to kid.bass@example.com pls", "email", "kid.bass@example.com"),
    ("sam at gmail dot com", "email", "sam at gmail dot com"),
    ("jo.keys [at] example [dot] org", "email", "jo.keys [at] example [dot] org"),
    ("im @lil_uke there", "handle", "@lil_uke"),
    ("discord bassboi#4412", "handle", "bassboi#4412"),
    ("my snap is emz_xo09", "handle", "emz_xo09"),
    ("ig: pianokid", "handle", "pianokid"),
    ("join discord.gg/ab12cd", "link", "discord.gg/ab12cd"),
    ("https://wa.me/447700900111", "link", "https://wa.me/447700900111"),
    ("see www.kidsite.co.uk/me", "link", "www.kidsite.co.uk/me"),
    ("youtube.com.evil.net/x", "link", "youtube.com.evil.net/x"),
    ("heres a riff 07700900123", "phone", "07700900123"),
    ("hxxps://riffo.carrd.co ok", "link", "hxxps://riffo.carrd.co"),
    ("all on linktr.ee/riffo", "link", "linktr.ee/riffo"),
]

HARMLESS = [
    "e|--0--2--3--| B|--1--3--0--|",
    "e|-----0-----| B|---1---1---| G|-0-------0-|",
    "E|-0-3-5-0-3-6-5-0-3-5-3-0-|",
    "x32010 then 022100 then 320003",
    "133211 xx0232 x02210 022000",
    "1 2 3 4 1 2 3 4 1 2 3 4",
    "1 and 2 and 3 and 4 and",
    "one two three four one two three four",
    "0 3 5 0 3 6 5 0 3 5 3 0",
    "frets 0 7 5 7 0 7 5 7 0 7 5 on the riff",
    "riff is 07 05 07 08 07 05 03",
    "e|07700900123|",
    "strings ①②③④⑤⑥ then ⑥⑤④③②①",
    "120 bpm then 140 bpm then 90",
    "at 1:32:07 in the video",
    "12/06/2026 at 10.20",
    "2026-06-14 10:20:30",
    "bars 9-16 and 17-24",
    "question 1042 in session 20260614",
    "C3 D3 E3 F3 G3 A3 B3 C4",
    "440 hz 880 hz 1760 hz",
    "lesson 12, page 34, line 5",
    "4/4 then 6/8 then 12/8",
    "i got 98765 points",
    "Childline is 0800 1111",
    "call 999 or 111 or 116 123",
    "the link is https://www.youtube.com/watch?v=abc123",
    "its on bandlab.com/kidbeats",
    "snap my fingers on 2 and 4",
    "tag the ending twice",
    "user name please",
    "meet at 5 at the hall",
    "hz.lol no",
    "vol. 2 no. 7 op. 27",
    "F#7 Bb9 C#m7b5",
]


@pytest.mark.parametrize(("text", "kind", "found"), CONTACTS)
def test_a_contact_is_found_where_it_stands_and_masked(text: str, kind: str, found: str) -> None:
    spans = find_contacts(text)
    assert [(span.kind, span.text) for span in spans] == [(kind, found)]
    assert text[spans[0].start : spans[0].end] == found
    assert mask(text) == text.replace(found, MASK)


@pytest.mark.parametrize(
    "dressed",
    [
        "⓪⑦⑦⓪⓪⑨⓪⓪①②③",
        "𝟬𝟳𝟳𝟬𝟬𝟵𝟬𝟬𝟭𝟮𝟯",
        "٠٧٧٠٠٩٠٠١٢٣",
        "077\u200b009\u200b00123",
        "0️⃣7️⃣7️⃣0️⃣0️⃣9️⃣0️⃣0️⃣1️⃣2️⃣3️⃣",
        "ｒｉｆｆ＠ｅｘａｍｐｌｅ．ｃｏｍ",
        "t . me / riffo",
    ],
)
def test_a_contact_in_fancy_dress_is_masked_whole(dressed: str) -> None:
    assert mask(f"é {dressed} ok") == f"é {MASK} ok"


@pytest.mark.parametrize("text", HARMLESS)
def test_music_times_and_helplines_are_left_alone(text: str) -> None:
    assert find_contacts(text) == []
    assert mask(text) == text


def test_a_service_adds_its_own_office_and_pages() -> None:
    text = "ring 01908 555 200 or see ourmusic.org.uk"
    assert len(find_contacts(text)) == 2
    assert mask(text, frozenset({"ourmusic.org.uk"}), frozenset({"01908555200"})) == text


def test_a_number_far_into_a_long_text_is_found() -> None:
    text = "la " * 4000 + "07700 900123"
    assert mask(text).endswith(MASK)


def test_a_number_on_the_seam_of_two_pieces_is_found_once() -> None:
    for before in range(8180, 8195):
        text = "a" * (before - 1) + " 07700 900123 " + "b" * 50
        assert [span.text for span in find_contacts(text)] == ["07700 900123"]


@given(st.text(max_size=400))
def test_masking_never_fails_and_spans_are_in_order(text: str) -> None:
    spans = find_contacts(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= two.start for one, two in itertools.pairwise(spans))
    assert mask(text).count(MASK) >= len(spans)


@given(st.lists(st.sampled_from(["0", "1", "2", "3", "5", "7", "x"]), min_size=6, max_size=6))
def test_no_chord_shape_is_a_contact(frets: list[str]) -> None:
    shape = "".join(frets)
    assert mask(f"try {shape} now") == f"try {shape} now"


def test_what_a_service_adds_is_allowed_however_it_is_written() -> None:
    allowed = Allowed.with_more(["www.OurProject.org.uk", " "], ["01908 555 100", ""])
    text = "see ourproject.org.uk/gigs or ring 01908 555100, not 07700 900123"
    assert [span.text for span in find_contacts(text, allowed.links, allowed.numbers)] == ["07700 900123"]
    assert Allowed.with_more([], []) == Allowed()
