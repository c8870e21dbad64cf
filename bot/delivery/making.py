"""Documents that are made when they are sent: gathered by a reader, drawn in a thread, kept nowhere."""

import asyncio
from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.config import Config
from bot.documents.transcript import Transcript
from bot.notifications.calendars import ONE_TIME, ONE_TIME_AND_PLACE, TIMETABLE
from bot.notifications.content import Made
from bot.services import calendar_exports
from bot.services.transcripts import gather
from bot.texts import Texts
from models.database import Database


def _to_html(transcript: Transcript) -> bytes:
    from bot.documents.html import to_html

    return to_html(transcript)


def _to_pdf(transcript: Transcript) -> bytes:
    # Half a second and forty megabytes of fonts and drawing, for a bot that may never be asked for a document.
    from bot.documents.pdf import to_pdf

    return to_pdf(transcript)


_WRITERS: dict[str, Callable[[Transcript], bytes]] = {"transcript-html": _to_html, "transcript-pdf": _to_pdf}


_CALENDARS: dict[str, Callable[[Session, int, Config, Texts], bytes]] = {
    ONE_TIME: lambda db, number, *_: calendar_exports.one_time(db, number, with_place=False),
    ONE_TIME_AND_PLACE: lambda db, number, *_: calendar_exports.one_time(db, number, with_place=True),
    TIMETABLE: calendar_exports.timetable,
}


async def make(database: Database, texts: Texts, config: Config, made: Made) -> bytes:
    """The document's bytes; KeyError for a kind that this version does not know."""
    if (calendar := _CALENDARS.get(made.kind)) is not None:
        return await database.read(calendar, made.subject_id, config, texts)
    writer = _WRITERS[made.kind]
    transcript = await database.read(gather, made.subject_id, texts, made.language)
    return await asyncio.to_thread(writer, transcript)
