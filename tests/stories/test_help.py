"""Help now: for everybody, at any time; the way round the tutor; and a quick way out of the chat."""

import asyncio

import pytest

from bot.config import Config
from bot.policies.words import menu_word
from tests.world import World, small_world

LINES = [line.reach for line in Config().helplines]


async def test_strangers_get_the_crisis_lines(sqlite_world: World) -> None:
    """Before joining, whatever they send: the lines, and no way further in."""
    for words in ("/helpnow", "help", "/talk something", "/transcript Otter-12", "hello"):
        await sqlite_world.stranger.send(words)
        shown = await sqlite_world.stranger.wait(LINES[1])
        assert all(reach in shown.text for reach in LINES)
        assert shown.buttons[-1].text == "Help now"
    assert "Talk to" not in sqlite_world.stranger.transcript()


async def test_help_now_begins_with_the_lines_and_ends_with_itself(sqlite_world: World) -> None:
    """For each role, by command, by button and by typed words."""
    for phone in (
        sqlite_world.young_person,
        sqlite_world.tutor,
        sqlite_world.lead,
        sqlite_world.coordinator,
    ):
        await phone.send("/helpnow")
        shown = await phone.wait(LINES[0])
        assert shown.text.index("999") < min(shown.text.index(reach) for reach in LINES[1:])
        assert [button.text for button in shown.buttons][-1] == "Help now"
        assert "Leave quickly" in [button.text for button in shown.buttons]
        await phone.until(lambda phone=phone: phone.commands)
        assert phone.commands[0] == "helpnow"
        await phone.send("I need help now")
        await phone.wait(LINES[0])


async def test_help_now_interrupts_whatever_was_asked(sqlite_world: World) -> None:
    """In the middle of a question, of words for the safety person, and of joining."""
    child = sqlite_world.young_person
    await child.send("/ask")
    await child.wait("What would you like to ask?")
    await child.send("help me now")
    await child.wait(LINES[0])
    assert not [bubble for bubble in sqlite_world.tutor.received if "#1" in bubble.text]
    await sqlite_world.coordinator.send("/invite young_person")
    link = await sqlite_world.coordinator.wait("start=")
    code = link.text.split("start=")[1].split()[0]
    newcomer = sqlite_world.newcomer
    await newcomer.start(code)
    await newcomer.wait("Before we start")
    await newcomer.press("Help now")
    await newcomer.wait(LINES[0])
    assert menu_word("I need help now") == "helpnow"


async def test_words_for_somebody_who_is_not_the_tutor(world: World) -> None:
    """They ring the lead, by number and alias alone; no tutor hears of it, and the reply arrives hidden."""
    child = world.young_person
    await child.send("/helpnow")
    await child.wait(LINES[0])
    await child.press("Talk to someone who is not my tutor")
    await child.wait("safety person")
    world.travel(hours=5)  # it took them a while to find the words
    await child.send("my tutor keeps asking where I live")
    await child.wait("It is sent")
    await child.send("please dont tell him where I live")
    await child.wait("goes to the safety person too")
    alert = await world.lead.wait("C1")
    assert "Otter-12" in alert.text
    assert "where I live" not in alert.text
    await world.lead.press("I have it")
    await world.lead.send("/reply C1 Thank you for telling me. I am on it.")
    hidden = await child.wait(lambda bubble: "New message" in bubble.text and "on it" not in bubble.text)
    assert hidden.buttons[0].text == "Show"
    assert not [bubble for bubble in world.tutor.received if "where I live" in bubble.text or "C1" in bubble.text]
    await world.tutor.send("/queue")
    await world.tutor.wait("Nothing waits")
    await child.send("and he said not to tell")
    await child.wait("goes to the safety person too")
    await world.lead.wait("wrote to the safety person")
    await world.lead.send("/concerns C1")
    assert "dont tell him where I live" in (await world.lead.wait("he said not to tell")).text
    await child.send("home")
    await child.wait("What would you like to do?")
    await child.send("How do I tune?")
    await world.tutor.wait("How do I tune?")


async def test_the_bare_command_asks_for_the_words(sqlite_world: World) -> None:
    """/talk with words sends them; an empty sticker-like message is asked again; a voice note is taken."""
    child = sqlite_world.young_person
    await child.send("/talk")
    await child.wait("Write it here")
    await child.voice(duration=3)
    await child.wait("It is sent")
    await sqlite_world.lead.wait("C1")
    await child.send("/talk and also this")
    await child.wait("It is sent")
    await sqlite_world.lead.send("/concerns")
    shown = await sqlite_world.lead.wait("C1")
    assert "C2" not in shown.text  # more of the same, while it rings


async def test_a_screens_name_leaves_what_was_asked(sqlite_world: World) -> None:
    """Home is home, and no message to the safety person; "help me" is one."""
    child = sqlite_world.young_person
    await child.send("/talk")
    await child.wait("Write it here")
    await child.send("home")
    await child.wait("What would you like to do?")
    await child.send("/talk")
    await child.wait("Write it here")
    await child.send("help me")
    await child.wait("It is sent")


async def test_this_felt_wrong_goes_round_the_tutor_and_is_tracked(world: World) -> None:
    """The button under the answer; the person then sees who has read it, and that there is a reply."""
    child, lead = world.young_person, world.lead
    await child.send("How do I tune?")
    shown = await world.tutor.wait("How do I tune?")
    await world.tutor.send("Turn the pegs", reply_to=shown)
    answer = await child.wait("Turn the pegs")
    assert [button.text for button in answer.buttons][-2:] == ["This felt wrong", "Help now"]
    await world.settled()
    await child.press("This felt wrong", answer)
    await child.wait("What felt wrong?")
    await child.send("it made me feel stupid")
    await child.wait("It is sent")
    await child.send("/wrong")
    await child.wait("Nobody has read it yet")
    await lead.wait("C1")
    await lead.press("Read")
    read = await lead.wait("it made me feel stupid")
    assert "Tom" in read.text
    assert "#1: Turn the pegs" in read.text, "what it is about, whatever becomes of the answer"
    await child.send("/wrong")
    await child.wait("Leah has read it")
    await lead.send("/reply C1 That was not OK. I will talk to him.")
    await child.wait("New message")
    await child.send("/wrong")
    await child.wait("Leah has answered")
    await child.send("/wrong it was rude", reply_to=answer)
    await lead.press("Read", await lead.wait(lambda bubble: bubble.text.startswith("🔴")))
    assert "Tom" in (await lead.wait("#1: Turn the pegs")).text, "the answer that they replied to"
    assert not [bubble for bubble in world.tutor.received if "stupid" in bubble.text or "C1" in bubble.text]


async def test_it_can_be_told_without_words(sqlite_world: World) -> None:
    """Just tell them."""
    child = sqlite_world.young_person
    await child.send("/wrong")
    await child.wait("What felt wrong?")
    await child.press("Just tell them")
    await child.wait("It is sent")
    await sqlite_world.lead.wait("C1")


async def test_another_persons_answer_can_not_be_named(sqlite_world: World) -> None:
    """Forged data with somebody else's number is refused."""
    child = sqlite_world.young_person
    await child.send("/start")
    screen = await child.wait("What would you like to do?")
    await child.press_data("h.wrong:99", screen)
    await child.wait("too old to use")
    await child.press_data("h.tell:99", screen)
    await child.wait("too old to use")
    assert not [bubble for bubble in sqlite_world.lead.received if "C1" in bubble.text]


async def test_leaving_quickly_clears_the_chat(world: World) -> None:
    """Both sides' messages go, and the line that stays says what could not go."""
    child = world.young_person
    await child.send("my dad is angry, how do I play quietly?")
    await child.wait("Got it, #1")
    await child.send("/helpnow")
    await child.wait(LINES[0])
    await child.press("Leave quickly")
    stays = await child.wait("What I can't clear")
    await child.until(lambda: [bubble.id for bubble in child.messages if not bubble.deleted] == [stays.id])
    assert "tutor" not in stays.text.lower()
    assert "We still have what you sent us" in stays.text
    await world.tutor.wait("how do I play quietly?")


async def test_what_is_older_than_two_days_is_made_plain(sqlite_world: World) -> None:
    """Telegram deletes nothing older; what the bot wrote is edited to nothing, what they wrote stays."""
    child = sqlite_world.young_person
    await child.send("an old question")
    old = await child.wait("Got it, #1")
    await asyncio.sleep(0.3)  # until its sending is written down, with its time
    sqlite_world.travel(hours=50)
    await child.send("/quickexit")
    await child.wait("What I can't clear")
    await child.until(lambda: next(bubble for bubble in child.messages if bubble.id == old.id).text == "🎵")


async def test_a_stranger_can_leave_quickly(sqlite_world: World) -> None:
    """Whoever has seen the crisis lines may want to hide them."""
    await sqlite_world.stranger.send("/helpnow")
    await sqlite_world.stranger.wait(LINES[0])
    await sqlite_world.stranger.press("Leave quickly")
    stays = await sqlite_world.stranger.wait("What I can't clear")
    phone = sqlite_world.stranger
    await phone.until(lambda: [bubble.id for bubble in phone.messages if not bubble.deleted] == [stays.id])


async def test_help_rings_in_quiet_hours(sqlite_url: str) -> None:
    """Words for the safety person are an alert whatever the hour."""
    async with small_world(sqlite_url, hours={"quiet": "00:00-23:59"}) as world:
        await world.young_person.send("/helpnow")
        await world.young_person.wait(LINES[0])
        await world.young_person.send("/talk please read this")
        await world.young_person.wait("It is sent")
        alert = await world.lead.wait("C1")
        assert not alert.raw.get("disable_notification")


@pytest.mark.parametrize("after", ["press", "command"])
async def test_what_leads_away_from_a_paused_chat(sqlite_world: World, after: str) -> None:
    """A paused young person still has help, the safety person, and the way out."""
    child, lead = sqlite_world.young_person, sqlite_world.lead
    await lead.send("/pause Otter-12")
    await lead.wait("is paused")
    await child.send("Can I play now?")
    await child.wait("short break")
    await lead.wait("C1")
    assert not [bubble for bubble in sqlite_world.tutor.received if "play now" in bubble.text]
    await child.send("/lessons")
    await child.wait("short break")
    await child.send("/helpnow")
    await child.wait(LINES[0])
    if after == "press":
        await child.press("Talk to someone")
    else:
        await child.send("/talk")
    await child.wait("Write it here")
    await child.send("I am sad about this")
    await child.wait("It is sent")
    await lead.send("/resume Otter-12")
    await lead.wait("no longer paused")
    await child.wait("Music is back")


async def test_help_is_the_last_button_of_every_screen_and_message(sqlite_world: World) -> None:
    """Each role goes through every button of their first screens, and of what arrives meanwhile."""
    world = sqlite_world
    await world.young_person.send("How do I tune?")
    await world.tutor.wait("How do I tune?")
    phones = (world.young_person, world.tutor, world.lead, world.coordinator, world.second_tutor)
    for phone in phones:
        await phone.send("/home")
        home = await phone.wait(lambda bubble: bubble.buttons)
        for label in [button.text for button in home.buttons]:
            await phone.send("/home")
            screen = await phone.wait(lambda bubble: bubble.buttons)
            await phone.press(label, screen)
            await phone.wait()
    await asyncio.sleep(0.3)
    with_buttons = [bubble for phone in phones for bubble in phone.received if bubble.buttons]
    assert len(with_buttons) > 20
    assert not [bubble for bubble in with_buttons if bubble.buttons[-1].text != "Help now"]
