"""A person's own matters: settings in words, the language, leaving and coming back."""

from tests.world import World


async def test_who_has_left_is_shown_the_way_back_and_not_sent_for_an_invitation(world: World) -> None:
    """Whatever they send: their place is kept, help is there, and one tap brings them home."""
    child = world.young_person
    await child.send("/stop")
    await child.wait("What would you like to stop?")
    await child.press("Leave")
    await child.wait("You have left")
    for words in ("hello", "/lessons", "/help"):
        await child.send(words)
        shown = await child.wait("Your place is still here")
        assert "invitation" not in shown.text
        assert "116 123" in shown.text
        assert child.buttons(shown) == ["Come back", "Help now"]
    await child.press("Come back")
    await child.wait("Hi Riff")
    await child.send("What is a capo?")
    await child.wait("Got it, #1")


async def test_a_forged_way_back_brings_nobody_in(sqlite_world: World) -> None:
    """Whoever never joined stays outside."""
    stranger = sqlite_world.stranger
    await stranger.send("hello")
    shown = await stranger.wait("You need an invitation")
    await stranger.press_data("p.return", shown)
    await stranger.until(lambda: "You need an invitation" in stranger.last.text)
    await stranger.send("/questions")
    await stranger.wait("You need an invitation")


async def test_settings_and_language_speak_in_words(sqlite_world: World) -> None:
    """Instruments as people call them, and no language code."""
    child = sqlite_world.young_person
    await child.send("/settings")
    assert "Instruments: Guitar" in (await child.wait("Settings")).text
    await child.press("My instruments")
    await child.wait("Tap as many as you like")
    await child.press("Singing")
    await child.until(lambda: "✓ Singing" in child.buttons())
    await child.press("Settings")
    await child.wait("Instruments: Guitar, Singing")
    await child.press("My instruments")
    for name in ("Guitar", "Singing"):
        await child.until(lambda name=name: f"✓ {name}" in child.buttons())
        await child.press(f"✓ {name}")
        await child.until(lambda name=name: f"✓ {name}" not in child.buttons())
    await child.press("Settings")
    await child.wait("Instruments: none yet")
    await child.send("/language")
    await child.wait("I speak English")


async def test_a_leads_home_leads_to_what_waits_for_them(sqlite_world: World) -> None:
    """Concerns first, then what is held; both are there to be tapped."""
    lead = sqlite_world.lead
    await lead.send("/home")
    shown = await lead.wait("/concerns shows what worries")
    assert lead.buttons(shown) == ["Concerns", "What is held", "Lessons", "Help now"]
    await lead.press_first(shown)
    await lead.until(lambda: "/concerns shows" not in lead.last.text)
    await lead.send("/home")
    await lead.wait("/concerns shows what worries")
    await lead.press("What is held")
    await lead.until(lambda: "/concerns shows" not in lead.last.text)


async def test_a_card_has_no_gap_where_nothing_is_to_be_said(sqlite_world: World) -> None:
    """One empty line at the most between the parts."""
    await sqlite_world.young_person.send("What is a capo?")
    tutor = sqlite_world.tutor
    await tutor.wait("What is a capo?")
    await tutor.send("/next")
    card = await tutor.wait("It is yours for the next 20 minutes")
    assert "\n\n\n" not in card.text
