"""On which line each key and each element of a TOML text stands, which `tomllib` does not tell."""

import re
import tomllib
from bisect import bisect_right

Path = tuple[str | int, ...]

_BLANK = re.compile(r"[ \t]*")
_BLANK_LINES = re.compile(r"(?:[ \t\n]+|#[^\n]*)*")
_KEY = re.compile(r"[A-Za-z0-9_-]+|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'")
_STRINGS = (
    ('"""', re.compile(r'"""(?:\\[\s\S]|"{1,2}(?!")|[^"\\])*"{3,5}')),
    ("'''", re.compile(r"'''(?:'{1,2}(?!')|[^'])*'{3,5}")),
    ('"', re.compile(r'"(?:\\.|[^"\\\n])*"')),
    ("'", re.compile(r"'[^'\n]*'")),
)
_BARE = re.compile(r"[^,\]}\n#]+")


class LostError(Exception):
    """The text is not TOML; `line` is where the construct begins that could not be followed to its end."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def find_lines(text: str) -> dict[Path, int]:
    """Lines (from 1) by path, as in `("lesson", 0, "title")`; newlines must be `\\n`. Raises LostError."""
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._lines: dict[Path, int] = {}
        self._tables: dict[Path, int] = {}  # how many tables each array of tables has by now

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip(_BLANK_LINES) < len(self._text):
            if self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)
        return self._lines

    def _header(self) -> Path:
        line, double = self._line(), self._text.startswith("[[", self._at)
        self._at += 2 if double else 1
        keys = self._dotted()
        if not self._text.startswith("]]" if double else "]", self._at):
            raise LostError(line)
        self._at += 2 if double else 1
        path: Path = ()
        for at, key in enumerate(keys):
            path = (*path, key)
            self._lines.setdefault(path, line)
            last = at == len(keys) - 1
            if last and double:
                self._tables[path] = self._tables.get(path, 0) + 1
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
                self._lines.setdefault(path, line)
        return path

    def _pair(self, table: Path) -> None:
        line, path = self._line(), table
        for key in self._dotted():
            path = (*path, key)
            self._lines.setdefault(path, line)
        if self._peek() != "=":
            raise LostError(line)
        self._at += 1
        self._skip(_BLANK)
        self._value(path)

    def _value(self, path: Path) -> None:
        first, line = self._peek(), self._line()
        if first == "[":
            self._array(path)
        elif first == "{":
            self._inline_table(path)
        elif not first or first == "\n":
            raise LostError(line)
        else:
            form = next((form for mark, form in _STRINGS if self._text.startswith(mark, self._at)), _BARE)
            match = form.match(self._text, self._at)
            if match is None:
                raise LostError(line)
            self._at = match.end()

    def _array(self, path: Path) -> None:
        line, index = self._line(), 0
        self._at += 1
        while self._skip(_BLANK_LINES) < len(self._text) and self._peek() != "]":
            self._lines[(*path, index)] = self._line()
            self._value((*path, index))
            index += 1
            self._skip(_BLANK_LINES)
            if self._peek() == ",":
                self._at += 1
            elif self._peek() != "]":
                raise LostError(line)
        self._close(line)

    def _inline_table(self, path: Path) -> None:
        line = self._line()
        self._at += 1
        while self._skip(_BLANK_LINES) < len(self._text) and self._peek() != "}":
            self._pair(path)
            self._skip(_BLANK_LINES)
            if self._peek() == ",":
                self._at += 1
            elif self._peek() != "}":
                raise LostError(line)
        self._close(line)

    def _close(self, opened: int) -> None:
        if self._at >= len(self._text):
            raise LostError(opened)
        self._at += 1

    def _dotted(self) -> list[str]:
        keys = []
        while True:
            self._skip(_BLANK)
            match = _KEY.match(self._text, self._at)
            if match is None:
                raise LostError(self._line())
            self._at = match.end()
            keys.append(self._plain(match.group()))
            self._skip(_BLANK)
            if self._peek() != ".":
                return keys
            self._at += 1

    def _plain(self, key: str) -> str:
        if key[0] == "'":
            return key[1:-1]
        if key[0] != '"':
            return key
        try:
            return next(iter(tomllib.loads(f"{key} = 0")))
        except tomllib.TOMLDecodeError as error:
            raise LostError(self._line()) from error

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _skip(self, form: re.Pattern[str]) -> int:
        match = form.match(self._text, self._at)
        if match is not None:
            self._at = match.end()
        return self._at

    def _line(self) -> int:
        return bisect_right(self._starts, self._at)
