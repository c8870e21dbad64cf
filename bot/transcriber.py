"""The seam for a service's own transcriber of voice notes: off unless the configuration names one."""

from importlib import import_module
from typing import Protocol, runtime_checkable

from bot.errors import ConfigurationError


@runtime_checkable
class Transcriber(Protocol):
    """Turns speech into words; where it runs, and that it keeps nothing, is the service's business."""

    async def transcribe(self, sound: bytes, language: str) -> str:
        """The words of a voice note (OGG, or MP4 for a round video); empty where there are none."""
        ...


def load_transcriber(name: str) -> Transcriber | None:
    """The transcriber that `module:callable` makes; None for an empty name; ConfigurationError where there is none."""
    if not name:
        return None
    module, _, maker = name.partition(":")
    try:
        made = getattr(import_module(module), maker)()
    except (ImportError, AttributeError, ValueError, TypeError) as error:
        raise ConfigurationError(f"safeguarding.transcriber: {name} can't be made ({type(error).__name__})") from None
    if not isinstance(made, Transcriber):
        raise ConfigurationError(f"safeguarding.transcriber: {name} has no transcribe(sound, language)")
    return made
