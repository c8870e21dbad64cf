"""What a person sent, freed from Telegram's types."""

from dataclasses import dataclass, field
from typing import Any

from bot.policies.judgements import Judgement


@dataclass(frozen=True)
class Said:
    """One message of a person's: its kind, its words (text or caption), its file, and where it stands in the chat."""

    kind: str  # text, photo, video, voice, audio, document, animation, video_note, sticker, contact, location, other
    text: str
    chat_id: int
    message_id: int
    file_id: str | None = None
    media: dict[str, Any] = field(default_factory=dict)  # size_bytes, seconds, name
    album: str | None = None
    reply_to: int | None = None
    reply_number: int | None = None  # the question's number that stands in the bot's message replied to
    verdict: Judgement | None = None  # what detection said; None where it was not asked, or had its hands full

    @property
    def name(self) -> str:
        """What its file is called, and by whom a piece is: whoever gets the file reads that as well."""
        return str(self.media.get("name") or "")

    @property
    def size_bytes(self) -> int:
        """The size of its file; 0 where Telegram did not say."""
        return int(self.media.get("size_bytes") or 0)
