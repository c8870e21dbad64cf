"""Gaps in a saved answer: {name}, {lesson}, {moment}, with words for when there is nothing to fill in: {lesson|it}."""

import re
from collections.abc import Mapping
from typing import Final, Literal, get_args

Gap = Literal["name", "lesson", "moment"]
GAPS: Final[tuple[str, ...]] = get_args(Gap)
_GAP: Final = re.compile(r"\{\s*([A-Za-z]+)\s*(?:\|([^{}]*))?\}")


class NothingToFill(ValueError):
    """A gap has neither a value nor other words; `gap` is its name."""

    def __init__(self, gap: str) -> None:
        super().__init__(gap)
        self.gap = gap


def fill(words: str, values: Mapping[str, str]) -> str:
    """The words with every known gap filled; NothingToFill where one has no value. Other braces stay as they are."""

    def filled(match: re.Match[str]) -> str:
        gap, instead = match[1].lower(), match[2]
        if gap not in GAPS:
            return match[0]
        value = values.get(gap) or (instead.strip() if instead is not None else "")
        if not value and instead is None:
            raise NothingToFill(gap)
        return value

    return _GAP.sub(filled, words)
