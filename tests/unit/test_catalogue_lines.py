"""Lines of keys in TOML: each path that tomllib finds is found too, on the line where its last key stands."""

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.catalogue.toml_lines import LostError, Path, find_lines

TRICKY = '''\
# [[lesson]] in a comment
[[lesson]]
title = "a # b [[lesson]] = 'c'"   # "
text = """
[[lesson]]
title = "no" \\""" still ""quoted"""""
raw = \'\'\'one ' two '' three\'\'\'
"quoted.key" = 'C:\\'
a.b . c = 1
list = [ # a list
  "x]",
  [1, 2],

  { at = "0:00", title = "}" }, { at = "1:00", title = "T" },
]
empty = []
none = {}
[[lesson]]
title = "second"
[[lesson.chapters]]
at = "0:00"
[[lesson.chapters]]
at = "0:10"
[lesson.more."deep one"]
x = 2020-01-01
'''


def test_tricky_toml() -> None:
    tomllib.loads(TRICKY)
    lines = find_lines(TRICKY)
    assert lines["lesson", 0] == 2
    assert lines["lesson", 0, "title"] == 3
    assert lines["lesson", 0, "text"] == 4
    assert lines["lesson", 0, "raw"] == 7
    assert lines["lesson", 0, "quoted.key"] == 8
    assert lines["lesson", 0, "a", "b", "c"] == 9
    assert lines["lesson", 0, "list"] == 10
    assert lines["lesson", 0, "list", 1, 1] == 12
    assert lines["lesson", 0, "list", 3, "title"] == 14
    assert lines["lesson", 0, "none"] == 17
    assert lines["lesson", 1] == 18
    assert lines["lesson", 1, "chapters", 0] == 20
    assert lines["lesson", 1, "chapters", 1, "at"] == 23
    assert lines["lesson", 1, "more", "deep one", "x"] == 25
    assert set(paths(tomllib.loads(TRICKY))) <= set(lines)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\nb = [1,\n2\nc = 3", 2),
        ('a = 1\nb = """\nc = 3\n', 2),
        ("a = 1\n\nb\n", 3),
        ("[[a]\nb = 1\n", 1),
        ("a = 1\nb = {c = 1\n", 2),
        ("a =\n", 1),
        ("= 1\n", 1),
    ],
)
def test_what_is_open_is_named_where_it_opens(text: str, line: int) -> None:
    with pytest.raises(LostError) as lost:
        find_lines(text)
    assert lost.value.line == line


words = st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), max_size=8)
values = st.recursive(
    st.integers(-9, 9) | st.booleans() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(words, values, max_size=4),
    st.lists(st.dictionaries(words, values, max_size=3), max_size=3),
)
def test_every_key_is_found_on_its_line(top: dict[str, Any], tables: list[dict[str, Any]]) -> None:
    top = {f"top{key}": value for key, value in top.items()}
    text = "".join(f"{quoted(key)} = {written(value)}\n" for key, value in top.items())
    wanted: dict[Path, int] = {(key,): number for number, key in enumerate(top, start=1)}
    for index, table in enumerate(tables):
        text += "# a remark\n[[ tables ]] # [x]\n"
        wanted["tables", index] = text.count("\n")
        for key, value in table.items():
            wanted["tables", index, key] = text.count("\n") + 1
            text += f"{quoted(key)} = {written(value)}\n"
    data = tomllib.loads(text)
    assert data == top | ({"tables": tables} if tables else {})
    lines = find_lines(text)
    assert {path: lines[path] for path in wanted} == wanted
    assert set(paths(data)) <= set(lines)


@given(st.text(max_size=40) | st.text("[]{}=,\"'\\\n#a.", max_size=40))
def test_anything_is_either_followed_or_refused(text: str) -> None:
    try:
        found = find_lines(text)
    except LostError:
        with pytest.raises(tomllib.TOMLDecodeError):
            tomllib.loads(text)
    else:
        assert all(1 <= line <= text.count("\n") + 1 for line in found.values())


def quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)} = {written(one)}" for key, one in value.items()) + "}"
    return str(value)


def paths(value: Any, path: Path = ()) -> list[Path]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [one for key, part in inner for one in ((*path, key), *paths(part, (*path, key)))]
