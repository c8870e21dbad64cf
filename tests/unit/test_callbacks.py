"""Button data: every action there is survives the trip and fits; whatever else comes is refused, and never believed."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import handlers
from bot.callbacks.codec import LIMIT_BYTES, Action, BadAction, _registry, action, decode
from bot.callbacks.people import Home, SetReminders, ToggleInstrument
from bot.callbacks.questions import DraftFor, OpenQuestion
from bot.services.people import INSTRUMENTS

ACTIONS = sorted(_registry.values(), key=lambda kind: kind.code)
NUMBERS = st.integers(min_value=-(2**31) + 1, max_value=2**31 - 1)


def _values(kind: type[Action]) -> st.SearchStrategy[dict[str, Any]]:
    made = {}
    for field in fields(kind):  # type: ignore[arg-type]
        name = str(field.type)
        made[field.name] = (
            st.booleans() if "bool" in name else NUMBERS if "int" in name else st.sampled_from([*INSTRUMENTS, "x"])
        )
    return st.fixed_dictionaries(made)


@settings(max_examples=30)
@given(st.data())
def test_every_action_survives_the_trip_and_fits(data: st.DataObject) -> None:
    """With the largest numbers that the database can hold, in 64 bytes."""
    for kind in ACTIONS:
        values = data.draw(_values(kind), label=kind.code)
        sent = kind(**values).encode()
        assert len(sent.encode()) <= LIMIT_BYTES
        assert decode(sent) == kind(**values)


def test_every_action_has_its_handler() -> None:
    """A button that nothing answers would be an old button from the day it is made."""
    handled = {kind for area in (*handlers.AREAS, handlers.PRACTICE) for kind in area.actions}
    assert [kind.code for kind in ACTIONS if kind not in handled] == []


def test_no_code_stands_twice() -> None:
    """The second would take the first one's presses."""
    with pytest.raises(ValueError, match="share the code"):
        action("p.home")(type("Again", (Action,), {"__annotations__": {}}))
    assert decode("p.home") == Home()


@pytest.mark.parametrize(
    "data",
    [
        "", ":", "p", "p.", "p.home:", "p.home:1", "nothing.at.all", "t.open", "t.open:", "t.open:x", "t.open:1:2",
        "t.open:1.0", "t.open: 1", "t.open:+1", "t.open:١", "t.open:１", "t.open:1_000", "t.open:--1", "t.open:0x1",
        "t.open:99999999999999999999", "t.open:2147483648", "t.for:1", "t.for:1:2:3", "\x00", "\ud800", "p.home\n",
    ],
)  # fmt: skip
def test_forged_data_is_refused(data: str) -> None:
    """What this version never wrote is no action: not by a digit of another script, not by a number too large."""
    with pytest.raises(BadAction):
        decode(data)


@given(st.text(max_size=80))
def test_any_data_is_an_action_or_refused(data: str) -> None:
    """Nothing else ever comes out."""
    try:
        found = decode(data)
    except BadAction:
        return
    assert isinstance(found, Action)


def test_fields_keep_their_types() -> None:
    """A yes is a yes, a number a number, and words with colons stay whole."""
    assert decode("p.remind:1") == SetReminders(True)
    assert decode("p.remind:0") == SetReminders(False)
    assert decode("t.open:-5") == OpenQuestion(-5)
    assert decode("t.for:1:2") == DraftFor(1, 2)
    assert decode("p.instrument:a:b:") == ToggleInstrument("a:b:")


def test_data_that_does_not_fit_is_found_when_it_is_made() -> None:
    """Sixty-four bytes, not characters."""
    with pytest.raises(ValueError, match="over 64 bytes"):
        ToggleInstrument("😀" * 14).encode()
