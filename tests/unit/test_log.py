"""The log: never a token, never anybody's words, and a traceback that still says where."""

import io
import logging
import sys
from collections.abc import Iterator

import pytest

from bot import log
from bot.log import correlation

TOKEN = "7000000001:sandbox-token-that-opens-nothing"
WORDS = "I am so unhappy at home"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """The log as the operator sees it; what was set up before comes back afterwards."""
    root, written = logging.getLogger(), io.StringIO()
    before, level = root.handlers[:], root.level
    root.handlers.clear()
    monkeypatch.setattr(sys, "stderr", written)
    log.setup("DEBUG")
    yield written
    root.handlers[:] = before
    root.setLevel(level)


def test_a_token_is_never_written(lines: io.StringIO) -> None:
    """In a message, in an argument, in a library's line, in an error."""
    logger = logging.getLogger("bot.test")
    logger.warning("url https://api.telegram.org/bot%s/getMe", TOKEN)
    logger.warning("token %s", TOKEN)
    logging.getLogger("telegram.ext").error("failed: %r", {"token": TOKEN})
    try:
        raise ValueError(TOKEN)
    except ValueError:
        logger.exception("it failed")
    written = lines.getvalue()
    assert TOKEN.split(":")[1] not in written
    assert written.count("<token>") == 3


def test_an_error_is_told_by_its_kind_and_place_not_by_its_words(lines: io.StringIO) -> None:
    """Chained errors too: what they say may quote a person."""
    logger = logging.getLogger("bot.test")
    try:
        try:
            {}[WORDS]
        except KeyError as error:
            raise RuntimeError(WORDS) from error
    except RuntimeError:
        logger.exception("a question could not be read")
    written = lines.getvalue()
    assert WORDS not in written
    for part in ("builtins.RuntimeError", "builtins.KeyError", "test_log.py:", "a question could not be read"):
        assert part in written


def test_an_error_that_is_its_own_cause_ends(lines: io.StringIO) -> None:
    """A circle of causes must not keep the log writing for ever."""
    first, second = ValueError("a"), ValueError("b")
    first.__cause__, second.__cause__ = second, first
    try:
        raise first
    except ValueError:
        logging.getLogger("bot.test").exception("round and round")
    assert "round and round" in lines.getvalue()


def test_each_line_says_what_it_belongs_to(lines: io.StringIO) -> None:
    """The update or the promise that was being handled; libraries are heard only when something is wrong."""
    token = correlation.set("u17")
    logging.getLogger("bot.test").info("done")
    correlation.reset(token)
    logging.getLogger("httpx").info("GET https://example.org")
    logging.getLogger("aiohttp.access").info("GET /")
    written = lines.getvalue()
    assert "INFO bot.test [u17] done" in written
    assert "GET" not in written
