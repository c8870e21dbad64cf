"""Typed button data: a frozen dataclass each, written in at most 64 bytes and read back with suspicion."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar, dataclass_transform

LIMIT_BYTES = 64
LARGEST = 2**31 - 1  # what an id can be in either database
_registry: dict[str, type["Action"]] = {}


class BadAction(ValueError):
    """Button data that this version never wrote: old, forged or damaged."""


class Action:
    """What a button does. Subclasses are made with `@action("prefix.verb")`; fields are int, str or bool."""

    code: ClassVar[str]

    def encode(self) -> str:
        """The button's data; ValueError if it would not fit Telegram's 64 bytes."""
        parts = [self.code]
        for item in fields(self):  # type: ignore[arg-type]
            value = getattr(self, item.name)
            parts.append(str(int(value)) if isinstance(value, bool) else str(value))
        data = ":".join(parts)
        if len(data.encode()) > LIMIT_BYTES:
            raise ValueError(f"button data over {LIMIT_BYTES} bytes: {self.code}")
        return data


@dataclass_transform(frozen_default=True)
def action(code: str) -> Any:
    """Registers a frozen dataclass as the action behind `code`."""

    def register(cls: type[Action]) -> type[Action]:
        made = dataclass(frozen=True)(cls)
        made.code = code
        if code in _registry:
            raise ValueError(f"two actions share the code {code}")
        _registry[code] = made
        return made

    return register


def decode(data: str) -> Action:
    """The action that a button's data names; BadAction if there is none such."""
    code, *values = data.split(":")
    kind = _registry.get(code)
    if kind is None:
        raise BadAction("unknown code")
    items = fields(kind)  # type: ignore[arg-type]
    if len(items) == 1 and items[0].type in (str, "str"):
        values = [":".join(values)] if values else []
    if len(values) != len(items):
        raise BadAction("wrong number of fields")
    return kind(**{item.name: _read(str(item.type), value) for item, value in zip(items, values, strict=True)})


def _read(kind: str, value: str) -> Any:
    if "str" in kind:
        return value
    digits = value.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 10 or abs(int(value)) > LARGEST:
        raise BadAction("not a number of ours")
    return value == "1" if "bool" in kind else int(value)
