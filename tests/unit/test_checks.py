"""When a check stops a tutor, and when somebody is warned."""

from datetime import date, timedelta

import pytest

from bot.policies.checks import Check, stops, warning_due

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("left", "state", "warning"),
    [(-1, "past", 0), (0, "soon", 7), (7, "soon", 7), (8, "soon", 30), (30, "soon", 30), (31, "good", None)],
)
def test_a_date_is_good_to_its_end_and_warned_of_in_time(left: int, state: str, warning: int | None) -> None:
    check = Check("dbs", TODAY + timedelta(days=left))
    assert check.state(TODAY) == state
    assert warning_due(check, TODAY) == warning
    assert (stops((check,), TODAY, required=False) is check) == (state == "past")


def test_a_missing_date_stops_only_where_it_is_required() -> None:
    missing = Check("training", None)
    assert missing.state(TODAY) == "missing"
    assert warning_due(missing, TODAY) is None
    assert stops((missing,), TODAY, required=False) is None
    assert stops((missing,), TODAY, required=True) is missing
