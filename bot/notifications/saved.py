"""Saved answers as buttons, wherever a question is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.callbacks.saved import ChooseSaved, UseSaved
from bot.notifications.content import Button, button


@dataclass(frozen=True)
class Offer:
    """A saved answer by its name, for a button."""

    id: int
    name: str


def saved_buttons(number: int, offers: Sequence[Offer]) -> list[Button]:
    """A button for each, and one for all of them; none without any."""
    if not offers:
        return []
    direct = [button("button-use-saved", UseSaved(number, offer.id), name=offer.name) for offer in offers]
    return [*direct, button("button-choose-saved", ChooseSaved(number, 0))]
