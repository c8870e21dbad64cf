"""Lessons for stories: a long one, a link, a file that is not there."""

import asyncio
from pathlib import Path

from bot.services.catalogue import Catalogue, Chapter, Video, read_catalogue
from bot.services.lesson_loading import store_catalogue
from models.outbox import OutboxRow
from tests.services.lessons_made import FIRST, catalogue, lesson
from tests.world import SAMPLE_LESSONS, World

CHAPTERS = (Chapter(0, "Hold the pick"), Chapter(20, "Fretting"), Chapter(90, "Slowly"))


def story_catalogue(folder: Path) -> Catalogue:
    """A lesson with a real clip (called three minutes long), one that is a link, one whose file is missing."""
    clip = read_catalogue(SAMPLE_LESSONS).lessons[0]
    gone = Video(None, folder / "gone.mp4", 1000, "digest-of-what-is-gone")
    return catalogue(
        (
            FIRST,
            [
                lesson("pick", FIRST, 1, video=clip.video, low_data=clip.low_data, captions=True, chapters=CHAPTERS),
                lesson("link", FIRST, 2, low_data=Video("https://videos.example.org/small", None, None)),
                lesson("gone", FIRST, 3, video=gone, low_data=clip.low_data, chapters=()),
            ],
        )
    )


async def all_settled(world: World) -> None:
    """Waits until what was sent is also written down as sent: a phone shows a message a moment earlier."""

    def waiting(db):  # type: ignore[no-untyped-def]
        return db.query(OutboxRow).filter(OutboxRow.state.in_(["pending", "sending"])).count()

    async with asyncio.timeout(5):
        while await world.database.read(waiting):
            await asyncio.sleep(0.02)


async def put_in(world: World, made: Catalogue) -> None:
    """Makes the world's lessons these."""
    await world.database.write(store_catalogue, made)
