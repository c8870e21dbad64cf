"""The rule of the first button: whoever presses it, or sends some words where words are asked for, has joined."""

from pathlib import Path

import pytest

from tests.world import World, small_world

STEPS = 8


async def _join_blindly(world: World, role: str) -> int:
    """Joins as somebody who reads nothing; how many acts after /start that took."""
    await world.coordinator.send(f"/invite {role}")
    link = await world.coordinator.wait("https://t.me/")
    phone = world.newcomer
    await phone.start(link.text.split("start=")[1].split()[0])
    for acts in range(STEPS + 1):
        await phone.wait(lambda bubble: True)
        last = phone.last
        if last.text.startswith("Welcome"):
            await phone.until(lambda: phone.commands)
            return acts
        assert not phone.commands, "the menu comes on joining, not before"
        if phone.buttons(last):
            await phone.press_first(last)
        else:
            await phone.send("some words")
    raise AssertionError(f"not joined after {STEPS} acts:\n{phone.transcript()}")


@pytest.mark.parametrize(("role", "most"), [("young_person", 3), ("tutor", 2), ("lead", 2), ("coordinator", 2)])
async def test_pressing_the_first_button_joins(sqlite_url: str, role: str, most: int) -> None:
    """Four acts for a young person (Start is the first), and no menu before the joining is done."""
    async with small_world(sqlite_url) as world:
        assert not world.newcomer.commands
        assert await _join_blindly(world, role) <= most
        assert world.newcomer.commands[0] == "helpnow"
        assert len(world.newcomer.commands) <= 8


async def test_an_invitation_with_a_reference_is_asked_for_step_by_step(sqlite_url: str, tmp_path: Path) -> None:
    """The reference and the contact are asked for first, then come the links, one a line."""
    async with small_world(sqlite_url, joining={"require_reference": True}) as world:
        await world.coordinator.send("/invite young_person 3")
        await world.coordinator.wait("reference")
        await world.coordinator.send("MK-2041")
        await world.coordinator.wait("out of hours")
        await world.coordinator.send("Duty desk 01908 000000")
        answer = await world.coordinator.wait("https://t.me/")
        links = [line for line in answer.text.splitlines() if line.startswith("https://t.me/")]
        assert len(set(links)) == 3
