"""Figures for other eyes: counts of one to nine are not shown, nor what would let anybody work them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

SMALLEST_SHOWN: Final = 10
_UNBOUNDED: Final = 10**9


@dataclass(frozen=True)
class Sum:
    """A total and the parts that add up to it; `unsaid`: what is left of it is never shown, but could be worked out."""

    total: str
    parts: tuple[str, ...]
    unsaid: bool = False


@dataclass(frozen=True)
class Shown:
    """A count as it may be shown: its value, or (None) only whether it is fewer than ten."""

    value: int | None
    few: bool = False


def suppress(counts: Mapping[str, int], sums: Sequence[Sum] = ()) -> dict[str, Shown]:
    """Each count as it may be shown: 0 and from ten on as it is, unless a smaller one could be worked out from it."""
    hidden = {name for name, count in counts.items() if _is_small(count)}
    while (another := _gives_away(counts, sums, hidden)) is not None:
        hidden.add(another)
    return {name: Shown(None, _is_small(count)) if name in hidden else Shown(count) for name, count in counts.items()}


def _is_small(count: int) -> bool:
    return 0 < count < SMALLEST_SHOWN


def _gives_away(counts: Mapping[str, int], sums: Sequence[Sum], hidden: set[str]) -> str | None:
    """A count that has to be hidden as well; None where nothing small can be worked out any more."""
    for item in sums:
        if item.total in hidden or not _tells(counts, item, hidden):
            continue
        # The smallest that is shown costs least; without one the total goes.
        shown = [name for name in item.parts if name not in hidden and counts[name]]
        return min(shown, key=lambda name: (counts[name], name), default=item.total)
    return None


def _tells(counts: Mapping[str, int], item: Sum, hidden: set[str]) -> bool:
    """Whether the total and the parts that are shown leave only one value for a small one."""
    ranges = [_known(counts[name]) for name in item.parts if name in hidden]
    small = [_is_small(counts[name]) for name in item.parts if name in hidden]
    if item.unsaid:
        ranges.append((0, _UNBOUNDED))
        small.append(_is_small(counts[item.total] - sum(counts[name] for name in item.parts)))
    left = counts[item.total] - sum(counts[name] for name in item.parts if name not in hidden)
    lows, highs = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    for (low, high), is_small in zip(ranges, small, strict=True):
        least, most = max(low, left - (highs - high)), min(high, left - (lows - low))
        if is_small and least >= most:
            return True
    return False


def _known(count: int) -> tuple[int, int]:
    """What "fewer than ten", or "ten or more", says about a hidden count."""
    return (1, SMALLEST_SHOWN - 1) if _is_small(count) else (SMALLEST_SHOWN, _UNBOUNDED)
