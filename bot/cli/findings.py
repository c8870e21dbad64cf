"""What the doctor finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's: `good` False makes the exit code 1; a warning does not."""

    good: bool
    line: str
    warning: bool = False
