"""The rules, kept as data: patterns over plain words, each with a name, a reason, a category and a severity."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from bot.policies.detection.verdict import CATEGORIES, SEVERITIES, Direction, Severity

_GAP: Final = re.compile(r"~(\d)$")
_DIGIT: Final = "[0-9]"


class RuleError(ValueError):
    """A rule file holds something that is no rule."""


@dataclass(frozen=True)
class Rule:
    """One rule, compiled."""

    name: str
    why: str
    category: str
    severity: Severity
    when: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]

    def holds(self, plain: str) -> bool:
        """Whether it applies to plain words that have a space before each and after the last."""
        return any(p.search(plain) for p in self.when) and not any(p.search(plain) for p in self.unless)


@dataclass(frozen=True)
class Rules:
    """All rules of both directions, and the music idioms that they must not see."""

    idioms: tuple[re.Pattern[str], ...]
    by_direction: dict[Direction, tuple[Rule, ...]]

    def applying(self, direction: Direction, words: list[str]) -> list[Rule]:
        """The rules that apply to the words, gravest first."""
        plain = " " + " ".join(words) + " "
        for idiom in self.idioms:
            plain = idiom.sub(" … ", plain)
        found = [rule for rule in self.by_direction[direction] if rule.holds(plain)]
        return sorted(found, key=lambda rule: -SEVERITIES.index(rule.severity))


@cache
def shipped() -> Rules:
    """The rules that ship with the bot, read and compiled once."""
    families = {name: [str(word) for word in words] for name, words in _toml("families.toml").items()}
    idioms = tuple(compile_pattern(text, families) for text in _toml("idioms.toml")["patterns"])
    rules: dict[Direction, tuple[Rule, ...]] = {
        "young_person": _rules("young_person", _toml("young_person.toml"), families),
        "tutor": _rules("tutor", _toml("tutor.toml"), families),
    }
    return Rules(idioms, rules)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("rules", name).read_text("utf-8"))


def _rules(direction: Direction, data: dict[str, Any], families: dict[str, list[str]]) -> tuple[Rule, ...]:
    made = []
    for row in data["rule"]:
        if row["category"] not in CATEGORIES[direction] or row["severity"] not in SEVERITIES:
            raise RuleError(f"{direction}: {row['name']} has no known category and severity")
        made.append(
            Rule(
                name=row["name"],
                why=row["why"],
                category=row["category"],
                severity=row["severity"],
                when=tuple(compile_pattern(text, families) for text in row["when"]),
                unless=tuple(compile_pattern(text, families) for text in row.get("unless", [])),
            )
        )
    return tuple(made)


def compile_pattern(text: str, families: dict[str, list[str]]) -> re.Pattern[str]:
    """A pattern over words as a regular expression; every gap is bounded, so that no text takes long."""
    pieces = [_element(piece, families) for piece in _elements(text)]
    return re.compile("".join(pieces) + r"(?= )")


def _elements(text: str) -> list[str]:
    found: list[str] = []
    depth = 0
    for sign in text + " ":
        if sign == " " and depth == 0:
            found.append("")
            continue
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            raise RuleError(f"a bracket too many: {text!r}")
        if not found:
            found.append("")
        found[-1] += sign
    if depth:
        raise RuleError(f"an open bracket: {text!r}")
    return [piece for piece in found if piece]


def _element(piece: str, families: dict[str, list[str]]) -> str:
    if gap := _GAP.match(piece):
        return rf"(?: [^ ]+){{0,{gap[1]}}}"
    maybe = piece.endswith("?")
    piece = piece.removesuffix("?")
    if piece.startswith("("):
        body = "(?:" + "|".join(_sequence(choice, families) for choice in _choices(piece[1:-1])) + ")"
    elif piece.startswith("@"):
        if piece[1:] not in families:
            raise RuleError(f"no group of words is called {piece}")
        body = " (?:" + "|".join(re.escape(word) for word in families[piece[1:]]) + ")"
    elif re.fullmatch(r"[\w#…]+\*?", piece):
        body = " " + re.escape(piece.removesuffix("*")).replace(r"\#", _DIGIT)
        body += "[^ ]*" if piece.endswith("*") else ""
    else:
        raise RuleError(f"{piece!r} is no part of a pattern")
    # A whole word ends where the next space is.
    body = f"{body}(?= )"
    return f"(?:{body})?" if maybe else body


def _choices(text: str) -> list[str]:
    found, depth = [""], 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            found.append("")
        else:
            found[-1] += sign
    return found


def _sequence(text: str, families: dict[str, list[str]]) -> str:
    return "".join(_element(piece, families) for piece in _elements(text))
