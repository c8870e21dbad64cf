"""Each member's own command menu in Telegram: at most eight entries, help first."""

from models.people import Person, Role

# (command, key of its description). What is built but not here is a button or a typed command.
_MENUS: dict[Role, tuple[str, ...]] = {
    Role.YOUNG_PERSON: ("helpnow", "lessons", "ask", "questions", "sessions", "settings", "wrong"),
    Role.TUTOR: ("helpnow", "queue", "next", "sessions", "away"),
    Role.LEAD: ("helpnow", "concerns", "holds", "transcript", "people"),
    Role.COORDINATOR: ("helpnow", "invite", "people", "staff", "checks"),
}
MOST = 8


def menu_of(person: Person) -> tuple[str, ...]:
    """The commands in the person's menu, in order; more roles share the eight places."""
    merged: list[str] = []
    for role in Role:
        if role in person.roles:
            merged += [command for command in _MENUS[role] if command not in merged]
    return tuple(merged[:MOST])
