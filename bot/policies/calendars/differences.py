"""What a newer file changes of the times that an older one had."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from bot.policies.calendars.shapes import Item


@dataclass(frozen=True, slots=True)
class Differences:
    """Times by their old keys: moved (what each was and is), called off, taking place after all; and new ones."""

    moved: tuple[tuple[Item, Item], ...] = ()
    off: tuple[Item, ...] = ()
    again: tuple[Item, ...] = ()
    new: tuple[Item, ...] = ()


def differences(before: Iterable[Item], after: Iterable[Item]) -> Differences:
    """Compares them by key; a time that is gone and one that is new on the same day, or in the same week, are one."""
    old, now = {item.key: item for item in before}, {item.key: item for item in after}
    both = [(old[key], now[key]) for key in old if key in now]
    moved = [(was, item) for was, item in both if not (was.off or item.off) and _when(was) != _when(item)]
    off = [was for was, item in both if item.off and not was.off]
    again = [item for was, item in both if was.off and not item.off]
    gone = sorted((item for key, item in old.items() if key not in now and not item.off), key=_when)
    new = sorted((item for key, item in now.items() if key not in old and not item.off), key=_when)
    for same in (_day, _week):
        pairs = _pairs(gone, new, same)
        moved += pairs
        taken = {item for pair in pairs for item in pair}
        gone, new = [item for item in gone if item not in taken], [item for item in new if item not in taken]
    return Differences(tuple(moved), (*off, *gone), tuple(again), tuple(new))


def _when(item: Item) -> tuple[str, int]:
    return item.local, item.minutes


def _day(item: Item) -> Hashable:
    return item.at.date()


def _week(item: Item) -> Hashable:
    return item.at.isocalendar()[:2]


def _pairs(gone: list[Item], new: list[Item], same: Callable[[Item], Hashable]) -> list[tuple[Item, Item]]:
    free = list(new)
    pairs = []
    for was in gone:
        found = next((item for item in free if same(item) == same(was)), None)
        if found is not None:
            free.remove(found)
            pairs.append((was, found))
    return pairs
