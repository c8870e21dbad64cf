"""What can be made to go wrong on purpose."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.errors import Refusal

_WORDS = {
    400: "Bad Request: refused on purpose",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: refused on purpose",
    429: "Too Many Requests: retry after {retry_after}",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


@dataclass(slots=True)
class Fault:
    """Requests that will fail: how many of which, and how."""

    method: str | None
    chat_id: int | None
    times: int
    error_code: int | None
    description: str | None
    retry_after: int | None
    after_effect: bool

    def refusal(self) -> Refusal | None:
        """The error answer; None where the connection is cut instead."""
        if self.error_code is None:
            return None
        words = self.description or _WORDS.get(self.error_code, "Error")
        return Refusal(self.error_code, words.format(retry_after=self.retry_after), self.retry_after)


class Faults:
    """The faults that are still to come."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def take(self, method: str, chat_id: object) -> Fault | None:
        """The fault that strikes this request, if any."""
        for fault in self.waiting:
            if fault.method in (None, method) and fault.chat_id in (None, chat_id):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None
