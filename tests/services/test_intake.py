"""The inbox as a table, on both databases: once each, whatever arrives, and forgotten when it is done with."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot import clock
from bot.intake import store
from bot.intake.shapes import fault_of
from bot.services import retention
from models.inbox import InboxRow, InboxState
from tests.services.question_house import Run


def _update(number: int, chat: int = 7, **content) -> dict:
    person = {"id": chat, "is_bot": False, "first_name": "X"}
    message = {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}, "from": person, **content}
    return {"update_id": number, "message": message}


def _rows(run: Run) -> list[InboxRow]:
    return run(lambda db: list(db.scalars(select(InboxRow).order_by(InboxRow.update_id))))


def test_an_update_is_taken_once_however_often_it_comes(run: Run) -> None:
    """In one batch, in the next, and after it was handled; its words are forgotten then."""
    assert [item.update_id for item in run(store.store, [_update(1), _update(2), _update(1)])] == [1, 2]
    assert [item.update_id for item in run(store.store, [_update(2), _update(3)])] == [3]
    assert run(store.mark_handled, 2)
    assert not run(store.mark_handled, 2)
    assert run(store.store, [_update(2, text="again")]) == []
    assert [item.update_id for item in run(store.waiting)] == [1, 3]
    assert [(row.state, row.body == "") for row in _rows(run)] == [
        (InboxState.NEW, False), (InboxState.HANDLED, True), (InboxState.NEW, False)
    ]  # fmt: skip


def test_what_waits_comes_back_as_it_was(run: Run) -> None:
    """NUL, lone surrogates and anything else: kept as ASCII, given back the same."""
    strange = _update(5, text="\x00 \ud800 😀", extra=[1.5, None, {"deep": ["x"]}])
    run(store.store, [strange])
    assert run(store.waiting)[0].body == strange
    assert all(ord(character) < 128 for character in _rows(run)[0].body)


@pytest.mark.parametrize("kind", ["message", "edited_message"])
def test_where_somebody_is_is_never_written_down(run: Run, kind: str) -> None:
    """Not while it waits, not set aside, not in what is replied to; that a place was sent is kept, to be refused."""
    place = {
        "location": {"latitude": 52.0417, "longitude": -0.7558},
        "venue": {"title": "Home", "address": "1 Elm Row"},
    }
    run(store.store, [{"update_id": 1, kind: {"chat": {"id": 7}, **place, "reply_to_message": dict(place)}}])
    [row] = _rows(run)
    assert [word for word in ("52.04", "0.75", "Home", "Elm") if word in row.body] == []
    assert "location" in json.loads(row.body)[kind]


def test_what_has_no_number_is_kept_once_and_not_handled(run: Run) -> None:
    """It can't be acknowledged, so it comes again and again: one row, with the reason."""
    nameless = [
        {"message": 1},
        {"update_id": "7"},
        {"update_id": True},
        {"update_id": -1},
        {"update_id": 2**53},
        17,
        None,
        [],
    ]
    for _ in range(3):
        assert run(store.store, nameless) == []
    rows = _rows(run)
    assert len(rows) == len(nameless)
    assert all((row.state, row.error) == (InboxState.ASIDE, "no usable update_id") for row in rows)
    assert all(row.update_id < 0 for row in rows)


def test_what_is_nested_too_deep_is_set_aside_by_its_number(run: Run) -> None:
    """It can't be written down, and must not keep its batch from being."""
    deep: list = []
    for _ in range(5000):
        deep = [deep]
    assert [item.update_id for item in run(store.store, [_update(1, text=deep), _update(2)])] == [2]
    first = _rows(run)[0]
    assert (first.state, first.error) == (InboxState.ASIDE, "too deep to be written down")


def test_handled_updates_are_forgotten_after_two_days_and_others_are_not(run: Run) -> None:
    """What was set aside waits for a person, what is new for the bot."""
    run(store.store, [_update(1), _update(2), _update(3)])
    run(store.mark_all_handled, [1])
    run(store.set_aside, 2, 4, "ValueError in ask:17")
    assert run(retention.forget_handled_updates) == 0
    clock.travel(timedelta(hours=48, seconds=1))
    assert run(retention.forget_handled_updates) == 1
    assert [(row.update_id, row.error) for row in _rows(run)] == [(2, "ValueError in ask:17"), (3, None)]


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        (_update(1, 55), 55),
        ({"update_id": 1, "callback_query": {"from": {"id": 66}}}, 66),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 77}}}, 77),
        ({"update_id": 1, "message_reaction": {"chat": {"id": -100}}}, -100),
        ({"update_id": 1, "poll": {}}, None),
        ({"update_id": 1, "message": {"chat": {"id": "55"}}}, None),
        ({"update_id": 1, "message": {"chat": {"id": 2**60}}}, None),
        ({"update_id": 1, "message": {"chat": {"id": True}}}, None),
    ],
)
def test_the_chat_of_an_update_is_read_with_suspicion(update: dict, lane: int | None) -> None:
    """A press belongs to who pressed; what is no number is no chat."""
    assert store.chat_of(update) == lane


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
KINDS = st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member", "message_reaction", "x"])


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(KINDS, JSON, max_size=2))
def test_shapes_never_fail_themselves(update: dict) -> None:
    """Whatever JSON comes, the answer is a place in it or nothing; and what it passes has the types that it names."""
    fault = fault_of({"update_id": 1, **update})
    assert fault is None or fault.startswith("update.")
    message = update.get("message")
    if fault is None and message is not None:
        assert type(message["message_id"]) is int
        assert type(message.get("text", "")) in (str, type(None))


def test_the_shapes_let_every_kind_of_real_message_pass(request: pytest.FixtureRequest) -> None:
    """The sandbox's own updates, which are held against the specification elsewhere."""
    from bot.sandbox import human, samples
    from bot.sandbox.people import Person
    from bot.sandbox.world import World

    world = World([Person(7, "X", started=True)])
    world.updates.allow(["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"])
    chat = world.chats[7]
    first = human.write(world, chat, "hello")
    human.write(world, chat, "a reply", first.id)
    human.edit(world, chat, first.id, "hello again")
    human.react(world, chat, first.id, "👍")
    human.share(world, chat, {"contact": {"phone_number": "1", "first_name": "Y"}})
    human.share(world, chat, {"location": {"latitude": 1.0, "longitude": 2.0}})
    for kind in ("photo", "voice", "video", "video_note", "audio", "animation", "document", "sticker"):
        human.send_media(world, chat, kind, [samples.upload(kind, None)])
    human.send_media(world, chat, "photo", [samples.upload("photo", None), samples.upload("photo", None)], "caption")
    human.block(world, chat, True)
    human.block(world, chat, False)
    updates = [waiting.body for waiting in world.updates.queue]
    assert len(updates) > 15
    assert [fault for update in updates if (fault := fault_of(json.loads(json.dumps(update))))] == []
