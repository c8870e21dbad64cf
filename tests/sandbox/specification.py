"""Holds requests, answers and updates against the Bot API specification, where that file is at hand.

Each check gives a list of what is wrong, one line each; an empty list is agreement.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import Sandbox

PATH = Path(__file__).resolve().parents[3] / "shared" / "bot-api.json"
needs_specification = pytest.mark.skipif(
    not PATH.exists(), reason="the Bot API specification (../shared/bot-api.json) is not here"
)

Faults = list[str]
ARRAY = "Array of "
_CONSTANT = re.compile(r'(?:always|must be) (?:"([^"]+)"|([a-z_0-9]+))')
_CHOICE = re.compile(r'(?:one of|can be(?: either)?) "')
_BYTES = re.compile(r"(\d+)-(\d+) bytes")
_CHARACTERS = re.compile(r"(\d+)-(\d+) characters(?! after)")


@cache
def specification() -> dict[str, Any]:
    """The file, read once."""
    read: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return read


def available() -> bool:
    """Whether there is something to check against."""
    return PATH.exists()


def check_request(method: str, params: dict[str, Any]) -> Faults:
    """What is wrong with the parameters of a request, in JSON or as they stand in a form."""
    known = specification()["methods"].get(method)
    if known is None:
        return [f"{method} is no method"]
    fields = {field["name"]: field for field in known.get("fields", [])}
    attached = _attached(params)
    faults = [f"{method} has no parameter {name}" for name in params if name not in fields and name not in attached]
    for name, field in fields.items():
        if params.get(name) is None:
            if field["required"]:
                faults.append(f"{method} lacks {name}")
            continue
        value = _from_form(params[name], field["types"])
        faults += _field(field, value, f"{method}.{name}")
    return faults


def check_result(method: str, result: Any) -> Faults:
    """What is wrong with the result of a method that went well."""
    known = specification()["methods"].get(method)
    if known is None:
        return [f"{method} is no method"]
    return _any_of(known["returns"], result, method)


def check_update(update: Any) -> Faults:
    """What is wrong with an update."""
    return _value("Update", update, "Update")


def check_answer(method: str, answer: dict[str, Any]) -> Faults:
    """What is wrong with a whole answer, be it a result or a refusal."""
    if answer.get("ok") is True:
        extra = answer.keys() - {"ok", "result", "description"}
        return [f"an answer has no {name}" for name in extra] + check_result(method, answer.get("result"))
    faults = []
    if not isinstance(answer.get("error_code"), int) or not isinstance(answer.get("description"), str):
        faults.append(f"{method}: a refusal has a code and a description, not {answer}")
    if "parameters" in answer:
        faults += _value("ResponseParameters", answer["parameters"], f"{method}.parameters")
    return faults


def check_sandbox(sandbox: Sandbox, refused_too: bool = False) -> Faults:
    """Everything wrong with what a sandbox was asked, answered and pushed; nothing where the file is absent.

    Requests that it refused are passed over unless asked for: a test may have meant them to be wrong.
    """
    if not available():
        return []
    faults: Faults = []
    for call in sandbox.journal:
        faults += check_answer(call.method, call.answer) if call.answer else []
        if call.ok or refused_too:
            faults += check_request(call.method, call.params)
    for waiting in sandbox.world.updates.queue:
        faults += check_update(waiting.body)
    return faults


def asked_wrongly(sandbox: Sandbox) -> Faults:
    """What is wrong with anything that the bot asked of a sandbox, each fault once; nothing where the file is absent."""
    if not available():
        return []
    return sorted({fault for call in sandbox.journal for fault in check_request(call.method, call.params)})


def _attached(params: dict[str, Any]) -> set[str]:
    """The names under which files stand that attach:// points to."""
    return set(re.findall(r"attach://(\w+)", json.dumps(params, default=str)))


def _from_form(value: Any, types: list[str]) -> Any:
    if not isinstance(value, str) or ("String" in types and not _numeric(value, types)):
        return value
    if types == ["Boolean"]:
        return {"true": True, "True": True, "false": False, "False": False}.get(value, value)
    try:
        return json.loads(value)
    except ValueError:
        return value


def _numeric(value: str, types: list[str]) -> bool:
    return "Integer" in types and value.lstrip("-").isdigit()


def _field(field: dict[str, Any], value: Any, path: str) -> Faults:
    return _any_of(field["types"], value, path) or _described(field, value, path)


def _any_of(types: list[str], value: Any, path: str) -> Faults:
    if len(types) > 1 and isinstance(value, list) and all(one.startswith(ARRAY) for one in types):
        # Arrays of several types may be mixed, as in an album of photos and videos.
        inner = [one.removeprefix(ARRAY) for one in types]
        return [fault for n, item in enumerate(value) for fault in _any_of(inner, item, f"{path}[{n}]")]
    return min((_value(expected, value, path) for expected in types), key=_severity)


def _value(expected: str, value: Any, path: str) -> Faults:
    if expected.startswith(ARRAY):
        if not isinstance(value, list):
            return [f"{path} is to be an array, not {value!r:.60}"]
        inner = expected.removeprefix(ARRAY)
        return [fault for n, item in enumerate(value) for fault in _value(inner, item, f"{path}[{n}]")]
    match expected:
        case "Integer":
            right = isinstance(value, int) and not isinstance(value, bool)
        case "Float":
            right = isinstance(value, int | float) and not isinstance(value, bool)
        case "String":
            right = isinstance(value, str)
        case "Boolean":
            right = isinstance(value, bool)
        case "InputFile":
            right = hasattr(value, "content") or isinstance(value, bytes)
        case _:
            return _object(expected, value, path)
    return [] if right else [f"{path} is to be {expected}, not {value!r:.60}"]


def _object(name: str, value: Any, path: str) -> Faults:
    if name == "KeyboardButton" and isinstance(value, str):
        return []  # "For simple text buttons, String can be used instead of this object"
    if not isinstance(value, dict):
        return [f"{path} is to be a {name}, not {value!r:.60}"]
    known = specification()["types"][name]
    if subtypes := known.get("subtypes"):
        return min((_object(subtype, value, path) for subtype in subtypes), key=_severity)
    fields = {field["name"]: field for field in known.get("fields", [])}
    faults = [f"{path}: {name} has no field {key}" for key in value if key not in fields]
    for key, field in fields.items():
        if key not in value:
            if field["required"]:
                faults.append(f"{path}: {name} lacks {key}")
        else:
            faults += _field(field, value[key], f"{path}.{key}")
    return faults


def _severity(faults: Faults) -> tuple[bool, int]:
    # The alternative whose "type" fits is the one meant, whatever else is wrong.
    return any("says always" in fault for fault in faults), len(faults)


def _described(field: dict[str, Any], value: Any, path: str) -> Faults:
    """What the words beside a field demand and its type does not say."""
    words: str = field["description"]
    if not isinstance(value, str):
        return []
    if field["name"] in ("type", "status", "source") and (constant := _CONSTANT.search(words)):
        wanted = constant[1] or constant[2]
        return [] if value == wanted else [f"{path} says always {wanted!r}, not {value!r}"]
    if _CHOICE.search(words):
        choices = re.findall(r'"([^"]+)"', words)
        if value not in choices:
            return [f"{path} is one of {choices}, not {value!r}"]
    if (limits := _BYTES.search(words)) and not int(limits[1]) <= len(value.encode()) <= int(limits[2]):
        return [f"{path} is {len(value.encode())} bytes long, not {limits[0]}"]
    if (limits := _CHARACTERS.search(words)) and not int(limits[1]) <= len(value) <= int(limits[2]):
        return [f"{path} is {len(value)} characters long, not {limits[0]}"]
    return []
