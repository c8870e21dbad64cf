"""How a handler is listed: who may use it, and what it is for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.callbacks.codec import Action
from bot.context import Context
from handlers.incoming import Said
from models.people import Role

CommandHandler = Callable[[Context, str], Awaitable[None]]
ActionHandler = Callable[[Context, Any], Awaitable[None]]
StepHandler = Callable[[Context, dict[str, Any], Said], Awaitable[None]]

YOUNG_PERSON = frozenset({Role.YOUNG_PERSON})
TUTOR = frozenset({Role.TUTOR})
LEAD = frozenset({Role.LEAD})
COORDINATOR = frozenset({Role.COORDINATOR})
READERS = frozenset({Role.TUTOR, Role.LEAD})
RUNNERS = frozenset({Role.COORDINATOR, Role.LEAD})
STAFF = frozenset({Role.TUTOR, Role.LEAD, Role.COORDINATOR})
MEMBERS = frozenset(Role)


@dataclass(frozen=True)
class Route:
    """A handler and the roles that may use it; None is anybody, joined or not. `paused`: for the paused as well."""

    handler: Any
    roles: frozenset[Role] | None = None
    paused: bool = False


@dataclass(frozen=True)
class Area:
    """One area of the product: its commands, its buttons, and the steps at which it waits for words."""

    name: str
    commands: dict[str, Route] = field(default_factory=dict)
    actions: dict[type[Action], Route] = field(default_factory=dict)
    steps: dict[str, StepHandler] = field(default_factory=dict)
    # Steps whose words are taken from the paused as well: they lead to help.
    steps_of_help: dict[str, StepHandler] = field(default_factory=dict)
