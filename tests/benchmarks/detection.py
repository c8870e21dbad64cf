"""Detection on messages that nothing is trained on: `python -m tests.benchmarks.detection [--misses]`.

The development messages, where they are, and the project's own held-out ones (tools/detection_data/held_out).
"""

import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.policies.detection import SEVERITIES, Detector, Verdict
from bot.policies.detection.verdict import CATEGORIES, Direction
from tests.benchmarks.load import memory_mb
from tools.detection_lines import HeldOut, held_out

FOLDER: Final = Path(__file__).resolve().parents[3] / "shared" / "safeguarding"


@dataclass(frozen=True)
class Judged:
    """A message, what it is, and what detection said."""

    direction: Direction
    category: str
    severity: str
    text: str
    hard: bool
    verdict: Verdict
    took: float  # seconds

    @property
    def raised(self) -> bool:
        """Whether it was graded high or immediate."""
        return SEVERITIES.index(self.verdict.severity) >= SEVERITIES.index("high")


def main() -> None:
    """Prints recall and false alarms by category and severity, and what it costs in time and memory."""
    before = memory_mb(os.getpid())
    detector = Detector.load()
    detector.judge("young_person", "how do i hold the bow")
    after = memory_mb(os.getpid())
    print(
        f"detection: {after - before:.0f} MB of memory (under 200), {before:.0f} MB before and {after:.0f} MB with it"
    )
    if not detector.complete:
        print("detection: rules only; the sentence encoder is not installed")
    if (FOLDER / "messages-dev.tsv").exists():
        _print_all("development messages", judge(detector, development()))
    else:
        print("detection: the development messages are not here")
    for name in ("first", "second", "third", "fourth", "fifth"):
        _print_all(f"held-out messages, {name} set", judge(detector, held_out(name)))


def _print_all(name: str, judged: list[Judged]) -> None:
    print(f"--- {name} ({len(judged)}) ---")
    for direction in CATEGORIES:
        _print_direction(direction, [each for each in judged if each.direction == direction])
    harmless = [each for each in judged if each.category == "none"]
    print(f"all harmless: {share(harmless, 'raised')} reach high or immediate (at most 1%)")
    took = sorted(each.took * 1000 for each in judged)
    print(f"a message takes {statistics.median(took):.1f} ms, the slowest {took[-1]:.1f} ms (under 40)")
    if "--misses" in sys.argv:
        _print_misses(judged)


def development() -> list[HeldOut]:
    """All development messages."""
    found = []
    kinds = [line.split("\t")[1].strip() for line in (FOLDER / "messages-dev-meta.tsv").read_text("utf-8").splitlines()]
    lines = (FOLDER / "messages-dev.tsv").read_text("utf-8").splitlines()
    for line, kind in zip(lines, kinds, strict=True):
        direction, category, severity, text = line.split("\t")
        found.append(HeldOut(direction, category, severity, kind == "hard_negative", text))
    return found


def judge(detector: Detector, messages: Sequence[HeldOut]) -> list[Judged]:
    """The messages with what detection says of each."""
    found = []
    for one in messages:
        assert one.direction == "young_person" or one.direction == "tutor"
        begun = time.perf_counter()
        verdict = detector.judge(one.direction, one.text)
        took = time.perf_counter() - begun
        found.append(Judged(one.direction, one.category, one.severity, one.text, one.hard, verdict, took))
    return found


def share(judged: list[Judged], how: str = "worrying") -> str:
    """How many of these worry (or are raised), in figures and in per cent."""
    hits = sum(each.raised if how == "raised" else each.verdict.worrying for each in judged)
    return f"{hits}/{len(judged)} = {hits / max(1, len(judged)):.1%}"


def _print_direction(direction: str, judged: list[Judged]) -> None:
    print(f"{direction}:")
    worries = [each for each in judged if each.category != "none"]
    harmless = [each for each in judged if each.category == "none"]
    for severity in SEVERITIES[1:]:
        these = [each for each in worries if each.severity == severity]
        if these:
            print(f"  {severity}: found {share(these)}, graded at least high {share(these, 'raised')}")
    print(
        f"  all: found {share(worries)}, in the right category {_right(worries, 'category')}, "
        f"of the right severity {_right(worries, 'severity')}"
    )
    hard = [each for each in harmless if each.hard]
    print(f"  harmless: false alarms {share(harmless)} (at most 5%), hard ones {share(hard)} (at most 10%)")
    by_category: dict[str, list[Judged]] = defaultdict(list)
    for each in worries:
        by_category[each.category].append(each)
    for category, these in sorted(by_category.items()):
        print(f"    {category}: {share(these)}")


def _right(judged: list[Judged], what: str) -> str:
    hits = sum(getattr(each, what) == getattr(each.verdict, what) for each in judged)
    return f"{hits / max(1, len(judged)):.1%}"


def _print_misses(judged: list[Judged]) -> None:
    for each in judged:
        missed = (each.category == "none") == each.verdict.worrying
        under = each.severity == "immediate" and not each.raised
        if missed or under:
            print(f"  {each.direction} {each.category}/{each.severity}: {each.text!r} -> {each.verdict}")


if __name__ == "__main__":
    main()
