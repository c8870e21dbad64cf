"""Counts for other eyes: a small one is never shown, and whoever does the sums can't work it out."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.policies.suppression import Shown, Sum, suppress
from bot.services.figures import SUMS

THREE = Sum("answered", ("helped", "stuck", "silent"))
OF_ALL = Sum("people", ("active",), unsaid=True)
MANY = 40  # the largest value that the reader of the figures has to think of in these tests


def test_small_counts_are_hidden_and_zero_and_ten_are_shown() -> None:
    assert suppress({"a": 0, "b": 1, "c": 9, "d": 10}) == {
        "a": Shown(0),
        "b": Shown(None, few=True),
        "c": Shown(None, few=True),
        "d": Shown(10),
    }


def test_what_is_left_of_a_total_is_not_given_away() -> None:
    """Twenty answered, eighteen stuck, none silent: two were helped, unless another count goes as well."""
    shown = suppress({"answered": 20, "helped": 2, "stuck": 18, "silent": 0}, [THREE])
    assert shown["helped"] == Shown(None, few=True)
    assert shown["stuck"] == Shown(None, few=False)
    assert shown["answered"] == Shown(20)


def test_two_hidden_ones_that_can_only_be_one_thing_take_the_total_along() -> None:
    """Eighteen in two counts of fewer than ten are nine and nine."""
    shown = suppress({"answered": 18, "helped": 9, "stuck": 9, "silent": 0}, [THREE])
    assert shown["answered"] == Shown(None, few=False)


def test_what_is_never_said_is_kept_as_well() -> None:
    """Of fifty, forty-seven were active: three were not, and that is as small as any."""
    assert suppress({"people": 50, "active": 47}, [OF_ALL])["active"] == Shown(None, few=False)
    assert suppress({"people": 50, "active": 40}, [OF_ALL])["active"] == Shown(40)
    assert suppress({"people": 50, "active": 50}, [OF_ALL])["active"] == Shown(50)


def _could_be(shown: Shown) -> range:
    if shown.value is not None:
        return range(shown.value, shown.value + 1)
    return range(1, 10) if shown.few else range(10, MANY)


@settings(max_examples=150)
@given(st.lists(st.integers(0, 14), min_size=3, max_size=3))
def test_nobody_can_work_out_a_small_count_of_three(parts: list[int]) -> None:
    """Trying everything that fits what is shown leaves at least two values for each hidden small count."""
    counts = dict(zip(("helped", "stuck", "silent"), parts, strict=True)) | {"answered": sum(parts)}
    shown = suppress(counts, [THREE])
    totals = _could_be(shown["answered"])
    fitting = [values for values in product(*(_could_be(shown[name]) for name in THREE.parts)) if sum(values) in totals]
    for place, name in enumerate(THREE.parts):
        if 0 < counts[name] < 10:
            assert shown[name].value is None
            assert len({values[place] for values in fitting}) > 1


@settings(max_examples=150)
@given(st.integers(0, 30), st.integers(0, 30))
def test_nor_what_is_left_unsaid(active: int, others: int) -> None:
    counts = {"people": active + others, "active": active}
    shown = suppress(counts, [OF_ALL])
    fitting = [
        (value, total - value)
        for total in _could_be(shown["people"])
        for value in _could_be(shown["active"])
        if total >= value
    ]
    if 0 < active < 10:
        assert len({value for value, _ in fitting}) > 1
    if 0 < others < 10:
        assert len({left for _, left in fitting}) > 1


@settings(max_examples=100)
@given(st.lists(st.integers(0, 40), min_size=10, max_size=10))
def test_all_sums_of_the_figures_together(parts: list[int]) -> None:
    """What is shown is true, small counts are hidden, and only counts of at least ten go along with them."""
    new, back, late, on_time, told, more, helped, stuck, silent, idle = parts
    people = new + back
    counts = {
        "people": people,
        "new": new,
        "active": max(0, people - idle),
        "there": late + on_time,
        "late": late,
        "told": told,
        "could_not": told + more,
        "answered": helped + stuck + silent,
        "helped": helped,
        "stuck": stuck,
        "silent": silent,
    }
    shown = suppress(counts, SUMS)
    for name, count in counts.items():
        if 0 < count < 10:
            assert shown[name] == Shown(None, few=True)
        else:
            assert shown[name] in (Shown(count), Shown(None, few=False))
        assert shown[name] != Shown(None, few=False) or count >= 10
