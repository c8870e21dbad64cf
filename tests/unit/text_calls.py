"""Every place in the code that names a text: its key, or the family of keys, and the gaps that it fills."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMERS = {"t", "button", "Refusal", "Text"}


@dataclass(frozen=True)
class TextCall:
    """`t("key", name=…)`: a pattern for its keys, and the names of the gaps filled (None where it can't be read)."""

    place: str
    pattern: str
    exact: bool
    gaps: frozenset[str] | None


def sources() -> Iterator[Path]:
    """The code that speaks to people; the sandbox has words of its own."""
    for folder in ("bot", "handlers"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "sandbox" not in path.parts:
                yield path


@cache
def tree_of(path: Path) -> ast.Module:
    """A file, parsed once."""
    return ast.parse(path.read_text("utf-8"))


def calls() -> Iterator[TextCall]:
    """Every call whose key can be read off the code."""
    for path in sources():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMERS and node.args:
                gaps = None if any(word.arg is None for word in node.keywords) else {str(k.arg) for k in node.keywords}
                for pattern, exact in _patterns(node.args[0]):
                    place = f"{path.relative_to(ROOT)}:{node.lineno}"
                    yield TextCall(place, pattern, exact, None if gaps is None else frozenset(gaps))


def _patterns(key: ast.expr) -> Iterator[tuple[str, bool]]:
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        yield re.escape(key.value), True
    elif isinstance(key, ast.IfExp):
        yield from _patterns(key.body)
        yield from _patterns(key.orelse)
    elif isinstance(key, ast.JoinedStr):
        parts = (re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in key.values)
        yield "".join(parts), False


def words_in_code() -> set[str]:
    """Every string in the code: a key may lie in a table, or be chosen far from where it is used."""
    found = set()
    for path in sources():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found
