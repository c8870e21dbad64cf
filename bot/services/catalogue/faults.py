"""What is wrong with a catalogue, told so that who wrote it can put it right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Fault:
    """One thing to put right, and what helps; lines count from 1, and None is the file as a whole."""

    line: int | None
    where: str
    problem: str
    hint: str

    def __str__(self) -> str:
        at = f"line {self.line}: " if self.line is not None else ""
        return f"{at}{self.where}: {self.problem}" + (f" ({self.hint})" if self.hint else "")


class CatalogueFaults(Exception):
    """A catalogue was refused; `faults` has all that is wrong with it, in the file's order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: list[Fault] = list(faults)
        super().__init__("\n".join(str(one) for one in self.faults))


class FaultList:
    """Collects faults while reading goes on, so that one reading finds them all."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._muted: set[int] = set()

    def add(self, line: int | None, where: str, problem: str, hint: str = "") -> None:
        if line not in self._muted:
            self._faults.append(Fault(line, *(_printable(words) for words in (where, problem, hint))))

    def mute(self, line: int) -> None:
        """Hear no more of a line: all else that is found there follows from what was named."""
        self._muted.add(line)

    def __len__(self) -> int:
        return len(self._faults)

    def __iter__(self) -> Iterator[Fault]:
        """In the file's order, each once; what concerns the whole file comes first."""
        return iter(sorted(dict.fromkeys(self._faults), key=lambda one: one.line or 0))


def _printable(words: str) -> str:
    """Without what would move a terminal's cursor, since a catalogue's own words are among these."""
    return "".join(one if one.isprintable() else "?" for one in words)


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known word that is written most like this one, or None when none is near."""
    near = get_close_matches(word.casefold(), list(known), n=1, cutoff=cutoff)
    return near[0] if near else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint with the nearest known word, or `otherwise` when none is near."""
    near = nearest(word, known)
    return f"did you mean {near}?" if near else otherwise
