"""Rehearsing: the scripts of the demo, and what is to be said of a lead's reply. Plain rules, none of them a verdict."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from bot.policies.detection.normal import words
from bot.policies.detection.rules import compile_pattern, shipped

_FILE: Final = Path(__file__).with_suffix(".toml")
_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?]*")
_SECRECY: Final = "secrecy_request"
_MISHANDLED: Final = "disclosure_mishandled"


@dataclass(frozen=True)
class Script:
    """A scripted disclosure; its words are texts under its name."""

    name: str
    category: str
    severity: str
    refer: bool
    adult: bool


@dataclass(frozen=True)
class Mark:
    """One thing that good handling does: `what`, how it went (good, bad or open), and the words that show it."""

    what: str
    how: str
    words: str = ""
    minutes: int = 0


@dataclass(frozen=True)
class Handled:
    """What a lead has done about a concern so far."""

    taken_after: timedelta | None
    read: bool
    replies: tuple[str, ...]
    referred: bool
    closed: bool
    wrong_alarm: bool


@cache
def scripts() -> tuple[Script, ...]:
    """The scripts, in the order in which they are offered."""
    return tuple(Script(**row) for row in _data()["script"])


def script_named(name: str) -> Script | None:
    """The script of that name."""
    return next((script for script in scripts() if script.name == name), None)


def review(script: Script, handled: Handled, within: timedelta) -> tuple[Mark, ...]:
    """How it was handled, one mark for each thing that matters, in the order of the work."""
    return (
        _taken(handled, within),
        Mark("read", "good" if handled.read else "open"),
        *_replied(handled.replies),
        *([Mark("referred", _how(handled.referred, handled.closed))] if script.refer else []),
        Mark("closed", "bad" if handled.wrong_alarm else "good" if handled.closed else "open"),
    )


def _how(done: bool, over: bool) -> str:
    return "good" if done else "bad" if over else "open"


def _taken(handled: Handled, within: timedelta) -> Mark:
    if handled.taken_after is None:
        return Mark("taken", "open")
    minutes = int(handled.taken_after.total_seconds() // 60)
    return Mark("taken", "good" if handled.taken_after <= within else "bad", minutes=minutes)


def _replied(replies: Iterable[str]) -> list[Mark]:
    found = list(replies)
    if not found:
        return [Mark("replied", "open")]
    secrecy = next(filter(None, map(promise_of_secrecy, found)), "")
    question = next(filter(None, map(investigating_question, found)), "")
    return [
        Mark("thanked", "good" if any(map(thanks, found)) else "bad"),
        Mark("secrecy", "bad" if secrecy else "good", secrecy),
        Mark("questions", "bad" if question else "good", question),
    ]


# --- one reply ---


def thanks(reply: str) -> bool:
    """Whether it thanks the young person, or says that they are believed or did right."""
    return any(_holds("thanks", sentence) for sentence in sentences(reply))


def promise_of_secrecy(reply: str) -> str:
    """The sentence that promises to keep it secret; empty where none does."""
    return next((one for one in sentences(reply) if _holds("secrecy", one) or _breaks(one, _SECRECY)), "")


def investigating_question(reply: str) -> str:
    """The sentence that asks for facts of what happened, or doubts them; empty where none does."""
    return next((one for one in sentences(reply) if _asks(one) or _breaks(one, _MISHANDLED)), "")


def _asks(sentence: str) -> bool:
    asks = sentence.rstrip().endswith("?") or words(sentence)[:1] in (["tell"], ["describe"], ["explain"], ["show"])
    return asks and _holds("questions", sentence)


def sentences(reply: str) -> list[str]:
    """The reply's sentences, each with how it ends."""
    return [found.strip() for found in _SENTENCE.findall(reply) if found.strip()]


def _breaks(sentence: str, category: str) -> bool:
    """What a tutor must not write, a lead must not write either: the same rules look."""
    excused = _holds("secrecy", sentence, "unless") or _holds("questions", sentence, "unless")
    return not excused and any(rule.category == category for rule in shipped().applying("tutor", words(sentence)))


def _holds(what: str, sentence: str, where: str = "when") -> bool:
    plain = " " + " ".join(words(sentence)) + " "
    patterns = _patterns()
    found = any(pattern.search(plain) for pattern in patterns[what, where])
    return found and (where == "unless" or not any(pattern.search(plain) for pattern in patterns[what, "unless"]))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _patterns() -> dict[tuple[str, str], tuple[re.Pattern[str], ...]]:
    return {
        (what, where): tuple(compile_pattern(text, {}) for text in row[where])
        for what, row in _data()["reply"].items()
        for where in ("when", "unless")
    }
