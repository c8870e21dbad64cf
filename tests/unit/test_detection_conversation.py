"""What adds up over days, and a tutor's pattern over weeks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.policies.detection.conversation import Pattern, TutorMessage, Worry, adding_up, tutor_pattern

NOW = datetime(2026, 7, 10, 12, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


def worry(days: float, category: str = "bullying", severity: str = "medium") -> Worry:
    return Worry(NOW - timedelta(days=days), category, severity)  # type: ignore[arg-type]


def said(days: int, hour: int, person: int = 1, text: str = "good work") -> TutorMessage:
    return TutorMessage((NOW - timedelta(days=days)).replace(hour=hour), person, text)


def test_three_signs_in_a_week_add_up_and_two_do_not() -> None:
    assert adding_up([worry(1), worry(2)], NOW) == ()
    assert adding_up([worry(1), worry(2), worry(6.9)], NOW) == ("3 worrying signs within 7 days",)
    assert adding_up([worry(1), worry(2), worry(7)], NOW) == ()


def test_two_kinds_on_two_days_add_up_and_on_one_day_do_not() -> None:
    assert adding_up([worry(1), worry(3, "eating_disorder")], NOW) == (
        "different worries on different days: bullying, eating_disorder",
    )
    assert adding_up([worry(1), worry(1.01, "eating_disorder")], NOW) == ()


def test_what_is_high_already_or_still_to_come_does_not_count() -> None:
    assert adding_up([worry(1), worry(2), worry(3, severity="high"), worry(-1)], NOW) == ()


def test_late_messages_stand_out_by_the_local_clock() -> None:
    # 20:30 UTC in July is half past nine in London.
    late = [said(n, 20) for n in range(1, 5)]
    assert tutor_pattern(late, NOW, LONDON) == (Pattern("late", "4 of 4 messages between 21:00 and 07:00"),)
    assert tutor_pattern(late, NOW, ZoneInfo("UTC")) == ()
    assert tutor_pattern(late[:2], NOW, LONDON) == ()
    assert tutor_pattern(late[:3] + [said(1, 12) for _ in range(20)], NOW, LONDON) == ()


def test_one_child_far_above_the_others_stands_out() -> None:
    some = [said(n % 20 + 1, 12, person=1) for n in range(16)] + [said(n + 1, 12, person=2) for n in range(4)]
    assert tutor_pattern(some, NOW, LONDON) == (
        Pattern("one_above", "one young person got 16 messages, the next 4", 1),
    )
    assert tutor_pattern([*some, said(1, 12, person=2)], NOW, LONDON) == ()
    assert tutor_pattern(some[:16], NOW, LONDON) == ()


def test_private_sounding_words_to_one_child_stand_out() -> None:
    warm = [said(n + 1, 12, text="Miss you, special one") for n in range(4)]
    [pattern] = tutor_pattern(warm, NOW, LONDON)
    assert pattern == Pattern("private", "private-sounding words to one young person in 4 messages", 1)
    assert tutor_pattern([*warm[:3], said(1, 12, person=2, text="secret chord")], NOW, LONDON) == ()


def test_what_is_older_than_four_weeks_is_forgotten() -> None:
    assert tutor_pattern([said(n, 23) for n in range(29, 40)], NOW, LONDON) == ()
