"""Contact details that a young person sends never reach a tutor, however they are sent; a voice note has its promise."""

import pytest

from tests.world import World, small_world

SENT = {
    "ring me on 07700 900123 pls": "900123",
    "its oh seven seven double oh nine hundred four five six": "double",
    "mail riff.raff@example.com": "riff.raff",
    "im @riff_plays on there": "riff_plays",
    "see snapchat.com/add/riffo": "riffo",
}
TABS = "e|--0--2--3--| x32010 and 1 2 3 4 5 6 7 8 at 120 bpm"


@pytest.mark.parametrize("words", list(SENT))
async def test_words_are_masked_in_every_place_where_tutors_read(sqlite_world: World, words: str) -> None:
    """In the message, the queue, the thread, a search, a person; the lead reads them as they were.

    Nor are they found: whoever may search for their beginning could spell them out.
    """
    world, secret = sqlite_world, SENT[words]
    await world.young_person.send(f"How do I tune? {words}")
    shown = await world.tutor.wait("How do I tune?")
    assert "•••" in shown.text
    for command in ("/queue", "/open 1", "/next", "/search tune", "/person Otter-12", "/claim 1"):
        await world.tutor.send(command)
    await world.tutor.wait("Otter-12")
    await world.tutor.send(f"/search {secret[:4]}")
    await world.tutor.wait("Nothing found")
    await world.lead.send("/transcript Otter-12")
    await world.lead.wait(secret)
    await world.settled()
    assert secret not in world.tutor.transcript() + world.second_tutor.transcript()


async def test_a_caption_is_masked_and_a_contact_sent_as_such_is_hidden(sqlite_world: World) -> None:
    """The picture arrives; the card of somebody does not."""
    world = sqlite_world
    await world.young_person.photo(caption="my hand, and my number 07700 900123")
    shown = await world.tutor.wait(lambda bubble: bubble.kind == "photo")
    assert "my hand" in shown.text
    await world.young_person.contact("07700900456", "Robin")
    await world.tutor.wait("a contact, hidden")
    await world.settled()
    for told in ("900123", "900456"):
        assert told not in world.tutor.transcript() + world.second_tutor.transcript()


async def test_pages_on_the_services_list_are_not_masked(sqlite_url: str) -> None:
    """What tutors may send young people may send: the tutor sees it, and any other page not."""
    async with small_world(sqlite_url, safeguarding={"allowed_links": ["ourproject.org.uk"]}) as world:
        await world.young_person.send("Is ourproject.org.uk/bars right, or elsewhere.org/bars?")
        shown = await world.tutor.wait("right, or")
        assert "ourproject.org.uk/bars" in shown.text
        assert "elsewhere" not in shown.text


async def test_music_is_left_as_it_is(sqlite_world: World) -> None:
    """Tabs, chord shapes, counts and tempos, from either side."""
    world = sqlite_world
    await world.young_person.send(f"Is this right? {TABS}")
    shown = await world.tutor.wait("Is this right?")
    assert TABS in shown.text
    await world.tutor.send(f"Yes. Then {TABS}", reply_to=shown)
    answer = await world.young_person.wait("Yes. Then")
    assert TABS in answer.text


async def test_until_somebody_has_listened_the_receipt_says_when(sqlite_world: World) -> None:
    """With Help now beneath; when the lead has listened, the same message says so."""
    world = sqlite_world
    await world.young_person.voice(duration=3)
    receipt = await world.young_person.wait("A person will listen")
    assert "I can't listen to it" in receipt.text
    assert receipt.buttons[-1].text == "Help now"
    await world.lead.send("/concerns")
    await world.lead.wait("No concern is open")
    await world.lead.press("Unread: 1")
    await world.lead.wait("No machine could read")
    await world.lead.press("#1 · Otter-12 · voice note")
    heard = await world.lead.wait(lambda bubble: bubble.kind == "voice")
    assert heard.protected
    await world.young_person.wait("a person has listened to your voice note")
