"""What may go wrong by design: each error is a type and carries the key of the text that the person reads."""

from typing import Any


class Refusal(Exception):
    """Something that a person asked for can't be done; nothing was changed, and the text says what to do."""

    def __init__(self, key: str, **args: Any) -> None:
        super().__init__(key)
        self.key = key
        self.args_for_text = args


class NotJoined(Refusal):
    """The person has no place here yet: help and crisis lines are all that they get."""

    def __init__(self) -> None:
        super().__init__("stranger-hello")


class NotAllowed(Refusal):
    """The person lacks the role. The words are those for an unknown command, so they learn nothing."""

    def __init__(self) -> None:
        super().__init__("unknown-command")


class Paused(Refusal):
    """The young person is paused: help and the safety person are all that answers them for now."""

    def __init__(self) -> None:
        super().__init__("paused")


class ConfigurationError(Exception):
    """The configuration is wrong: one line that names the key."""


class ServiceError(Exception):
    """The data or the service is wrong: one line for the operator."""
