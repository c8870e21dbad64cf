"""What the sandbox says no with."""

from __future__ import annotations


class Refusal(Exception):
    """An error answer in Telegram's own form: a code, its words, and seconds to wait where there are any."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def answer(self) -> dict[str, object]:
        """The JSON body that Telegram would send."""
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


class Dropped(Exception):
    """The connection is to be cut without an answer."""


class SandboxError(AssertionError):
    """A phone was asked for something that a person could not do, or that did not come true."""


def bad_request(description: str) -> Refusal:
    """Telegram's 400."""
    return Refusal(400, f"Bad Request: {description}")


def forbidden(description: str) -> Refusal:
    """Telegram's 403."""
    return Refusal(403, f"Forbidden: {description}")
