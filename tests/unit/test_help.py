"""What /help says: nobody on the staff has a command that it does not name, and it names none that there is not."""

import re

import pytest

from bot.notifications.menus import MOST, menu_of
from bot.texts import FALLBACK, bundle_for
from handlers import AREAS
from handlers.routes import MEMBERS
from models.people import STAFF, Person, PersonRole, Role

COMMANDS = {name: route.roles for area in AREAS for name, route in area.commands.items()}
# Another spelling; a lesson's and a session's buttons; and what /concerns and /holds show with each of theirs.
SHOWN_ELSEWHERE = {"enroll", "addlesson", "terms"}
OF_A_COVER = {"ack", "reply", "refer", "referred", "resolve", "release", "refuse"}


def _named(role: Role) -> set[str]:
    bundle = bundle_for(FALLBACK)
    parts = [f"help-{role.value.replace('_', '-')}", "help-all"]
    values = [bundle.get_message(part).value for part in parts]
    assert None not in values
    words = "\n".join(bundle.format_pattern(value, {})[0] for value in values if value is not None)
    return set(re.findall(r"(?<![\w<])/([a-z]+)\b", words))


@pytest.mark.parametrize("role", sorted(STAFF))
def test_staff_find_each_command_of_theirs_in_help(role: Role) -> None:
    """What is for members in general stands behind a button of everybody's."""
    mine = {name for name, roles in COMMANDS.items() if roles not in (None, MEMBERS) and role in roles}
    told = _named(role) | SHOWN_ELSEWHERE | (OF_A_COVER if role == Role.COORDINATOR else set())
    assert mine - told == set()


@pytest.mark.parametrize("role", sorted(Role))
def test_help_names_nothing_that_they_can_not_use(role: Role) -> None:
    """Every command that it names is one, and theirs."""
    for name in _named(role):
        roles = COMMANDS[name]
        assert roles is None or role in roles, name


@pytest.mark.parametrize("roles", [{role} for role in Role] + [set(Role)])
def test_help_now_is_first_in_every_menu(roles: set[Role]) -> None:
    """Of one role or of all at once, and the menu is no longer than its eight places."""
    menu = menu_of(Person(role_rows=[PersonRole(role=role) for role in roles]))
    assert menu[0] == "helpnow"
    assert len(menu) <= MOST
    assert roles != {Role.TUTOR} or menu == ("helpnow", "queue", "next", "sessions", "away")
