"""A conversation as HTML and PDF: nothing said gets out of its place, and no character stops the document."""

import logging

import pytest

from bot.documents.html import to_html
from bot.documents.pdf import drawable, to_pdf
from bot.documents.transcript import Line, Thread, Transcript


def transcript(words: str, *threads: Thread) -> Transcript:
    line = Line("Riff (Otter-12)", "Sun 22 Nov, 18:00", words, "edited", True, ("before: <i>x</i>",))
    return Transcript("T", "made", "nothing yet", "boxes", "Page", "en", threads or (Thread("#1", "", (line,)),))


def test_html_escapes_what_was_said_and_asks_for_nothing_from_outside() -> None:
    page = to_html(transcript('<script>alert(1)</script> & "x" <img src=http://x>')).decode()
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert "default-src 'none'" in page
    assert "before: &lt;i&gt;x&lt;/i&gt;" in page


@pytest.mark.parametrize("words", ["plain", "😀🎸 你好", "שלום مرحبا", "x" * 5000, "", "\n\n", "a\u200db\ud800"])
def test_pdf_is_made_of_any_words_and_logs_none_of_them(words: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    document = to_pdf(transcript(words))
    assert document.startswith(b"%PDF-")
    assert document.rstrip().endswith(b"%%EOF")
    assert not [record for record in caplog.records if words.strip() and words in record.getMessage()]


def test_what_the_font_lacks_is_named_or_boxed() -> None:
    assert drawable("ab ü я") == ("ab ü я", False)
    assert drawable("🎸") == ("‹guitar›", False)
    assert drawable("你") == ("□", True)


def test_nothing_said_yet_is_said() -> None:
    empty = Transcript("T", "made", "nothing yet", "boxes", "Page", "en", ())
    assert b"nothing yet" in to_html(empty)
    assert to_pdf(empty).startswith(b"%PDF-")
