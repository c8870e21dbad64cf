"""Documents that are made when they are sent: gathered by a reader, drawn in a thread, kept nowhere."""

import asyncio
from collections.abc import Callable

from bot.documents.transcript import Transcript
from bot.notifications.content import Made
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


async def make(database: Database, texts: Texts, made: Made) -> bytes:
    """The document's bytes; KeyError for a kind that this version does not know."""
    writer = _WRITERS[made.kind]
    transcript = await database.read(gather, made.subject_id, texts, made.language)
    return await asyncio.to_thread(writer, transcript)
