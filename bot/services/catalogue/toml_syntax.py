"""TOML with mistakes: each is named in plain words, and reading goes on behind it where that is safe."""

import re
import tomllib

from bot.services.catalogue.faults import FaultList
from bot.services.catalogue.toml_lines import LostError, Path, find_lines

_MOST_MISTAKES = 50
_PLACE = re.compile(r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)$", re.DOTALL)
_KEY_AND_VALUE = re.compile(r"^\s*(?P<key>[A-Za-z0-9_-]+)\s*=\s*(?P<value>.*)$")
_CURLY = re.compile("[“”„‘’]")
_QUOTES = 'put words, times and addresses in straight quotes, as in length = "2:14"'
_CLOSE = "what is opened with [, { or quotes must be closed again, and entries have commas between them"
_PLAIN = (  # how tomllib's message begins, what we say, and what helps
    ("Expected newline", "something stands behind the value", _QUOTES),
    ("Invalid value", "the value cannot be read", _QUOTES),
    (
        "Illegal character '\\n'",
        "the quotes are not closed on this line",
        "close them; a text over lines takes three",
    ),
    ("Unterminated string", "the quotes that open here are never closed", _CLOSE),
    ("Unclosed array", "the list that opens here is not closed, or lacks a comma", _CLOSE),
    ("Unclosed inline table", "the { that opens here is not closed, or lacks a comma", _CLOSE),
    ("Cannot overwrite", "this key is written twice", "keep one of them"),
    ("Duplicate inline", "this key is written twice", "keep one of them"),
    ("Cannot declare", "this is written twice", "a series or lesson begins with double square brackets"),
    ("Unescaped", "a \\ stands in the quotes", "write / instead of \\"),
    ("Expected ']", "the square brackets are not closed", "write [[series]] or [[lesson]]"),
    ("Expected '='", "there is no = behind the key", 'each line is: key = "value"'),
    ("Invalid statement", "this is no key and value", 'each line is: key = "value"'),
)


def parse(text: str, faults: FaultList) -> tuple[dict[str, object], dict[Path, int]]:
    """The data and the lines of its parts; nothing where the text cannot be followed."""
    for _ in range(_MOST_MISTAKES):
        try:
            return tomllib.loads(text), find_lines(text)
        except RecursionError:
            faults.add(None, "TOML", "lists within lists go too deep to be read")
            return {}, {}
        except tomllib.TOMLDecodeError as error:
            line, what = _place(text, str(error))
            mended = _without(text, line, what)
            _name(text, line, what, faults, goes_on=mended is not None)
            if mended is None:
                return {}, {}
            text = mended
            faults.mute(line)  # what else is wrong there is only what we put in its place
    faults.add(None, "TOML", "has too many mistakes", "put these right, and check again")
    return {}, {}


def _place(text: str, message: str) -> tuple[int, str]:
    match = _PLACE.match(message)
    what = match["what"] if match else message
    if match and match["line"] and not what.startswith("Unclosed"):
        return int(match["line"]), what
    # tomllib names the place where it gave up; what is wrong is where the thing was opened.
    try:
        find_lines(text)
    except LostError as lost:
        return lost.line, what
    except RecursionError:
        pass
    return int(match["line"]) if match and match["line"] else max(1, len(text.splitlines())), what


def _without(text: str, line: int, what: str) -> str | None:
    """The text with this line's value taken out, or None if more than the line may be at fault."""
    lines = text.split("\n")
    match = _KEY_AND_VALUE.match(lines[line - 1]) if line <= len(lines) else None
    if match is None or what.startswith(("Unclosed", "Unterminated")) or match["value"].startswith(("[", "{")):
        return None
    if what.startswith("Cannot"):
        lines[line - 1] = ""
    else:
        lines[line - 1] = f'{match["key"]} = ""'
    mended = "\n".join(lines)
    return mended if mended != text else None


def _name(text: str, line: int, what: str, faults: FaultList, goes_on: bool) -> None:
    problem, hint = next(
        ((words, help_) for start, words, help_ in _PLAIN if what.startswith(start)),
        (what[:1].lower() + what[1:], ""),
    )
    written = text.split("\n")[line - 1] if line <= text.count("\n") + 1 else ""
    if _CURLY.search(written) and not what.startswith("Cannot"):
        hint = 'use straight quotes ("), not curly ones'
    if not goes_on:
        hint = "; ".join(filter(None, (hint, "what comes after this line was not looked at yet")))
    faults.add(line, "TOML", problem, hint)
