"""A private note is a type of its own: it shows itself to tutors and leads, and to nothing and nobody else."""

import ast
import copy
import json
import pickle
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.desk import PrivateText, PrivateWords
from models.people import Person, PersonRole, Role

ROOT = Path(__file__).resolve().parents[2]


def somebody(*roles: Role) -> Person:
    """A person with these roles."""
    return Person(name="N", alias="N-1", role_rows=[PersonRole(role=role) for role in roles])


@given(words=st.text(min_size=4), roles=st.sets(st.sampled_from(list(Role))))
def test_words_are_shown_to_tutors_and_leads_alone(words: str, roles: set[Role]) -> None:
    """Whoever is a young person too, or neither tutor nor lead, gets an error and no words."""
    private, reader = PrivateWords(words), somebody(*roles)
    if roles & {Role.TUTOR, Role.LEAD} and Role.YOUNG_PERSON not in roles:
        assert private.shown_to(reader) == words
    else:
        with pytest.raises(PermissionError):
            private.shown_to(reader)


@given(words=st.text(alphabet="CANRY", min_size=12))
def test_no_way_of_printing_or_copying_gives_the_words(words: str) -> None:
    """Formatting names them; JSON, copies and promises refuse them, and so does a column of plain text."""
    private = PrivateWords(words)
    for printed in (str(private), repr(private), f"{private}", f"{private:>10}", "%s" % private):  # noqa: UP031
        assert words not in printed

    @dataclass
    class Promise:
        note: PrivateWords

    for way in (json.dumps, copy.copy, copy.deepcopy, pickle.dumps, lambda one: asdict(Promise(one))):
        with pytest.raises(TypeError):
            way(private)  # type: ignore[operator]
    with pytest.raises(TypeError):
        PrivateText().process_bind_param(words, None)  # type: ignore[arg-type]


def test_one_line_of_the_program_asks_for_the_words() -> None:
    """`shown_to` is called in one function, which is given the reader."""
    calls = [
        (str(path.relative_to(ROOT)), node.attr)
        for folder in ("bot", "handlers", "models")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "shown_to"
    ]
    assert calls == [("bot/notifications/desk.py", "shown_to")]
